import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Page, type TableBlock, textOf } from '@docmill/document';
import { blocksOf, parsePdf } from '../../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, type PageSpec, type Words } from '../../../../../../test/fixtures/pdf-maker.ts';
import type { Tag } from '../../../../../../test/fixtures/tag-maker.ts';

interface CellSpec {
  readonly type?: 'TH' | 'TD';
  readonly attributes?: string;
  /** Lines with the place of the first one. */
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
}

/** Marks counted up over the cells of one page. */
function tagged(rows: readonly (readonly CellSpec[])[], { page = 0 } = {}) {
  let mark = 0;
  const words: Words[] = [];
  const tags = rows.map(
    (cells): Tag => ({
      type: 'TR',
      holds: cells.map(({ type = 'TD', attributes, lines, x, y }): Tag => {
        const own = column({ lines, x, y }).map((line) => ({ ...line, mark: mark++ }));
        words.push(...own);
        const holds = own.map((line) => ({ page, mark: line.mark }));
        return { type, holds, ...(attributes === undefined ? {} : { attributes }) };
      }),
    }),
  );
  return { words, tags };
}

const xs = [72, 190, 320] as const;
const at = (x: 0 | 1 | 2, y: number, ...lines: readonly string[]): CellSpec => ({ x: xs[x], y, lines });
const head = (y: number): readonly CellSpec[] =>
  (['Wheel', 'What was seen', 'What is to be done'] as const).map((name, x) => ({
    ...at(x as 0 | 1 | 2, y, name),
    type: 'TH',
  }));

/** Cells of several lines without lines between them: only tags tell the rows. */
const rows: readonly (readonly CellSpec[])[] = [
  head(700),
  [
    at(0, 680, 'Upper wheel'),
    at(1, 680, 'The paddles are worn', 'on the side of the', 'weir, and two are gone.'),
    at(2, 680, 'New paddles by May.'),
  ],
  [
    at(0, 644, 'Lower wheel, which', 'was built later'),
    at(1, 644, 'Nothing of note.'),
    at(2, 644, 'The bearings are to be', 'looked at once a year', 'by the wright.'),
  ],
];

function cellsOf(row: Tag | undefined): readonly Tag[] {
  return (row?.holds ?? []).filter((held): held is Tag => typeof held === 'object' && 'type' in held);
}

async function read(t: TestContext, pages: readonly PageSpec[], tags: readonly Tag[]): Promise<readonly Page[]> {
  return (await parsePdf(t, makePdf({ pages, tags }))).pages;
}

function tablesIn(page: Page | undefined): readonly TableBlock[] {
  return (page?.blocks ?? []).filter((block) => block.type === 'table');
}

function shown(table: TableBlock | undefined): readonly string[] {
  return (table?.rows ?? []).map(({ cells }) =>
    cells
      .map(({ content, rowSpan = 1, columnSpan = 1, header }) => {
        const spans = rowSpan + columnSpan > 2 ? ` (${rowSpan}x${columnSpan})` : '';
        return `${header ? '#' : ''}${textOf(content)}${spans}`;
      })
      .join(' | '),
  );
}

const asTagged = [
  '#Wheel | #What was seen | #What is to be done',
  'Upper wheel | The paddles are worn on the side of the weir, and two are gone. | New paddles by May.',
  'Lower wheel, which was built later | Nothing of note. | The bearings are to be looked at once a year by the wright.',
];

test('cells of several lines without lines around them are told by tags', async (t) => {
  const { words, tags } = tagged(rows);
  const [page] = await read(t, [{ words }], [{ type: 'Table', holds: tags }]);
  assert.deepEqual(shown(tablesIn(page)[0]), asTagged);
});

test('spans are those of the tags, and an empty cell keeps its place', async (t) => {
  const spanning: readonly (readonly CellSpec[])[] = [
    [
      { ...at(0, 700, 'Wheel'), type: 'TH', attributes: '/RowSpan 2' },
      { ...at(1, 700, 'Paddles'), type: 'TH', attributes: '/ColSpan 2' },
    ],
    [
      { ...at(1, 685, 'good'), type: 'TH' },
      { ...at(2, 685, 'worn'), type: 'TH' },
    ],
    [at(0, 670, 'Upper'), at(1, 670, '24'), at(2, 670, '8')],
    [at(0, 655, 'Lower'), { ...at(1, 655), lines: [] }, at(2, 655, 'all of them')],
  ];
  const { words, tags } = tagged(spanning);
  const [page] = await read(t, [{ words }], [{ type: 'Table', holds: tags }]);
  assert.deepEqual(shown(tablesIn(page)[0]), [
    '#Wheel (2x1) | #Paddles (1x2)',
    '#good | #worn',
    'Upper | 24 | 8',
    'Lower |  | all of them',
  ]);
});

test('tags that do not agree with the page make no table', async (t) => {
  const lines = ['The wheel of the upper mill turns', 'all day, and the water', 'runs over its paddles.'];
  const prose = lines.map((line, index) => [at(0, 700 - 12 * index, line), at(1, 640 - 12 * index, 'And more of it.')]);
  const crossed = tagged([...prose.slice(0, 1), ...prose.slice(1).map((cells) => cells.toReversed())]);
  const [page] = await read(t, [{ words: crossed.words }], [{ type: 'Table', holds: crossed.tags }]);
  assert.deepEqual(tablesIn(page), []);
});

test('a table in whose region other texts stand is none', async (t) => {
  const { words, tags } = tagged(rows);
  const others = column({ lines: ['The clerk', 'came by', 'and left', 'again'], x: 250, y: 670 }).map((line) => ({
    ...line,
    mark: -1,
  }));
  const [page] = await read(t, [{ words: [...words, ...others] }], [{ type: 'Table', holds: tags }]);
  assert.notDeepEqual(shown(tablesIn(page)[0]), asTagged);
});

test('a table that lays out a page is none', async (t) => {
  const prose = (start: string) => [
    start,
    'is a part of the page, set beside',
    'another one of some length,',
    'as a letter of news has them.',
  ];
  const { words, tags } = tagged([
    [at(0, 700, 'News'), at(2, 700, 'Dates')],
    [at(0, 680, ...prose('This')), at(2, 680, ...prose('That'))],
  ]);
  const withTitles = tags.map(
    (row): Tag => ({
      type: 'TR',
      holds: cellsOf(row).map(({ holds = [] }): Tag => ({ type: 'TD', holds: [{ type: 'H2', holds }] })),
    }),
  );
  const [page] = await read(t, [{ words }], [{ type: 'Table', holds: withTitles }]);
  assert.deepEqual(tablesIn(page), []);
});

test('a list whose marks stand in a column of a table is a list', async (t) => {
  const items = ['The gates are closed', 'The wheel stands still', 'The stones are cold'];
  const { words, tags } = tagged(
    items.map((item, index) => [
      { ...at(0, 700 - 14 * index, `${index + 1}.`) },
      { ...at(0, 700 - 14 * index, item), x: 90 },
    ]),
  );
  const [page] = await read(t, [{ words }], [{ type: 'Table', holds: tags }]);
  assert.deepEqual(tablesIn(page), []);
});

test('a table goes on over the page with its row that was cut, and without the head that is printed again', async (t) => {
  const low = rows.map((cells) => cells.map((cell) => ({ ...cell, y: cell.y - 560 })));
  const first = tagged(low);
  const again = head(780).flatMap(({ lines, x, y }) => column({ lines, x, y }).map((line) => ({ ...line, mark: -1 })));
  const second = tagged(
    [
      [at(2, 762, 'The wright lives in town.')],
      [at(0, 740, 'Old wheel'), at(1, 740, 'Taken down.'), at(2, 740, 'Nothing.')],
    ],
    { page: 1 },
  );
  const [cut, ...rest] = second.tags;
  const end = cellsOf(cut).flatMap(({ holds = [] }) => holds);
  const cells = cellsOf(first.tags.at(-1));
  const last = cells.map(
    (cell, index): Tag => (index < 2 ? cell : { ...cell, holds: [...(cell.holds ?? []), ...end] }),
  );
  const upper = first.tags.slice(0, -1);
  const joined: Tag = { type: 'TR', holds: last };
  const pages = await read(
    t,
    [{ words: first.words }, { words: [...again, ...second.words] }],
    [{ type: 'Table', holds: [...upper, joined, ...rest] }],
  );
  assert.deepEqual(shown(tablesIn(pages[0])[0]), [
    ...asTagged.slice(0, 2),
    `${asTagged[2]} The wright lives in town.`,
    'Old wheel | Taken down. | Nothing.',
  ]);
  assert.deepEqual(blocksOf(pages[1]), []);
});

test('structures that run in circles or are very deep do no harm', async (t) => {
  const { words, tags } = tagged(rows);
  let deep: Tag = { type: 'TD', holds: [{ page: 0, mark: 0 }, 'first'] };
  for (let depth = 0; depth < 200; depth += 1)
    deep = { type: depth % 2 === 0 ? 'Table' : 'TR', holds: [deep, 'first'] };
  const [page] = await read(t, [{ words }], [{ type: 'Table', holds: [...tags, 'first'] }, deep]);
  assert.ok((page?.blocks.length ?? 0) > 0);
});

test('what the tags name as no part of the text is furniture, near as it may stand', async (t) => {
  const lines = Array.from(
    { length: 6 },
    (_, index) => `The water of the mill runs over the paddles of wheel ${index}.`,
  );
  const text = column({ lines, x: 72, y: 110, leading: 12 }).map((line, mark) => ({ ...line, mark }));
  const foot = { text: 'Records of the mill', x: 260, y: 32, mark: -1 };
  const tags: readonly Tag[] = [{ type: 'P', holds: text.map(({ mark }) => ({ page: 0, mark })) }];
  const [page] = await read(t, [{ words: [...text, foot] }], tags);
  assert.deepEqual(blocksOf(page), [`text: ${lines.join(' ')}`, 'footer: Records of the mill']);
});
