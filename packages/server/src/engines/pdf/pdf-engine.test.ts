import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { type Block, type Page, renderMarkdownPage, textOf, type Warning } from '@docmill/document';
import { toAppError } from '#errors';
import {
  column,
  gridLines,
  makeEncryptedPdf,
  makeJpeg,
  makePdf,
  type PageSpec,
  rowsOfWords,
} from '../../../../../test/fixtures/pdf-maker.ts';
import { engineConformance } from '../conformance.ts';
import type { AssetBytes, DraftSource, EngineOptions, PageDraft } from '../engine.ts';
import type { PdfPageContent } from './page-content.ts';
import { createPdfEngine } from './pdf-engine.ts';

const limits = { maxPages: 100, maxPixels: 50_000_000, maxOutputBytes: 1_000_000_000 };

interface Parsed {
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
  readonly assets: readonly AssetBytes[];
}

interface ParseOptions {
  readonly maxPixels?: number;
  readonly options?: EngineOptions;
}

async function parse(
  t: TestContext,
  data: Uint8Array,
  { maxPixels, options = {} }: ParseOptions = {},
): Promise<Parsed> {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-pdf-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file.pdf');
  await writeFile(path, data);
  const engine = createPdfEngine();
  const run = {
    file: { path, format: 'pdf', bytes: data.byteLength, name: 'file.pdf' },
    options,
    limits: { ...limits, ...(maxPixels === undefined ? {} : { maxPixels }) },
    signal: new AbortController().signal,
  };
  const survey = await engine.survey(run);
  const indexes = Array.from({ length: survey.pageCount }, (_, index) => index);
  const drafts: PageDraft<PdfPageContent>[] = [];
  for await (const read of engine.readPages(run, indexes)) {
    if ('error' in read) throw read.error;
    drafts.push(read);
  }
  const source: DraftSource<PdfPageContent> = async function* () {
    for (const draft of drafts) yield { ...draft, assets: draft.assets.map(({ asset }) => asset) };
  };
  const pages = await Array.fromAsync(engine.assemble(run, source, survey));
  return {
    pages,
    warnings: drafts.flatMap((draft) => draft.warnings),
    assets: drafts.flatMap((draft) => draft.assets),
  };
}

const shown = (block: Block) => ('content' in block ? `${block.type}: ${textOf(block.content)}` : block.type);
const blocksOf = (page: Page | undefined) => (page?.blocks ?? []).map(shown);

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
  const { pages } = await parse(t, journal);
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
  const { pages } = await parse(t, makePdf({ pages: [{ words: column({ lines, x: 72, y: 700 }) }] }));
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
  const { pages } = await parse(t, pdf);
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
  const { pages } = await parse(t, makePdf({ pages: [{ words }] }));
  const markdown = renderMarkdownPage(pages[0] as Page);
  assert.match(markdown, /^# A history of mills\n\n## 1 Water\n\nThe mill/);
  assert.match(markdown, /\n\n### 1\.1 Overshot wheels\n\nIts wheel/);
});

test('Chinese text is read without blanks between lines', async (t) => {
  const lines = ['水车在河边立了两百年，', '磨着山谷里农民送来的粮食。'];
  const { pages } = await parse(
    t,
    makePdf({ pages: [{ words: column({ lines, x: 72, y: 700, font: 'STSong-Light' }) }] }),
  );
  assert.deepEqual(blocksOf(pages[0]), [`text: ${lines.join('')}`]);
});

test('a rotated page is read as it is shown', async (t) => {
  const spec: PageSpec = { words: [{ text: 'upright after turning', x: 100, y: 400, size: 12 }], rotate: 90 };
  const { pages } = await parse(t, makePdf({ pages: [spec] }));
  assert.equal(pages[0]?.width, 842);
  const [block] = pages[0]?.blocks ?? [];
  assert.equal(block?.type, 'text');
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = block?.bbox ?? [];
  assert.ok(x0 > 380 && x1 < 430 && y0 > 90 && y1 > y0 && y1 < 300, String(block?.bbox));
});

test('a page without text layer keeps its picture and is named in a warning', async (t) => {
  const gray = Uint8Array.from({ length: 64 * 64 }, (_, at) => at % 256);
  const image = { x: 0, y: 0, width: 595, height: 842, pixels: { width: 64, height: 64 }, gray };
  const { pages, warnings, assets } = await parse(
    t,
    makePdf({ pages: [{ images: [image] }, { words: [{ text: 'text', x: 72, y: 700 }] }] }),
  );
  assert.deepEqual(warnings, [{ code: 'no_text_layer', pageNumber: 1 }]);
  assert.equal(pages[0]?.blocks[0]?.type, 'image');
  assert.equal(assets[0]?.asset.mediaType, 'image/png');
  assert.equal(assets[0]?.asset.width, 64);
});

test('a picture keeps its caption, bullets become a list', async (t) => {
  const gray = new Uint8Array(50 * 50).fill(128);
  const words = [
    ...column({ lines: sentence, x: 72, y: 780 }),
    { text: 'Figure 1: The mill before the flood', x: 72, y: 520, size: 9, font: 'Times-Roman' as const },
    { text: '\u0095 rye', x: 72, y: 480, font: 'Times-Roman' as const },
    { text: '\u0095 oats', x: 72, y: 466, font: 'Times-Roman' as const },
  ];
  const images = [{ x: 72, y: 540, width: 200, height: 150, pixels: { width: 50, height: 50 }, gray }];
  const { pages } = await parse(t, makePdf({ pages: [{ words, images }] }));
  const blocks = pages[0]?.blocks ?? [];
  const picture = blocks.find((block) => block.type === 'image');
  assert.equal(textOf(picture?.captions?.[0]?.content ?? []), 'Figure 1: The mill before the flood');
  const list = blocks.find((block) => block.type === 'list');
  assert.deepEqual(
    list?.items.map((item) => textOf(item.content)),
    ['rye', 'oats'],
  );
});

test('a JPEG file is taken over as it is, and once for all pages that show it', async (t) => {
  const jpeg = makeJpeg();
  const image = { x: 72, y: 500, width: 100, height: 100, pixels: { width: 16, height: 16 }, jpeg };
  const page: PageSpec = { words: [{ text: 'text', x: 72, y: 700 }], images: [image] };
  const { assets } = await parse(t, makePdf({ pages: [page, page] }));
  assert.deepEqual(Buffer.from(assets[0]?.data ?? []), Buffer.from(jpeg));
  assert.equal(assets[0]?.asset.mediaType, 'image/jpeg');
  assert.equal(assets[1]?.asset.name, assets[0]?.asset.name);
});

test('a stencil is painted black on white, in one bit a pixel', async (t) => {
  const stencil = Uint8Array.from({ length: 8 }, (_, row) => (row < 4 ? 0x00 : 0xff));
  const image = { x: 72, y: 500, width: 80, height: 80, pixels: { width: 8, height: 8 }, stencil };
  const { assets } = await parse(
    t,
    makePdf({ pages: [{ images: [image], words: [{ text: 'text', x: 72, y: 700 }] }] }),
  );
  const png = Buffer.from(assets[0]?.data ?? []);
  const [header, body] = [png.indexOf('IHDR'), png.indexOf('IDAT')];
  const [width, height, depth] = [png.readUInt32BE(header + 4), png.readUInt32BE(header + 8), png[header + 12]];
  assert.deepEqual([width, height, depth], [8, 8, 1]);
  const rows = inflateSync(png.subarray(body + 4, body + 4 + png.readUInt32BE(body - 4)));
  // Each row begins with the byte of its filter.
  assert.deepEqual([...rows], [...Array(4).fill([0, 0x00]), ...Array(4).fill([0, 0xff])].flat());
});

test('a picture over the limit of pixels is left out with a warning', async (t) => {
  const gray = new Uint8Array(40 * 40);
  const image = { x: 72, y: 500, width: 80, height: 80, pixels: { width: 40, height: 40 }, gray };
  const pdf = makePdf({ pages: [{ images: [image], words: [{ text: 'text', x: 72, y: 700 }] }] });
  const { pages, warnings } = await parse(t, pdf, { maxPixels: 1_000 });
  assert.deepEqual(blocksOf(pages[0]), ['text: text']);
  assert.equal(warnings[0]?.code, 'image_skipped');
  assert.equal(warnings[0]?.pageNumber, 1);
});

test('where no pictures are wanted, nothing is drawn, and places, captions and formulas stay', async (t) => {
  const gray = new Uint8Array(50 * 50).fill(128);
  const words = [
    ...column({ lines: sentence, x: 72, y: 780 }),
    { text: 'Figure 1: The mill before the flood', x: 72, y: 520, size: 9, font: 'Times-Roman' as const },
    { text: '\u2211 a \u2264 b + 1', x: 200, y: 400, size: 12, font: 'STSong-Light' as const },
  ];
  const images = [{ x: 72, y: 540, width: 200, height: 150, pixels: { width: 50, height: 50 }, gray }];
  const data = makePdf({ pages: [{ words, images }, { images }] });
  const [withPictures, without] = [await parse(t, data), await parse(t, data, { options: { images: 'drop' } })];
  const bare = (page: Page | undefined) => (page?.blocks ?? []).map((block) => ({ ...block, asset: undefined }));
  assert.deepEqual(without.assets, []);
  assert.equal(withPictures.assets.length, 3);
  assert.deepEqual(without.pages.map(bare), withPictures.pages.map(bare));
  const blocks = without.pages[0]?.blocks ?? [];
  assert.ok(blocks.some((block) => block.type === 'equation' && block.latex !== '' && block.asset === undefined));
  assert.ok(blocks.some((block) => block.type === 'image' && block.captions?.length === 1));
});

test('a page that takes longer than its limit is given up by its number, the others are read', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-pdf-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file.pdf');
  const page: PageSpec = { words: column({ lines: sentence, x: 72, y: 780 }) };
  await writeFile(path, makePdf({ pages: [page, { drawing: '0 0 m 9 9 l S\n'.repeat(1_000_000) }, page] }));
  const run = {
    file: { path, format: 'pdf', bytes: 0, name: 'file.pdf' },
    options: {},
    limits: { ...limits, pageTime: 700 },
    signal: new AbortController().signal,
  };
  const read = await Array.fromAsync(createPdfEngine().readPages(run, [0, 1, 2]));
  const told = read.map((one) => ('error' in one ? toAppError(one.error, 'page_failed').code : one.content.width));
  assert.deepEqual(told, [595, 'page_timeout', 595]);
});

test('a link keeps its address, the blank before it stays outside', async (t) => {
  const words = column({ lines: ['see the mill for more'], x: 72, y: 700, font: 'Courier' });
  // Courier is 6 points wide at size 10: `the mill` begins after four letters.
  const links = [{ x: 96, y: 698, width: 48, height: 12, url: 'https://mill.example/' }];
  const { pages } = await parse(t, makePdf({ pages: [{ words, links }] }));
  assert.equal(renderMarkdownPage(pages[0] as Page), 'see [the mill](https://mill.example/) for more\n');
});

test('what lies outside the crop box is not read, and places count from its corner', async (t) => {
  const words = [
    { text: 'inside', x: 120, y: 700 },
    { text: 'outside', x: 20, y: 700 },
  ];
  const { pages } = await parse(t, makePdf({ pages: [{ words, crop: [100, 100, 500, 800] }] }));
  assert.deepEqual(blocksOf(pages[0]), ['text: inside']);
  assert.deepEqual([pages[0]?.width, pages[0]?.height], [400, 700]);
  const [x0 = 0, y0 = 0, , y1 = 0] = pages[0]?.blocks[0]?.bbox ?? [];
  assert.ok(Math.abs(x0 - 20) < 1 && y0 > 85 && y1 < 105, String(pages[0]?.blocks[0]?.bbox));
});

test('an accent printed over its letter is one character with it', async (t) => {
  const words = [
    { text: 'caf', x: 72, y: 700, font: 'Courier' as const },
    { text: 'e', x: 90, y: 700, font: 'Courier' as const },
    { text: '\u00b4', x: 90, y: 700, font: 'Courier' as const },
  ];
  const { pages } = await parse(t, makePdf({ pages: [{ words }] }));
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
  const { pages } = await parse(t, makePdf({ pages: [{ words }] }));
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
  const { pages } = await parse(t, pdf);
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
  const { pages } = await parse(t, makePdf({ pages: [page(7), page(8)] }));
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
  const { pages } = await parse(t, pdf);
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
    { text: 'A remark', x: 72, y: 520, subtype: 'Highlight' as const },
  ];
  const { pages } = await parse(t, makePdf({ pages: [{ words, links, fields }] }));
  const text = renderMarkdownPage(pages[0] as Page);
  assert.match(text, /Name of the mill: Hollow Mill/);
  assert.match(text, /Typed beside it/);
  assert.match(text, /\[docmill.example\]\(https:\/\/docmill.example\/\)/);
  assert.doesNotMatch(text, /Never shown|A remark/);
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
  const { pages } = await parse(
    t,
    makePdf({ pages: [{ words, drawing: gridLines([72, 172, 272, 392], [660, 642, 628, 610]) }] }),
  );
  const texts = blocksOf(pages[0]);
  assert.ok(texts.includes('text: in thousands of sacks'), texts.join('\n'));
});

test('a picture in the margin of several pages is no figure', async (t) => {
  const gray = new Uint8Array(20 * 20).fill(90);
  const logo = { x: 480, y: 780, width: 40, height: 40, pixels: { width: 20, height: 20 }, gray };
  const page: PageSpec = { words: [...column({ lines: sentence, x: 72, y: 700 })], images: [logo] };
  const { pages } = await parse(t, makePdf({ pages: [page, page] }));
  assert.deepEqual(
    pages.map(({ blocks }) => blocks.map((block) => block.type)),
    [
      ['header', 'text'],
      ['header', 'text'],
    ],
  );
});

test('the mark of an item goes even where a link lies over it', async (t) => {
  const words = column({ lines: ['\u0095 rye', '\u0095 oats'], x: 72, y: 500, leading: 16 });
  const links = [{ x: 70, y: 498, width: 6, height: 12, url: 'https://mill.example/' }];
  const { pages } = await parse(t, makePdf({ pages: [{ words, links }] }));
  assert.equal(renderMarkdownPage(pages[0] as Page), '- rye\n- oats\n');
});

test('a section that everyone knows is a title without a font of its own, in a sentence it is none', async (t) => {
  const words = [
    { text: 'A history of mills', x: 72, y: 780, size: 18, font: 'Times-Roman' as const },
    { text: 'References', x: 72, y: 740, font: 'Times-Roman' as const },
    ...column({ lines: ['References to mills are rare, and most of them are of a later time.'], x: 72, y: 715 }),
  ];
  const { pages } = await parse(t, makePdf({ pages: [{ words }] }));
  const types = (pages[0]?.blocks ?? []).map((block) => block.type);
  assert.deepEqual(types, ['title', 'title', 'reference']);
});

test('a file that PDFium refuses, and the spare reader reads, gives its text and says so', async (t) => {
  const good = Buffer.from(makePdf({ pages: [{ words: [{ text: 'Rye and oats', x: 72, y: 700, size: 12 }] }] }));
  const headless = Buffer.from(good.toString('latin1').replace('%PDF-', '%XYZ-'), 'latin1');
  const { pages, warnings } = await parse(t, headless);
  assert.deepEqual(blocksOf(pages[0]), ['text: Rye and oats']);
  assert.deepEqual(
    warnings.map(({ code, pageNumber }) => [code, pageNumber]),
    [['spare_reader', 1]],
  );
});
