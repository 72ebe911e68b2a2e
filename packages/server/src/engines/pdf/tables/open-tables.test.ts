import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { renderMarkdownPage } from '@docmill/document';
import { parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { column, gridLines, makePdf, type PageSpec, rowsOfWords } from '../../../../../../test/fixtures/pdf-maker.ts';

async function markdownOf(t: TestContext, page: PageSpec): Promise<string> {
  const { pages } = await parsePdf(t, makePdf({ pages: [page] }));
  return pages.map((one) => renderMarkdownPage(one)).join('');
}

const xs = [72, 200, 280];
const rows = [
  ['Crop', 'Sown', 'Reaped'],
  ['Rye', '41', '320'],
  ['Oats', '17', '150'],
  ['Barley', '22', '180'],
  ['Wheat', '9', '70'],
];
const words = rowsOfWords({ rows, xs, y: 700, leading: 20 });
const rowsOut =
  /\| Crop \| Sown \| Reaped \|\n\| --- \| --- \| --- \|\n\| Rye \| 41 \| 320 \|\n\| Oats \| 17 \| 150 \|\n\| Barley \| 22 \| 180 \|\n\| Wheat \| 9 \| 70 \|/;
const fill = (x: number, y: number, width: number, height: number) => `${x} ${y} ${width} ${height} re f`;
const rulesAt = (heights: readonly number[]) => `0.6 w ${heights.map((y) => `68 ${y} m 340 ${y} l S`).join('\n')}`;

test('coloured cells with some room between them are a table', async (t) => {
  const cells = rows.flatMap((_, row) => [
    fill(68, 694 - 20 * row, 124.5, 17.5),
    fill(195, 694 - 20 * row, 77.5, 17.5),
    fill(275, 694 - 20 * row, 65, 17.5),
  ]);
  assert.match(await markdownOf(t, { words, drawing: `0.9 g ${cells.join('\n')} 0 g` }), rowsOut);
});

test('rows go through columns of which only every second one is coloured', async (t) => {
  const cells = rows.map((_, row) => fill(195, 694 - 20 * row, 80, 20));
  const ground = [fill(68, 714, 272, 16), ...cells];
  const head = { text: 'Harvest', x: 180, y: 718 };
  const markdown = await markdownOf(t, { words: [head, ...words], drawing: `0.9 g ${ground.join('\n')} 0 g` });
  assert.match(markdown, /Rye<\/td><td>41<\/td><td>320|\| Rye \| 41 \| 320 \|/);
});

test('a list right above a table without lines is none of its rows', async (t) => {
  const items = ['1. the keeper opens every sluice at noon', '2. the clerk writes it down in the book'].flatMap(
    (text, at) => [
      { text: text.slice(0, 2), x: 72, y: 740 - 14 * at },
      { text: text.slice(3), x: 92, y: 740 - 14 * at },
    ],
  );
  const markdown = await markdownOf(t, { words: [...items, ...rowsOfWords({ rows, xs, y: 702, leading: 16 })] });
  assert.match(markdown, /2\. the clerk writes it down in the book\n\n\| Crop/);
});

test('what is written between the last row and a line at the foot of a letter is none of the table', async (t) => {
  const below = column({ lines: ['Please pay within two weeks.', 'With kind regards'], x: 70, y: 585, leading: 30 });
  const drawing = rulesAt([714, 694, 674, 654, 634, 614, 530]);
  const markdown = await markdownOf(t, { words: [...words, ...below], drawing });
  assert.match(markdown, rowsOut);
  assert.match(markdown, /\n\nPlease pay within two weeks\./);
});

test('the name of a group and its rows below the last line belong to the table', async (t) => {
  const groups = [['Crop', 'Sown', 'Reaped'], ['North', '', ''], ...rows.slice(1), ['South', '', ''], ...rows.slice(1)];
  const drawing = rulesAt([714, 694, 594]);
  const markdown = await markdownOf(t, { words: rowsOfWords({ rows: groups, xs, y: 700, leading: 20 }), drawing });
  assert.match(markdown, /\| Wheat \| 9 \| 70 \|\n\| South \|.*\n\| Rye \| 41 \| 320 \|/);
});

test('what statistics say beside their values makes no formula of a table between lines', async (t) => {
  const tests = [
    ['Effects', '(n = 432)', '(n = 416)'],
    ['Rye', '1.55, ns', '1.42, ns'],
    ['', 'df = 1', 'df = 1'],
    ['Oats', '1.99, ns', '1.07, ns'],
    ['', 'df = 2', 'df = 2'],
  ];
  const drawing = rulesAt([714, 692, 608]);
  const markdown = await markdownOf(t, { words: rowsOfWords({ rows: tests, xs, y: 700, leading: 20 }), drawing });
  assert.match(markdown, /\| Rye \| 1\.55, ns \| 1\.42, ns \|\n\|\s+\| df = 1 \| df = 1 \|/);
});

test('a coloured head ends above the first line that is drawn, whatever stands below the last one', async (t) => {
  const total = rowsOfWords({
    rows: [
      ['', 'Sum', '720'],
      ['', 'Tax', '72'],
      ['', 'All', '792'],
    ],
    xs,
    y: 600,
    leading: 18,
  });
  const drawing = `0.2 g ${fill(68, 693, 272, 20)} 0 g ${rulesAt([673, 653, 633, 613, 420])}`;
  const markdown = await markdownOf(t, { words: [...words, ...total], drawing });
  assert.match(markdown, rowsOut);
  assert.match(markdown, /\| Wheat \| 9 \| 70 \|\n\| {2}\| Sum \| 720 \|\n/);
});

test('what a terminal shows is a program, though it stands in columns; so set is a table only among text of the same font', async (t) => {
  const listing = ['NAME     READY   AGE', 'api-0    1/1     3h', 'api-1    1/1     3h', 'worker   0/1     14s'];
  const shown = column({ lines: listing, x: 72, y: 640, font: 'Courier' });
  const lines = ['The list of all that runs tells how it is.', 'It is asked for whenever somebody waits.'];
  assert.match(
    await markdownOf(t, { words: [...column({ lines, x: 72, y: 700 }), ...shown] }),
    /```\nNAME {5}READY {3}AGE\n/,
  );
  const typed = column({ lines, x: 72, y: 700, font: 'Courier' });
  assert.match(await markdownOf(t, { words: [...typed, ...shown] }), /\| NAME \| READY \| AGE \|/);
});

test('a grid of a form whose rows wait to be filled in is a table', async (t) => {
  const heads = rowsOfWords({ rows: [['Vessel', 'Length', 'Beam']], xs: [72, 200, 280], y: 700 });
  const grid = gridLines([68, 195, 275, 340], [714, 694, 674, 654]);
  const markdown = await markdownOf(t, { words: heads, drawing: grid });
  assert.match(
    markdown,
    /\| Vessel \| Length \| Beam \|\n\| --- \| --- \| --- \|\n\| {2}\| {2}\| {2}\|\n\| {2}\| {2}\| {2}\|/,
  );
});

test('a last row without ground is one, though its cells of one line stand in the middle of those of two', async (t) => {
  const last = rowsOfWords({ rows: [['Spelt, the']], xs, y: 604, leading: 20 });
  const more = rowsOfWords({ rows: [['old one']], xs, y: 592, leading: 20 });
  const values = rowsOfWords({ rows: [['', '3', '21']], xs, y: 598, leading: 20 });
  const stripes = rows.map((_, row) => fill(68, 694 - 20 * row, 272, 20));
  const markdown = await markdownOf(t, {
    words: [...words, ...last, ...more, ...values],
    drawing: `0.9 g ${stripes.join('\n')} 0 g`,
  });
  assert.match(markdown, /\| Spelt, the old one \| 3 \| 21 \|/);
});

test('years below a rule that leaves out the labels are names of columns', async (t) => {
  const heads = rowsOfWords({ rows: [['', '2024', '2023']], xs, y: 700 });
  const body = rowsOfWords({ rows: rows.slice(1), xs, y: 680, leading: 14 });
  const markdown = await markdownOf(t, {
    words: [...heads, ...body],
    drawing: '0.6 w 195 714 m 340 714 l S 68 694 m 340 694 l S',
  });
  assert.match(markdown, /\| {2}\| 2024 \| 2023 \|\n\| --- \| --- \| --- \|\n\| Rye \| 41 \| 320 \|/);
});
