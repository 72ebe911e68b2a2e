import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { textOf } from '@docmill/document';
import { parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { makePdf, type PageSpec, rowsOfWords, type Words } from '../../../../../../test/fixtures/pdf-maker.ts';

/** tablesOf gives each table of a page as its rows: `Rye | 41`. */
async function tablesOf(t: TestContext, page: PageSpec): Promise<readonly (readonly string[])[]> {
  const { pages } = await parsePdf(t, makePdf({ pages: [page] }));
  return pages
    .flatMap(({ blocks }) => blocks)
    .flatMap((block) =>
      block.type === 'table'
        ? [block.rows.map(({ cells }) => cells.map(({ content }) => textOf(content)).join(' | '))]
        : [],
    );
}

const joined = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join(' | '));
const rules = (...lines: readonly (readonly [from: number, to: number, y: number])[]) =>
  `0.6 w ${lines.map(([from, to, y]) => `${from} ${y} m ${to} ${y} l S`).join('\n')}`;

const xs = [72, 200, 280];
const harvest = [
  ['Crop', 'Sown', 'Reaped'],
  ['Rye', '41', '320'],
  ['Oats', '17', '150'],
  ['Barley', '22', '180'],
  ['Wheat', '9', '70'],
];

test('rows far apart, each as far from the next, are those of one table', async (t) => {
  assert.deepEqual(await tablesOf(t, { words: rowsOfWords({ rows: harvest, xs, y: 700, leading: 34 }) }), [
    joined(harvest),
  ]);
});

test('a head that is printed again begins another table', async (t) => {
  const above = rowsOfWords({ rows: harvest, xs, y: 700, leading: 16 });
  const below = rowsOfWords({ rows: harvest, xs, y: 596, leading: 16 });
  const words = [...above, { text: 'Second year', x: 72, y: 612 }, ...below];
  assert.deepEqual(await tablesOf(t, { words }), [joined(harvest), joined(harvest)]);
});

test('lines above sums belong to the table with its labels, however far before them', async (t) => {
  const rows = [
    ['', 'Last year', 'This year'],
    ['Corn sold', 'EUR 1,200', 'EUR 1,450'],
    ['Flour sold', 'none', '910'],
    ['All sales', '2,040', '2,360'],
    ['Wages', '300', '320'],
    ['Repairs', '120', '45'],
    ['All costs', '420', '365'],
  ];
  for (const far of [[72, 170, 230] as const, [72, 440, 500] as const]) {
    const lines = [648, 582, 560].map((y) => [far[1] - 4, far[2] + 40, y] as const);
    const words = rowsOfWords({ rows, xs: far, y: 700, leading: 22 });
    assert.deepEqual(await tablesOf(t, { words, drawing: rules(...lines, [far[1] - 4, far[2] + 40, 694]) }), [
      joined(rows),
    ]);
  }
});

test('columns of values may stand as close as words', async (t) => {
  const rows = [
    ['Rye', '3.20', '1.10', '4.30'],
    ['Oats', '1.50', '2.25', '3.75'],
    ['Barley', '1.80', '1.00', '2.80'],
    ['Wheat', '0.70', '4.10', '4.80'],
    ['Millet', '2.20', '0.15', '2.35'],
  ];
  const words = rowsOfWords({ rows, xs: [72, 106, 128, 150], y: 700, leading: 14 });
  assert.deepEqual(await tablesOf(t, { words }), [joined(rows)]);
});

test('the bars of trains that pass a stop are no bars of a matrix', async (t) => {
  const rows = [
    ['Stop', 'First', 'Second', 'Third'],
    ['Ely', '7:10', '8:12', '9:40'],
    ['Mill Road', '|', '|', '|'],
    ['Sluice', '|', '8:31', '|'],
    ['Harbour', '7:55', '|', '|'],
    ['Lighthouse', '|', '8:54', '10:04'],
  ];
  const words = rowsOfWords({ rows, xs: [72, 180, 240, 300], y: 700, leading: 14 });
  assert.deepEqual(await tablesOf(t, { words }), [joined(rows)]);
});

const form = [
  ['Name', 'Ada Miller'],
  ['Town', 'Ely'],
  ['Trade', 'Miller'],
  ['Born', '1871'],
];

test('the first rows of a form between two lines are no head', async (t) => {
  const words = rowsOfWords({ rows: form, xs: [72, 200], y: 700, leading: 14 });
  assert.deepEqual(await tablesOf(t, { words, drawing: rules([68, 340, 714], [68, 340, 652]) }), [joined(form)]);
});

test('a larger text between the lines of two tables is the heading of the second', async (t) => {
  const above = rowsOfWords({ rows: harvest, xs, y: 700, leading: 16 });
  const below = rowsOfWords({ rows: harvest, xs, y: 580, leading: 16 });
  const heading: Words = { text: 'Second year', x: 72, y: 605, size: 13 };
  const lines = [714, 694, 628, 594, 574, 508].map((y) => [68, 340, y] as const);
  const found = await tablesOf(t, { words: [...above, heading, ...below], drawing: rules(...lines) });
  assert.deepEqual(found, [joined(harvest), joined(harvest)]);
});

test('leaders to several values are those of a table', async (t) => {
  const rows = [
    ['Corn sold ......', '1,200', '1,450'],
    ['Flour sold .....', '840', '910'],
    ['Wages ..........', '300', '320'],
    ['Repairs ........', '120', '45'],
  ];
  const words = rowsOfWords({ rows, xs: [72, 200, 280], y: 700, leading: 14 });
  const shown = rows.map(([label = '', ...values]) => [label.replace(/ \.+$/, ''), ...values]);
  assert.deepEqual(await tablesOf(t, { words }), [joined(shown)]);
});

test('rows of words and years in uneven columns are records, words in columns of one width are a list', async (t) => {
  const rows = [
    ['Surname', 'Given name', 'Country', 'Born'],
    ['Miller', 'Ada', 'Norway', '1971'],
    ['Fisher', 'Grete', 'Italy', '1984'],
    ['Tanner', 'Nils', 'France', '1979'],
    ['Smith', 'Olga', 'Norway', '1990'],
    ['Cooper', 'Hugo', 'Austria', '1988'],
  ];
  const page = (places: readonly number[]) => ({ words: rowsOfWords({ rows, xs: places, y: 700, leading: 14 }) });
  assert.deepEqual(await tablesOf(t, page([72, 140, 250, 320])), [joined(rows)]);
  assert.deepEqual(await tablesOf(t, page([72, 162, 252, 342])), []);
});
