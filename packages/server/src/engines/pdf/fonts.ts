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
  const pairs = new Map<number, number>();
  let last = 0;
  const used = (index: number) => {
    // Only what has no name is asked for what stands beside it.
    if (index !== last && list[index]?.name === '' && list[last]?.name === '')
      for (const pair of [pairOf(index, last), pairOf(last, index)]) pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    last = index;
    return index;
  };
  const named = new Map<number, readonly NamedGlyph[]>();
  return {
    list,
    finished: () =>
      withWeights(list, { widths, pairs }).map((font, at) => (isMono(widths[at]) ? { ...font, mono: true } : font)),
    indexOf(handle, { strokes, leans }) {
      const key = 4 * handle + (strokes ? 1 : 0) + (leans ? 2 : 0);
      const index = known.get(key);
      if (index !== undefined) return used(index);
      const font = readFont(api, handle, looks);
      list.push({ ...font, bold: font.bold || strokes, italic: font.italic || leans });
      widths.push(new Float32Array(alphabets));
      handles.push(handle);
      known.set(key, list.length - 1);
      return used(list.length - 1);
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

/** Letters of a bold font are wider, all together, than those of the font that it goes with; slanted ones hardly are. */
const boldWidth = 1.035;
const mostBoldWidth = 1.4;
const fewestShared = 5;
/** Text has so many different letters. */
const fewestOfText = 20;

/** FontUse is what a page shows of its fonts, by their numbers. */
interface FontUse {
  readonly widths: readonly Float32Array[];
  /** How often text in a font stands right before or behind text in another one, by `pairOf`. */
  readonly pairs: ReadonlyMap<number, number>;
}

function pairOf(font: number, beside: number): number {
  return 65_536 * font + beside;
}

/**
 * withWeights tells bold fonts among those without a name, whose letters are drawn one by one (Type 3) so that neither a program nor an outline
 * says anything: their letters are wider than the same ones of the font with the most letters. One of ligatures or figures is as bold as what
 * mostly stands before and behind it.
 */
function withWeights(fonts: readonly Font[], { widths, pairs }: FontUse): readonly Font[] {
  const unnamed = fonts.flatMap(({ name }, at) => (name === '' ? [at] : []));
  if (unnamed.length < 2) return fonts;
  const letters = (at: number) => widths[at]?.reduce((sum, width) => sum + (width > 0 ? 1 : 0), 0) ?? 0;
  const main = unnamed.reduce((most, at) => (letters(at) > letters(most) ? at : most));
  // A slide may have more letters in its bold heading than in what stands below.
  const slight =
    letters(main) < fewestOfText ? unnamed.find((at) => isWider(widths[main], widths[at]) === true) : undefined;
  const plain = slight ?? main;
  const known = new Map(unnamed.map((at) => [at, at === plain ? false : isWider(widths[at], widths[plain])]));
  const beside = (at: number, bold: boolean) =>
    unnamed.reduce((sum, one) => sum + (known.get(one) === bold ? (pairs.get(pairOf(at, one)) ?? 0) : 0), 0);
  // Before the number of a heading ends plain text, behind it begins what is bold.
  const isBold = (at: number) => known.get(at) ?? (beside(at, true) > 0 && beside(at, true) >= beside(at, false));
  return fonts.map((font, at) => (font.name === '' && isBold(at) ? { ...font, bold: true } : font));
}

/** isWider compares the letters that both have; undefined for too few. */
function isWider(widths: Float32Array | undefined, plain: Float32Array | undefined): boolean | undefined {
  let [own, others, shared] = [0, 0, 0];
  widths?.forEach((width, letter) => {
    const other = plain?.[letter] ?? 0;
    if (width === 0 || other === 0) return;
    own += width;
    others += other;
    shared += 1;
  });
  return shared < fewestShared ? undefined : own > boldWidth * others && own < mostBoldWidth * others;
}

const subsetTag = /^[A-Z]{6}\+/;

/** Bold weights; PDFium makes more of the widths that Ghostscript writes for stems, which say nothing. */
const boldWeights = [600, 1_000] as const;

function isHeavy(weight: number): boolean {
  return weight >= boldWeights[0] && weight <= boldWeights[1];
}

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
    bold: !exactName.test(name) && ((flags & forceBold) !== 0 || (isHeavy(weight) && !plainName.test(name))),
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
  const named = known.get(name) ?? rememberedFont(name);
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

function rememberedFont(name: string): Font {
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
