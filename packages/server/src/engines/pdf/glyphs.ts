import type { Bbox } from '@docmill/document';
import { type MathFont, mathFontOf, namedCharacter, texCharacter } from './formulas/tex-fonts.ts';
import type { Font } from './page-content.ts';
import type { PageFrame } from './page-frame.ts';
import type { PdfiumApi } from './pdfium.ts';

/** Glyph is one character on the page. */
export interface Glyph {
  readonly text: string;
  readonly bbox: Bbox;
  readonly baseline: number;
  readonly size: number;
  readonly font: number;
  readonly angle: 0 | 90 | 180 | 270;
  /** A blank that the page does not hold: PDFium infers it from a gap. */
  readonly generated: boolean;
  /** Index into the page's links. */
  readonly link?: number;
  /** What is inked, of signs of formulas: those say little by their loose box. */
  readonly ink?: Bbox;
  /** Set when this stands for a formula inside a line: its LaTeX. `text` is then its plain characters. */
  readonly latex?: string;
}

/** PageGlyphs is the text of a page with its fonts. */
export interface PageGlyphs {
  readonly glyphs: readonly Glyph[];
  readonly fonts: readonly Font[];
}

/** Text object facts that stay the same from glyph to glyph. */
interface TextObject {
  readonly math: MathFont | undefined;
  readonly font: number;
  readonly size: number;
  readonly angle: Glyph['angle'];
}

/** PDFium gives a hyphen at a line's end as this (fpdf_text.h). */
const softHyphen = 0x02;
const forceBold = 1 << 18;
const italicFlag = 1 << 6;
const monoFlag = 1;

/** readGlyphs reads all characters of a page. Facts of the text object are fetched only when it changes: 50 times a page, not 4,000. */
export function readGlyphs(api: PdfiumApi, page: number, frame: PageFrame): PageGlyphs {
  const { fpdf, character } = api;
  const textPage = fpdf.FPDFText_LoadPage(page);
  if (textPage === 0) return { glyphs: [], fonts: [] };
  try {
    const fonts = createFontTable(api);
    const glyphs: Glyph[] = [];
    const count = fpdf.FPDFText_CountChars(textPage);
    let lastObject = -1;
    let object: TextObject = { math: undefined, font: 0, size: 1, angle: 0 };
    for (let index = 0; index < count; index += 1) {
      const code = character.unicode(textPage, index);
      if (code === 13 || code === 10) continue;
      const handle = character.textObject(textPage, index);
      if (handle !== lastObject && handle !== 0) {
        lastObject = handle;
        object = readTextObject(api, handle, { fonts, frame, textPage, index });
      }
      if (code === 0 && (handle === 0 || object.math === undefined)) continue;
      const glyph = readGlyph(api, { textPage, index, code, object, frame });
      if (glyph !== undefined) glyphs.push(glyph);
    }
    return { glyphs, fonts: fonts.list };
  } finally {
    fpdf.FPDFText_ClosePage(textPage);
  }
}

interface GlyphPlace {
  readonly textPage: number;
  readonly index: number;
  readonly code: number;
  readonly object: TextObject;
  readonly frame: PageFrame;
}

function readGlyph(api: PdfiumApi, { textPage, index, code, object, frame }: GlyphPlace): Glyph | undefined {
  const { character, scratch } = api;
  const unmapped = object.math !== undefined && character.unmapped(textPage, index) === 1;
  const blank = (code === 32 && !unmapped) || code === 0xa0 || code === 9 || code === 0x3000;
  const generated = blank && character.isGenerated(textPage, index) === 1;
  if (character.looseBox(textPage, index, scratch) === 0) return undefined;
  const floats = api.allFloats();
  const at = scratch >> 2;
  const [left, top, right, bottom] = [floats[at] ?? 0, floats[at + 1] ?? 0, floats[at + 2] ?? 0, floats[at + 3] ?? 0];
  character.origin(textPage, index, scratch, scratch + 8);
  const doubles = api.allDoubles();
  const [originX, originY] = [doubles[scratch >> 3] ?? 0, doubles[(scratch >> 3) + 1] ?? 0];
  const bbox = frame.box(left, bottom, right, top);
  if (!frame.shows(bbox)) return undefined;
  const [x, y] = frame.point(originX, originY);
  const across = object.angle % 180 === 0;
  const text = blank ? ' ' : (symbolOfCode(code, unmapped, object.math) ?? textOfCode(code));
  const ink = !blank && needsInk(code, object.math) ? inkOf(api, { textPage, index, frame }) : undefined;
  return {
    text,
    bbox,
    baseline: across ? y : x,
    size: object.size,
    font: object.font,
    angle: object.angle,
    generated,
    ...(ink === undefined ? {} : { ink }),
  };
}

/** Arrows, operators, pieces of brackets and mathematical letters say little by their loose boxes, and so does what a font of formulas holds. */
function needsInk(code: number, math: MathFont | undefined): boolean {
  if (math !== undefined) return math !== 'roman' || code > 127;
  return (code >= 0x2190 && code <= 0x2bff) || code >= 0x1d400 || (code >= 0xf8e5 && code <= 0xf8fe);
}

function inkOf(
  { character, scratch, allDoubles }: PdfiumApi,
  { textPage, index, frame }: Pick<GlyphPlace, 'textPage' | 'index' | 'frame'>,
): Bbox | undefined {
  if (character.ink(textPage, index, scratch, scratch + 8, scratch + 16, scratch + 24) === 0) return undefined;
  const at = scratch >> 3;
  const doubles = allDoubles();
  return frame.box(doubles[at] ?? 0, doubles[at + 2] ?? 0, doubles[at + 1] ?? 0, doubles[at + 3] ?? 0);
}

function symbolOfCode(code: number, unmapped: boolean, math: MathFont | undefined): string | undefined {
  if (math === undefined) return undefined;
  return unmapped || code === 0 ? texCharacter(math, code) : namedCharacter(math, code);
}

function textOfCode(code: number): string {
  if (code === softHyphen) return '-';
  // PDFium can give code points that Unicode does not have.
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code < 32) return '\uFFFD';
  // Kangxi and CJK radicals look like ordinary characters and are meant as such.
  if (code >= 0x2e80 && code <= 0x2fdf) return String.fromCodePoint(code).normalize('NFKC');
  return String.fromCodePoint(code);
}

interface FontTable {
  readonly list: readonly Font[];
  indexOf(font: number): number;
}

function createFontTable(api: PdfiumApi): FontTable {
  const list: Font[] = [];
  const byHandle = new Map<number, number>();
  return {
    list,
    indexOf(handle) {
      const known = byHandle.get(handle);
      if (known !== undefined) return known;
      list.push(readFont(api, handle));
      byHandle.set(handle, list.length - 1);
      return list.length - 1;
    },
  };
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
  const math = mathFontOf(name);
  return {
    ...(math === undefined ? {} : { math }),
    name,
    bold:
      /bold|black|heavy|demi(?!r)|semibd|^(cm|sf|ec)(b|ss)?bx|^cmb\d|^cmmib|^cmbsy/i.test(name) ||
      (flags & forceBold) !== 0 ||
      weight >= 600,
    italic: /italic|oblique|slanted/i.test(name) || (flags & italicFlag) !== 0 || leaning,
    mono: (flags & monoFlag) !== 0 || /mono|courier|consolas|menlo|typewriter|cmtt/i.test(name),
  };
}

interface ObjectPlace {
  readonly fonts: FontTable;
  readonly frame: PageFrame;
  readonly textPage: number;
  readonly index: number;
}

function readTextObject(api: PdfiumApi, handle: number, { fonts, frame, textPage, index }: ObjectPlace): TextObject {
  const { fpdf, scratch } = api;
  // The matrix of the character knows the forms that its object stands in, the object's own does not.
  const known = fpdf.FPDFText_GetMatrix(textPage, index, scratch);
  const [a = 1, b = 0, c = 0, d = 1] = known ? api.floats(scratch, 4) : [1, 0, 0, 1];
  fpdf.FPDFTextObj_GetFontSize(handle, scratch);
  const size = Math.abs(api.floats(scratch, 1)[0] ?? 1) * Math.hypot(c, d);
  const font = fonts.indexOf(fpdf.FPDFTextObj_GetFont(handle));
  return {
    font,
    math: fonts.list[font]?.math,
    size: Number.isFinite(size) && size > 0 ? size : 1,
    angle: angleOf(frame.direction(a, b)),
  };
}

function angleOf([dx, dy]: readonly [number, number]): Glyph['angle'] {
  if (Math.abs(dx) >= Math.abs(dy)) return dx >= 0 ? 0 : 180;
  return dy > 0 ? 90 : 270;
}
