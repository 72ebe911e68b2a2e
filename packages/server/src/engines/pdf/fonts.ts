import type { Bbox } from '@docmill/document';
import { mathFontOf } from './formulas/tex-fonts.ts';
import type { NamedGlyph } from './glyph-names/cff.ts';
import { namedGlyphsOf } from './glyph-names/find-names.ts';
import { codingOf, isMathCoding } from './glyph-names/publisher-fonts.ts';
import { type OutlineLook, outlineLook, saysNothing } from './outline-look.ts';
import type { Font } from './page-content.ts';
import type { PdfiumApi } from './pdfium.ts';

const forceBold = 1 << 18;
const italicFlag = 1 << 6;
const monoFlag = 1;

/** Names that say bold: also `CMBX10`, `NimbusRomNo9L-Medi`, `SFBX1000`, `Arial,Bd`. */
const boldName =
  /^cmmib|^cmbsy|bold|black|heavy|demi(?!r)|semibd|medi(?!um|a|ev|c)|[-,]bd|\b(?:cm|sf|ec|lm)(?:ss)?bx|(?:[tp]x|math|hfbr)b(?:mi|rm|x|s)|^hfbrmb|^eu[rsf]b\d|^r[tp]xb|^kp-.*medium|-bol$/i;
/** These names of TeX's own fonts tell the weight, whatever the file says: programs that make PDF of PostScript guess it. */
const exactName = /^(?:cm|ec|sf|la|tc|eu|msa|msb|rsfs|hfbr)[a-z]*\d+$/i;
const plainName = /regular|light|thin|[-_](?:book|roman)\b/i;
const italicName = /ital|oblique|slanted|[-,]it\b|\b(?:cm|sf|ec)(?:ti|sl|bxti|itt|mi(?=\d))/i;
const monoName =
  /mono(?!type)|courier|consol|menlo|typewriter|inconsolata|letter\s?gothic|source\s?code|fira\s?code|cascadia|\b(?:cm|sf|ec|lm|tx)(?:s|it|sl|v)?tt|^sf(?:it|st)\d/i;
/** LibreOffice sets the signs of its formulas in this one, and nothing else but bullets. */
const signsName = /^opensymbol/i;
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
  measured(
    text: { readonly font: number; readonly size: number; readonly angle: number },
    code: number,
    bbox: Bbox,
  ): void;
  /** namedGlyphs gives the glyphs of a font whose names are its own. */
  namedGlyphs(index: number): readonly NamedGlyph[];
}

/** OutlineLooks are those that were measured in a document, by the names of its fonts with the tags of their subsets. */
export type OutlineLooks = Map<string, OutlineLook>;

/** createFontTable starts with none. */
export function createFontTable(api: PdfiumApi, looks: OutlineLooks): FontTable {
  const list: Font[] = [];
  const widths: Float32Array[] = [];
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
      const font = readFont(api, handle, looks);
      list.push({ ...font, bold: font.bold || strokes, italic: font.italic || leans });
      widths.push(new Float32Array(alphabets));
      handles.push(handle);
      known.set(key, list.length - 1);
      return list.length - 1;
    },
    measured({ font, size, angle }, code, bbox) {
      const of = widths[font];
      if (of === undefined) return;
      const width = angle === 0 || angle === 180 ? bbox[2] - bbox[0] : bbox[3] - bbox[1];
      of[code < 96 ? code & 31 : 32 | (code & 31)] = width / size;
    },
    namedGlyphs(index) {
      const glyphs = named.get(index) ?? namedGlyphsOf(api, handles[index] ?? 0);
      named.set(index, glyphs);
      return glyphs;
    },
  };
}

/** Room for the letters of both alphabets, by the last bits of their codes. */
const alphabets = 64;
/** Widths are alike that differ by less than this, in sizes; single letters may reach over their width. */
const alike = 0.02;
const mostAlike = 0.9;

/** isMono: many letters were seen, and all but a few have one width. */
function isMono(widths: Float32Array | undefined): boolean {
  const seen = widths?.filter((width) => width > 0).sort();
  if (seen === undefined || seen.length < fewestLetters) return false;
  const middle = seen[seen.length >> 1] ?? 0;
  return seen.filter((width) => Math.abs(width - middle) < alike).length >= mostAlike * seen.length;
}

const subsetTag = /^[A-Z]{6}\+/;

function readFont(api: PdfiumApi, handle: number, looks: OutlineLooks): Font {
  const { fpdf, scratch } = api;
  if (handle === 0) return { name: '', bold: false, italic: false, mono: false };
  const tagged = api.utf8((address, size) => fpdf.FPDFFont_GetBaseFontName(handle, address, size));
  const name = tagged.replace(subsetTag, '');
  const flags = Math.max(0, fpdf.FPDFFont_GetFlags(handle));
  const weight = fpdf.FPDFFont_GetWeight(handle);
  const leaning = fpdf.FPDFFont_GetItalicAngle(handle, scratch) && api.int(scratch) !== 0;
  const font = fontNamed(name, {
    // PDFium guesses the weight by the width of a stem, which many programs tell wrongly.
    bold: !exactName.test(name) && ((flags & forceBold) !== 0 || (weight >= 600 && !plainName.test(name))),
    italic: (flags & italicFlag) !== 0 || leaning,
    mono: (flags & monoFlag) !== 0,
  });
  if (!saysNothing(name) || font.coding !== undefined) return font;
  // Fonts without a tag are whole, and may share a name.
  const look = looks.get(tagged) ?? outlineLook(api, handle);
  if (tagged !== name) looks.set(tagged, look);
  return { ...font, bold: font.bold || look.bold, italic: font.italic || look.italic };
}

/** fontNamed gives a font with what the file tells of it and what its name does. */
export function fontNamed(name: string, told: Pick<Font, 'bold' | 'italic' | 'mono'>): Font {
  const named = known.get(name) ?? remembered(name);
  return {
    ...named,
    bold: told.bold || named.bold,
    italic: told.italic || named.italic,
    mono: told.mono || named.mono,
  };
}

/** A page has the fonts of the page before, mostly: what their names say is remembered of so many. */
const known = new Map<string, Font>();
const mostKnown = 1_000;

function remembered(name: string): Font {
  if (known.size >= mostKnown) known.clear();
  const font = readName(name);
  known.set(name, font);
  return font;
}

function readName(name: string): Font {
  const coding = codingOf(name);
  const math = coding === undefined ? mathFontOf(name) : isMathCoding(coding) ? coding : undefined;
  return {
    ...(math === undefined ? {} : { math }),
    ...(coding === undefined ? {} : { coding }),
    ...(signsName.test(name) ? { signs: true } : {}),
    name,
    bold: boldName.test(name),
    italic: italicName.test(name),
    mono: monoName.test(name),
  };
}
