import type { Bbox } from '@docmill/document';
import { sameEdge, tablesBelow } from './grid-bands.ts';
import { distinct, type Ruling, type Rulings } from './ruling.ts';

/** Lines meet when they come this close, points; a vertical line may leave room at horizontal ones. */
const reach = 3;
const reachDown = 5;
/** An edge between two cells must be drawn over this part of its length. */
const drawnShare = 0.6;
/** A grid of more places is a drawing. */
const maxPlaces = 20_000;

/** GridCell is a cell by its rows and columns, the ends exclusive. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
  readonly rowEnd: number;
  readonly columnEnd: number;
}

/** Grid is what rulings say about a table. */
export interface Grid {
  /** x of the edges of columns, from left to right; y of those of rows, from top to bottom. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: readonly GridCell[];
  /** The lines it was made of. */
  readonly rulings: Rulings;
}

/** gridsOf makes a grid of each group of lines that meet; those of the same columns are one when no more than `apart` points lie between. */
export function gridsOf(rulings: Rulings, apart = oneRow): readonly Grid[] {
  return stacked(
    components(rulings)
      .flatMap(tablesBelow)
      .flatMap((group) => gridOf(group) ?? []),
    apart,
  );
}

/** Parts of a table whose vertical lines leave out a row stand this close, points. */
const oneRow = 24;
/** A row between two coloured ones may have several lines. */
export const betweenStripes = 60;

/** stacked joins grids of the same columns that stand right below each other: the row between them spans all. */
function stacked(grids: readonly Grid[], apart: number): readonly Grid[] {
  const result: Grid[] = [];
  for (const grid of [...grids].sort((a, b) => (a.ys[0] ?? 0) - (b.ys[0] ?? 0))) {
    const at = result.findLastIndex((above) => standsBelow(above, grid, apart));
    const above = result[at];
    if (above === undefined) result.push(grid);
    else result[at] = joinedGrid(above, grid);
  }
  return result;
}

function standsBelow(above: Grid, below: Grid, apart: number): boolean {
  const gap = (below.ys[0] ?? 0) - (above.ys.at(-1) ?? 0);
  if (gap < 0 || gap > apart || above.xs.length !== below.xs.length) return false;
  return above.xs.every((x, at) => Math.abs(x - (below.xs[at] ?? 0)) <= reach);
}

function joinedGrid(above: Grid, below: Grid): Grid {
  const close = (below.ys[0] ?? 0) - (above.ys.at(-1) ?? 0) <= sameEdge;
  const last = above.ys.length - 1;
  const shift = close ? last : last + 1;
  const between: GridCell = { row: last, rowEnd: last + 1, column: 0, columnEnd: above.xs.length - 1 };
  return {
    xs: above.xs,
    ys: [...above.ys, ...(close ? below.ys.slice(1) : below.ys)],
    cells: [
      ...above.cells,
      ...(close ? [] : [between]),
      ...below.cells.map((cell) => ({ ...cell, row: cell.row + shift, rowEnd: cell.rowEnd + shift })),
    ],
    rulings: {
      horizontal: [...above.rulings.horizontal, ...below.rulings.horizontal],
      vertical: [...above.rulings.vertical, ...below.rulings.vertical],
    },
  };
}

/** gridBox gives the rectangle of a grid. */
export function gridBox({ xs, ys }: Pick<Grid, 'xs' | 'ys'>): Bbox {
  return [xs[0] ?? 0, ys[0] ?? 0, xs.at(-1) ?? 0, ys.at(-1) ?? 0];
}

function components({ horizontal, vertical }: Rulings): readonly Rulings[] {
  const across = [...horizontal].sort((a, b) => a.at - b.at);
  const sets = createSets(across.length + vertical.length);
  vertical.forEach((line, index) => {
    for (let at = firstFrom(across, line.from - reachDown); at < across.length; at += 1) {
      const other = across[at] as Ruling;
      if (other.at > line.to + reachDown) break;
      if (line.at >= other.from - reach && line.at <= other.to + reach) sets.join(at, across.length + index);
    }
  });
  joinBroken(vertical, (a, b) => sets.join(across.length + a, across.length + b));
  const groups = new Map<number, { horizontal: Ruling[]; vertical: Ruling[] }>();
  const groupOf = (index: number) => {
    const root = sets.rootOf(index);
    const group = groups.get(root) ?? { horizontal: [], vertical: [] };
    groups.set(root, group);
    return group;
  };
  across.forEach((line, index) => {
    groupOf(index).horizontal.push(line);
  });
  vertical.forEach((line, index) => {
    groupOf(across.length + index).vertical.push(line);
  });
  return [...groups.values()].filter((group) => group.horizontal.length > 0 && group.vertical.length > 0);
}

/** joinBroken joins the pieces of vertical lines that leave out a row, as the names of groups do: most lines that end above it go on below. */
function joinBroken(vertical: readonly Ruling[], join: (a: number, b: number) => void): void {
  const order = vertical.map((_, at) => at);
  const lineOf = (at: number) => vertical[at] as Ruling;
  order.sort((a, b) => lineOf(a).at - lineOf(b).at || lineOf(a).from - lineOf(b).from);
  const breaks: { readonly above: number; readonly below: number }[] = [];
  for (let at = 1; at < order.length; at += 1) {
    const [above, below] = [order[at - 1] as number, order[at] as number];
    const gap = lineOf(below).from - lineOf(above).to;
    if (lineOf(below).at - lineOf(above).at < sameBroken && gap > 0 && gap < oneRow) breaks.push({ above, below });
  }
  if (breaks.length === 0) return;
  const [ends, starts] = [countsOf(vertical.map(({ to }) => to)), countsOf(vertical.map(({ from }) => from))];
  const same = countsOf(breaks.map(({ above }) => lineOf(above).to));
  for (const { above, below } of breaks) {
    const most = Math.max(ends(lineOf(above).to), starts(lineOf(below).from));
    // Two tables below each other share their outer lines only.
    if (same(lineOf(above).to) >= mostBroken * most) join(above, below);
  }
}

/** So many of the lines that end above a row without them, and begin below it, are the same. */
const mostBroken = 0.7;

/** countsOf counts values that are nearly the same. */
function countsOf(values: readonly number[]): (value: number) => number {
  const sorted = Float64Array.from(values).sort();
  const below = (value: number) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (value) => below(value + sameEdge) - below(value - sameEdge);
}

/** Pieces of one broken line differ by less, points. */
const sameBroken = 0.5;

/** firstFrom finds the first line at `value` or behind it by halving. */
function firstFrom(lines: readonly Ruling[], value: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] as Ruling).at < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Sets {
  rootOf(index: number): number;
  join(a: number, b: number): void;
}

/** createSets keeps things that belong together (union-find). */
export function createSets(count: number): Sets {
  const parent = Int32Array.from({ length: count }, (_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root] ?? 0] ?? 0;
      root = parent[root] ?? 0;
    }
    return root;
  };
  return {
    rootOf,
    join(a, b) {
      parent[rootOf(a)] = rootOf(b);
    },
  };
}

function gridOf(rulings: Rulings): Grid | undefined {
  const xs = edgesOf(rulings.vertical, rulings.horizontal);
  const ys = edgesOf(rulings.horizontal, rulings.vertical);
  if (xs.length < 2 || ys.length < 2 || xs.length * ys.length > maxPlaces) return undefined;
  return isFramed(xs, ys, rulings) ? { xs, ys, cells: cellsOf(xs, ys, rulings), rulings } : undefined;
}

/** isFramed: lines run through. The boxes of a flow chart and the lines between them are short beside the whole. */
function isFramed(xs: readonly number[], ys: readonly number[], { horizontal, vertical }: Rulings): boolean {
  const [x0, y0, x1, y1] = gridBox({ xs, ys });
  const shares = (lines: readonly Ruling[], length: number) =>
    lines.map(({ from, to }) => (to - from) / length).sort((a, b) => b - a);
  const [across, down] = [shares(horizontal, x1 - x0), shares(vertical, y1 - y0)];
  const middle = (values: readonly number[]) => values[values.length >> 1] ?? 0;
  const longest = Math.max(across[0] ?? 0, down[0] ?? 0);
  return longest > 0.8 && Math.max(middle(across), middle(down)) > 0.45;
}

/** edgesOf adds to the lines of one direction the ends of the other's where no line is drawn: a table may be open at its sides. */
function edgesOf(lines: readonly Ruling[], others: readonly Ruling[]): readonly number[] {
  const edges = [
    ...distinct(
      lines.map(({ at }) => at),
      sameEdge,
    ),
  ];
  const start = commonEnd(
    others.map(({ from }) => from),
    Math.min,
  );
  const end = commonEnd(
    others.map(({ to }) => to),
    Math.max,
  );
  const open = 2 * sameEdge;
  if (start < (edges[0] ?? 0) - open) edges.unshift(start);
  if (end > (edges.at(-1) ?? 0) + open) edges.push(end);
  return edges;
}

function commonEnd(values: readonly number[], outer: (a: number, b: number) => number): number {
  return values.reduce((most, value) => outer(most, value));
}

/** cellsOf joins the places of the grid that no line parts. */
function cellsOf(xs: readonly number[], ys: readonly number[], rulings: Rulings): readonly GridCell[] {
  const [rows, columns] = [ys.length - 1, xs.length - 1];
  const below = drawnEdges(ys, xs, rulings.horizontal);
  const beside = drawnEdges(xs, ys, rulings.vertical);
  const sets = createSets(rows * columns);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const here = row * columns + column;
      if (column + 1 < columns && !beside.has((column + 1) * rows + row)) sets.join(here, here + 1);
      if (row + 1 < rows && !below.has((row + 1) * columns + column)) sets.join(here, here + columns);
    }
  const groups = new Map<number, number[]>();
  for (let here = 0; here < rows * columns; here += 1) {
    const root = sets.rootOf(here);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [here]);
    else group.push(here);
  }
  return [...groups.values()].flatMap((group) => rectangles(group, columns));
}

/** drawnEdges gives the pieces of edges that are drawn, as `edge * pieces + piece`. */
function drawnEdges(edges: readonly number[], steps: readonly number[], lines: readonly Ruling[]): ReadonlySet<number> {
  const pieces = steps.length - 1;
  const covered = new Map<number, number>();
  for (const line of lines) {
    const edge = nearest(edges, line.at);
    for (let piece = 0; piece < pieces; piece += 1) {
      const [from, to] = [steps[piece] ?? 0, steps[piece + 1] ?? 0];
      const shared = Math.min(line.to, to) - Math.max(line.from, from);
      if (shared <= 0) continue;
      const key = edge * pieces + piece;
      covered.set(key, (covered.get(key) ?? 0) + shared / (to - from));
    }
  }
  return new Set([...covered].flatMap(([key, share]) => (share >= drawnShare ? [key] : [])));
}

function nearest(edges: readonly number[], value: number): number {
  let best = 0;
  edges.forEach((edge, at) => {
    if (Math.abs(edge - value) < Math.abs((edges[best] ?? 0) - value)) best = at;
  });
  return best;
}

/** rectangles gives a group of places as one cell, or row by row where it is no rectangle. */
function rectangles(group: readonly number[], columns: number): readonly GridCell[] {
  const rowOf = (here: number) => Math.floor(here / columns);
  const bounds = (places: readonly number[]): GridCell => {
    const [rows, across] = [places.map(rowOf), places.map((here) => here % columns)];
    return {
      row: Math.min(...rows),
      column: Math.min(...across),
      rowEnd: Math.max(...rows) + 1,
      columnEnd: Math.max(...across) + 1,
    };
  };
  const whole = bounds(group);
  if ((whole.rowEnd - whole.row) * (whole.columnEnd - whole.column) === group.length) return [whole];
  const cells: GridCell[] = [];
  for (const here of group) {
    const last = cells.at(-1);
    const [row, column] = [rowOf(here), here % columns];
    if (last !== undefined && last.row === row && last.columnEnd === column)
      cells[cells.length - 1] = { ...last, columnEnd: column + 1 };
    else cells.push({ row, column, rowEnd: row + 1, columnEnd: column + 1 });
  }
  return cells;
}
