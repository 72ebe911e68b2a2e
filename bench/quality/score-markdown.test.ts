import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreMarkdown, wordsOf } from './score-markdown.ts';

const truth = `# The mill

A first paragraph with **bold** words.

## Stones

1. cut
    - from the hill
2. carried

A second paragraph.

| A | A | B |
| - | - | - |
| 1 | 2 | - x - y |
`;

test('equal texts score 1 in every part, and absent parts have no score', () => {
  assert.deepEqual(scoreMarkdown(truth, truth), {
    words: 1,
    titles: 1,
    tables: 1,
    lists: 1,
    order: 1,
    paragraphs: 1,
    code: undefined,
  });
});

test('spans, lists in cells and nested tables in HTML equal what pipe tables must write', () => {
  const html =
    '<table><tr><th colspan="2">A</th><th>B</th></tr><tr><td>1</td><td><table><tr><td>2</td></tr></table></td><td><ul><li>x</li><li>y</li></ul></td></tr></table>';
  const { tables, words } = scoreMarkdown(truth, truth.replace(/\| A.*/s, `${html}\n`));
  assert.equal(tables, 1);
  assert.equal(words, 1);
});

test('a title of another level and an item of another depth are not found', () => {
  const { titles, lists, words } = scoreMarkdown(truth, truth.replace('## S', '### S').replace('    -', '-'));
  assert.equal(titles, 0.5);
  assert.equal(lists, 2 / 3);
  assert.equal(words, 1);
});

test('order and whole paragraphs are told apart from words', () => {
  const paragraphs = ['one two three', 'four five six', 'seven eight nine'];
  const given = (markdown: string) => scoreMarkdown(paragraphs.join('\n\n'), markdown);
  const swapped = given('four five six\n\none two three\n\nseven eight nine');
  assert.equal(swapped.order, 2 / 3);
  assert.equal(swapped.paragraphs, 1);
  const split = given('one two\n\nthree\n\nfour five six\n\nseven eight nine');
  assert.equal(split.words, 1);
  assert.equal(split.order, 1);
  assert.equal(split.paragraphs, 2 / 3);
});

test('a text that is missing scores 0 in the parts that the truth has', () => {
  const { words, titles, tables, lists } = scoreMarkdown(truth, '');
  assert.deepEqual([words, titles, tables, lists], [0, 0, 0, 0]);
});

test('splits words by script and between letters and digits', () => {
  assert.deepEqual(wordsOf('H2O, 中文と Naïve don’t'), ['h', '2', 'o', '中', '文', 'と', 'naïve', 'don', 't']);
});
