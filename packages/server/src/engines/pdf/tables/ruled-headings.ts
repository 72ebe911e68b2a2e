import { lineGap } from './prose-lines.ts';
import type { Ruling } from './ruling.ts';
import { isBroken, linesOf, piecesOf, type TextLine, textOfWords, type Word, wordsBetween } from './words.ts';

/** A heading over a rule is so many times larger than its text, and stands no further above the rule, in sizes. */
const headingRatio = 1.04;
const headingReach = 1.2;

/** headingAbove gives the lone text that a rule runs below. */
export function headingAbove(words: readonly Word[], { at, from, to }: Ruling): TextLine | undefined {
  const reach = headingReach * (words[0]?.size ?? 0) + ruleReach;
  const lines = linesOf(wordsBetween(words, at - reach, at).filter(({ bbox }) => bbox[2] > from && bbox[0] < to));
  const line = lines.at(-1);
  if (line === undefined || at - line.baseline > headingReach * line.size || line.bbox[0] > from + line.size)
    return undefined;
  return piecesOf(line, lineGap).length === 1 ? line : undefined;
}

/** Sizes of headings are at most so much larger than others, points. */
const ruleReach = 30;

/** isBelowHeading: what stands between two headings of one look, each over a rule, is the text of a section. */
export function isBelowHeading(
  lines: readonly TextLine[],
  heading: TextLine | undefined,
  next: TextLine | undefined,
): boolean {
  if (heading === undefined || next === undefined || lines.length < 2) return false;
  const [font, size] = [heading.words[0]?.font, heading.size];
  if (next.words[0]?.font !== font || Math.abs(next.size - size) > 0.1) return false;
  return lines.every((line) => line.baseline === next.baseline || size >= headingRatio * line.size);
}

/** A heading alone between two lines is so many times larger. */
const headingSize = 1.1;
/** A heading between two tables is so many times larger than the rows. */
export const largerHeading = 1.2;

/** isHeadingAfter: a lone text below the last line of a table, larger than its rows, heads the next one. */
export function isHeadingAfter([heading, ...others]: readonly TextLine[], rows: readonly TextLine[]): boolean {
  if (heading === undefined || others.length > 0 || rows.length === 0) return false;
  if (piecesOf(heading, lineGap).length > 1) return false;
  return rows.every((line) => heading.size >= headingSize * line.size);
}

/** headingBefore gives the lone, larger text that stands first in a band, above rows of a table of their own. */
export function headingBefore([first, ...others]: readonly TextLine[]): TextLine | undefined {
  if (first === undefined || others.length === 0 || piecesOf(first, lineGap).length > 1) return undefined;
  return others.every((line) => first.size >= largerHeading * line.size) ? first : undefined;
}

/** repeatsHead: lines that name columns are those that name the columns of the table above. */
export function repeatsHead(lines: readonly TextLine[], head: readonly TextLine[]): boolean {
  const textOf = (some: readonly TextLine[]) => some.map(({ words }) => textOfWords(words)).join('\n');
  return (
    lines.length === head.length && lines.some((line) => isBroken(line, lineGap)) && textOf(lines) === textOf(head)
  );
}
