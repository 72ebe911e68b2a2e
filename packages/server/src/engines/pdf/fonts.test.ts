import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFontTable } from './fonts.ts';
import type { PdfiumApi } from './pdfium.ts';

/** A file whose fonts have one name and weight, and no outlines. */
function fileWith(name: string, weight = 400): PdfiumApi {
  const fpdf = {
    FPDFFont_GetFlags: () => 0,
    FPDFFont_GetWeight: () => weight,
    FPDFFont_GetItalicAngle: () => false,
  };
  return { fpdf, scratch: 0, utf8: () => name, int: () => 0 } as unknown as PdfiumApi;
}

const plain = { strokes: false, leans: false };
const letters = [...'abcdefghij'].map((letter) => letter.charCodeAt(0));

test('of fonts without names those are bold whose letters are wider, and what stands among their letters', () => {
  const table = createFontTable(fileWith(''), new Map());
  const [body, heading, ligatures, figures] = [1, 2, 3, 4].map((handle) => table.indexOf(handle, plain));
  table.indexOf(2, plain);
  const measure = (font: number | undefined, width: number, codes: readonly number[]) => {
    for (const code of codes) table.measured({ font: font ?? 0, size: 10, angle: 0 }, code, [0, 0, 10 * width, 10]);
  };
  measure(body, 0.5, letters);
  measure(heading, 0.54, letters.slice(2));
  // `1 Office` in bold, then a figure in the text.
  for (const handle of [1, 4, 2, 3, 2, 1, 5, 1, 5]) table.indexOf(handle, plain);
  const fonts = table.finished();
  assert.deepEqual(
    [body, heading, ligatures, figures].map((at) => fonts[at ?? 0]?.bold),
    [false, true, true, true],
  );
  assert.equal(fonts.at(-1)?.bold, false);
});

test('on a page of few words the font with fewer letters may be the plain one', () => {
  const table = createFontTable(fileWith(''), new Map());
  const [heading, text] = [1, 2].map((handle) => table.indexOf(handle, plain));
  const measure = (font: number | undefined, width: number, codes: readonly number[]) => {
    for (const code of codes) table.measured({ font: font ?? 0, size: 10, angle: 0 }, code, [0, 0, 10 * width, 10]);
  };
  measure(heading, 0.54, letters);
  measure(text, 0.5, letters.slice(3));
  assert.deepEqual(
    [heading, text].map((at) => table.finished()[at ?? 0]?.bold),
    [true, false],
  );
});

test('a weight beyond those of fonts says nothing', () => {
  const weightOf = (weight: number) => {
    const table = createFontTable(fileWith('MillSerif', weight), new Map());
    return table.list[table.indexOf(1, plain)]?.bold;
  };
  assert.equal(weightOf(700), true);
  assert.equal(weightOf(1_400), false);
});
