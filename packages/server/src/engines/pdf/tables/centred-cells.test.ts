import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnGaps } from './columns.ts';
import { rowsOf } from './rows.ts';
import { shapeOf } from './shape.ts';
import { withTight } from './tight-columns.ts';
import { linesOf, type Word } from './words.ts';

const size = 10;
const letter = 5;

/** text puts words at x, y with letters five points wide and blanks of `blank` points. */
function text(words: string, x: number, y: number, blank = 2.5): readonly Word[] {
  let from = x;
  return words.split(' ').map((word): Word => {
    const bbox = [from, y - 7.5, from + letter * word.length, y + 2] as const;
    from = bbox[2] + blank;
    return { text: word, bbox, baseline: y, size, font: 0, indexed: false };
  });
}

/** right puts one word so that it ends at x. */
function right(word: string, x: number, y: number): readonly Word[] {
  return text(word, x - letter * word.length, y);
}

function shapeOfWords(words: readonly Word[], rulings: readonly { at: number; from: number; to: number }[] = []) {
  const lines = linesOf(words);
  const gaps = withTight(columnGaps(lines, { pieceGap: 0.55, least: 0.5, support: 2 }), lines);
  const xs = [-1, ...gaps.map(({ from, to }) => (from + to) / 2), 400];
  return shapeOf(rowsOf({ lines, xs, rulings: [], short: rulings, ruled: true }), xs);
}

function spansOf({ cells }: ReturnType<typeof shapeOfWords>): readonly string[] {
  return cells.flatMap(({ row, rowEnd, column }) => (rowEnd - row > 1 ? [`${column}: ${row}-${rowEnd}`] : []));
}

test('a text between two rows is a cell over both', () => {
  const rows = ['owner', 'tenant', 'owner', 'tenant'].flatMap((name, at) => [
    ...text(name, 60, 24 + 12 * at),
    ...right(`${120 - at}`, 150, 24 + 12 * at),
  ]);
  const head = [...text('Group', 0, 12), ...text('Item', 60, 12), ...right('Count', 150, 12)];
  const shape = shapeOfWords([...head, ...rows, ...text('Rural', 0, 30), ...text('Urban', 0, 54)]);
  assert.deepEqual(spansOf(shape), ['0: 1-3', '0: 3-5']);
  assert.equal(shape.ys.length - 1, 5);
});

test('a name between the rows of a head, which a short line parts, goes over them', () => {
  const head = [
    ...text('Training', 80, 12),
    ...text('Test', 180, 12),
    ...text('Region', 0, 20),
    ...['MAE', 'RMSE', 'MAE', 'RMSE'].flatMap((name, at) => text(name, 70 + 40 * at, 28)),
  ];
  const body = ['North', 'Coast', 'Hills'].flatMap((name, row) => [
    ...text(name, 0, 42 + 12 * row),
    ...[0, 1, 2, 3].flatMap((at) => text('0.91', 70 + 40 * at, 42 + 12 * row)),
  ]);
  const shape = shapeOfWords([...head, ...body], [{ at: 16, from: 68, to: 140 }]);
  assert.deepEqual(spansOf(shape), ['0: 0-2']);
});

test('names on the middle one of the rows of their group go over it', () => {
  const rows = [0, 1, 2, 3, 4, 5].flatMap((at) => [
    ...(at % 3 === 1 ? text(at < 3 ? 'Rural' : 'Urban', 0, 12 + 12 * at) : []),
    ...text('tenant', 60, 12 + 12 * at),
    ...right(`${at}1`, 150, 12 + 12 * at),
  ]);
  assert.deepEqual(spansOf(shapeOfWords(rows)), ['0: 0-3', '0: 3-6']);
});

test('a text of two lines beside one of one line is no cell over two rows', () => {
  const rows = [0, 1, 2].flatMap((at) => [
    ...text('water that is', 0, 12 + 26 * at),
    ...text('stored there', 0, 24 + 26 * at),
    ...text('litres', 120, 18 + 26 * at),
  ]);
  assert.deepEqual(spansOf(shapeOfWords(rows)), []);
});

test('heads and numbers that stand no further apart than words are told by where the numbers end', () => {
  const rows = ['Linear store', 'Two stores', 'Full model', 'Rye'].flatMap((name, at) => [
    ...text(name, 0, 24 + 12 * at),
    ...right('0.3', 82.5, 24 + 12 * at),
    ...right('4.1', 105, 24 + 12 * at),
    ...right('66.1', 145, 24 + 12 * at),
  ]);
  const head = [...text('Method', 0, 12), ...text('Bias RMSE Time (s)', 62.5, 12)];
  const shape = shapeOfWords([...head, ...rows]);
  assert.equal(shape.xs.length - 1, 4);
  assert.equal(shape.cells.filter(({ row }) => row === 0).length, 4);
});

test('the blanks of a loose line in a cell part no columns', () => {
  const rows = [0, 1, 2].flatMap((at) => [
    ...text('q', 0, 12 + 36 * at),
    ...text('discharge at the lower', 40, 12 + 36 * at, 9 + at),
    ...text('gauge over', 40, 24 + 36 * at),
    ...text('litres', 180, 12 + 36 * at),
  ]);
  assert.equal(shapeOfWords(rows).xs.length - 1, 3);
});
