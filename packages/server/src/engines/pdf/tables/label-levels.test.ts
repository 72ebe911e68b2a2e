import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { textOf } from '@docmill/document';
import { parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { makePdf, rowsOfWords, type Words } from '../../../../../../test/fixtures/pdf-maker.ts';

async function rowsOf(t: TestContext, words: readonly Words[], rules: readonly number[]): Promise<readonly string[]> {
  const drawing = rules.map((y) => `70 ${y} m 420 ${y} l S`).join('\n');
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, drawing }] }));
  const table = pages[0]?.blocks.find((block) => block.type === 'table');
  return (table?.rows ?? []).map(({ cells }) => cells.map(({ content }) => textOf(content)).join(' | '));
}

const head = ['sort', '2023', '2024'];
/** Rows below each other: those whose label begins with a dot stand in. */
function listed(rows: readonly (readonly string[])[]): readonly Words[] {
  const all = rowsOfWords({ rows: [head, ...rows], xs: [74, 260, 350], y: 700 });
  return all.map((one) => (one.text.startsWith('.') ? { ...one, text: one.text.slice(1), x: one.x + 10 } : one));
}

test('the name of a group is no beginning of the label below it that stands in, nor the end of the one above', async (t) => {
  const rows = [
    ['grain of the valley', '', ''],
    ['.rye of the upper fields', '41', '38'],
    ['.oats', '17', '20'],
    ['.barley', '22', '25'],
    ['flour of the mills', '', ''],
    ['.fine', '9', '8'],
    ['.coarse', '12', '14'],
  ];
  assert.deepEqual(
    await rowsOf(t, listed(rows), [712, 696, 596]),
    [head, ...rows].map((row) => row.join(' | ').replace('.', '')),
  );
});

test('the second line of a label may stand in where no rows begin there', async (t) => {
  const rows = [
    ['rye of the upper fields and', '', ''],
    ['.of the lower ones', '41', '38'],
    ['oats', '17', '20'],
    ['barley', '22', '25'],
    ['wheat of the upper fields and', '', ''],
    ['.of the lower ones', '9', '8'],
  ];
  const found = await rowsOf(t, listed(rows), [712, 696, 610]);
  assert.deepEqual(found.slice(1), [
    'rye of the upper fields and of the lower ones | 41 | 38',
    'oats | 17 | 20',
    'barley | 22 | 25',
    'wheat of the upper fields and of the lower ones | 9 | 8',
  ]);
});

test('rows above the first line of a table, with the names of their groups, belong to it', async (t) => {
  const group = (name: string) => [
    [name, '', ''],
    ...['Rye', 'Oats', 'Barley', 'Wheat', 'Spelt'].map((crop) => [crop, '41', '38']),
    [`Total of ${name}`, '95', '88'],
  ];
  const rows = [...group('Fields'), ...group('Gardens')];
  const found = await rowsOf(t, listed(rows), [612, 598, 514]);
  assert.deepEqual(
    found,
    [head, ...rows].map((row) => row.join(' | ')),
  );
});

test('numbers set flush right before texts set flush left are a column of their own, however close; thousands are not', async (t) => {
  const size = 10;
  const right = (text: string, x: number, y: number): Words => ({ text, x: x - 5.56 * text.length, y, size });
  const rows = Array.from({ length: 12 }, (_, at) => [
    `${at + 1}`,
    `${10 + at}.05.2024`,
    `Mill ${at}`,
    `${at + 1}`,
    '345',
  ]);
  const words = rows.flatMap(([count = '', date = '', name = '', left = '', end = ''], at) => {
    const y = 700 - 14 * at;
    return [
      right(count, 90, y),
      { text: date, x: 92.4, y, size },
      { text: name, x: 180, y, size },
      right(left, 300, y),
      { text: end, x: 302.8, y, size },
    ];
  });
  const found = await rowsOf(t, words, []);
  assert.equal(found.at(-1), '12 | 21.05.2024 | Mill 11 | 12 345');
});
