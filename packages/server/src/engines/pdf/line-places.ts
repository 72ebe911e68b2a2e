import type { ColumnShape } from './column-shape.ts';
import type { Line } from './lines.ts';
import { isCut, isUnfinished } from './sentences.ts';

/** standsBelow: a line stands where a paragraph goes on. */
export function standsBelow(group: readonly Line[], { bbox, size }: Line): boolean {
  const step = bbox[0] - (group.at(-1) as Line).bbox[0];
  // From the indented first line to the second one, the text goes back by little.
  return Math.abs(step) < 0.3 * size || (group.length === 1 && step < 0 && step > -mostIndent * size);
}

/** First lines stand in by so many sizes at most. */
export const mostIndent = 2.6;

/** isAligned: the lines behind the first begin at the same place, to the right of the first or at it. */
export function isAligned(group: readonly Line[]): boolean {
  const [first, second] = group;
  if (first === undefined || second === undefined || second.bbox[0] < first.bbox[0] - 1) return false;
  return group.slice(2).every((line) => Math.abs(line.bbox[0] - second.bbox[0]) < 0.5 * line.size);
}

/** isCentred: all lines have one middle, and none begins where the one before does. */
export function isCentred(group: readonly Line[], line: Line): boolean {
  const middle = line.bbox[0] + line.bbox[2];
  return group.every(
    ({ bbox }) =>
      Math.abs(bbox[0] + bbox[2] - middle) < 0.8 * line.size && Math.abs(bbox[0] - line.bbox[0]) > 0.7 * line.size,
  );
}

/** isAlike: sizes that differ by less than a reader sees. */
export function isAlike(size: number, other: number): boolean {
  return Math.abs(size - other) <= 0.09 * Math.max(size, other);
}

/** A line may mix sizes: `FOR INFORMATION` in small letters of another font, then the name in the text's own. */
export function sharesSize(line: Line, previous: Line): boolean {
  return line.sizes.some((size) => previous.sizes.some((other) => isAlike(size, other)));
}

export function isFull(line: Line, shape: Pick<ColumnShape, 'rightOf'>): boolean {
  return shape.rightOf(line) - line.bbox[2] < 1.2 * line.size;
}

/** beginsWithIdeograph tells text that may be broken before any character. */
export function beginsWithIdeograph(text: string): boolean {
  return /^[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(text);
}

/** Words of scripts without blanks between them are hardly longer. */
const longestUnparted = 8;

function wordLength(text: string): number {
  const blank = text.indexOf(' ');
  const length = blank < 0 ? text.length : blank;
  return /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/.test(text) ? Math.min(length, longestUnparted) : length;
}

/** previousEnds: the line was broken on purpose: the next one's first word would have found room. */
export function previousEnds(previous: Line, line: Line, shape: ColumnShape): boolean {
  const room = shape.rightOf(previous) - previous.bbox[2];
  const { text, size } = line;
  if (isCut(previous, line)) return false;
  if (isRagged(previous, line, shape)) return true;
  const word = beginsWithIdeograph(text) ? 1 : wordLength(text);
  const perLetter = (line.bbox[2] - line.bbox[0]) / Math.max(1, text.length);
  // Justified lines are set loose before a word is let fall to the next.
  const spare = isUnfinished(previous, line) ? unfinishedRoom : 0.5;
  return room > (word + 1) * perLetter + (shape.isJustified(line) ? 0.2 : spare) * size;
}

/** Lines that are set at the right, as a name and the date below it, begin behind this part of the column's width. */
const rightPart = 0.4;

/** isRagged: two lines end at the right edge and begin at two places far from the left one, where there was room for more. */
function isRagged(previous: Line, line: Line, shape: ColumnShape): boolean {
  const begin = shape.left + rightPart * shape.width;
  if (previous.bbox[0] < begin || line.bbox[0] < begin) return false;
  const end = shape.edgeOf(line) - 0.5 * line.size;
  return previous.bbox[2] > end && line.bbox[2] > end && Math.abs(line.bbox[0] - previous.bbox[0]) > 0.7 * line.size;
}

/** Within a sentence a line may leave so many sizes of room more, since letters are not equally wide. */
const unfinishedRoom = 1.5;
