import { unknownCharacter } from './characters.ts';
import { isRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';

/** ZERO WIDTH NON-JOINER: it parts the pieces of Persian words (`می‌شود`), which are others without it. */
export const nonJoiner = '\u200c';
/** A stroke that joins letters is no wider than this, in sizes: what has no meaning and is wider may be a letter. */
const widestStroke = 0.4;
/** Letters that join stand no farther apart than this, in sizes. */
const near = 0.08;
/** Letters that never join with the next one. */
const ending = /^[اأإآٱدذرزژڑڈوؤۇۈۆةىءے]/;

/**
 * withNonJoiners moves non-joiners into the text of the letter before them, and drops those that part no letters. PDFium turns the order of what
 * one glyph stands for round: a non-joiner that shares the box of a letter stands on its other side.
 */
export function withNonJoiners(glyphs: readonly Glyph[]): Glyph[] {
  const behind = new Set<Glyph>();
  const letters = glyphs.filter(({ text }) => text !== nonJoiner);
  let count = 0;
  for (const [at, glyph] of glyphs.entries()) {
    if (glyph.text !== nonJoiner) {
      count += 1;
      continue;
    }
    const isLast = isSameBox(glyph, glyphs[at - 1]);
    const before = isLast ? count - 2 : isSameBox(glyph, glyphs[at + 1]) ? count : count - 1;
    const [letter, next] = [letters[before], letters[before + 1]];
    if (letter !== undefined && isLetter(letter) && isLetter(next)) behind.add(letter);
  }
  return letters.map((glyph) => (behind.has(glyph) ? { ...glyph, text: glyph.text + nonJoiner } : glyph));
}

function isSameBox({ bbox: [x0, , x1] }: Glyph, other: Glyph | undefined): boolean {
  return other !== undefined && x1 > x0 && other.bbox[0] === x0 && other.bbox[2] === x1;
}

function isLetter(glyph: Glyph | undefined): boolean {
  return glyph !== undefined && isRightToLeft(glyph.text);
}

/** withoutStrokes drops the strokes by which programs stretch Arabic lines to full width: they stand between letters that join, and mean nothing. */
export function withoutStrokes(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => text === unknownCharacter)) return glyphs;
  return glyphs.filter((glyph, at) => !isStroke(glyphs, glyph, at));
}

function isStroke(glyphs: readonly Glyph[], glyph: Glyph, at: number): boolean {
  if (glyph.text !== unknownCharacter || glyph.bbox[2] - glyph.bbox[0] > widestStroke * glyph.size) return false;
  // Several may follow each other.
  let [before, after] = [at - 1, at + 1];
  while (glyphs[before]?.text === unknownCharacter) before -= 1;
  while (glyphs[after]?.text === unknownCharacter) after += 1;
  const [last, next] = [glyphs[before], glyphs[after]];
  if (last === undefined || next === undefined || !isArabic(last.text) || !isArabic(next.text)) return false;
  const [right, left] = [glyphs[before + 1] as Glyph, glyphs[after - 1] as Glyph];
  return !ending.test(last.text) && isBeside(last, right) && isBeside(left, next);
}

function isArabic(text: string): boolean {
  return text.charCodeAt(0) >= 0x620 && isRightToLeft(text);
}

function isBeside(right: Glyph, left: Glyph): boolean {
  return right.baseline === left.baseline && Math.abs(right.bbox[0] - left.bbox[2]) < near * right.size;
}
