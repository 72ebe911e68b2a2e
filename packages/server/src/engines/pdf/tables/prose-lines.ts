import { piecesOf, type TextLine } from './words.ts';

/** A line of a table has gaps of so many sizes. */
export const lineGap = 0.9;

/** Lines of prose begin no further in than this, in sizes. */
const labelWidth = 3;

/**
 * wideLines gives the lines with a text wider than `least` points that begins at the left, as prose does; behind a narrow column of labels the
 * texts of a table may be so wide.
 */
export function wideLines(lines: readonly TextLine[], least: number): readonly TextLine[] {
  const mayBe = lines.filter(({ bbox }) => bbox[2] - bbox[0] > least);
  if (mayBe.length === 0) return [];
  const edge = lines.reduce((most, { bbox }) => Math.min(most, bbox[0]), Number.POSITIVE_INFINITY);
  let starts: Float64Array | undefined;
  const startsAt = (x: number) => {
    starts ??= Float64Array.from(lines.flatMap((line) => piecesOf(line, lineGap).map(({ from }) => from))).sort();
    return firstAbove(starts, x + 1) - firstAbove(starts, x - 1) > sharedStarts;
  };
  return mayBe.filter((line) => {
    const widest = piecesOf(line, lineGap).find(({ from, to }) => to - from > least);
    if (widest === undefined || widest.from >= edge + labelWidth * line.size) return false;
    // A long label stands close to the text behind it, which begins where others do.
    const [first, ...behind] = widest.words;
    return !behind.some(
      ({ bbox }) =>
        bbox[0] > edge + labelWidth * line.size && bbox[0] - (first?.bbox[0] ?? 0) < 0.5 * least && startsAt(bbox[0]),
    );
  });
}

/** So many texts that begin at one place show where the texts of a column do. */
const sharedStarts = 2;

/** firstAbove gives the index of the first of sorted values that is greater. */
function firstAbove(values: Float64Array, than: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) <= than) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** areColumnsOfProse: most lines are two long texts side by side that fill their columns, and no column of labels stands before them. */
export function areColumnsOfProse(lines: readonly TextLine[], width: number): boolean {
  if (lines.length < 3) return false;
  const left = lines.reduce((least, { bbox }) => Math.min(least, bbox[0]), Number.POSITIVE_INFINITY);
  const full = lines.filter((line) => {
    if (line.bbox[0] > left + labelWidth * line.size) return false;
    const pieces = piecesOf(line, lineGap);
    const ink = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
    return pieces.length <= 3 && pieces.every((piece) => piece.words.length >= 4) && ink > 0.6 * width;
  });
  return full.length >= 0.5 * lines.length;
}
