import { mathFontOf } from './formulas/tex-fonts.ts';
import type { NamedGlyph } from './glyph-names/cff.ts';
import { namedGlyphsOf } from './glyph-names/find-names.ts';
import { codingOf, isMathCoding } from './glyph-names/publisher-fonts.ts';
import type { Font } from './page-content.ts';
import type { PdfiumApi } from './pdfium.ts';

const forceBold = 1 << 18;
const italicFlag = 1 << 6;
const monoFlag = 1;

/** Names that say bold: also `CMBX10`, `NimbusRomNo9L-Medi`, `SFBX1000`, `Arial,Bd`. */
const boldName = /^cmmib|^cmbsy|bold|black|heavy|demi(?!r)|semibd|medi(?!um|a|ev|c)|[-,]bd|\b(?:cm|sf|ec|lm)(?:ss)?bx/i;
const plainName = /regular|light|thin|[-_](?:book|roman)\b/i;
const italicName = /ital|oblique|slanted|[-,]it\b|\b(?:cm|sf|ec)(?:ti|sl|bxti|itt|mi(?=\d))/i;
const monoName =
  /mono(?!type)|courier|consol|menlo|typewriter|inconsolata|letter\s?gothic|source\s?code|fira\s?code|cascadia|\b(?:cm|sf|ec|lm|tx)(?:s|it|sl|v)?tt/i;
/** Letters of equal width are told by so many different ones. */
const fewestLetters = 12;

/**
 * FontLook is what programs do to a font that has no such letters: they draw its letters along their outlines to make them bold, and lean
 * them to make them slanted.
 */
export interface FontLook {
  readonly strokes: boolean;
  readonly leans: boolean;
}

/** FontTable numbers the fonts of a page. */
export interface FontTable {
  readonly list: readonly Font[];
  /** finished gives the fonts with what their letters' widths say. */
  finished(): readonly Font[];
  indexOf(font: number, look: FontLook): number;
  /** measured tells the width of a letter, one of A to Z or a to z, in parts of its size, so that fonts of one width are known whatever their name. */
  measured(index: number, code: number, width: number): void;
  /** namedGlyphs gives the glyphs of a font whose names are its own. */
  namedGlyphs(index: number): readonly NamedGlyph[];
}

interface Widths {
  /** Bits of the letters of the alphabet that were seen, large and small ones. */
  capitals: number;
  smalls: number;
  least: number;
  most: number;
}

/** createFontTable starts with none. */
export function createFontTable(api: PdfiumApi): FontTable {
  const list: Font[] = [];
  const widths: Widths[] = [];
  const known = new Map<number, number>();
  const handles: number[] = [];
  const named = new Map<number, readonly NamedGlyph[]>();
  return {
    list,
    finished: () => list.map((font, at) => (isMono(widths[at]) ? { ...font, mono: true } : font)),
    indexOf(handle, { strokes, leans }) {
      const key = 4 * handle + (strokes ? 1 : 0) + (leans ? 2 : 0);
      const index = known.get(key);
      if (index !== undefined) return index;
      const font = readFont(api, handle);
      list.push({ ...font, bold: font.bold || strokes, italic: font.italic || leans });
      widths.push({ capitals: 0, smalls: 0, least: Number.POSITIVE_INFINITY, most: 0 });
      handles.push(handle);
      known.set(key, list.length - 1);
      return list.length - 1;
    },
    measured(index, code, width) {
      const of = widths[index];
      if (of === undefined) return;
      if (code < 96) of.capitals |= 1 << (code & 31);
      else of.smalls |= 1 << (code & 31);
      of.least = Math.min(of.least, width);
      of.most = Math.max(of.most, width);
    },
    namedGlyphs(index) {
      const glyphs = named.get(index) ?? namedGlyphsOf(api, handles[index] ?? 0);
      named.set(index, glyphs);
      return glyphs;
    },
  };
}

function isMono(widths: Widths | undefined): boolean {
  return (
    widths !== undefined &&
    bitsOf(widths.capitals) + bitsOf(widths.smalls) >= fewestLetters &&
    widths.most - widths.least < 0.02
  );
}

function bitsOf(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

function readFont(api: PdfiumApi, handle: number): Font {
  const { fpdf, scratch } = api;
  if (handle === 0) return { name: '', bold: false, italic: false, mono: false };
  const name = api
    .utf8((address, size) => fpdf.FPDFFont_GetBaseFontName(handle, address, size))
    .replace(/^[A-Z]{6}\+/, '');
  const flags = Math.max(0, fpdf.FPDFFont_GetFlags(handle));
  const weight = fpdf.FPDFFont_GetWeight(handle);
  const leaning = fpdf.FPDFFont_GetItalicAngle(handle, scratch) && api.int(scratch) !== 0;
  return fontNamed(name, {
    // PDFium guesses the weight by the width of a stem, which many programs tell wrongly.
    bold: (flags & forceBold) !== 0 || (weight >= 600 && !plainName.test(name)),
    italic: (flags & italicFlag) !== 0 || leaning,
    mono: (flags & monoFlag) !== 0,
  });
}

/** fontNamed gives a font with what the file tells of it and what its name does. */
export function fontNamed(name: string, { bold, italic, mono }: Pick<Font, 'bold' | 'italic' | 'mono'>): Font {
  const coding = codingOf(name);
  const math = coding === undefined ? mathFontOf(name) : isMathCoding(coding) ? coding : undefined;
  return {
    ...(math === undefined ? {} : { math }),
    ...(coding === undefined ? {} : { coding }),
    name,
    bold: bold || boldName.test(name),
    italic: italic || italicName.test(name),
    mono: mono || monoName.test(name),
  };
}
