import type { GridCell } from './grid.ts';
import type { TextRow } from './rows.ts';
import type { Ruling } from './ruling.ts';

/** Shape is the skeleton of a table: edges of columns and rows, and its cells. */
export interface Shape {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly cells: readonly GridCell[];
}

/** shapeOf makes a table of rows of text; `rulings` are short lines below heads that span columns. */
export function shapeOf(rows: readonly TextRow[], xs: readonly number[], rulings: readonly Ruling[]): Shape {
  const ys = [top(rows[0]), ...rows.slice(1).map((row, at) => (bottom(rows[at]) + top(row)) / 2), bottom(rows.at(-1))];
  const cells = rows.flatMap((row, at) => cellsOfRow(row, { at, xs, rulings }));
  return { xs, ys, cells };
}

function top(row: TextRow | undefined): number {
  return row?.lines[0]?.line.bbox[1] ?? 0;
}

function bottom(row: TextRow | undefined): number {
  return row?.lines.at(-1)?.line.bbox[3] ?? 0;
}

interface RowPlace {
  readonly at: number;
  readonly xs: readonly number[];
  readonly rulings: readonly Ruling[];
}

function cellsOfRow(row: TextRow, { at, xs, rulings }: RowPlace): readonly GridCell[] {
  const end = xs.length - 1;
  const joined = new Uint8Array(end);
  const join = (from: number, to: number) => joined.fill(1, from + 1, to);
  for (const { fillings } of row.lines)
    for (const { column, columnEnd, words } of fillings) {
      join(column, columnEnd);
      if (!row.head) continue;
      const [from, to] = [words[0]?.bbox[0] ?? 0, words.at(-1)?.bbox[2] ?? 0];
      const below = rulings.find(
        (one) => one.at > bottom(row) - 4 && one.at < bottom(row) + 8 && one.from <= from + 3 && one.to >= to - 3,
      );
      if (below !== undefined) join(...columnsUnder(below, xs));
    }
  const cells: GridCell[] = [];
  for (let column = 0; column < end; column += 1) {
    const last = cells.at(-1);
    if (last !== undefined && joined[column] === 1) cells[cells.length - 1] = { ...last, columnEnd: column + 1 };
    else cells.push({ row: at, rowEnd: at + 1, column, columnEnd: column + 1 });
  }
  return cells;
}

/** columnsUnder gives the columns that a line runs over by half. */
function columnsUnder({ from, to }: Ruling, xs: readonly number[]): readonly [number, number] {
  const covered = xs.slice(1).map((x1, at) => {
    const x0 = xs[at] ?? 0;
    return Math.min(x1, to) - Math.max(x0, from) > 0.5 * (x1 - x0);
  });
  const [first, last] = [covered.indexOf(true), covered.lastIndexOf(true)];
  return first < 0 ? [0, 0] : [first, last + 1];
}
