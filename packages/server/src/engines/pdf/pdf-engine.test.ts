import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Page, renderMarkdownPage } from '@docmill/document';
import { toAppError } from '#errors';
import { blocksOf, parsePdf, pdfRun, shownBlock as shown } from '../../../../../test/fixtures/parse-pdf.ts';
import {
  column,
  gridLines,
  makeEncryptedPdf,
  makePdf,
  type PageSpec,
  rowsOfWords,
} from '../../../../../test/fixtures/pdf-maker.ts';
import { engineConformance } from '../conformance.ts';
import { createPdfEngine } from './pdf-engine.ts';

const sentence = [
  'The mill stood at the river for two hundred years and ground',
  'whatever the farmers of the valley brought to it, rye and oats',
  'in good years, acorns and beans when the harvest had failed.',
];
const other = [
  'Its wheel was taken away in the winter of the great flood, yet',
  'the stones remained where they had always been, and children',
  'of the village played between them until the roof came down.',
];

/** Two columns under a title as wide as the page, with a running head and a page number. */
function journalPage(number: number): PageSpec {
  const left = [...sentence, ...other, ...sentence];
  const right = [...other, ...sentence, ...other];
  return {
    words: [
      { text: 'Journal of Old Mills, Volume 7', x: 72, y: 800, size: 8 },
      { text: String(number), x: 295, y: 30, size: 8 },
      { text: `${number}. Wheels and stones of the valley`, x: 150, y: 760, size: 16, font: 'Helvetica-Bold' },
      ...column({ lines: left, x: 50, y: 720, size: 8.5, leading: 11 }),
      ...column({ lines: right, x: 310, y: 720, size: 8.5, leading: 11 }),
    ],
  };
}

const journal = makePdf({
  pages: [1, 2, 3].map(journalPage),
  title: 'Old mills',
  outline: [{ title: 'Wheels', page: 1 }],
});

engineConformance('pdf', {
  create: createPdfEngine,
  good: [
    { name: 'a journal', format: 'pdf', data: journal },
    { name: 'an empty page', format: 'pdf', data: makePdf({ pages: [{}] }) },
  ],
  bad: [
    {
      name: 'random bytes',
      format: 'pdf',
      data: Buffer.from('\u0001\u0002 not a pdf at all'),
      refusedWith: 'file_corrupt',
    },
    { name: 'a cut-off file', format: 'pdf', data: journal.slice(0, 120), refusedWith: 'file_corrupt' },
    { name: 'an empty file', format: 'pdf', data: new Uint8Array(), refusedWith: 'file_empty' },
    { name: 'a protected file', format: 'pdf', data: makeEncryptedPdf(), refusedWith: 'password_required' },
    { name: 'a file without pages', format: 'pdf', data: makePdf({ pages: [] }), refusedWith: 'no_pages' },
    {
      name: 'a file of 20,001 pages',
      format: 'pdf',
      data: makePdf({ pages: Array.from({ length: 20_001 }, () => ({})) }),
      refusedWith: 'too_many_pages',
    },
  ],
});

test('two columns are read one after the other, under the title that spans them', async (t) => {
  const { pages } = await parsePdf(t, journal);
  assert.deepEqual(blocksOf(pages[1]), [
    'header: Journal of Old Mills, Volume 7',
    'title: 2. Wheels and stones of the valley',
    ...[
      `text: ${[...sentence, ...other, ...sentence].join(' ')}`,
      `text: ${[...other, ...sentence, ...other].join(' ')}`,
    ],
    'page_number: 2',
  ]);
});

test('a word that is parted at a line end is made whole, a real hyphen stays', async (t) => {
  const lines = [
    'This line ends with a hyphen-',
    'ated word, and that one keeps its Anglo-',
    'Saxon hyphen as it is, to the end.',
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words: column({ lines, x: 72, y: 700 }) }] }));
  assert.deepEqual(blocksOf(pages[0]), [
    'text: This line ends with a hyphenated word, and that one keeps its Anglo-Saxon hyphen as it is, to the end.',
  ]);
});

test('a paragraph that goes on over a page is one, with both its places', async (t) => {
  const first = [
    'The miller had three sons and left them the mill, the donkey and',
    'the cat, and the youngest, who got the cat and nothing else, was',
  ];
  const second = ['sorry for himself until the cat began to speak and asked him for', 'a pair of boots.'];
  const pdf = makePdf({
    pages: [{ words: column({ lines: first, x: 72, y: 100 }) }, { words: column({ lines: second, x: 72, y: 770 }) }],
  });
  const { pages } = await parsePdf(t, pdf);
  assert.deepEqual(blocksOf(pages[0]), [`text: ${[...first, ...second].join(' ')}`]);
  assert.deepEqual(
    pages[0]?.blocks[0]?.regions?.map((region) => region.pageIndex),
    [0, 1],
  );
  assert.deepEqual(pages[1]?.blocks, []);
});

test('titles have levels by size, and numbers tell equal sizes apart', async (t) => {
  const words = [
    { text: 'A history of mills', x: 72, y: 780, size: 24, font: 'Helvetica-Bold' as const },
    { text: '1 Water', x: 72, y: 730, size: 14, font: 'Helvetica-Bold' as const },
    ...column({ lines: sentence, x: 72, y: 700 }),
    { text: '1.1 Overshot wheels', x: 72, y: 640, size: 14, font: 'Helvetica-Bold' as const },
    ...column({ lines: other, x: 72, y: 610 }),
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  const markdown = renderMarkdownPage(pages[0] as Page);
  assert.match(markdown, /^# A history of mills\n\n## 1 Water\n\nThe mill/);
  assert.match(markdown, /\n\n### 1\.1 Overshot wheels\n\nIts wheel/);
});

test('a page that takes longer than its limit is given up by its number, the others are read', async (t) => {
  const page: PageSpec = { words: column({ lines: sentence, x: 72, y: 780 }) };
  const slow: PageSpec = { drawing: '0 0 m 9 9 l S\n'.repeat(2_000_000) };
  const run = await pdfRun(t, makePdf({ pages: [page, slow, page] }), { limits: { pageTime: 600 } });
  const read = await Array.fromAsync(createPdfEngine().readPages(run, [0, 1, 2]));
  const told = read.map((one) => ('error' in one ? toAppError(one.error, 'page_failed').code : one.content.width));
  assert.deepEqual(told, [595, 'page_timeout', 595]);
});

test('Chinese text is read without blanks between lines', async (t) => {
  const lines = ['水车在河边立了两百年，', '磨着山谷里农民送来的粮食。'];
  const { pages } = await parsePdf(
    t,
    makePdf({ pages: [{ words: column({ lines, x: 72, y: 700, font: 'STSong-Light' }) }] }),
  );
  assert.deepEqual(blocksOf(pages[0]), [`text: ${lines.join('')}`]);
});

test('a rotated page is read as it is shown', async (t) => {
  const spec: PageSpec = { words: [{ text: 'upright after turning', x: 100, y: 400, size: 12 }], rotate: 90 };
  const { pages } = await parsePdf(t, makePdf({ pages: [spec] }));
  assert.equal(pages[0]?.width, 842);
  const [block] = pages[0]?.blocks ?? [];
  assert.equal(block?.type, 'text');
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = block?.bbox ?? [];
  assert.ok(x0 > 380 && x1 < 430 && y0 > 90 && y1 > y0 && y1 < 300, String(block?.bbox));
});

test('a link keeps its address, the blank before it stays outside', async (t) => {
  const words = column({ lines: ['see the mill for more'], x: 72, y: 700, font: 'Courier' });
  // Courier is 6 points wide at size 10: `the mill` begins after four letters.
  const links = [{ x: 96, y: 698, width: 48, height: 12, url: 'https://mill.example/' }];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, links }] }));
  assert.equal(renderMarkdownPage(pages[0] as Page), 'see [the mill](https://mill.example/) for more\n');
});

test('what lies outside the crop box is not read, and places count from its corner', async (t) => {
  const words = [
    { text: 'inside', x: 120, y: 700 },
    { text: 'outside', x: 20, y: 700 },
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, crop: [100, 100, 500, 800] }] }));
  assert.deepEqual(blocksOf(pages[0]), ['text: inside']);
  assert.deepEqual([pages[0]?.width, pages[0]?.height], [400, 700]);
  const [x0 = 0, y0 = 0, , y1 = 0] = pages[0]?.blocks[0]?.bbox ?? [];
  assert.ok(Math.abs(x0 - 20) < 1 && y0 > 85 && y1 < 105, String(pages[0]?.blocks[0]?.bbox));
});

test('what lies outside its clip is not read, words and drawings, also in part', async (t) => {
  const say = (text: string, x: number, y: number) => `BT /Helvetica 10 Tf 1 0 0 1 ${x} ${y} Tm (${text}) Tj ET`;
  const curves = Array.from({ length: 40 }, (_, at) => `${300 + at} 300 m 320 340 360 380 ${400 - at} 400 c S`);
  const inside = (box: string, operators: readonly string[]) => [`q ${box} re W n`, ...operators, 'Q'].join('\n');
  const drawing = [
    inside('50 690 400 30', [say('seen through the clip', 72, 700), say('beside it', 72, 500)]),
    inside('50 590 43 30', [say('Overflowing', 72, 600)]),
    inside('50 690 400 30', curves),
  ].join('\n');
  const { pages, assets } = await parsePdf(t, makePdf({ pages: [{ drawing }] }));
  assert.deepEqual(blocksOf(pages[0]), ['text: seen through the clip', 'text: Over']);
  assert.deepEqual(assets, []);
});

test('an accent printed over its letter is one character with it', async (t) => {
  const words = [
    { text: 'caf', x: 72, y: 700, font: 'Courier' as const },
    { text: 'e', x: 90, y: 700, font: 'Courier' as const },
    { text: '\u00b4', x: 90, y: 700, font: 'Courier' as const },
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  assert.deepEqual(blocksOf(pages[0]), ['text: caf\u00e9']);
});

test('rows of a table stay rows, cell by cell', async (t) => {
  const cells = [
    ['Year', 'Rye', 'Oats'],
    ['1820', '41', '17'],
    ['1821', '39', '22'],
    ['1822', '44', '19'],
  ];
  const words = cells.flatMap((row, y) => row.map((text, x) => ({ text, x: 72 + 120 * x, y: 700 - 14 * y })));
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  assert.deepEqual(blocksOf(pages[0]), ['table']);
});

test('bookmarks say what is a title, and of which level', async (t) => {
  const pdf = makePdf({
    pages: [
      {
        words: [
          { text: 'The wheel', x: 72, y: 660, size: 10, font: 'Times-Roman' as const },
          ...column({ lines: sentence, x: 72, y: 630 }),
          { text: 'not in the bookmarks', x: 72, y: 560, size: 10, font: 'Times-Roman' as const },
        ],
      },
    ],
    outline: [{ title: '1. The wheel', page: 0 }],
  });
  const { pages } = await parsePdf(t, pdf);
  const titles = (pages[0]?.blocks ?? []).flatMap((block) =>
    block.type === 'title' ? [[block.level, shown(block)]] : [],
  );
  assert.deepEqual(titles, [[1, 'title: The wheel']]);
});

test('a page number beside the running head is parted from it', async (t) => {
  const page = (number: number): PageSpec => ({
    words: [
      { text: String(number), x: 72, y: 800, size: 8 },
      { text: 'Old mills', x: 300, y: 800, size: 8 },
      ...column({ lines: sentence, x: 72, y: 700 }),
    ],
  });
  const { pages } = await parsePdf(t, makePdf({ pages: [page(7), page(8)] }));
  assert.deepEqual(blocksOf(pages[0]).slice(0, 2), ['page_number: 7', 'header: Old mills']);
});

test('a paragraph goes on over a column break, past the notes at its foot', async (t) => {
  const left = [
    'The miller had three sons and left them the mill,',
    'the donkey and the cat, and the youngest, who got',
  ];
  const right = [
    'the cat and nothing else, was sorry for himself.',
    'Then the cat began to speak, and asked for boots.',
  ];
  const pdf = makePdf({
    pages: [
      {
        words: [
          ...column({ lines: [...sentence, ...other].map((line) => line.slice(0, 48)), x: 50, y: 760 }),
          ...column({ lines: left, x: 50, y: 640 }),
          ...column({ lines: ['* A note of the page, set smaller than the text.'], x: 50, y: 120, size: 8 }),
          ...column({ lines: right, x: 310, y: 760 }),
          ...column({ lines: [...other, ...sentence].map((line) => line.slice(0, 48)), x: 310, y: 700 }),
        ],
      },
    ],
  });
  const { pages } = await parsePdf(t, pdf);
  const whole = blocksOf(pages[0]).find((text) => text.includes('three sons'));
  assert.match(whole ?? '', /who got the cat and nothing else/);
  assert.ok(blocksOf(pages[0]).some((text) => text.startsWith('page_footnote: * A note')));
});

test('values of fields are text of the page, hidden ones and remarks are not, and links stay', async (t) => {
  const words = [
    { text: 'Name of the mill:', x: 72, y: 700 },
    { text: 'docmill.example', x: 72, y: 640 },
  ];
  const links = [{ x: 70, y: 636, width: 90, height: 14, url: 'https://docmill.example/' }];
  const fields = [
    { text: 'Hollow Mill', x: 160, y: 700 },
    { text: 'Typed beside it', x: 72, y: 600, subtype: 'FreeText' as const },
    { text: 'Never shown', x: 72, y: 560, hidden: true },
    { text: 'Never on a screen', x: 72, y: 540, printed: true },
    { text: 'A remark', x: 72, y: 520, subtype: 'Highlight' as const },
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, links, fields }] }));
  const text = renderMarkdownPage(pages[0] as Page);
  assert.match(text, /Name of the mill: Hollow Mill/);
  assert.match(text, /Typed beside it/);
  assert.match(text, /\[docmill.example\]\(https:\/\/docmill.example\/\)/);
  assert.doesNotMatch(text, /Never|A remark/);
});

test('the unit at the right above a table does not go on below it', async (t) => {
  const words = [
    ...column({ lines: [...sentence, ...other], x: 72, y: 760 }),
    { text: 'in thousands of sacks', x: 300, y: 670 },
    ...rowsOfWords({
      rows: [
        ['Rye', '41', '17'],
        ['Oats', '9', '3'],
        ['Hay', '7', '2'],
      ],
      xs: [80, 180, 280],
      y: 645,
    }),
    ...column({
      lines: ['rye and oats were sown late in the spring of that year, and they', ...sentence],
      x: 72,
      y: 570,
    }),
  ];
  const { pages } = await parsePdf(
    t,
    makePdf({ pages: [{ words, drawing: gridLines([72, 172, 272, 392], [660, 642, 628, 610]) }] }),
  );
  const texts = blocksOf(pages[0]);
  assert.ok(texts.includes('text: in thousands of sacks'), texts.join('\n'));
});

test('the mark of an item goes even where a link lies over it', async (t) => {
  const words = column({ lines: ['\u0095 rye', '\u0095 oats'], x: 72, y: 500, leading: 16 });
  const links = [{ x: 70, y: 498, width: 6, height: 12, url: 'https://mill.example/' }];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, links }] }));
  assert.equal(renderMarkdownPage(pages[0] as Page), '- rye\n- oats\n');
});

test('a section that everyone knows is a title without a font of its own, in a sentence it is none', async (t) => {
  const words = [
    { text: 'A history of mills', x: 72, y: 780, size: 18, font: 'Times-Roman' as const },
    { text: 'References', x: 72, y: 740, font: 'Times-Roman' as const },
    ...column({ lines: ['References to mills are rare, and most of them are of a later time.'], x: 72, y: 715 }),
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words }] }));
  const types = (pages[0]?.blocks ?? []).map((block) => block.type);
  assert.deepEqual(types, ['title', 'title', 'reference']);
});

test('a file that PDFium refuses, and the spare reader reads, gives its text and says so', async (t) => {
  const good = Buffer.from(makePdf({ pages: [{ words: [{ text: 'Rye and oats', x: 72, y: 700, size: 12 }] }] }));
  const headless = Buffer.from(good.toString('latin1').replace('%PDF-', '%XYZ-'), 'latin1');
  const { pages, warnings } = await parsePdf(t, headless);
  assert.deepEqual(blocksOf(pages[0]), ['text: Rye and oats']);
  assert.deepEqual(
    warnings.map(({ code, pageNumber }) => [code, pageNumber]),
    [['spare_reader', 1]],
  );
});
