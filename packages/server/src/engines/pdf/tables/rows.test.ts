import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnGaps } from './columns.ts';
import { rowsOf } from './rows.ts';
import { linesOf, textOfWords, type Word } from './words.ts';

const size = 10;
const width = 5;

/** word stands at x, y with letters five points wide. */
function word(text: string, x: number, y: number): Word {
  return { text, bbox: [x, y - 7.5, x + width * text.length, y + 2], baseline: y, size, font: 0, indexed: false };
}

/** setUp puts texts into columns; lines follow each other by 12 points, or as `ys` says. */
function setUp(
  rows: readonly (readonly string[])[],
  { xs = [0, 100, 160, 220], ys }: { xs?: readonly number[]; ys?: readonly number[] } = {},
) {
  const words = rows.flatMap((row, line) =>
    row.flatMap((text, column) => {
      let x = xs[column] ?? 0;
      return text.split(' ').flatMap((part) => {
        const placed = part === '' ? [] : [word(part, x, ys?.[line] ?? 12 * (line + 1))];
        x += width * (part.length + 0.5);
        return placed;
      });
    }),
  );
  const lines = linesOf(words);
  const gaps = columnGaps(lines, { pieceGap: 0.55, least: 0.5, support: 2 });
  const edges = [-1, ...gaps.map(({ from, to }) => (from + to) / 2), 400];
  return { lines, edges };
}

function textsOf(rows: ReturnType<typeof rowsOf>): readonly string[] {
  return rows.map(({ lines }) => lines.map(({ line }) => textOfWords(line.words)).join(' / '));
}

test('columns stand between bands that no line crosses', () => {
  const { edges } = setUp([
    ['Rye', '41', '3.5'],
    ['Oats and hay', '1,722', '4.0'],
    ['Barley', '9', '12.5'],
  ]);
  assert.equal(edges.length - 1, 3);
});

test('a head over two columns does not hide the gap between them', () => {
  const { edges } = setUp([
    ['', 'harvest of all years'],
    ['Rye', '41', '3.5'],
    ['Oats', '17', '4.0'],
    ['Barley', '9', '12.5'],
  ]);
  assert.equal(edges.length - 1, 3);
});

test('a label over two lines is one row, its values stand on either', () => {
  const { lines, edges } = setUp([
    ['Crop', 'Sown', 'Reaped'],
    ['Costs of the', '', ''],
    ['mill and wheel', '12', '15'],
    ['Rye', '41', '35'],
    ['Oats', '17', '40'],
  ]);
  assert.deepEqual(textsOf(rowsOf({ lines, xs: edges, rulings: [], short: [] })).slice(-3), [
    'Costs of the / mill and wheel 12 15',
    'Rye 41 35',
    'Oats 17 40',
  ]);
});

test('values below each other are rows, however tight', () => {
  const { lines, edges } = setUp([
    ['Rye', '41', '35'],
    ['', '17', '40'],
    ['Oats', '9', '12'],
  ]);
  assert.equal(rowsOf({ lines, xs: edges, rulings: [], short: [] }).length, 3);
});

test('a ruling ends a row', () => {
  const { lines, edges } = setUp([
    ['Crop', 'Sown', 'Reaped'],
    ['', 'in spring', 'in autumn'],
    ['Rye', '41', '35'],
    ['Oats', '17', '40'],
  ]);
  const rows = rowsOf({ lines, xs: edges, rulings: [{ at: 28, from: 0, to: 300 }], short: [] });
  assert.deepEqual(
    rows.map(({ head }) => head),
    [true, false, false],
  );
});

test('lines that stand closer than rows are one row', () => {
  const { lines, edges } = setUp(
    [
      ['Rye', 'ground twice', '35'],
      ['', 'a year', ''],
      ['Oats', 'fed to horses', '40'],
      ['', 'and cows', ''],
    ],
    { xs: [0, 60, 200], ys: [12, 22, 42, 52] },
  );
  assert.deepEqual(textsOf(rowsOf({ lines, xs: edges, rulings: [], short: [] })), [
    'Rye ground twice 35 / a year',
    'Oats fed to horses 40 / and cows',
  ]);
});

test('a name that is centred over the names of two columns is a row of its own', () => {
  const { lines, edges } = setUp(
    [
      ['Crop', 'Sown', '2020', '2021'],
      ['Rye', '41', '320', '300'],
      ['Oats', '17', '150', '90'],
    ],
    { xs: [0, 100, 160, 200] },
  );
  const rowsBelow = (x: number) => {
    const name = linesOf([word('Yields', x, 1)]);
    return textsOf(rowsOf({ lines: [...name, ...lines], xs: edges, rulings: [], short: [] }));
  };
  assert.deepEqual(rowsBelow(175).slice(0, 2), ['Yields', 'Crop Sown 2020 2021']);
  assert.equal(rowsBelow(160)[0], 'Yields / Crop Sown 2020 2021');
});

test('the numbers of columns are a row of their own in the head', () => {
  const { lines, edges } = setUp([
    ['', '(1)', '(2)', '(3)'],
    ['', 'OLS', 'IV', 'OLS'],
    ['Age', '0.41', '0.35', '0.2'],
    ['Income', '0.17', '0.40', '0.1'],
  ]);
  assert.deepEqual(textsOf(rowsOf({ lines, xs: edges, rulings: [], short: [] })).slice(0, 2), [
    '(1) (2) (3)',
    'OLS IV OLS',
  ]);
});
