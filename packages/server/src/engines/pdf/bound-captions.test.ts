import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '@docmill/document';
import { parsePdf } from '../../../../../test/fixtures/parse-pdf.ts';
import { column, makePdf, rowsOfWords } from '../../../../../test/fixtures/pdf-maker.ts';

const sentence = 'the wheel stood still for two years before anyone came to mend the paddles and the weir';
const prose = column({ lines: Array.from({ length: 8 }, () => sentence), x: 130, y: 780 });
const caption = (label: string, y: number) => column({ lines: [label, 'How the', 'wheels turn'], x: 40, y, size: 8 });

test('a caption beside a figure belongs to it', async (t) => {
  const pixels = { width: 50, height: 30 };
  const image = {
    x: 120,
    y: 400,
    width: 200,
    height: 120,
    pixels,
    gray: Uint8Array.from({ length: 1500 }, (_, at) => at % 251),
  };
  const { pages } = await parsePdf(
    t,
    makePdf({ pages: [{ words: [...prose, ...caption('Figure 1.', 450)], images: [image] }] }),
  );
  const figure = pages[0]?.blocks.find((block) => block.type === 'image');
  assert.deepEqual(
    figure?.captions?.map(({ content }) => textOf(content)),
    ['Figure 1. How the wheels turn'],
  );
});

test('a caption beside a table, between the same lines, is none of its columns', async (t) => {
  const rows = [
    ['Crop', 'Sown', 'Reaped'],
    ['Rye', '41', '320'],
    ['Oats', '17', '150'],
    ['Barley', '22', '180'],
    ['Wheat', '9', '70'],
  ];
  const words = [...prose, ...rowsOfWords({ rows, xs: [140, 260, 340], y: 600 }), ...caption('Table 1.', 570)];
  const drawing = '1 w 36 612 m 416 612 l S 36 596 m 416 596 l S 36 536 m 416 536 l S';
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, drawing }] }));
  const table = pages[0]?.blocks.find((block) => block.type === 'table');
  assert.deepEqual(
    table?.captions?.map(({ content }) => textOf(content)),
    ['Table 1. How the wheels turn'],
  );
  assert.deepEqual(
    table?.rows.map(({ cells }) => cells.map(({ content }) => textOf(content))),
    rows,
  );
});

test('two captions side by side below one drawing are both its own, not that of the next one', async (t) => {
  const images = [620, 440].map((y) => ({
    ...{ x: 72, y, width: 450, height: 120, pixels: { width: 50, height: 30 } },
    gray: Uint8Array.from({ length: 1500 }, (_, at) => (at + y) % 251),
  }));
  const below = (numbers: readonly number[], y: number) =>
    numbers.map((number, at) => ({ text: `Figure ${number} (until 2 July)`, x: 90 + 240 * at, y }));
  const words = [...column({ lines: [sentence], x: 72, y: 780 }), ...below([1, 2], 605), ...below([3, 4], 425)];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, images }] }));
  const figures = (pages[0]?.blocks ?? []).filter((block) => block.type === 'image');
  assert.deepEqual(
    figures.map(({ captions }) => captions?.map(({ content }) => textOf(content).slice(0, 8))),
    [
      ['Figure 1', 'Figure 2'],
      ['Figure 3', 'Figure 4'],
    ],
  );
});

test('the names of the parts of a figure belong to it, and its caption after them', async (t) => {
  const pixels = { width: 50, height: 30 };
  const gray = Uint8Array.from({ length: 1500 }, (_, at) => at % 251);
  const image = { x: 72, y: 500, width: 450, height: 120, pixels, gray };
  const parts = [
    { text: '(a) before', x: 150, y: 488 },
    { text: '(b) after', x: 380, y: 488 },
  ];
  const words = [
    ...column({ lines: [sentence], x: 72, y: 780 }),
    ...parts,
    { text: 'Figure 7: Wheels', x: 220, y: 470 },
  ];
  const { pages } = await parsePdf(t, makePdf({ pages: [{ words, images: [image] }] }));
  const figure = pages[0]?.blocks.find((block) => block.type === 'image');
  assert.deepEqual(
    figure?.captions?.map(({ content }) => textOf(content)),
    ['(a) before', '(b) after', 'Figure 7: Wheels'],
  );
});
