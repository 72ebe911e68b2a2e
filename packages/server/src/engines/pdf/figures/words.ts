import type { Bbox } from '@docmill/document';
import type { Segment } from '../page-content.ts';
import { textOfRuns } from '../run-text.ts';

/** Scripts that are written without blanks: a letter says as much as two or three of others. */
const dense =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

/** A label has at most so many words; prose has more. */
const labelWords = 6;

/** textOf gives the characters of a segment. */
export function textOf({ runs }: Segment): string {
  return textOfRuns(runs);
}

/** wordsOf counts the words and numbers of a segment; in scripts without blanks two letters are one. */
export function wordsOf(segment: Segment): number {
  const text = textOf(segment).trim();
  return text.split(/\s+/).length + Math.floor((text.match(dense)?.length ?? 0) / 2);
}

/** lengthOf counts letters as a European script would need them. */
export function lengthOf(segment: Segment): number {
  const text = textOf(segment);
  return text.length + 1.5 * (text.match(dense)?.length ?? 0);
}

/** isLabel tells texts that are short enough to name a part of a drawing. */
export function isLabel(segment: Segment): boolean {
  return wordsOf(segment) <= labelWords;
}

/** isInside: the middle of a box lies in another. */
export function isInside([x0, y0, x1, y1]: Bbox, box: Bbox): boolean {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return x > box[0] && x < box[2] && y > box[1] && y < box[3];
}
