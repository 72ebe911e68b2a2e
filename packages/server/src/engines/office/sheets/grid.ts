import { type Axis, axisOf } from './axis.ts';
import type { Area, Sheet, SheetCell } from './sheet.ts';

/** Rows and columns that merged cells may cover in sum before further ones count as single cells: a hostile file merges all with all. */
const maxCovered = 2_000_000;

/** Item is a cell on the short scale of its sheet (see `axis`), with its spans there; `cell` says where it is in the sheet. */
export interface Item {
  readonly row: number;
  readonly column: number;
  readonly lastRow: number;
  readonly lastColumn: number;
  readonly cell: SheetCell;
}

/** gridOf gives the items that show, by row and column; what a merged cell covers and what is hidden is left out. */
export function gridOf({ cells, merged, hiddenRows, hiddenColumns }: Sheet): readonly Item[] {
  const areas = areasByStart(cells, merged);
  const rows = axisOf(endsOf(cells, areas, 'row', 'lastRow'), hiddenRows);
  const columns = axisOf(endsOf(cells, areas, 'column', 'lastColumn'), hiddenColumns);
  // Ends of areas that lie in hidden rows move to the last one that shows, so they need a place of their own.
  const rowScale = rescale(cells, areas, { axis: rows, hidden: hiddenRows, first: 'row', last: 'lastRow' });
  const columnScale = rescale(cells, areas, {
    axis: columns,
    hidden: hiddenColumns,
    first: 'column',
    last: 'lastColumn',
  });
  let covered = 0;
  const items: Item[] = [];
  for (const cell of cells) {
    const area = areas.get(cell);
    const vertical = extent(rowScale, cell.row, area?.lastRow ?? cell.row);
    const horizontal = extent(columnScale, cell.column, area?.lastColumn ?? cell.column);
    if (vertical === undefined || horizontal === undefined) continue;
    covered += vertical[1] - vertical[0] + horizontal[1] - horizontal[0];
    const [lastRow, lastColumn] = covered > maxCovered ? [vertical[0], horizontal[0]] : [vertical[1], horizontal[1]];
    items.push({ row: vertical[0], column: horizontal[0], lastRow, lastColumn, cell });
  }
  items.sort((a, b) => a.row - b.row || a.column - b.column);
  return withoutCovered(items);
}

type Areas = ReadonlyMap<SheetCell, Area>;

function areasByStart(cells: readonly SheetCell[], merged: readonly Area[]): Areas {
  if (merged.length === 0) return new Map();
  const starts = new Map(merged.map((area) => [`${area.row} ${area.column}`, area] as const));
  const found = new Map<SheetCell, Area>();
  for (const cell of cells) {
    const area = starts.get(`${cell.row} ${cell.column}`);
    if (area !== undefined) found.set(cell, area);
  }
  return found;
}

type First = 'row' | 'column';
type Last = 'lastRow' | 'lastColumn';

function* endsOf(cells: readonly SheetCell[], areas: Areas, first: First, last: Last): Generator<number> {
  for (const cell of cells) yield cell[first];
  for (const area of areas.values()) yield area[last];
}

interface Rescaling {
  readonly axis: Axis;
  readonly hidden: Sheet['hiddenRows'];
  readonly first: First;
  readonly last: Last;
}

function rescale(cells: readonly SheetCell[], areas: Areas, { axis, hidden, first, last }: Rescaling): Axis {
  if (hidden.length === 0 || areas.size === 0) return axis;
  const ends = [...areas.values()].flatMap((area) => [axis.shown(area[first]), axis.lastShown(area[last])]);
  return axisOf([...cells.map((cell) => cell[first]), ...ends], hidden);
}

/** A merged cell shows as long as one of its rows does. */
function extent(axis: Axis, first: number, last: number): readonly [number, number] | undefined {
  const from = axis.place(first) ?? (last > first ? axis.place(axis.shown(first)) : undefined);
  const to = axis.place(last) ?? axis.place(axis.lastShown(last));
  if (from === undefined || to === undefined || to < from) return undefined;
  return [from, to];
}

/** Cells below a merged one keep their values in the file, but do not show. */
function withoutCovered(items: readonly Item[]): readonly Item[] {
  const spanning = items.filter((item) => item.lastRow > item.row || item.lastColumn > item.column);
  if (spanning.length === 0) return items;
  const shown: Item[] = [];
  /** For each column the row up to which it is covered, and by which item. */
  const covers = new Map<number, Item>();
  for (const item of items) {
    const cover = covers.get(item.column);
    if (cover !== undefined && cover.lastRow >= item.row) continue;
    shown.push(item);
    if (item.lastRow === item.row && item.lastColumn === item.column) continue;
    for (let column = item.column; column <= item.lastColumn; column += 1) covers.set(column, item);
  }
  return shown;
}
