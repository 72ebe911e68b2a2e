import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paperTruthOf } from './paper-truth.ts';
import { scorePaper } from './papers.ts';

const truth = paperTruthOf('made', {
  pages: 1,
  body: [
    '# The mill',
    '## 1 Stones',
    'The stones were cut … above the valley.',
    'A second paragraph starts … and it ends.',
    '- one item of … the list',
  ],
  captions: [],
  footnotes: [],
  equations: 0,
  tables: [{ name: 'Table 1', rows: 2, columns: 2, samples: [['rye', '3']] }],
  references: ['Miller, A., 1999.'],
});

const good =
  '# The mill\n\n## 1 Stones\n\nThe stones were cut long ago above the valley.\n\nA second paragraph starts here and it ends.<sup>1</sup>\n\n- one item of all in the list\n\n| grain | sacks |\n|--|--|\n| rye | 3 |\n\nMiller, A., 1999. On flour.\n';

const tallyOf = (markdown: string, part: string) => scorePaper(truth, markdown).find((tally) => tally.part === part);

test('everything is right in a faithful rendering', () => {
  for (const { part, found, wanted, faults } of scorePaper(truth, good)) {
    assert.equal(found, wanted, part);
    assert.deepEqual(faults, [], part);
  }
});

test('tells missed, wrong and false headings', () => {
  const { found, faults } = tallyOf(good.replace('## 1 Stones', '### 1 Stones\n\n# Grain'), 'headings') ?? {};
  assert.equal(found, 1);
  assert.deepEqual(faults, ['level 3, not 2: 1 Stones', 'false: # Grain']);
});

test('tells paragraphs that are split, merged and missed', () => {
  const paragraphs = (markdown: string) => tallyOf(markdown, 'paragraphs')?.faults[0];
  assert.match(paragraphs(good.replace('long ago', 'long\n\nago')) ?? '', /^split after "The stones were cut long"/);
  assert.match(paragraphs(good.replace('valley.\n\nA', 'valley. A')) ?? '', /^goes on after its end/);
  assert.match(paragraphs(good.replace(/A second.*\n/, '')) ?? '', /^missed/);
});

test('tells order', () => {
  const swapped = good.replace(/(The stones.*)\n\n(A second.*)\n/, '$2\n\n$1\n');
  assert.equal(tallyOf(swapped, 'in reading order')?.found, 2);
});

test('tells missed and false tables and wrong sizes', () => {
  const faults = (markdown: string) => tallyOf(markdown, 'tables found')?.faults;
  assert.deepEqual(faults(good.replaceAll('|', '')), ['missed: Table 1']);
  assert.deepEqual(faults(`${good}\n| a | b |\n`), ['false: "a | b"']);
  assert.deepEqual(faults(good.replace('| rye | 3 |', '| rye | 3 |\n| oat | 4 |')), ['Table 1: 3 rows, not 2']);
});
