import { type RowSpan, rowSpans } from './centred-cells.ts';
import type { GridCell } from './grid.ts';
import type { TextRow } from './rows.ts';

/** Shape is the skeleton of a table: edges of columns and rows, and its cells. */
export interface Shape {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: readonly GridCell[];
}

/** shapeOf makes a table of rows of text. */
export function shapeOf(rows: readonly TextRow[], xs: readonly number[]): Shape {
  const ys = [top(rows[0]), ...rows.slice(1).map((row, at) => (bottom(rows[at]) + top(row)) / 2), bottom(rows.at(-1))];
  const cells = rows.flatMap((row, at) => cellsOfRow(row, at, xs.length - 1));
  return { xs, ys, cells: withSpans(cells, rowSpans(rows)) };
}

/** withSpans puts cells over several rows in the place of the empty ones that they cover. */
function withSpans(cells: readonly GridCell[], spans: readonly RowSpan[]): readonly GridCell[] {
  if (spans.length === 0) return cells;
  const spanOf = ({ row, column }: GridCell) =>
    spans.find((span) => span.column === column && row >= span.row && row < span.rowEnd);
  return cells.flatMap((cell) => {
    const span = spanOf(cell);
    if (span === undefined) return [cell];
    return cell.row === span.row ? [{ ...cell, rowEnd: span.rowEnd }] : [];
  });
}

function top(row: TextRow | undefined): number {
  return row?.lines[0]?.line.bbox[1] ?? 0;
}

function bottom(row: TextRow | undefined): number {
  return row?.lines.at(-1)?.line.bbox[3] ?? 0;
}

function cellsOfRow(row: TextRow, at: number, end: number): readonly GridCell[] {
  const joined = new Uint8Array(end);
  for (const { fillings } of row.lines)
    for (const { column, columnEnd } of fillings) joined.fill(1, column + 1, columnEnd);
  const cells: GridCell[] = [];
  for (let column = 0; column < end; column += 1) {
    const last = cells.at(-1);
    if (last !== undefined && joined[column] === 1) cells[cells.length - 1] = { ...last, columnEnd: column + 1 };
    else cells.push({ row: at, rowEnd: at + 1, column, columnEnd: column + 1 });
  }
  return cells;
}
