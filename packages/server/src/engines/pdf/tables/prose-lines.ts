import { piecesOf, type TextLine } from './words.ts';

/** A line of a table has gaps of so many sizes. */
export const lineGap = 0.9;

/** Lines of prose begin no further in than this, in sizes. */
const labelWidth = 3;

/** isWideFrom: a text as wide as prose that begins at the left, as prose does; behind a narrow column of labels the texts of a table may be so wide. */
export function isWideFrom(line: TextLine, lines: readonly TextLine[], least: number): boolean {
  const widest = piecesOf(line, lineGap).find(({ from, to }) => to - from > least);
  if (widest === undefined) return false;
  const left = lines.reduce((most, { bbox }) => Math.min(most, bbox[0]), widest.from);
  if (widest.from >= left + labelWidth * line.size) return false;
  // A long label stands close to the text behind it, which begins where others do.
  const [first, ...behind] = widest.words;
  return !behind.some(
    ({ bbox }) =>
      bbox[0] > left + labelWidth * line.size &&
      bbox[0] - (first?.bbox[0] ?? 0) < 0.5 * least &&
      lines.filter((other) => piecesOf(other, lineGap).some(({ from }) => Math.abs(from - bbox[0]) < 1)).length > 2,
  );
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
