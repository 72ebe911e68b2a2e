import type { Item } from './grid.ts';

/** Region is an island of cells: a table, or a line that stands alone. Items are by row and column. */
export interface Region {
  readonly items: readonly Item[];
  readonly box: Box;
}

interface Box {
  row: number;
  column: number;
  lastRow: number;
  lastColumn: number;
}

interface Run {
  readonly column: number;
  lastColumn: number;
  readonly island: number;
}

/** Above this many islands, those that reach into each other stay apart: comparing each with each would take too long. */
const maxCompared = 400;

/** regionsOf tells the islands of a sheet apart: cells that touch by a side belong together, and what lies within the frame of others. */
export function regionsOf(items: readonly Item[]): readonly Region[] {
  const islands = new Islands();
  let above: readonly Run[] = [];
  let aboveRow = Number.NEGATIVE_INFINITY;
  for (const [row, inRow] of byRow(items)) {
    const runs = runsOf(inRow, islands);
    if (row === aboveRow + 1) connect(above, runs, islands);
    above = runs;
    aboveRow = row;
  }
  return joinFrames(islands.collect(items)).sort((a, b) => a.box.row - b.box.row || a.box.column - b.box.column);
}

/** byRow gives what each row holds, a cell over several rows in each of them. */
function* byRow(items: readonly Item[]): Generator<readonly [number, readonly Item[]]> {
  let at = 0;
  let open: Item[] = [];
  for (let row = items[0]?.row ?? 0; at < items.length || open.length > 0; ) {
    open = open.filter(({ lastRow }) => lastRow >= row);
    const inRow = [...open];
    for (; items[at]?.row === row; at += 1) {
      const item = items[at] as Item;
      inRow.push(item);
      if (item.lastRow > row) open.push(item);
    }
    if (inRow.length > 0) yield [row, inRow.sort((a, b) => a.column - b.column)];
    // Rows without a cell need no look, unless one reaches into them from above.
    row = open.some(({ lastRow }) => lastRow > row) ? row + 1 : (items[at]?.row ?? row + 1);
    if (at >= items.length && open.every(({ lastRow }) => lastRow < row)) return;
  }
}

function runsOf(items: readonly Item[], islands: Islands): readonly Run[] {
  const runs: Run[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    const island = islands.of(item);
    if (last !== undefined && item.column <= last.lastColumn + 1) {
      islands.join(last.island, island);
      last.lastColumn = Math.max(last.lastColumn, item.lastColumn);
    } else runs.push({ column: item.column, lastColumn: item.lastColumn, island });
  }
  return runs;
}

function connect(above: readonly Run[], below: readonly Run[], islands: Islands): void {
  let at = 0;
  for (const run of below) {
    while (at < above.length && (above[at] as Run).lastColumn < run.column) at += 1;
    for (let next = at; next < above.length && (above[next] as Run).column <= run.lastColumn; next += 1)
      islands.join((above[next] as Run).island, run.island);
  }
}

/** Islands are sets of items that are joined step by step (union by index, with halved paths). */
class Islands {
  private readonly parents: number[] = [];
  private readonly ids = new Map<Item, number>();

  of(item: Item): number {
    const known = this.ids.get(item);
    if (known !== undefined) return known;
    const id = this.parents.length;
    this.parents.push(id);
    this.ids.set(item, id);
    return id;
  }

  join(a: number, b: number): void {
    const [first, second] = [this.root(a), this.root(b)];
    if (first !== second) this.parents[Math.max(first, second)] = Math.min(first, second);
  }

  collect(items: readonly Item[]): readonly Region[] {
    const regions = new Map<number, { items: Item[]; box: Box }>();
    for (const item of items) {
      const root = this.root(this.of(item));
      const region = regions.get(root);
      if (region === undefined) {
        const { row, column, lastRow, lastColumn } = item;
        regions.set(root, { items: [item], box: { row, column, lastRow, lastColumn } });
      } else {
        region.items.push(item);
        widen(region.box, item);
      }
    }
    return [...regions.values()];
  }

  private root(id: number): number {
    let at = id;
    for (let parent = this.parents[at] as number; parent !== at; parent = this.parents[at] as number) {
      this.parents[at] = this.parents[parent] as number;
      at = parent;
    }
    return at;
  }
}

function widen(box: Box, { row, column, lastRow, lastColumn }: Readonly<Box>): void {
  box.row = Math.min(box.row, row);
  box.column = Math.min(box.column, column);
  box.lastRow = Math.max(box.lastRow, lastRow);
  box.lastColumn = Math.max(box.lastColumn, lastColumn);
}

/** A cell among blanks within the frame of a table, or along one of its sides, is one of the table. */
function joinFrames(regions: readonly Region[]): Region[] {
  if (regions.length > maxCompared) return [...regions];
  const joined: Region[] = [];
  for (const region of regions) {
    let grown = region;
    for (let at = 0; at < joined.length; ) {
      const other = joined[at] as Region;
      if (!belongs(other.box, grown.box)) {
        at += 1;
        continue;
      }
      joined.splice(at, 1);
      const box = { ...other.box };
      widen(box, grown.box);
      grown = { items: [...other.items, ...grown.items], box };
      at = 0;
    }
    joined.push(grown);
  }
  return joined.map(({ items, box }) => ({
    items: items.toSorted((a, b) => a.row - b.row || a.column - b.column),
    box,
  }));
}

function belongs(a: Box, b: Box): boolean {
  const rowsShared = a.row <= b.lastRow && b.row <= a.lastRow;
  const columnsShared = a.column <= b.lastColumn && b.column <= a.lastColumn;
  if (rowsShared && columnsShared) return true;
  const beside = a.column === b.lastColumn + 1 || b.column === a.lastColumn + 1;
  const rowsWithin = (a.row >= b.row && a.lastRow <= b.lastRow) || (b.row >= a.row && b.lastRow <= a.lastRow);
  if (beside && rowsWithin) return true;
  const below = a.row === b.lastRow + 1 || b.row === a.lastRow + 1;
  const columnsWithin =
    (a.column >= b.column && a.lastColumn <= b.lastColumn) || (b.column >= a.column && b.lastColumn <= a.lastColumn);
  return below && columnsWithin;
}
