import { betweenStripes, type Grid, type GridCell, gridBox } from './grid.ts';
import { columnAt } from './rows.ts';
import type { Ruling } from './ruling.ts';
import type { OpenTable } from './stacks.ts';
import { boxOfWords, linesOf, piecesOf, type TextLine, type Word } from './words.ts';

/** Words closer than this, in sizes, are one text. */
const joinedGap = 0.6;
/** Rows without ground at either end of a striped table: its head, its last row. */
const mostRows = 3;

/** Stripes of one table begin and end together, within so many points. */
const sameEnds = 3;

/** stripesOf gives the edges of coloured rows below each other that have not the same cells: where one spans columns, only the text tells them. */
export function stripesOf(grids: readonly Grid[]): readonly (readonly Ruling[])[] {
  const stacks: Grid[][] = [];
  for (const grid of [...grids].sort((a, b) => (a.ys[0] ?? 0) - (b.ys[0] ?? 0))) {
    const [x0, y0, x1] = gridBox(grid);
    const stack = stacks.find((one) => {
      const [left, , right, bottom] = gridBox(one.at(-1) as Grid);
      const gap = y0 - bottom;
      return gap > -1 && gap < betweenStripes && Math.abs(left - x0) < sameEnds && Math.abs(right - x1) < sameEnds;
    });
    if (stack === undefined) stacks.push([grid]);
    else stack.push(grid);
  }
  return stacks.flatMap((stack) => {
    const [from, , to] = gridBox(stack[0] as Grid);
    const edges = stack.flatMap(({ ys }) => ys.map((at): Ruling => ({ at, from, to })));
    return stack.length < 2 ? [] : [edges];
  });
}

/** withPlainRows adds rows above and below a table of coloured areas that have no ground of their own, but stand in its columns. */
export function withPlainRows({ shape, bbox, ...rest }: OpenTable, words: readonly Word[]): OpenTable {
  const { xs } = shape;
  const [left, right] = [xs[0] ?? 0, xs.at(-1) ?? 0];
  const height = ((shape.ys.at(-1) ?? 0) - (shape.ys[0] ?? 0)) / Math.max(1, shape.ys.length - 1);
  const near = words.filter((word) => word.bbox[2] > left - 30 && word.bbox[0] < right + 30);
  const lines = linesOf(near);
  const bottom = bbox[3];
  const below = rowsFrom(
    lines.filter((line) => line.bbox[1] > bottom - 2),
    { xs, edge: bottom, height, side: 1 },
  );
  const top = bbox[1];
  const above = rowsFrom(lines.filter((line) => line.bbox[3] < top + 2).reverse(), { xs, edge: top, height, side: -1 });
  const ys = [...above.reverse(), ...shape.ys, ...below];
  const shift = above.length;
  const moved = shape.cells.map((cell) => ({ ...cell, row: cell.row + shift, rowEnd: cell.rowEnd + shift }));
  const count = ys.length - 1;
  const added = [...above.map((_, row) => row), ...below.map((_, at) => count - below.length + at)].flatMap((row) =>
    plainRow(row, xs.length - 1),
  );
  return {
    ...rest,
    shape: { xs, ys, cells: [...moved, ...added] },
    bbox: [bbox[0], ys[0] ?? bbox[1], bbox[2], ys.at(-1) ?? bbox[3]],
  };
}

function plainRow(row: number, columns: number): readonly GridCell[] {
  return Array.from({ length: columns }, (_, column) => ({ row, rowEnd: row + 1, column, columnEnd: column + 1 }));
}

interface Growth {
  readonly xs: readonly number[];
  /** Edge of the table that grows, the usual height of its rows, and whether it grows down (1) or up (-1). */
  readonly edge: number;
  readonly height: number;
  readonly side: 1 | -1;
}

/** rowsFrom gives the outer edges of rows that follow the edge of a table, nearest first. */
function rowsFrom(lines: readonly TextLine[], { xs, edge, height, side }: Growth): number[] {
  const edges: number[] = [];
  let last = edge;
  for (const line of asRows(lines)) {
    const outer = side === 1 ? line.bbox[3] + 2 : line.bbox[1] - 2;
    if (edges.length === mostRows || Math.abs(outer - last) > 1.4 * height || !standsInColumns(line, xs)) break;
    edges.push(outer);
    last = outer;
  }
  return edges;
}

/** Lines of one row whose cells have not the same number of lines stand between each other, nearer than so many sizes. */
const betweenLines = 0.9;

/** asRows joins lines that stand between each other, as where a cell of one line is in the middle of the row beside one of two. */
function asRows(lines: readonly TextLine[]): readonly TextLine[] {
  const rows: TextLine[] = [];
  let last: TextLine | undefined;
  for (const line of lines) {
    const row = rows.at(-1);
    const isBetween = last !== undefined && Math.abs(line.baseline - last.baseline) < betweenLines * line.size;
    if (row === undefined || !isBetween) rows.push(line);
    else {
      const words = [...row.words, ...line.words].sort((a, b) => a.bbox[0] - b.bbox[0]);
      rows[rows.length - 1] = { ...row, words, bbox: boxOfWords(words) };
    }
    last = line;
  }
  return rows;
}

/** standsInColumns: the line has texts in two columns at least, and in most of them, and none runs over an edge. */
function standsInColumns(line: TextLine, xs: readonly number[]): boolean {
  const pieces = piecesOf(line, joinedGap);
  const columns = pieces.map(({ from }) => columnAt(xs, from + 1));
  const inside = line.bbox[0] > (xs[0] ?? 0) - 2 && line.bbox[2] < (xs.at(-1) ?? 0) + 2;
  const filled = new Set(columns).size;
  return (
    inside &&
    filled > 1 &&
    filled >= 0.5 * (xs.length - 1) &&
    pieces.every(({ to }, at) => columnAt(xs, to - 1) === columns[at])
  );
}
