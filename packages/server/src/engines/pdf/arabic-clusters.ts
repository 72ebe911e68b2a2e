import { isRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';
import { isInferred } from './lone-marks.ts';

/** Pieces of one glyph are equally wide, and side by side, but for so much, in sizes. */
const exact = 0.02;
/** A mark is printed above or below its line by so many sizes at most, and its letter stands so near to the next one. */
const mostRise = 0.8;
const near = 1.2;
/** Letters farther away than this among the glyphs are not looked at, nor more clusters than this of one page. */
const farthest = 600;
const mostRaised = 200;

/**
 * withArabicClusters puts the letter first of what one glyph stands for: PDFium gives the marks before it, each in a part of the glyph's box.
 * Some programs tell the letter for its mark, which stands above the line; both go where the letter is seen.
 */
export function withArabicClusters(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => isArabicMark(text))) return glyphs;
  const result: Glyph[] = [];
  const raised: Raised[] = [];
  for (let at = 0; at < glyphs.length; ) {
    const end = endOfCluster(glyphs, at);
    if (end - at < 2) result.push(glyphs[at] as Glyph);
    else {
      const cluster = wholeOf(glyphs.slice(at, end));
      if (raised.length < mostRaised && isRaised(glyphs, { at, end })) {
        while (isInferred(result.at(-1))) result.pop();
        raised.push({ cluster, at: result.length });
      } else result.push(...cluster);
    }
    at = end;
  }
  for (const one of raised.reverse()) place(result, one);
  return result;
}

interface Raised {
  readonly cluster: readonly Glyph[];
  readonly at: number;
}

/** isArabicMark tells vowels and their like over and under Arabic letters. */
export function isArabicMark(text: string): boolean {
  const code = text.charCodeAt(0);
  return text.length === 1 && ((code >= 0x64b && code <= 0x65f) || code === 0x670);
}

/** No letter bears more marks than this. */
const mostMarks = 8;

/** endOfCluster gives the index behind marks and the letter that they share a glyph with; behind the first of other glyphs. */
function endOfCluster(glyphs: readonly Glyph[], start: number): number {
  let at = start;
  while (at - start < mostMarks && isArabicMark(glyphs[at]?.text ?? '')) at += 1;
  const letter = glyphs[at];
  if (at === start || letter === undefined || !isRightToLeft(letter.text)) return start + 1;
  const { bbox: box, baseline, size } = letter;
  const width = box[2] - box[0];
  let [x0, x1] = [box[0], box[2]];
  for (let index = start; index < at; index += 1) {
    const { bbox, baseline: own } = glyphs[index] as Glyph;
    const isAlike = Math.abs(bbox[2] - bbox[0] - width) < exact * size && bbox[1] === box[1] && bbox[3] === box[3];
    if (!isAlike || own !== baseline) return start + 1;
    [x0, x1] = [Math.min(x0, bbox[0]), Math.max(x1, bbox[2])];
  }
  const pieces = at - start + 1;
  return width > 0 && Math.abs(x1 - x0 - pieces * width) < pieces * exact * size ? at + 1 : start + 1;
}

/** wholeOf gives the letter its whole glyph, and the marks no room. */
function wholeOf(pieces: readonly Glyph[]): readonly Glyph[] {
  const letter = pieces.at(-1) as Glyph;
  const [, y0, , y1] = letter.bbox;
  const x0 = Math.min(...pieces.map(({ bbox }) => bbox[0]));
  const x1 = Math.max(...pieces.map(({ bbox }) => bbox[2]));
  const marks = pieces.slice(0, -1).reverse();
  return [{ ...letter, bbox: [x0, y0, x1, y1] }, ...marks.map((mark): Glyph => ({ ...mark, bbox: [x0, y0, x0, y1] }))];
}

function isRaised(glyphs: readonly Glyph[], { at, end }: { readonly at: number; readonly end: number }): boolean {
  const { baseline, angle, size } = glyphs[at] as Glyph;
  const isOther = (step: 1 | -1, from: number): boolean => {
    const next = glyphs[isInferred(glyphs[from]) ? from + step : from];
    return next === undefined || Math.abs(next.baseline - baseline) > 0.1 * size;
  };
  return angle === 0 && isOther(-1, at - 1) && isOther(1, end);
}

/** place puts a letter between those that it stands between; where PDFium parted the line there, its left part follows. */
function place(glyphs: Glyph[], { cluster, at }: Raised): void {
  const [letter] = cluster as [Glyph];
  const middle = (letter.bbox[0] + letter.bbox[2]) / 2;
  let [left, right] = [-1, -1];
  let [toLeft, toRight] = [near * letter.size, near * letter.size];
  for (let index = Math.max(0, at - farthest); index < Math.min(glyphs.length, at + farthest); index += 1) {
    const { text, bbox, baseline, angle } = glyphs[index] as Glyph;
    if (angle !== 0 || Math.abs(baseline - letter.baseline) > mostRise * letter.size || isArabicMark(text)) continue;
    if (bbox[2] - bbox[0] === 0) continue;
    const [before, behind] = [bbox[0] - middle, middle - bbox[2]];
    if (before > -0.1 * letter.size && before < toRight) [right, toRight] = [index, before];
    if (behind > -0.1 * letter.size && behind < toLeft) [left, toLeft] = [index, behind];
  }
  const neighbour = glyphs[left] ?? glyphs[right];
  if (neighbour === undefined) {
    glyphs.splice(at, 0, ...cluster);
    return;
  }
  const own = cluster.map((glyph): Glyph => ({ ...glyph, baseline: neighbour.baseline }));
  let behind = right + 1;
  while (isArabicMark(glyphs[behind]?.text ?? '')) behind += 1;
  const isParted = left >= 0 && right >= 0 && left !== behind;
  if (!isParted) glyphs.splice(left >= 0 ? left : behind, 0, ...own);
  else if (left > behind && glyphs.slice(behind, left).every(isInferred)) glyphs.splice(behind, left - behind, ...own);
  else movePart(glyphs, { left, behind, own });
}

interface PartPlace {
  /** Where the left part of the line begins. */
  readonly left: number;
  /** Where it belongs. */
  readonly behind: number;
  readonly own: readonly Glyph[];
}

function movePart(glyphs: Glyph[], { left, behind, own }: PartPlace): void {
  const { baseline, size, bbox } = glyphs[left] as Glyph;
  const isOfPart = (glyph: Glyph | undefined) =>
    glyph !== undefined && Math.abs(glyph.baseline - baseline) < 0.1 * size && glyph.bbox[0] < bbox[2];
  let end = left + 1;
  while (isOfPart(glyphs[end])) end += 1;
  const isBetween = behind > left && behind < end;
  if (isBetween) {
    glyphs.splice(left, 0, ...own);
    return;
  }
  const part = glyphs.splice(left, end - left);
  glyphs.splice(behind > left ? behind - part.length : behind, 0, ...own, ...part);
}
