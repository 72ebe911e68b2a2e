import type { CellNode, RowNode, TableBlock } from '../block.ts';

interface Placed {
  readonly cell: CellNode;
  readonly row: number;
  readonly column: number;
  /** Row below the last one that the cell reaches. */
  readonly end: number;
}

/** More columns than this are not followed: spans of such a table are not repeated. */
const mostColumns = 4_096;

/**
 * splitTable cuts a table between rows into tables that `fits` accepts, each beginning with the rows of the header where these fit. A cell that reaches
 * over a cut stands in both parts; a part has the regions of its own rows' pages. A row is never cut, so a part of one row may be too large.
 */
export function splitTable(table: TableBlock, fits: (table: TableBlock) => boolean): readonly TableBlock[] {
  const { captions, footnotes, ...plain } = table;
  const { rows } = table;
  const marked = headerCount(rows);
  // A header that leaves no room for rows would be all that parts hold.
  const headRows = fits({ ...plain, rows: rows.slice(0, marked) }) ? marked : 0;
  const head = rows.slice(0, headRows);
  const placed = placedCells(rows);
  const parts: TableBlock[] = [];
  let reaching: readonly Placed[] = [];
  for (let from = headRows; from < rows.length; ) {
    const start = from;
    const tableOf = (to: number): TableBlock => ({
      ...plain,
      rows: [...head, ...rowsWithin(placed, { from: start, to, rows, reaching })],
      ...(start === headRows && captions !== undefined ? { captions } : {}),
      ...(to === rows.length && footnotes !== undefined ? { footnotes } : {}),
    });
    const to = largestEnd(start, rows.length, (end) => fits(tableOf(end)));
    parts.push({ ...tableOf(to), ...placesOf(table, rows.slice(start, to)) });
    reaching = [...reaching, ...placed.slice(start, to).flat()].filter(({ end }) => end > to);
    from = to;
  }
  return parts.length === 0 ? [table] : parts;
}

/** Rows that know their page stand in the regions of the table there. */
function placesOf({ regions = [] }: TableBlock, rows: readonly RowNode[]): Pick<TableBlock, 'regions'> {
  const pages = new Set(rows.map((row) => row.pageIndex));
  const own = regions.filter(({ pageIndex }) => pages.has(pageIndex));
  return own.length === 0 ? {} : { regions: own };
}

/** Doubling, then halving: each part costs a few looks, whatever its number of rows. */
function largestEnd(from: number, last: number, fits: (end: number) => boolean): number {
  let good = from + 1;
  let step = 1;
  while (good < last && fits(Math.min(last, good + step))) {
    good = Math.min(last, good + step);
    step *= 2;
  }
  for (; step >= 1; step = Math.floor(step / 2)) if (good + step <= last && fits(good + step)) good += step;
  return good;
}

/** The rows of the header: those of header cells only; without any the first, unless it is all there is. Cells that reach below belong to the body. */
function headerCount(rows: readonly RowNode[]): number {
  const marked = rows.findIndex(({ cells }) => !cells.every((cell) => cell.header === true));
  const count = marked < 0 ? 1 : Math.max(1, marked);
  const reaches = rows.slice(0, count).some(({ cells }, at) => cells.some((cell) => at + (cell.rowSpan ?? 1) > count));
  return rows.length > 1 && !reaches && count < rows.length && count <= 5 ? count : 0;
}

function placedCells(rows: readonly RowNode[]): readonly (readonly Placed[])[] {
  const takenUntil: number[] = [];
  return rows.map(({ cells }, row) => {
    let column = 0;
    return cells.map((cell) => {
      while ((takenUntil[column] ?? 0) > row) column += 1;
      const { rowSpan = 1, columnSpan = 1 } = cell;
      const placed = { cell, row, column, end: Math.min(rows.length, row + rowSpan) };
      for (let over = 0; over < columnSpan && column + over < mostColumns; over += 1)
        takenUntil[column + over] = row + rowSpan;
      column += columnSpan;
      return placed;
    });
  });
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly rows: readonly RowNode[];
  /** Cells above that reach below `from`. */
  readonly reaching: readonly Placed[];
}

function rowsWithin(placed: readonly (readonly Placed[])[], { from, to, rows, reaching }: Range): readonly RowNode[] {
  return rows.slice(from, to).map((row, at) => {
    const index = from + at;
    const own = placed[index] ?? [];
    const cells = at === 0 ? [...own, ...reaching].sort((a, b) => a.column - b.column) : own;
    return { ...row, cells: cells.map(({ cell, end }) => spanned(cell, Math.min(end, to) - index)) };
  });
}

function spanned(cell: CellNode, rowSpan: number): CellNode {
  const { rowSpan: _, ...rest } = cell;
  return rowSpan > 1 ? { ...rest, rowSpan } : rest;
}
