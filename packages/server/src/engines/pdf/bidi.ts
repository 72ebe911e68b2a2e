import type { Bbox } from '@docmill/document';
import { withTrueBrackets } from './bidi-brackets.ts';
import { logicalRun } from './bidi-runs.ts';
import { isRightToLeft, runsRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';
import { isInferred } from './lone-marks.ts';

/** Longest ligature, in letters. */
const longestLigature = 4;
/** A wider gap, in sizes, parts cells and columns. */
const widestGap = 1.5;

/**
 * withLogicalOrder mends what PDFium gives in the wrong order among letters from right to left: the letters of a ligature, which it turns
 * round with those of the line, and stretches of numbers, signs and Latin words, which it leaves as they stand. Then it tells brackets apart.
 */
export function withLogicalOrder(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => isRightToLeft(text))) return glyphs;
  const isPage = runsRightToLeft(glyphs);
  const result: Glyph[] = [];
  for (let start = 0; start < glyphs.length; ) {
    const end = endOfLine(glyphs, start);
    const line = glyphs.slice(start, end);
    const isLine = isPage ? isToLeft(line) : runsRightToLeft(line);
    for (const glyph of isLine ? withTrueBrackets(logicalLine(line)) : line) result.push(glyph);
    start = end;
  }
  return result;
}

/** isToLeft: a line of a page from right to left has such letters, or is the mark of an item alone: `.1` */
function isToLeft(line: readonly Glyph[]): boolean {
  if (line.some(({ text }) => isRightToLeft(text))) return true;
  return line.length < 6 && /^\s*[.:)(]\p{Nd}{1,3}\s*$/u.test(line.map(({ text }) => text).join(''));
}

function endOfLine(glyphs: readonly Glyph[], start: number): number {
  let end = start + 1;
  while (end < glyphs.length && isOnLine(glyphs[end - 1] as Glyph, glyphs[end] as Glyph)) end += 1;
  return end;
}

function isOnLine(glyph: Glyph, other: Glyph): boolean {
  return glyph.angle === other.angle && Math.abs(glyph.baseline - other.baseline) < 0.5 * glyph.size;
}

function logicalLine(line: readonly Glyph[]): readonly Glyph[] {
  const isArabic = line.some(({ text }) => isJoining(text));
  const result: Glyph[] = [];
  for (let at = 0; at < line.length; ) {
    const isLetter = isLetterToLeft(line[at] as Glyph);
    const words = isLetter ? undefined : wordsBehindNumber(line, at);
    const length = words?.length ?? (isLetter ? endOfLigature(line, at) : endOfRun(line, at)) - at;
    const end = at + length;
    const run = words ?? line.slice(at, end);
    at = isLetter ? end : endOfEarlier(line, { last: result.at(-1), run, end });
    for (const glyph of line.slice(end, at)) result.push(glyph);
    for (const glyph of isLetter ? run.reverse() : logicalRun(run, isArabic)) result.push(glyph);
  }
  return result;
}

interface RunPlace {
  /** The glyph before the run. */
  readonly last: Glyph | undefined;
  readonly run: readonly Glyph[];
  readonly end: number;
}

/** endOfEarlier gives where the letters end that PDFium gives behind signs though they stand to the right of them: `)ا` is `ا)`. */
function endOfEarlier(line: readonly Glyph[], { last, run, end }: RunPlace): number {
  const ink = run.filter(({ text }) => text !== ' ').at(-1);
  if (last === undefined || ink === undefined) return end;
  let behind = end;
  for (let right = ink; behind < line.length; behind += 1) {
    const letter = line[behind] as Glyph;
    if (!isLetterToLeft(letter) || Math.abs(letter.bbox[0] - right.bbox[2]) > 0.1 * letter.size) break;
    if (letter.bbox[2] > last.bbox[0] + 0.1 * letter.size) break;
    right = letter;
  }
  return behind;
}

/** isJoining tells Arabic letters from Hebrew ones: what signs do beside numbers differs. */
function isJoining(text: string): boolean {
  return text.charCodeAt(0) >= 0x600 && isRightToLeft(text);
}

/** Digits are written from left to right in all scripts. */
function isLetterToLeft({ text }: Glyph): boolean {
  return isRightToLeft(text) && !/^\p{Nd}/u.test(text);
}

/** endOfLigature: letters that go on to the right, each right where the one before ends, are parts of one glyph. */
function endOfLigature(glyphs: readonly Glyph[], start: number): number {
  let end = start + 1;
  while (end < glyphs.length && end - start < longestLigature) {
    const [last, next] = [glyphs[end - 1] as Glyph, glyphs[end] as Glyph];
    const touches = Math.abs(next.bbox[0] - last.bbox[2]) < 0.02 * next.size && next.bbox[3] === last.bbox[3];
    // Some fonts give all letters of a ligature one place.
    const isSame = next.bbox[0] === last.bbox[0] && next.bbox[2] === last.bbox[2];
    if (!isLetterToLeft(next) || !(touches || isSame) || next.baseline !== last.baseline) break;
    end += 1;
  }
  return end;
}

/** Numbers and words of other scripts among letters from right to left are no longer than this. */
const longestStretch = 200;

/**
 * wordsBehindNumber gives what stands between letters from right to left, as it stands on the page, where PDFium gives the number before the word
 * on its left: `26`, `SPSS` are `SPSS 26`.
 */
function wordsBehindNumber(line: readonly Glyph[], start: number): Glyph[] | undefined {
  const end = endOfRun(line, start);
  const next = line[end];
  if (next === undefined || isLetterToLeft(next) || !line.slice(start, end).some(({ text }) => /\d/.test(text))) return;
  let behind = end;
  while (behind < line.length && !isLetterToLeft(line[behind] as Glyph)) {
    behind += 1;
    if (behind - start > longestStretch) return;
  }
  // Where PDFium puts a blank that it infers says little.
  while (behind > end && isInferred(line[behind - 1])) behind -= 1;
  const stretch = line.slice(start, behind);
  if (!stretch.some(({ text }) => /^\p{Script=Latin}/u.test(text))) return;
  const sorted = stretch.sort((a, b) => a.bbox[0] - b.bbox[0]);
  const isWhole = sorted.every((glyph, at) => {
    const before = sorted[at - 1];
    return before === undefined || glyph.bbox[0] - before.bbox[2] < widestGap * glyph.size;
  });
  return isWhole ? sorted : undefined;
}

/** endOfRun: numbers, signs and Latin letters that follow each other from left to right. */
function endOfRun(line: readonly Glyph[], start: number): number {
  let last: Bbox | undefined;
  for (let end = start; end < line.length; end += 1) {
    const glyph = line[end] as Glyph;
    if (isLetterToLeft(glyph)) return end;
    // Where PDFium puts a blank that it infers says little.
    if (glyph.generated) continue;
    const gap = last === undefined ? 0 : glyph.bbox[0] - last[2];
    if (last !== undefined && (glyph.bbox[0] <= last[0] || gap > widestGap * glyph.size)) return end;
    last = glyph.bbox;
  }
  return line.length;
}
