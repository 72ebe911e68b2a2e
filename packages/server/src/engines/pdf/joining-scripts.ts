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
 * one glyph stands for round: a non-joiner that shares the box of a letter, or goes on to the right of it, stands on its other side.
 */
export function withNonJoiners(glyphs: readonly Glyph[]): Glyph[] {
  const letters = glyphs.filter(({ text }) => text !== nonJoiner);
  const parted = new Set<number>();
  let count = 0;
  for (const [at, glyph] of glyphs.entries()) {
    if (glyph.text !== nonJoiner) {
      count += 1;
      continue;
    }
    const isLast = isPart(glyphs[at - 1], glyph);
    const isNext = !isLast && isPart(glyph, glyphs[at + 1]);
    if (isLast || isNext)
      letters[isLast ? count - 1 : count] = wider(letters[isLast ? count - 1 : count] as Glyph, glyph);
    const before = isLast ? count - 2 : isNext ? count : count - 1;
    if (isLetter(letters[before]) && isLetter(letters[before + 1])) parted.add(before);
  }
  return letters.map((glyph, at) => (parted.has(at) ? { ...glyph, text: glyph.text + nonJoiner } : glyph));
}

/** isPart: both are of one glyph: they share its box, or have each their part of it. */
function isPart(first: Glyph | undefined, second: Glyph | undefined): boolean {
  if (first === undefined || second === undefined || first.text === ' ' || second.text === ' ') return false;
  const [[a0, , a1], [b0, , b1]] = [first.bbox, second.bbox];
  if (a1 <= a0 || b1 <= b0) return false;
  return (a0 === b0 && a1 === b1) || Math.abs(b0 - a1) < 0.02 * first.size;
}

function wider(glyph: Glyph, { bbox: [x0, , x1] }: Glyph): Glyph {
  const { bbox } = glyph;
  return { ...glyph, bbox: [Math.min(bbox[0], x0), bbox[1], Math.max(bbox[2], x1), bbox[3]] };
}

function isLetter(glyph: Glyph | undefined): boolean {
  return glyph !== undefined && isRightToLeft(glyph.text);
}

/** A sign that stands where strokes do is one, whatever the file calls it: so many times, and so many more for each place where it is none. */
const fewestStrokes = 3;
const otherSign = 4;

/**
 * withoutStrokes drops the strokes by which programs stretch Arabic lines to full width: they stand between letters that join, and mean nothing.
 * Files give them no character, or a wrong one. The letter before takes their room.
 */
export function withoutStrokes(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => isArabic(text))) return glyphs;
  const isSign = signsOfStrokes(glyphs);
  const result: Glyph[] = [];
  for (const [at, glyph] of glyphs.entries()) {
    const last = result.at(-1);
    if (last !== undefined && isSign(glyph) && isStroke(glyphs, at)) result[result.length - 1] = wider(last, glyph);
    else result.push(glyph);
  }
  return result;
}

function signsOfStrokes(glyphs: readonly Glyph[]): (glyph: Glyph) => boolean {
  // The stroke is narrower than the sign that it is called.
  const keyOf = ({ text, font, size, bbox }: Glyph) =>
    `${font} ${text} ${Math.round((20 * (bbox[2] - bbox[0])) / size)}`;
  const counts = new Map<string, number>();
  for (const [at, glyph] of glyphs.entries()) {
    if (glyph.text.length > 1 || glyph.text === ' ' || glyph.text > '~') continue;
    const key = keyOf(glyph);
    // Where it is none, several strokes must speak for it.
    counts.set(key, (counts.get(key) ?? 0) + (isStroke(glyphs, at) ? 1 : -otherSign));
  }
  return (glyph) => glyph.text === unknownCharacter || (counts.get(keyOf(glyph)) ?? 0) >= fewestStrokes;
}

function isStroke(glyphs: readonly Glyph[], at: number): boolean {
  const glyph = glyphs[at] as Glyph;
  if (glyph.bbox[2] - glyph.bbox[0] > widestStroke * glyph.size) return false;
  // Several may follow each other.
  let [before, after] = [at - 1, at + 1];
  while (glyphs[before]?.text === glyph.text) before -= 1;
  while (glyphs[after]?.text === glyph.text) after += 1;
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
