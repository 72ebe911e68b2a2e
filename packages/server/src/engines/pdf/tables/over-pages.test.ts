import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Page, textOf } from '@docmill/document';
import { blocksOf, parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { column, gridLines, makePdf, type PageSpec, rowsOfWords } from '../../../../../../test/fixtures/pdf-maker.ts';

async function pagesOf(t: TestContext, ...pages: readonly PageSpec[]): Promise<readonly Page[]> {
  return (await parsePdf(t, makePdf({ pages }))).pages;
}

function tablesIn(page: Page | undefined): readonly (readonly string[])[] {
  return (page?.blocks ?? []).flatMap((block) =>
    block.type === 'table'
      ? [block.rows.map(({ cells }) => cells.map(({ content }) => textOf(content)).join(' | '))]
      : [],
  );
}

const xs = [72, 140, 220, 290, 480];
const head = ['Date', 'Place', 'Member', 'Finding', 'Cost'];
const record = (day: number) => [`${10 + day}.05.2024`, 'Upper mill', 'The clerk', 'Gate leaks', `${100 + day}.50`];
const records = (from: number, count: number) => Array.from({ length: count }, (_, at) => record(from + at));
const text = (y: number) => column({ lines: ['The gates were looked at by two members.'], x: 72, y });

test('a table without lines goes on over the page, though its head does not stand there again', async (t) => {
  const first = rowsOfWords({ rows: [head, ...records(0, 8)], xs, y: 200, head: 'Helvetica-Bold' });
  const second = rowsOfWords({ rows: records(8, 6), xs, y: 760 });
  const pages = await pagesOf(t, { words: [...text(240), ...first] }, { words: [...second, ...text(600)] });
  assert.equal(tablesIn(pages[0])[0]?.length, 15);
  assert.deepEqual(blocksOf(pages[1]), ['text: The gates were looked at by two members.']);
});

test('a few rows at the top of a page in the columns of the table before are its last ones', async (t) => {
  const first = rowsOfWords({ rows: [head, ...records(0, 8)], xs, y: 200, head: 'Helvetica-Bold' });
  const pages = await pagesOf(
    t,
    { words: [...text(240), ...first] },
    { words: [...rowsOfWords({ rows: [record(8)], xs, y: 760 }), ...text(700)] },
  );
  assert.equal(tablesIn(pages[0])[0]?.at(-1), record(8).join(' | '));
  assert.deepEqual(blocksOf(pages[1]), ['text: The gates were looked at by two members.']);
});

test('text in other places below a table is none of its rows', async (t) => {
  const first = rowsOfWords({ rows: [head, ...records(0, 8)], xs, y: 200, head: 'Helvetica-Bold' });
  const other = rowsOfWords({ rows: [['Read and approved', 'The chair']], xs: [72, 330], y: 760 });
  const pages = await pagesOf(t, { words: first }, { words: [...other, ...text(700)] });
  assert.equal(tablesIn(pages[0])[0]?.length, 9);
});

const edges = [68, 136, 216, 286, 476, 540];

test('a row that the end of the page cuts in two is one row', async (t) => {
  const rows = [head, record(0), ['12.05.2024', 'Upper mill', 'The clerk', 'Gate leaks at both', '7.50']];
  const rest = [['', '', '', 'of its sides', ''], record(3)];
  const pages = await pagesOf(
    t,
    { words: rowsOfWords({ rows, xs, y: 100 }), drawing: gridLines(edges, [112, 96, 82, 66]) },
    { words: rowsOfWords({ rows: rest, xs, y: 760 }), drawing: gridLines(edges, [772, 756, 742]) },
  );
  assert.deepEqual(tablesIn(pages[0])[0]?.slice(2), [
    '12.05.2024 | Upper mill | The clerk | Gate leaks at both of its sides | 7.50',
    record(3).join(' | '),
  ]);
});

test('a row at the top of a page that only has no label is one of its own', async (t) => {
  const rows = [head, record(0), ['12.05.2024', 'Upper mill', 'The clerk', 'Gate leaks', '7.50']];
  const rest = [['', 'Lower mill', '', 'Wheel is worn', ''], record(3)];
  const pages = await pagesOf(
    t,
    { words: rowsOfWords({ rows, xs, y: 100 }), drawing: gridLines(edges, [112, 96, 82, 66]) },
    { words: rowsOfWords({ rows: rest, xs, y: 760 }), drawing: gridLines(edges, [772, 756, 742]) },
  );
  assert.equal(tablesIn(pages[0])[0]?.length, 5);
});

test('a cell keeps the hyphen that its word has elsewhere', async (t) => {
  const words = [
    ...column({
      lines: ['We look at the long-term state of the mills and of', 'the gates that belong to them.'],
      x: 72,
      y: 500,
    }),
    ...rowsOfWords({
      rows: [
        ['Plan', 'Cost'],
        ['The long-', '17'],
        ['term budget', ''],
      ],
      xs: [72, 200],
      y: 400,
    }),
  ];
  const [page] = await pagesOf(t, { words, drawing: gridLines([68, 196, 260], [412, 396, 366]) });
  assert.equal(tablesIn(page)[0]?.[1], 'The long-term budget | 17');
});

test('a cell that is ruled as one stays one, however many texts stand in it', async (t) => {
  const words = [
    ...rowsOfWords({
      rows: [
        ['Name', 'Rye', 'Town', 'Hill'],
        ['Road', '12', 'Gate', '7'],
      ],
      xs: [72, 172, 272, 372],
      y: 400,
    }),
    ...column({ lines: ['[ ] Wheat'], x: 72, y: 372 }),
    ...column({ lines: ['[ ] Barley'], x: 132, y: 372 }),
    ...column({ lines: ['[ ] Oats'], x: 205, y: 372 }),
  ];
  const inner = gridLines([68, 168, 268, 368, 468], [412, 396, 382]);
  const [page] = await pagesOf(t, { words, drawing: `${inner}\n${gridLines([68, 468], [382, 366])}` });
  const table = page?.blocks.find((block) => block.type === 'table');
  assert.equal(table?.rows.at(-1)?.cells[0]?.columnSpan, 4);
});
