import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Glyph, traitsOf } from '../glyphs.ts';
import { findTables } from './find-tables.ts';
import type { PageRulings } from './page-rulings.ts';

const size = 10;
const noRulings: PageRulings = { horizontal: [], vertical: [], fills: [], shapes: [], limited: false };
const line = (at: number) => ({ at, from: 95, to: 405 });

/** written sets a text whose first letter stands at its right end, or whose first digit stands at its left. */
function written(text: string, { right, y }: { readonly right: number; readonly y: number }): readonly Glyph[] {
  const width = 5;
  const forward = /\d/.test(text);
  return [...text].map((character, at): Glyph => {
    const x0 = forward ? right - width * (text.length - at) : right - width * (at + 1);
    const bbox = [x0, y - 8, x0 + width, y + 2] as const;
    return { text: character, bbox, baseline: y, size, font: 0, angle: 0, generated: false, invisible: false } as Glyph;
  });
}

function setUp() {
  const rows = [
    ['יבול', 'שקים', 'חלק'],
    ['שיפון', '41', '17'],
    ['שעורה', '9', '30'],
    ['חיטה', '77', '(5)'],
  ];
  const glyphs = rows.flatMap((row, at) =>
    row.flatMap((text, column) => written(text, { right: 400 - 110 * column, y: 120 + 15 * at })),
  );
  const rulings = { ...noRulings, horizontal: [line(108), line(124), line(170)] };
  const fonts = [{ name: 'Hebrew', bold: false, italic: false, mono: false }];
  return findTables({ glyphs, traits: traitsOf(glyphs), fonts, rulings, width: 500, height: 700 });
}

test('the first column of a table written from right to left is its rightmost one', () => {
  const [table] = setUp().tables;
  const first = table?.cells.filter(({ column }) => column === 0) ?? [];
  const texts = first.map(({ lines }) =>
    lines
      .flat()
      .flatMap(({ runs }) => runs.map(({ text }) => text))
      .join(''),
  );
  assert.deepEqual(texts, ['יבול', 'שיפון', 'שעורה', 'חיטה']);
});

test('brackets of numbers are drawn as each other and read as they are meant', () => {
  const [table] = setUp().tables;
  const last = table?.cells.find(({ column, row }) => column === 2 && row === 3);
  assert.equal(
    (last?.lines ?? [])
      .flat()
      .flatMap(({ runs }) => runs.map(({ text }) => text))
      .join(''),
    '(5)',
  );
});

test('cells keep their places on the page', () => {
  const [table] = setUp().tables;
  const label = table?.cells.find(({ column, row }) => column === 0 && row === 1);
  const value = table?.cells.find(({ column, row }) => column === 2 && row === 1);
  assert.ok((label?.bbox[0] ?? 0) > (value?.bbox[2] ?? 999) - 1);
});
