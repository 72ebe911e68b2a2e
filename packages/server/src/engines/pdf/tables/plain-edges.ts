import type { GridCell } from './grid.ts';
import { columnAt } from './rows.ts';
import type { OpenTable } from './stacks.ts';
import { linesOf, type Piece, piecesOf, type TextLine, type Word } from './words.ts';

/** Words closer than this, in sizes, are one text. */
const joinedGap = 0.6;
/** A head stands this close above the first line of its table, in sizes. */
const headReach = 1.6;
/** Texts of one column begin, end or have their middles within so many points. */
const sameEdge = 3;
/** Labels stand this close beside their table, points, on the lines of its rows. */
const labelReach = 150;
const closestLabel = 75;
const besideHead = 24;
const sameLine = 1;
const fewestLabels = 3;
const labelWords = 6;

/** withPlainEdges adds to a table that is ruled the names of its columns and the labels of its rows that stand outside of the lines. */
export function withPlainEdges(table: OpenTable, words: readonly Word[]): OpenTable {
  const inside = linesOf(words.filter((word) => isInside(word, table)));
  const labelled = withLabels(table, words, inside);
  return withHead(labelled, words, inside);
}

function isInside({ bbox, baseline, size }: Word, { bbox: [x0, y0, x1, y1] }: OpenTable): boolean {
  const [x, y] = [(bbox[0] + bbox[2]) / 2, baseline - 0.3 * size];
  return x > x0 && x < x1 && y > y0 && y < y1;
}

/** withHead adds the line right above the table when its texts name the columns: each stands over one, as the texts below do. */
function withHead(table: OpenTable, words: readonly Word[], inside: readonly TextLine[]): OpenTable {
  const { shape, bbox } = table;
  const [left, top, right] = bbox;
  const near = words.filter(
    (word) =>
      word.baseline < top + 1 &&
      word.baseline > top - headReach * word.size &&
      word.bbox[2] > left - besideHead &&
      word.bbox[0] < right + besideHead,
  );
  const line = linesOf(near).at(-1);
  if (line === undefined || line.bbox[0] < left - 2 || line.bbox[2] > right + 2) return table;
  const { xs } = shape;
  const pieces = piecesOf(line, joinedGap);
  const columns = pieces.map(({ from }) => columnAt(xs, from + 1));
  const fits = pieces.every((piece, at) => {
    const column = columns[at] ?? 0;
    const isWithin = column > (columns[at - 1] ?? -1) && columnAt(xs, piece.to - 1) === column;
    return isWithin && isSetLike(piece, textsIn(inside, [xs[column] ?? 0, xs[column + 1] ?? 0]));
  });
  if (!fits || pieces.length < 2 || pieces.length < 0.5 * (xs.length - 1)) return table;
  const y = line.bbox[1];
  const cells = [
    ...xs.slice(1).map((_, column): GridCell => ({ row: 0, rowEnd: 1, column, columnEnd: column + 1 })),
    ...shape.cells.map((cell) => ({ ...cell, row: cell.row + 1, rowEnd: cell.rowEnd + 1 })),
  ];
  return { ...table, shape: { xs, ys: [y, ...shape.ys], cells }, bbox: [left, y, right, bbox[3]] };
}

function textsIn(lines: readonly TextLine[], [from, to]: readonly [number, number]): readonly Piece[] {
  return lines.flatMap((line) =>
    piecesOf(line, joinedGap).filter((piece) => piece.from > from - 1 && piece.to < to + 1),
  );
}

function isSetLike({ from, to }: Piece, others: readonly Piece[]): boolean {
  return others.some(
    (other) =>
      Math.abs(other.from - from) < sameEdge ||
      Math.abs(other.to - to) < sameEdge ||
      Math.abs(other.from + other.to - from - to) < 2 * sameEdge,
  );
}

/** withLabels adds the column of labels that stands before the lines: one on the first line of each row. */
function withLabels(table: OpenTable, words: readonly Word[], inside: readonly TextLine[]): OpenTable {
  const { shape, bbox } = table;
  const [left, top, right, bottom] = bbox;
  const before = words.filter(
    (word) =>
      word.bbox[2] < left + 1 && word.bbox[2] > left - labelReach && word.baseline > top && word.baseline < bottom,
  );
  const rows = shape.ys.slice(1).flatMap((end, at) => {
    const start = shape.ys[at] ?? 0;
    return inside.find(({ baseline }) => baseline > start && baseline < end) ?? [];
  });
  const labels = linesOf(before);
  if (labels.length < fewestLabels || labels.length > rows.length || labels.length < rows.length - 1) return table;
  const isLabel = (label: TextLine) =>
    label.words.length <= labelWords &&
    piecesOf(label, joinedGap).length === 1 &&
    rows.some(({ baseline }) => Math.abs(baseline - label.baseline) < sameLine) &&
    !words.some((word) => Math.abs(word.baseline - label.baseline) < sameLine && word.bbox[2] < label.bbox[0]);
  const [starts, ends] = [labels.map(({ bbox: box }) => box[0]), labels.map(({ bbox: box }) => box[2])];
  const spread = (places: readonly number[]) => Math.max(...places) - Math.min(...places);
  const areAligned = spread(starts) < sameEdge || spread(ends) < sameEdge;
  // The lines of a text beside the table all begin, and end, at one place.
  const areLines = spread(starts) < sameEdge && spread(ends) < sameEdge;
  const areSentences =
    labels.filter(({ words: [word] }) => /^\p{Ll}/u.test(word?.text ?? '')).length > 0.2 * labels.length;
  if (!areAligned || areLines || areSentences || left - Math.max(...ends) > closestLabel || !labels.every(isLabel))
    return table;
  const x = Math.min(...starts) - 2;
  const cells = [
    ...shape.ys.slice(1).map((_, row): GridCell => ({ row, rowEnd: row + 1, column: 0, columnEnd: 1 })),
    ...shape.cells.map((cell) => ({ ...cell, column: cell.column + 1, columnEnd: cell.columnEnd + 1 })),
  ];
  return { ...table, shape: { xs: [x, ...shape.xs], ys: shape.ys, cells }, bbox: [x, top, right, bottom] };
}
