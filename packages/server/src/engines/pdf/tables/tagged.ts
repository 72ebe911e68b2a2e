import type { Bbox } from '@docmill/document';
import type { GridCell } from './grid.ts';
import type { Ruling, Rulings } from './ruling.ts';
import type { OpenTable } from './stacks.ts';
import type { OverPages } from './table-draft.ts';

/** TaggedCell is a cell as the tags of a file tell it; an empty one has no place. */
export interface TaggedCell {
  readonly isHead: boolean;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly bbox?: Bbox;
}

/** TaggedTable is a table as the tags of a file tell it, with the places of its texts on the page. */
export interface TaggedTable {
  readonly rows: readonly (readonly TaggedCell[])[];
  readonly bbox: Bbox;
  /** Headings or tables stand in its cells, as where a page is laid out by a table. */
  readonly holdsParts: boolean;
  readonly over: OverPages;
}

/** Texts of neighbouring columns or rows may overlap by so many points. */
const slack = { column: 1.5, row: 2.5 };
/** Room around the texts of a table without lines, points; a line so far out is its edge. */
const padding = 2;
const edgeReach = 14;
/** A table of more columns or places is not looked at. */
const mostColumns = 200;
const mostPlaces = 20_000;

type Placed = GridCell & TaggedCell;

/** tableOfTags makes a table of its tags where they agree with the page: cells of one row side by side in their order, rows below each other. */
export function tableOfTags({ rows, bbox, over }: TaggedTable, rulings: Rulings): OpenTable | undefined {
  const placed = withoutVoid(withoutVoid(placedCells(rows), 'row'), 'column');
  const [height, width] = [extentOf(placed, 'row'), extentOf(placed, 'column')];
  if (height < 2 || width < 2 || width > mostColumns || height * width > mostPlaces) return undefined;
  const ys = edgesOf(placed, 'row', linesBeside(rulings.horizontal, bbox, 'row'));
  const cells = inColumns(placed, width);
  const xs = cells === undefined ? undefined : edgesOf(cells, 'column', linesBeside(rulings.vertical, bbox, 'column'));
  if (ys === undefined || cells === undefined || xs === undefined) return undefined;
  const whole = withEmpty(cells, height, width);
  if (whole === undefined) return undefined;
  const headRows = headRowsOf(cells, height);
  return {
    shape: { xs, ys, cells: whole },
    bbox: [xs[0] ?? 0, ys[0] ?? 0, xs.at(-1) ?? 0, ys.at(-1) ?? 0],
    over,
    ...(headRows === 0 ? {} : { headRows }),
  };
}

/** columnsOf counts the columns that the tags of a table tell. */
export function columnsOf({ rows }: TaggedTable): number {
  return extentOf(placedCells(rows), 'column');
}

/** placedCells gives each cell its row and columns, as HTML does: what goes down from above leaves no place. */
function placedCells(rows: TaggedTable['rows']): readonly Placed[] {
  const below: number[] = [];
  return rows.flatMap((cells, row) => {
    let column = 0;
    return cells.map((cell): Placed => {
      while ((below[column] ?? 0) > row) column += 1;
      const from = column;
      const rowEnd = Math.min(rows.length, row + cell.rowSpan);
      const columnEnd = Math.min(mostColumns + 1, column + cell.columnSpan);
      for (; column < columnEnd; column += 1) below[column] = rowEnd;
      return { ...cell, row, rowEnd, column: Math.min(from, mostColumns), columnEnd };
    });
  });
}

type Axis = 'row' | 'column';
const ends = { row: 'rowEnd', column: 'columnEnd' } as const;
/** Places of the lower and the upper side in a box. */
const sides = { row: [1, 3], column: [0, 2] } as const;

function extentOf(cells: readonly Placed[], axis: Axis): number {
  return cells.reduce((most, cell) => Math.max(most, cell[ends[axis]]), 0);
}

/** withoutVoid leaves out rows that hold nothing here, and columns that no cell begins in. */
function withoutVoid(cells: readonly Placed[], axis: Axis): readonly Placed[] {
  const begun = cells.filter(({ bbox }) => axis === 'column' || bbox !== undefined).map((cell) => cell[axis]);
  const kept = [...new Set(begun)].sort((a, b) => a - b);
  const at = new Map(kept.map((place, index) => [place, index]));
  const before = (place: number) => at.get(place) ?? kept.findLastIndex((one) => one < place) + 1;
  return cells.flatMap((cell) => {
    const index = at.get(cell[axis]);
    return index === undefined ? [] : [{ ...cell, [axis]: index, [ends[axis]]: before(cell[ends[axis]]) }];
  });
}

/** Gaps tell, for the edge before each row or column, where what stands before it ends and what stands behind it begins. */
interface Gaps {
  readonly end: readonly number[];
  readonly start: readonly number[];
}

/** gapsOf gives the gaps; undefined where texts of different rows or columns overlap. */
function gapsOf(cells: readonly Placed[], axis: Axis, count: number): Gaps | undefined {
  const end = new Array<number>(count + 1).fill(Number.NEGATIVE_INFINITY);
  const start = new Array<number>(count + 1).fill(Number.POSITIVE_INFINITY);
  const [low, high] = sides[axis];
  for (const cell of cells) {
    if (cell.bbox === undefined) continue;
    const [from, to] = [cell[axis], cell[ends[axis]]];
    start[from] = Math.min(start[from] ?? 0, cell.bbox[low]);
    end[to] = Math.max(end[to] ?? 0, cell.bbox[high]);
  }
  for (let at = 1; at <= count; at += 1) end[at] = Math.max(end[at] ?? 0, end[at - 1] ?? 0);
  for (let at = count - 1; at >= 0; at -= 1) start[at] = Math.min(start[at] ?? 0, start[at + 1] ?? 0);
  return end.every((one, at) => one <= (start[at] ?? 0) + slack[axis]) ? { end, start } : undefined;
}

/** edgesOf lays the edges of rows or columns into the gaps between texts, on lines where some run there. */
function edgesOf(cells: readonly Placed[], axis: Axis, lines: readonly number[]): readonly number[] | undefined {
  const count = extentOf(cells, axis);
  const gaps = gapsOf(cells, axis, count);
  if (gaps === undefined) return undefined;
  const [from, to] = [gaps.start[0] ?? 0, gaps.end[count] ?? 0];
  const edges: number[] = [];
  for (let at = 0; at <= count; ) {
    // The edges of empty columns lie in one gap.
    let next = at + 1;
    while (next <= count && gaps.end[next] === gaps.end[at] && gaps.start[next] === gaps.start[at]) next += 1;
    const low = Math.max(gaps.end[at] ?? 0, from - edgeReach);
    const high = Math.min(gaps.start[at] ?? 0, to + edgeReach);
    edges.push(...edgesBetween({ low, high, wanted: next - at, lines, outer: at === 0 ? -1 : next > count ? 1 : 0 }));
    at = next;
  }
  // Texts that overlap a little leave gaps of no width.
  return edges.every((edge, at) => at === 0 || edge > (edges[at - 1] as number)) ? edges : undefined;
}

interface Gap {
  readonly low: number;
  readonly high: number;
  readonly wanted: number;
  readonly lines: readonly number[];
  /** The gap lies before the first, or behind the last text. */
  readonly outer: -1 | 0 | 1;
}

function edgesBetween({ low, high, wanted, lines, outer }: Gap): readonly number[] {
  const middle = outer === 0 ? (low + high) / 2 : outer < 0 ? high : low;
  const inside = lines.filter((at) => at > low - slack.row && at < high + slack.row);
  const near = inside.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).slice(0, wanted);
  if (near.length === wanted) return near.sort((a, b) => a - b);
  if (outer === 0) return Array.from({ length: wanted }, (_, at) => low + ((at + 1) * (high - low)) / (wanted + 1));
  return Array.from({ length: wanted }, (_, at) =>
    outer < 0 ? high - padding * (wanted - at) : low + padding * (at + 1),
  );
}

/** linesBeside gives the places of the lines that run along a table. */
function linesBeside(lines: readonly Ruling[], bbox: Bbox, axis: Axis): readonly number[] {
  const [low, high] = sides[axis === 'row' ? 'column' : 'row'];
  return lines.filter(({ from, to }) => from < bbox[high] && to > bbox[low]).map(({ at }) => at);
}

/** inColumns puts the cells of rows that lack some, since an empty one spans columns or one goes down from another page, into the columns that the other rows have. */
function inColumns(cells: readonly Placed[], width: number): readonly Placed[] | undefined {
  if (gapsOf(cells, 'column', width) !== undefined) return cells;
  const rows = Map.groupBy(cells, ({ row }) => row);
  const covered = new Array<number>(extentOf(cells, 'row')).fill(0);
  for (const { row, rowEnd, column, columnEnd } of cells)
    for (let at = row; at < rowEnd; at += 1) covered[at] = (covered[at] ?? 0) + columnEnd - column;
  const isWhole = (row: number, own: readonly Placed[]) =>
    covered[row] === width && own.every(({ bbox }) => bbox !== undefined);
  const known = [...rows].flatMap(([row, own]) => (isWhole(row, own) ? own : []));
  const gaps = gapsOf(known, 'column', width);
  if (known.length === 0 || gaps === undefined) return undefined;
  const moved: Placed[] = [...known];
  for (const [row, own] of rows) {
    if (isWhole(row, own)) continue;
    const fitted = fittedRow(own, gaps);
    if (fitted === undefined) return undefined;
    moved.push(...fitted);
  }
  return gapsOf(moved, 'column', width) === undefined ? undefined : moved;
}

/** fittedRow puts each text of a row into the first columns behind the last one that have room for it. */
function fittedRow(cells: readonly Placed[], { end, start }: Gaps): readonly Placed[] | undefined {
  let next = 0;
  const fitted: Placed[] = [];
  for (const cell of cells) {
    if (cell.bbox === undefined) continue;
    const [x0, , x1] = cell.bbox;
    const span = cell.columnEnd - cell.column;
    while (next + span < end.length && x1 > (start[next + span] ?? 0) + slack.column) next += 1;
    if (next + span >= end.length || x0 < (end[next] ?? 0) - slack.column) return undefined;
    fitted.push({ ...cell, column: next, columnEnd: next + span });
    next += span;
  }
  return fitted;
}

/** withEmpty adds empty cells where none is; undefined where two cells take one place. */
function withEmpty(cells: readonly Placed[], height: number, width: number): readonly GridCell[] | undefined {
  const taken = new Uint8Array(height * width);
  const placed: GridCell[] = [];
  for (const { row, rowEnd, column, columnEnd } of cells) {
    for (let y = row; y < rowEnd; y += 1)
      for (let x = column; x < columnEnd; x += 1) {
        if (taken[y * width + x] === 1) return undefined;
        taken[y * width + x] = 1;
      }
    placed.push({ row, rowEnd, column, columnEnd });
  }
  taken.forEach((isTaken, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    if (isTaken === 0) placed.push({ row, rowEnd: row + 1, column, columnEnd: column + 1 });
  });
  return placed;
}

/** headRowsOf counts the rows at the top that hold cells of headers only; 0 where that is all. */
function headRowsOf(cells: readonly Placed[], height: number): number {
  const others = cells.filter(({ isHead, bbox }) => !isHead && bbox !== undefined);
  const first = others.reduce((least, { row }) => Math.min(least, row), height);
  return first === height ? 0 : first;
}
