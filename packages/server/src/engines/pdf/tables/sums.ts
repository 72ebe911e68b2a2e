import type { Ruling } from './ruling.ts';
import type { OpenTable } from './stacks.ts';
import { isValue, linesOf, type TextLine, textOfWords, type Word, wordsBetween } from './words.ts';

/** On so many of the lines of values a label stands before them. */
const labelled = 0.8;
const fewestLines = 3;
/** Lines closer than this, in sizes, are of one row. */
const oneRow = 0.7;

/**
 * areSums: what stands between lines is but the values of a table, with their labels before the beginning of the lines, as where a line is drawn
 * above each sum:
 *
 *     Sales ........   1,204
 *     Fees .........     380
 *                     ------
 *     Revenue ......   1,584
 */
export function areSums({ bbox: [x0, y0, x1, y1] }: Pick<OpenTable, 'bbox'>, words: readonly Word[]): boolean {
  const lines = linesOf(wordsBetween(words, y0, y1));
  let [all, values, labels] = [0, 0, 0];
  for (const line of lines) {
    const inside = line.words.filter(({ bbox }) => bbox[0] > x0 - 2 && bbox[2] < x1 + 2);
    if (inside.length === 0) continue;
    const [first] = inside;
    all += 1;
    if (first === undefined || !(isValue(first.text) || isValue(textOfWords(inside)))) continue;
    values += 1;
    if (lines.some((other) => isBeside(line, other) && holdsLabel(other, x0))) labels += 1;
  }
  return values >= Math.max(fewestLines, labelled * all) && labels >= labelled * values;
}

/** labelledStack gives the first and the last line of values, made as long as the table with its labels is wide. */
export function labelledStack(
  { bbox: [x0, y0, x1, y1] }: Pick<OpenTable, 'bbox'>,
  words: readonly Word[],
): readonly Ruling[] {
  const labels = wordsBetween(words, y0, y1).filter(({ bbox }) => bbox[2] < x0);
  const from = labels.reduce((least, { bbox }) => Math.min(least, bbox[0]), x0) - 1;
  return [y0, y1].map((at): Ruling => ({ at, from, to: x1 }));
}

/** A label of several lines is centred on its values. */
function isBeside({ baseline, size }: TextLine, other: TextLine): boolean {
  return Math.abs(baseline - other.baseline) < oneRow * size;
}

function holdsLabel({ words }: TextLine, end: number): boolean {
  return words.some(({ bbox, text }) => bbox[2] < end && /\p{L}/u.test(text));
}
