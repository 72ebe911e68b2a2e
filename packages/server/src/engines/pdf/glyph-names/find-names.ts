import type { PdfiumApi } from '../pdfium.ts';
import { type NamedGlyph, ownNames } from './cff.ts';
import type { OutlineBox } from './charstring.ts';

/** Larger fonts are none of signs only. */
const largest = 400_000;
/** Boxes of one glyph, as the page and the font tell them, differ by no more than this, in units of the font. */
const near = 1.6;

/** namedGlyphsOf gives the glyphs of an embedded font whose names are its own. */
export function namedGlyphsOf(
  { fpdf, scratch, int, allocate, free, bytes }: PdfiumApi,
  font: number,
): readonly NamedGlyph[] {
  if (!fpdf.FPDFFont_GetFontData(font, 0, 0, scratch)) return [];
  const size = int(scratch);
  if (size <= 0 || size > largest) return [];
  const address = allocate(size);
  try {
    if (!fpdf.FPDFFont_GetFontData(font, address, size, scratch)) return [];
    return ownNames(bytes().slice(address, address + size));
  } finally {
    free(address);
  }
}

/** nameOfBox gives the name of the only glyph with such a box; undefined when there is none or more than one. */
export function nameOfBox(glyphs: readonly NamedGlyph[], box: OutlineBox): string | undefined {
  const alike = glyphs.filter((glyph) => glyph.box.every((edge, at) => Math.abs(edge - (box[at] ?? 0)) < near));
  return alike.length === 1 ? alike[0]?.name : undefined;
}
