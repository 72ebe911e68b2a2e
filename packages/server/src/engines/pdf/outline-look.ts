import type { PdfiumApi } from './pdfium.ts';

/** OutlineLook is what the outlines of a font's letters show of it. */
export interface OutlineLook {
  readonly bold: boolean;
  readonly italic: boolean;
}

/** Names that programs number fonts by, which say nothing of them: `AdvPS6F00`, `F12`, `TT2`, `T1_0`. */
const numbered = /^(?:adv\p{L}*\p{N}|(?:[cfgrt]|tt|fo|font|fnt)[\d_+-]*\d)/iu;
/** Letters with a stem that is straight in nearly all fonts. */
const stemmed = 'lIhdnHEb';
/** So many of them tell the look. */
const enough = 4;
const fewest = 3;
/** A stem goes up by more than this, in sizes, and less far aside, in parts of that. */
const stemHeight = 0.25;
const steepest = 0.6;
/** Slanted letters lean by more than this, in parts of their height: italics by a fifth and more. */
const leastLean = 0.08;
/** Stems of bold letters are wider, in sizes: others have 0.06 to 0.105, bold ones 0.12 and more. */
const boldStem = 0.116;

/** saysNothing tells names that programs number fonts by, the tag of their subset removed. */
export function saysNothing(name: string): boolean {
  return numbered.test(name);
}

/** outlineLook measures stems of a font (FPDF_FONT): letters that all lean are slanted, wide ones bold. */
export function outlineLook(api: PdfiumApi, font: number): OutlineLook {
  const leans: number[] = [];
  const widths: number[] = [];
  for (const letter of stemmed) {
    if (leans.length >= enough) break;
    const stem = stemOf(linesOf(api, font, letter.charCodeAt(0)));
    if (stem === undefined) continue;
    leans.push(stem.lean);
    widths.push(stem.width);
  }
  if (leans.length < fewest) return { bold: false, italic: false };
  widths.sort((a, b) => a - b);
  return { bold: (widths[1] ?? 0) > boldStem, italic: leans.every((lean) => lean > leastLean) };
}

/** A straight line of an outline, in sizes. */
interface OutlineLine {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Types of FPDFPathSegment_GetType. */
const lineTo = 0;
const moveTo = 2;
/** What PDFium gives for a size of 1,000 is in sizes. */
const unit = 1_000;

function linesOf({ fpdf, path, scratch, floats }: PdfiumApi, font: number, code: number): readonly OutlineLine[] {
  const outline = fpdf.FPDFFont_GetGlyphPath(font, code, unit);
  const count = outline === 0 ? 0 : fpdf.FPDFGlyphPath_CountGlyphSegments(outline);
  const lines: OutlineLine[] = [];
  let start: OutlineLine['from'] = [0, 0];
  let last = start;
  for (let at = 0; at < count; at += 1) {
    const segment = fpdf.FPDFGlyphPath_GetGlyphPathSegment(outline, at);
    path.segmentPoint(segment, scratch, scratch + 4);
    const [x = 0, y = 0] = floats(scratch, 2);
    const type = path.segmentType(segment);
    if (type === moveTo) start = [x, y];
    if (type === lineTo) lines.push({ from: last, to: [x, y] });
    last = [x, y];
    if (!fpdf.FPDFPathSegment_GetClose(segment)) continue;
    lines.push({ from: last, to: start });
    last = start;
  }
  return lines;
}

/** stemOf gives the stem at the left of a letter: how far it leans, and how wide it is; undefined where no two lines go up. */
function stemOf(lines: readonly OutlineLine[]): { readonly lean: number; readonly width: number } | undefined {
  const sides = lines.flatMap(({ from: [x0, y0], to: [x1, y1] }) => {
    const [across, up] = [x1 - x0, y1 - y0];
    if (Math.abs(up) < stemHeight || Math.abs(across) > steepest * Math.abs(up)) return [];
    return [{ lean: across / up, x: x0 + (across / up) * (stemHeight - y0) }];
  });
  const [left, right] = sides.sort((a, b) => a.x - b.x);
  return left === undefined || right === undefined
    ? undefined
    : { lean: Math.min(left.lean, right.lean), width: right.x - left.x };
}
