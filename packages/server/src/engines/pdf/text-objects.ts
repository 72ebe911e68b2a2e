import type { Bbox } from '@docmill/document';
import type { FontTable } from './fonts.ts';
import type { MathFont } from './formulas/tex-fonts.ts';
import type { Coding } from './glyph-names/publisher-fonts.ts';
import type { Glyph, GlyphContext } from './glyphs.ts';
import { fillOf } from './ground.ts';
import type { PdfiumApi } from './pdfium.ts';
import type { TagRole } from './tags.ts';

/** TextObject is what stays the same from glyph to glyph of a text object. */
export interface TextObject {
  readonly font: number;
  readonly fontName: string;
  readonly math: MathFont | undefined;
  readonly coding: Coding | undefined;
  readonly size: number;
  readonly angle: Glyph['angle'];
  /** Neither along nor across the page, as a watermark or the label of an axis, or no text at all. */
  readonly oblique: boolean;
  readonly invisible: boolean;
  /** White, so that only what lies under it makes it seen. */
  readonly white: boolean;
  readonly role?: TagRole;
  /** Lower edge and baseline of the last glyph that was asked for its place, and the box of the last glyph. */
  readonly line: { foot: number; baseline: number; box: Bbox };
}

const noBox: Bbox = [Number.NaN, 0, 0, 0];

/** Render modes of FPDFTextObj_GetTextRenderMode. */
const fillAndStroke = 2;
const invisibleMode = 3;
/** Fonts of TeX whose letters are pieces of lines and circles. */
const drawingFont = /^l(?:ine|circle)w?10$/i;
/** Text that leans more than this, in parts of its length, belongs to no line. */
const lean = 0.17;
/** Smaller letters than this, points, nobody can read. */
const smallestSeen = 0.5;

/** What no glyph is of. */
export const noObject: TextObject = {
  math: undefined,
  coding: undefined,
  font: 0,
  fontName: '',
  size: 1,
  angle: 0,
  oblique: false,
  invisible: false,
  white: false,
  line: { foot: Number.NaN, baseline: 0, box: noBox },
};

interface ObjectPlace extends Pick<GlyphContext, 'frame' | 'tags'> {
  readonly fonts: FontTable;
  readonly textPage: number;
  readonly index: number;
}

const upright = [1, 0, 0, 1] as const;

/** readTextObject reads a text object (FPDF_PAGEOBJECT) of which the glyph at an index of the text page is. */
export function readTextObject(
  api: PdfiumApi,
  handle: number,
  { fonts, frame, tags, textPage, index }: ObjectPlace,
): TextObject {
  const { fpdf, scratch } = api;
  // The matrix of the character knows the forms that its object stands in, the object's own does not.
  const known = fpdf.FPDFText_GetMatrix(textPage, index, scratch);
  const at = scratch >> 2;
  let memory = api.allFloats();
  const matrix = known
    ? ([memory[at], memory[at + 1], memory[at + 2], memory[at + 3]] as [number, number, number, number])
    : upright;
  const [a, b, c, d] = matrix;
  fpdf.FPDFTextObj_GetFontSize(handle, scratch);
  memory = api.allFloats();
  const size = Math.abs(memory[at] as number) * Math.hypot(c, d);
  const mode = fpdf.FPDFTextObj_GetTextRenderMode(handle);
  const direction = frame.direction(a, b);
  const look = { strokes: mode === fillAndStroke, leans: doesLean(matrix) };
  const font = fonts.indexOf(fpdf.FPDFTextObj_GetFont(handle), look);
  const own = fonts.list[font];
  const fill = fillOf(api, handle, mode);
  const role = tags?.roleOf(fpdf.FPDFPageObj_GetMarkedContentID(handle));
  return {
    font,
    math: own?.math,
    coding: own?.coding,
    fontName: own?.name ?? '',
    size: Number.isFinite(size) && size > 0 ? size : 1,
    angle: angleOf(direction),
    oblique: isOblique(direction) || drawingFont.test(own?.name ?? ''),
    invisible: mode === invisibleMode || fill === 'none' || (size < smallestSeen && own?.name !== ''),
    white: fill === 'white',
    ...(role === undefined ? {} : { role }),
    line: { foot: Number.NaN, baseline: 0, box: noBox },
  };
}

/** doesLean: the matrix of the text leans its letters to the right, as italics do. */
function doesLean([a, b, c, d]: readonly [number, number, number, number]): boolean {
  // Nearly all text ends here.
  if (c === 0 || a * d <= b * c) return false;
  const cosine = (a * c + b * d) / (Math.hypot(a, b) * Math.hypot(c, d));
  return cosine > 0.1 && cosine < 0.45;
}

/** angleOf gives the direction of text, clockwise degrees on the page as shown. */
export function angleOf([dx, dy]: readonly [number, number]): Glyph['angle'] {
  if (Math.abs(dx) >= Math.abs(dy)) return dx >= 0 ? 0 : 180;
  return dy > 0 ? 90 : 270;
}

function isOblique([dx, dy]: readonly [number, number]): boolean {
  return Math.min(Math.abs(dx), Math.abs(dy)) > lean * Math.max(Math.abs(dx), Math.abs(dy));
}
