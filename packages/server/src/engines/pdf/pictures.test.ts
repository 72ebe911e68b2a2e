import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { type Page, textOf } from '@docmill/document';
import { blocksOf, parsePdf, pdfRun } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makeJpeg, makePdf, type PageSpec } from '../../../../../test/fixtures/pdf-maker.ts';
import { frameOf } from './page-frame.ts';
import { listObjects } from './page-objects.ts';
import { openPdf } from './pdf-file.ts';
import { loadPdfium } from './pdfium.ts';
import { findImages, readPictures } from './pictures.ts';

const sentence = [
  'The mill stood at the river for two hundred years and ground',
  'whatever the farmers of the valley brought to it, rye and oats',
  'in good years, acorns and beans when the harvest had failed.',
];

test('a page without text layer keeps its picture and is named in a warning', async (t) => {
  const gray = Uint8Array.from({ length: 64 * 64 }, (_, at) => at % 256);
  const image = { x: 0, y: 0, width: 595, height: 842, pixels: { width: 64, height: 64 }, gray };
  const { pages, warnings, assets } = await parsePdf(
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
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, images }] }));
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
  const { assets } = await parsePdf(t, makePdf({ pages: [page, page] }));
  assert.deepEqual(Buffer.from(assets[0]?.data ?? []), Buffer.from(jpeg));
  assert.equal(assets[0]?.asset.mediaType, 'image/jpeg');
  assert.equal(assets[1]?.asset.name, assets[0]?.asset.name);
});

test('a stencil is painted black on white, in one bit a pixel', async (t) => {
  const stencil = Uint8Array.from({ length: 8 }, (_, row) => (row < 4 ? 0x00 : 0xff));
  const image = { x: 72, y: 500, width: 80, height: 80, pixels: { width: 8, height: 8 }, stencil };
  const { assets } = await parsePdf(
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
  const { pages, warnings } = await parsePdf(t, pdf, { limits: { maxPixels: 1_000 } });
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
  const [withPictures, without] = [await parsePdf(t, data), await parsePdf(t, data, { options: { images: 'drop' } })];
  const bare = (page: Page | undefined) => (page?.blocks ?? []).map((block) => ({ ...block, asset: undefined }));
  assert.deepEqual(without.assets, []);
  assert.equal(withPictures.assets.length, 3);
  assert.deepEqual(without.pages.map(bare), withPictures.pages.map(bare));
  const blocks = without.pages[0]?.blocks ?? [];
  assert.ok(blocks.some((block) => block.type === 'equation' && block.latex !== '' && block.asset === undefined));
  assert.ok(blocks.some((block) => block.type === 'image' && block.captions?.length === 1));
});

test('a picture in the margin of several pages is no figure', async (t) => {
  const gray = new Uint8Array(20 * 20).fill(90);
  const logo = { x: 480, y: 780, width: 40, height: 40, pixels: { width: 20, height: 20 }, gray };
  const page: PageSpec = { words: [...column({ lines: sentence, x: 72, y: 700 })], images: [logo] };
  const { pages } = await parsePdf(t, makePdf({ pages: [page, page] }));
  assert.deepEqual(
    pages.map(({ blocks }) => blocks.map((block) => block.type)),
    [
      ['header', 'text'],
      ['header', 'text'],
    ],
  );
});

test('a map in twenty thousand pieces is one picture, found without comparing each with each', {
  timeout: 60_000,
}, async (t) => {
  const samples = Array.from({ length: 64 }, (_, at) => String.fromCharCode(97 + (at % 20))).join('');
  const piece = (at: number) =>
    `q 20 0 0 20 ${(at % 100) * 5} ${Math.floor(at / 100) * 4} cm BI /W 8 /H 8 /BPC 8 /CS /G ID ${samples} EI Q`;
  const drawing = Array.from({ length: 20_000 }, (_, at) => piece(at)).join('\n');
  const { assets } = await parsePdf(
    t,
    makePdf({ pages: [{ words: column({ lines: sentence, x: 72, y: 820 }), drawing }] }),
  );
  assert.equal(assets.length, 1);
});

test('pictures for which the time of their page does not suffice are left out and named, not the page', async (t) => {
  const gray = Uint8Array.from({ length: 64 * 64 }, (_, at) => at % 256);
  const image = { x: 72, y: 400, width: 200, height: 200, pixels: { width: 64, height: 64 }, gray };
  const api = await loadPdfium();
  const { file } = await pdfRun(t, makePdf({ pages: [{ images: [image] }] }));
  const { handle: document, close } = openPdf(api, file.path);
  t.after(close);
  const page = api.fpdf.FPDF_LoadPage(document, 0);
  const frame = frameOf(api, page);
  const { assets, warnings } = readPictures(api, {
    document,
    page,
    pageNumber: 1,
    frame,
    images: findImages(api, listObjects(api, page).objects, frame),
    figures: [[300, 100, 500, 200]],
    hasText: true,
    limits: { maxPages: 1, maxPixels: 1_000_000, maxOutputBytes: 1_000_000 },
    deadline: { check: () => undefined, isOver: () => true },
    wanted: true,
  });
  api.fpdf.FPDF_ClosePage(page);
  assert.deepEqual(assets, []);
  const skipped = { code: 'image_skipped', pageNumber: 1, params: { reason: 'the time of its page is over' } };
  assert.deepEqual(warnings, [skipped, skipped]);
});
