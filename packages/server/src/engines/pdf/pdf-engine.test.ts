import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Block, type Page, renderMarkdownPage, textOf, type Warning } from '@docmill/document';
import { column, makeEncryptedPdf, makePdf, type PageSpec } from '../../../../../test/fixtures/pdf-maker.ts';
import { engineConformance } from '../conformance.ts';
import type { AssetBytes, DraftSource, PageDraft } from '../engine.ts';
import type { PdfPageContent } from './page-content.ts';
import { createPdfEngine } from './pdf-engine.ts';

const limits = { maxPages: 100, maxPixels: 50_000_000, maxOutputBytes: 1_000_000_000 };

interface Parsed {
  readonly pages: readonly Page[];
  readonly warnings: readonly Warning[];
  readonly assets: readonly AssetBytes[];
}

async function parse(t: TestContext, data: Uint8Array): Promise<Parsed> {
  const folder = await mkdtemp(join(tmpdir(), 'docmill-pdf-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'file.pdf');
  await writeFile(path, data);
  const engine = createPdfEngine();
  const run = {
    file: { path, format: 'pdf', bytes: data.byteLength, name: 'file.pdf' },
    options: {},
    limits,
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
  assert.equal(block?.type, 'aside_text');
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
