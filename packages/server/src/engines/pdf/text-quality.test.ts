import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { renderMarkdownPage } from '@docmill/document';
import { parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, type Image, makePdf, type PageSpec } from '../../../../../test/fixtures/pdf-maker.ts';

const sentences = [
  'The mill stood at the river for two hundred years and ground whatever',
  'the farmers of the valley brought to it, rye and oats in good years,',
  'acorns and beans when the harvest had failed. Its wheel was taken away',
  'in the winter of the great flood, yet the stones remained where they had',
  'always been, and children of the village played between them until the',
  'roof came down. Nobody has bought the house since, though some have asked.',
];
const prose = [...sentences, ...sentences];
const gray: Image = {
  x: 0,
  y: 0,
  width: 595,
  height: 842,
  pixels: { width: 60, height: 84 },
  gray: new Uint8Array(60 * 84).fill(200),
};

async function parse(t: TestContext, page: PageSpec) {
  const { pages, warnings, assets } = await parsePdf(t, makePdf({ pages: [page] }));
  return {
    markdown: pages.map((one) => renderMarkdownPage(one)).join(''),
    quality: pages[0]?.quality,
    warnings: warnings.map(({ code }) => code),
    assets: assets.length,
  };
}

/** coded writes text as a font does whose table of characters is a false one. */
const coded = (of: (letter: string) => string) => prose.map((line) => line.replace(/[a-z]/gi, of));
const shifted = (by: number) => (letter: string) => {
  const first = letter < 'a' ? 65 : 97;
  return String.fromCharCode(first + ((letter.charCodeAt(0) - first + by) % 26));
};

test('letters that stand for others are garbled text, whatever they are: vowels take turns with consonants in all languages', async (t) => {
  for (const by of [1, 3, 9, 18]) {
    const words = column({ lines: coded(shifted(by)), x: 72, y: 750 });
    assert.equal((await parse(t, { words })).quality?.needsOcr, 'garbled', String(by));
  }
  const { quality, warnings } = await parse(t, { words: column({ lines: prose, x: 72, y: 750 }) });
  assert.deepEqual([quality, warnings], [{ coverage: 1 }, []]);
});

test('signs in place of letters are garbled text, and so is another alphabet read as Latin', async (t) => {
  const signs = coded((letter) => '!#$%&*+/:;<=>?@[]^{|}~'.charAt(letter.charCodeAt(0) % 22));
  const accents = coded((letter) => String.fromCharCode((letter.charCodeAt(0) | 32) + 0x80));
  for (const lines of [signs, accents])
    assert.deepEqual((await parse(t, { words: column({ lines, x: 72, y: 750 }) })).warnings, ['garbled_text']);
});

test('serial numbers and programs are no garbled text', async (t) => {
  const serial = Array.from(
    { length: 40 },
    (_, at) => `QX-${(at * 7919) % 10_007} BZT${(at * 31) % 97}-K ${at}/${at + 3}`,
  );
  const code = Array.from(
    { length: 30 },
    (_, at) => `if (rows[${at}] !== null && x > ${at}) { total += rows[${at}] * 2; }`,
  );
  for (const lines of [serial, code])
    assert.deepEqual((await parse(t, { words: column({ lines, x: 72, y: 780 }) })).warnings, []);
});

test('long stamps in the margins of a scan leave it a scan, whose picture is kept', async (t) => {
  const words = [
    { text: 'Case 1:23-cv-01234-ABC Document 55-2 Filed 03/04/24 Page 5 of 60 PageID 1234', x: 60, y: 822 },
    { text: 'CONFIDENTIAL - PRODUCED PURSUANT TO THE PROTECTIVE ORDER - MILL-00012345', x: 60, y: 20 },
  ];
  const { warnings, assets } = await parse(t, { words, images: [gray] });
  assert.deepEqual([warnings, assets], [['scanned_page'], 1]);
});

test('text that is printed twice, whole pages of it, is no text that was lost', async (t) => {
  const twice = [...column({ lines: sentences, x: 72, y: 700 }), ...column({ lines: sentences, x: 72.4, y: 700 })];
  const { quality, markdown } = await parse(t, { words: twice });
  assert.deepEqual(quality, { coverage: 1 });
  assert.equal(markdown.split('harvest').length, 2);
});

const hidden = (before: string, size = 10) =>
  `${before} BT /Helvetica ${size} Tf 1 0 0 1 72 500 Tm (hidden words) Tj ET 0 g`;

test('white words on white paper and specks are not seen, white words on a dark ground are', async (t) => {
  const words = column({ lines: prose, x: 72, y: 750 });
  for (const drawing of [hidden('1 g'), hidden('1 1 1 rg'), hidden('0 g', 0.3)])
    assert.doesNotMatch((await parse(t, { words, drawing })).markdown, /hidden/, drawing);
  for (const ground of ['0.2 g 60 490 400 30 re f', '0.2 G 30 w 60 500 m 400 500 l S'])
    assert.match((await parse(t, { words, drawing: hidden(`${ground} 1 g`) })).markdown, /hidden/, ground);
  assert.match((await parse(t, { words, images: [gray], drawing: hidden('1 g') })).markdown, /hidden/);
});

test('a page of nothing but white words gives them', async (t) => {
  assert.match((await parse(t, { drawing: hidden('1 g') })).markdown, /hidden/);
});

test('a page of which nothing is left to be shown is shown whole', async (t) => {
  const words = column({ lines: prose, x: 72, y: 750 });
  assert.match((await parse(t, { words, crop: [2000, 2000, 2500, 2500] })).markdown, /harvest/);
});
