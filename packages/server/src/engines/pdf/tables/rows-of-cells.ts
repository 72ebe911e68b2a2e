import type { Segment } from '../page-content.ts';

/** Rows with gaps stand no further apart, in sizes, and so many of them make a table without lines. */
const rowReach = 7;
export const fewestRows = 3;
/** A row of two texts as long as this, in sizes, is one of two columns of prose. */
const longText = 15;

/** So many lines of two long texts each, with one band free between them all, are prose in two columns; a gutter is so wide, in sizes. */
const proseLines = 5;
const gutterWidth = 0.7;

/**
 * mayHoldColumns tells cheaply whether rows of several short texts stand below each other. Where a gutter parts two columns of prose, each side
 * is looked at for itself: lines beside each other are no rows.
 */
export function mayHoldColumns(segments: readonly Segment[]): boolean {
  const sorted = segments.filter(({ angle }) => angle === 0).sort((a, b) => a.baseline - b.baseline);
  const gutter = gutterIn(sorted);
  let rows = 0;
  let above = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < sorted.length; ) {
    const first = sorted[at] as Segment;
    const end = rowEnd(sorted, at);
    if (first.baseline - above > rowReach * first.size) rows = 0;
    if (isRowOfCells(sorted, { from: at, to: end, gutter })) {
      rows += 1;
      above = first.baseline;
      if (rows >= fewestRows) return true;
    }
    at = end;
  }
  return false;
}

/** rowEnd gives the index behind the last of the sorted segments on the baseline of one. */
function rowEnd(sorted: readonly Segment[], at: number): number {
  const { baseline, size } = sorted[at] as Segment;
  let end = at + 1;
  while (end < sorted.length && (sorted[end] as Segment).baseline - baseline < 0.42 * size) end += 1;
  return end;
}

interface RowRange {
  readonly from: number;
  readonly to: number;
  /** x of the middle of the gutter of the page. */
  readonly gutter: number | undefined;
}

/** isRowOfCells: several texts, not all of them long, on one side of the gutter, or none of them long. */
function isRowOfCells(sorted: readonly Segment[], { from, to, gutter }: RowRange): boolean {
  const count = to - from;
  let [short, left] = [0, 0];
  for (let at = from; at < to; at += 1) {
    const { bbox, size } = sorted[at] as Segment;
    if (bbox[2] - bbox[0] < longText * size) short += 1;
    if (gutter !== undefined && bbox[2] < gutter) left += 1;
  }
  if (count < 2 || (short === 0 && count === 2)) return false;
  return gutter === undefined || short === count || left > 1 || count - left > 1;
}

/** gutterIn gives the middle of the band that is free between the texts of all lines of two long ones; undefined where few have two. */
function gutterIn(sorted: readonly Segment[]): number | undefined {
  let [lines, from, to, size] = [0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let at = 0; at < sorted.length; ) {
    const end = rowEnd(sorted, at);
    const [one, two] = [sorted[at] as Segment, sorted[at + 1]];
    if (end - at === 2 && two !== undefined && isLong(one) && isLong(two)) {
      const [left, right] = one.bbox[0] < two.bbox[0] ? [one, two] : [two, one];
      lines += 1;
      from = Math.max(from, left.bbox[2]);
      to = Math.min(to, right.bbox[0]);
      size = Math.max(size, one.size);
    }
    at = end;
  }
  return lines >= proseLines && to - from > gutterWidth * size ? (from + to) / 2 : undefined;
}

function isLong({ bbox, size }: Segment): boolean {
  return bbox[2] - bbox[0] >= longText * size;
}
