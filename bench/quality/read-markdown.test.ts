import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, plainText } from './plain-text.ts';
import { readMarkdown } from './read-markdown.ts';

test('reads titles, paragraphs, lists, tables, code and formulas in order', () => {
  const blocks = readMarkdown(
    '# A *b*\n\nline one\nline two\n\n- x\n  - y\n    z\n- w\n\n| a |\n| - |\n\n```js\n# no title\n```\n\n$$\nx^2\n$$\n\n<table><tr><td>1</td></tr></table>\n',
  );
  assert.deepEqual(blocks, [
    { kind: 'title', level: 1, text: 'A b' },
    { kind: 'text', text: 'line one line two' },
    { kind: 'item', depth: 1, mark: '-', text: 'x' },
    { kind: 'item', depth: 2, mark: '-', text: 'y z' },
    { kind: 'item', depth: 1, mark: '-', text: 'w' },
    { kind: 'table', source: '| a |\n| - |' },
    { kind: 'code', text: '# no title' },
    { kind: 'formula', text: 'x^2' },
    { kind: 'table', source: '<table><tr><td>1</td></tr></table>' },
  ]);
});

test('numbered items keep their mark, and a paragraph at the margin closes the list', () => {
  assert.deepEqual(readMarkdown('1. a\n    - b\n\nend\n\n    - c'), [
    { kind: 'item', depth: 1, mark: '1.', text: 'a' },
    { kind: 'item', depth: 2, mark: '-', text: 'b' },
    { kind: 'text', text: 'end' },
    { kind: 'item', depth: 1, mark: '-', text: 'c' },
  ]);
});

test('a mark that Markdown does not know is no part of the text', () => {
  assert.deepEqual(readMarkdown('- (b) one\n- iv. two\n- A first'), [
    { kind: 'item', depth: 1, mark: '(b)', text: 'one' },
    { kind: 'item', depth: 1, mark: 'iv.', text: 'two' },
    { kind: 'item', depth: 1, mark: '-', text: 'A first' },
  ]);
});

test('takes the marks out of inline Markdown', () => {
  assert.equal(
    plainText('**a** [b](c "d") ![p](q.png) \\*x\\* y<sub>2</sub> &amp; `z_1` snake_case _it_'),
    'a b *x* y2 & z_1 snake_case it',
  );
});

test('a key holds letters and digits only', () => {
  assert.equal(keyOf('“ﬁt” — $\\Delta f$(P), Δ 中文'), 'fitfp中文');
});
