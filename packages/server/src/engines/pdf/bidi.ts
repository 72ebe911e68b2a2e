import type { Bbox } from '@docmill/document';
import { withTrueBrackets } from './bidi-brackets.ts';
import { logicalRun } from './bidi-runs.ts';
import { isRightToLeft, runsRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';

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
    const isLine = isPage ? line.some(({ text }) => isRightToLeft(text)) : runsRightToLeft(line);
    for (const glyph of isLine ? withTrueBrackets(logicalLine(line)) : line) result.push(glyph);
    start = end;
  }
  return result;
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
    const end = isLetter ? endOfLigature(line, at) : endOfRun(line, at);
    const run = line.slice(at, end);
    for (const glyph of isLetter ? run.reverse() : logicalRun(run, isArabic)) result.push(glyph);
    at = end;
  }
  return result;
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
