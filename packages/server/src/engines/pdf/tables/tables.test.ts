import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Page, type RowNode, type TableBlock, textOf, type Warning } from '@docmill/document';
import { column, gridLines, makePdf, type PageSpec, rowsOfWords } from '../../../../../../test/fixtures/pdf-maker.ts';
import { draftsInMemory } from '../../engine.ts';
import type { PdfDraft } from '../laid-out.ts';
import { createPdfEngine } from '../pdf-engine.ts';

interface Parsed {
  readonly pages: readonly Page[];
  readonly tables: readonly TableBlock[];
  readonly warnings: readonly Warning[];
}

async function parse(t: TestContext, ...pages: readonly PageSpec[]): Promise<Parsed> {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-tables-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file.pdf');
  await writeFile(path, makePdf({ pages }));
  const engine = createPdfEngine();
  const run = {
    file: { path, format: 'pdf', bytes: 0, name: 'file.pdf' },
    options: {},
    limits: { maxPages: 100, maxPixels: 1e7, maxOutputBytes: 1e9 },
    signal: new AbortController().signal,
  };
  const survey = await engine.survey(run);
  const drafts: PdfDraft[] = [];
  for await (const read of engine.readPages(
    run,
    pages.map((_, index) => index),
  )) {
    if ('error' in read) throw read.error;
    // Drafts are checkpointed as JSON.
    drafts.push(JSON.parse(JSON.stringify({ ...read, assets: [] })));
  }
  const made = await Array.fromAsync(engine.assemble(run, draftsInMemory(drafts), survey));
  return {
    pages: made,
    tables: made.flatMap(({ blocks }) => blocks.filter((block) => block.type === 'table')),
    warnings: drafts.flatMap(({ warnings }) => warnings),
  };
}

/** shown writes a row as `Rye | 41 | 2 wide [2x1]`, heads with `#`. */
function shown({ cells }: RowNode): string {
  return cells
    .map(({ content, rowSpan = 1, columnSpan = 1, header }) => {
      const span = rowSpan * columnSpan > 1 ? ` [${rowSpan}x${columnSpan}]` : '';
      return `${header ? '#' : ''}${textOf(content)}${span}`;
    })
    .join(' | ');
}

const rowsOf = (table: TableBlock | undefined) => (table?.rows ?? []).map(shown);

const harvest = [
  ['Crop', 'Sown', 'Reaped', 'Ground'],
  ['Rye', '41', '320', '300'],
  ['Oats', '17', '150', '90'],
  ['Barley', '22', '180', '12'],
  ['Wheat', '9', '70', '66'],
];
const xs = [80, 180, 260, 340];
const plain = { rows: harvest, xs, y: 700, head: 'Helvetica-Bold' as const };
const harvestRows = ['#Crop | #Sown | #Reaped | #Ground', ...harvest.slice(1).map((row) => row.join(' | '))];
const edges = [76, 176, 256, 336, 416];
const levels = [712, 696, 682, 668, 654, 640];

const sentence = [
  'The mill stood at the river for two hundred years and ground whatever the farmers',
  'of the valley brought to it, rye and oats in good years, acorns and beans when the',
  'harvest had failed, and the miller kept a book of all that went through his stones,',
  'which his sons kept after him until the war came and the wheel stood still for good.',
];
const prose = (y: number) => column({ lines: sentence, x: 72, y });

test('a ruled table is read cell by cell, its bold first row is its head', async (t) => {
  const words = [...rowsOfWords(plain), ...prose(780), ...prose(600)];
  const { tables, pages } = await parse(t, { words, drawing: gridLines(edges, levels) });
  assert.deepEqual(rowsOf(tables[0]), harvestRows);
  assert.deepEqual(
    pages[0]?.blocks.map(({ type }) => type),
    ['text', 'table', 'text'],
  );
});

test('lines drawn as thin filled boxes rule a table as well', async (t) => {
  const boxes = [...edges.map((x) => `${x} 640 0.6 72 re f`), ...levels.map((y) => `76 ${y} 340 0.6 re f`)];
  const { tables } = await parse(t, { words: rowsOfWords(plain), drawing: boxes.join('\n') });
  assert.deepEqual(rowsOf(tables[0]), harvestRows);
});

test('lines in the colour of the paper rule nothing, unless they part coloured areas', async (t) => {
  const white = `1 1 1 RG 1 1 1 rg\n${gridLines(edges, levels)}`;
  const notes = [
    ['Rye in spring', 'and a long text about oats'],
    ['Barley and', 'nothing else of note at all'],
  ];
  const words = rowsOfWords({ rows: notes, xs: [80, 260], y: 700 });
  assert.equal((await parse(t, { words, drawing: white })).tables.length, 0);
  const ground = '0.8 0.85 0.9 rg 76 640 340 72 re f';
  const { tables } = await parse(t, { words: rowsOfWords(plain), drawing: `${ground}\n${white}` });
  assert.deepEqual(rowsOf(tables[0])[1], 'Rye | 41 | 320 | 300');
});

test('cells span rows and columns where no line parts them', async (t) => {
  const words = [
    { text: 'Harvest of all fields', x: 230, y: 700 },
    { text: 'Rye', x: 80, y: 672 },
    ...rowsOfWords({
      rows: [
        ['41', '320'],
        ['17', '150'],
      ],
      xs: [180, 300],
      y: 680,
      leading: 20,
    }),
  ];
  const drawing = [
    '0.5 w 76 712 m 416 712 l S 76 692 m 416 692 l S 176 672 m 416 672 l S 76 652 m 416 652 l S',
    '76 652 m 76 712 l S 176 652 m 176 712 l S 296 652 m 296 692 l S 416 652 m 416 712 l S',
  ].join('\n');
  const { tables } = await parse(t, { words, drawing });
  assert.deepEqual(rowsOf(tables[0]), ['# | #Harvest of all fields [1x2]', 'Rye [2x1] | 41 | 320', '17 | 150']);
});

test('three horizontal lines make a table of the columns of text between them', async (t) => {
  const drawing = '1 w 76 712 m 416 712 l S 76 696 m 416 696 l S 76 640 m 416 640 l S';
  const { tables } = await parse(t, {
    words: [...rowsOfWords({ ...plain, head: 'Helvetica' }), ...prose(780)],
    drawing,
  });
  assert.deepEqual(rowsOf(tables[0]), harvestRows);
});

test('a head over several columns spans them by the short line below it', async (t) => {
  const words = [{ text: 'Good years', x: 210, y: 714 }, ...rowsOfWords({ ...plain, head: 'Helvetica' })];
  const drawing = '1 w 76 726 m 416 726 l S 176 710 m 330 710 l S 76 696 m 416 696 l S 76 640 m 416 640 l S';
  const { tables } = await parse(t, { words, drawing });
  assert.deepEqual(rowsOf(tables[0]).slice(0, 2), ['# | #Good years [1x2] | #', '#Crop | #Sown | #Reaped | #Ground']);
});

test('a table without any line is found by its columns', async (t) => {
  const { tables, pages } = await parse(t, { words: [...prose(790), ...rowsOfWords(plain), ...prose(600)] });
  assert.deepEqual(rowsOf(tables[0]), harvestRows);
  assert.equal(pages[0]?.blocks.filter(({ type }) => type === 'text').length, 2);
});

test('a grid of symbols with indices is no table', async (t) => {
  const symbols = [0, 1, 2, 3].flatMap((row) =>
    [0, 1, 2, 3].flatMap((at) => [
      { text: 'w', x: 84 + 60 * at, y: 700 - 16 * row, size: 10 },
      { text: `${at}`, x: 92 + 60 * at, y: 698 - 16 * row, size: 7 },
    ]),
  );
  const drawing = gridLines([76, 136, 196, 256, 316], [712, 696, 680, 664, 648]);
  assert.equal((await parse(t, { words: symbols, drawing })).tables.length, 0);
  const numbers = symbols.filter(({ size }) => size === 7).map((one) => ({ ...one, size: 10, text: `1${one.text}` }));
  assert.equal((await parse(t, { words: numbers, drawing })).tables.length, 1);
});

test('lists whose items are built alike are no table', async (t) => {
  const rows = [1, 2, 3, 4, 5].map((item) => ['-', 'Sack', `${item}:`, 'Weight', String(40 + item)]);
  const { tables, pages } = await parse(t, { words: rowsOfWords({ rows, xs: [80, 95, 129, 149, 192], y: 700 }) });
  assert.equal(tables.length, 0);
  assert.equal(pages[0]?.blocks[0]?.type, 'list');
});

test('columns that stand close are told by the caption above them', async (t) => {
  const rows = [
    ['Crop', 'Use of it', 'Sown'],
    ['Rye', 'bread for the town', 'autumn'],
    ['Oats', 'horses and cattle', 'spring'],
    ['Wheat', 'white bread, cakes', 'autumn'],
  ];
  const words = rowsOfWords({ rows, xs: [80, 115, 205], y: 700 });
  assert.equal((await parse(t, { words: [...prose(790), ...words] })).tables.length, 0);
  const caption = { text: 'Table 1: What the valley sows', x: 80, y: 718 };
  const { tables } = await parse(t, { words: [...prose(790), caption, ...words] });
  assert.deepEqual(
    rowsOf(tables[0]),
    rows.map((row) => row.join(' | ')),
  );
});

test('a table whose rows are striped is found by its columns', async (t) => {
  const stripes = '0.9 0.93 0.97 rg 76 668 340 14 re f 76 640 340 14 re f';
  const { tables } = await parse(t, { words: rowsOfWords(plain), drawing: stripes });
  assert.deepEqual(rowsOf(tables[0]), harvestRows);
});

test('the coloured head of a table is that of the plain rows below it', async (t) => {
  const { tables } = await parse(t, { words: rowsOfWords(plain), drawing: '0.9 0.93 0.97 rg 76 696 340 14 re f' });
  assert.equal(tables.length, 1);
  assert.equal(tables[0]?.rows.length, harvestRows.length);
});

test('rows of dots are lines', async (t) => {
  const dots = [710, 696, 630].flatMap((y) =>
    Array.from({ length: 220 }, (_, at) => `${76 + 1.5 * at} ${y} 0.8 0.8 re f`),
  );
  const { tables } = await parse(t, { words: rowsOfWords(plain), drawing: dots.join('\n') });
  assert.equal(tables.length, 1);
});

test('a cell of several lines is one cell', async (t) => {
  const words = [
    ...rowsOfWords({ rows: [['Crop', 'Use', 'Sacks']], xs: [80, 180, 340], y: 700 }),
    ...rowsOfWords({
      rows: [
        ['Rye', 'bread for the town and', '41'],
        ['', 'the garrison', ''],
      ],
      xs: [80, 180, 340],
      y: 680,
      leading: 11,
    }),
    ...rowsOfWords({
      rows: [
        ['Oats', 'horses of the post and', '17'],
        ['', 'cows in winter', ''],
      ],
      xs: [80, 180, 340],
      y: 650,
      leading: 11,
    }),
  ];
  const drawing = '1 w 76 712 m 416 712 l S 76 694 m 416 694 l S 76 630 m 416 630 l S';
  const { tables } = await parse(t, { words, drawing });
  assert.deepEqual(rowsOf(tables[0]).slice(1), [
    'Rye | bread for the town and the garrison | 41',
    'Oats | horses of the post and cows in winter | 17',
  ]);
});

test('a short text at the left of merged cells has all of their columns', async (t) => {
  const rows = rowsOfWords({
    rows: [
      ['Rye', '41', '17'],
      ['Oats', '9', '3'],
    ],
    xs: [80, 180, 280],
    y: 683,
  });
  const words = [{ text: 'Sown', x: 80, y: 701, size: 10 }, ...rows];
  const drawing = [gridLines([76, 176, 276, 376], [692, 676, 660]), gridLines([76, 376], [712, 692])].join('\n');
  const { tables } = await parse(t, { words, drawing });
  assert.deepEqual(rowsOf(tables[0]), ['Sown [1x3]', 'Rye | 41 | 17', 'Oats | 9 | 3']);
});

test('lists in cells stay in them, an item a line', async (t) => {
  const items = (name: string, x: number) =>
    [1, 2].flatMap((item) => [
      { text: '-', x, y: 716 - 14 * item, size: 10 },
      { text: `${name} item ${item}`, x: x + 18, y: 716 - 14 * item, size: 10 },
    ]);
  const plan = rowsOfWords({ rows: [['Plan', 'of the year']], xs: [80, 240], y: 665 });
  const words = [...items('First', 80), ...items('Second', 240), ...plan];
  const { tables } = await parse(t, { words, drawing: gridLines([76, 236, 416], [712, 680, 655]) });
  assert.deepEqual(rowsOf(tables[0]), [
    '- First item 1\n- First item 2 | - Second item 1\n- Second item 2',
    'Plan | of the year',
  ]);
});

test('rows stay rows in a grid that rules columns only', async (t) => {
  const drawing = gridLines(edges, [712, 696, 640]);
  const { tables } = await parse(t, { words: rowsOfWords(plain), drawing });
  assert.deepEqual(rowsOf(tables[0]), harvestRows);
});

test('a turned table is read as it stands upright, and says so', async (t) => {
  const words = rowsOfWords(plain).map((word) => ({ ...word, x: word.y - 400, y: 800 - word.x, turn: 90 as const }));
  const drawing = [
    '0.5 w',
    ...levels.map((y) => `${y - 400} 724 m ${y - 400} 384 l S`),
    ...edges.map((x) => `240 ${800 - x} m 312 ${800 - x} l S`),
  ];
  const { tables } = await parse(t, { words, drawing: drawing.join('\n') });
  assert.deepEqual(rowsOf(tables[0]), harvestRows);
  assert.equal(tables[0]?.angle, 90);
  assert.deepEqual(tables[0]?.bbox?.map(Math.round), [240, 118, 312, 458]);
});

test('caption and notes belong to their table', async (t) => {
  const words = [
    { text: 'Table 1: What the mill ground', x: 80, y: 722 },
    ...rowsOfWords(plain),
    { text: 'Source: the books of the miller', x: 80, y: 628, size: 8 },
    ...prose(560),
  ];
  const { tables } = await parse(t, { words, drawing: gridLines(edges, levels) });
  const textsOf = (parts: TableBlock['captions']) => (parts ?? []).map(({ content }) => textOf(content));
  assert.deepEqual(textsOf(tables[0]?.captions), ['Table 1: What the mill ground']);
  assert.deepEqual(
    (tables[0]?.footnotes ?? []).map(({ content }) => textOf(content)),
    ['Source: the books of the miller'],
  );
});

test('a table that goes on over two pages is one table, its head once, each row with its page', async (t) => {
  const rows = Array.from({ length: 40 }, (_, at) => [`Field ${at + 1}`, `${at * 7}`, `${at * 11}`, `${at}`]);
  const head = harvest.slice(0, 1);
  const sheet = (some: readonly (readonly string[])[], y: number): PageSpec => ({
    words: rowsOfWords({ ...plain, rows: [...head, ...some], y }),
    drawing: gridLines(edges, [y + 12, ...[...head, ...some].map((_, at) => y - 4 - 14 * at)]),
  });
  const { tables, pages } = await parse(t, sheet(rows.slice(0, 22), 400), sheet(rows.slice(22), 760));
  assert.equal(tables.length, 1);
  assert.equal(tables[0]?.rows.length, 41);
  assert.deepEqual(
    tables[0]?.rows.map(({ pageIndex }) => pageIndex),
    [...Array(23).fill(0), ...Array(18).fill(1)],
  );
  assert.deepEqual(
    tables[0]?.regions?.map(({ pageIndex }) => pageIndex),
    [0, 1],
  );
  assert.equal(pages.length, 2);
});

test('a table with a caption of its own on the next page is another one', async (t) => {
  const sheet = (y: number, caption: string): PageSpec => ({
    words: [{ text: caption, x: 80, y: y + 20 }, ...rowsOfWords({ ...plain, y })],
    drawing: gridLines(
      edges,
      levels.map((level) => level + y - 700),
    ),
  });
  const { tables } = await parse(t, sheet(120, 'Table 1: One'), sheet(760, 'Table 2: Two'));
  assert.equal(tables.length, 2);
});

test('links and scripts stay inside cells', async (t) => {
  const words = [...rowsOfWords(plain), { text: 'a', x: 97.8, y: 690, size: 6 }];
  const links = [{ x: 78, y: 668, width: 40, height: 12, url: 'https://mill.example/oats' }];
  const { tables } = await parse(t, { words, links, drawing: gridLines(edges, levels) });
  const [, rye, oats] = tables[0]?.rows ?? [];
  const mark = rye?.cells[0]?.content.at(-1);
  assert.deepEqual(mark?.type === 'text' ? mark.styles : undefined, ['superscript']);
  assert.equal(oats?.cells[0]?.content[0]?.type, 'link');
});

const tableFree: Readonly<Record<string, PageSpec>> = {
  'two columns of prose': {
    words: [
      ...column({ lines: Array.from({ length: 40 }, (_, at) => sentence[at % 4]?.slice(0, 46) ?? ''), x: 50, y: 780 }),
      ...column({ lines: Array.from({ length: 40 }, (_, at) => sentence[at % 4]?.slice(0, 46) ?? ''), x: 310, y: 780 }),
    ],
  },
  'two columns of prose between two lines': {
    words: [
      ...column({ lines: Array.from({ length: 20 }, (_, at) => sentence[at % 4]?.slice(0, 46) ?? ''), x: 50, y: 700 }),
      ...column({ lines: Array.from({ length: 20 }, (_, at) => sentence[at % 4]?.slice(0, 46) ?? ''), x: 310, y: 700 }),
    ],
    drawing: '50 720 m 540 720 l S 50 440 m 540 440 l S',
  },
  'items with their marks': {
    words: rowsOfWords({ rows: sentence.map((text, at) => [`${at + 1}.`, text]), xs: [72, 92], y: 700 }),
  },
  'a grid of authors': {
    words: rowsOfWords({
      rows: [
        ['Anna Lund', 'Per Berg', 'Mia Holm'],
        ['School of Mills', 'Water Institute', 'House of Grain'],
        ['anna@mill.example', 'per@mill.example', 'mia@mill.example'],
      ],
      xs: [80, 250, 420],
      y: 760,
    }),
  },
  'a table of contents': {
    words: rowsOfWords({
      rows: ['The river', 'The wheel', 'The stones', 'The books'].map((text, at) => [text, String(3 + 8 * at)]),
      xs: [72, 500],
      y: 700,
    }),
  },
  'a program': {
    words: column({
      lines: ['let sacks   = 41;', 'let stones  = 2;', 'let wheel   = "oak";', 'grind(sacks, stones);'],
      x: 72,
      y: 700,
      font: 'Courier',
    }),
  },
  'the scale of a diagram': {
    words: rowsOfWords({ rows: [['0', '10', '20', '30']], xs: [100, 200, 300, 400], y: 400 }),
    drawing: `${gridLines([100, 200, 300, 400], [420, 520, 620])}\n100 430 m 180 500 l 260 450 l 400 600 l S`,
  },
  'a text in a box': { words: prose(700), drawing: '0.5 w 60 640 440 80 re S' },
  'boxes beside each other': {
    words: rowsOfWords({ rows: [['Sow', 'Reap', 'Grind']], xs: [90, 250, 410], y: 700 }),
    drawing:
      '0.5 w 80 690 80 24 re S 240 690 80 24 re S 400 690 80 24 re S 160 702 m 240 702 l S 320 702 m 400 702 l S',
  },
  'a letterhead': {
    words: rowsOfWords({
      rows: [
        ['Mill and Sons', '12 March'],
        ['River Road 5', ''],
        ['Milltown', 'Our sign: 7'],
      ],
      xs: [72, 420],
      y: 780,
    }),
  },
};

for (const [name, page] of Object.entries(tableFree))
  test(`no table is made of ${name}`, async (t) => {
    assert.deepEqual((await parse(t, page)).tables, []);
  });

test('a page of a hundred thousand lines is given up as a drawing, with a warning', async (t) => {
  const lines = Array.from({ length: 50_000 }, (_, at) => {
    const [x, y] = [12 * (at % 49), 3 * (Math.floor(at / 49) % 280)];
    return `${x} ${y} m ${x + 8} ${y} l S ${y} ${x} m ${y} ${x + 8} l S`;
  });
  const start = process.cpuUsage();
  const { tables, warnings } = await parse(t, { words: prose(700), drawing: lines.join('\n') });
  const { user, system } = process.cpuUsage(start);
  assert.deepEqual(tables, []);
  assert.ok(warnings.some(({ code }) => code === 'tables_skipped'));
  assert.ok(user + system < 20e6, `${(user + system) / 1e6} s`);
});
