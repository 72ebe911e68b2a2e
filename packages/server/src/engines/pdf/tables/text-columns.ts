import type { TableDraft } from './table-draft.ts';

/** TextColumn is where the texts of one column begin and end, points. */
export interface TextColumn {
  readonly from: number;
  readonly to: number;
}

/** Texts that begin, or end, within so many points are in one column. */
const sameEdge = 3;

/** textColumns gives the extent of each column's texts, its head left out where there is more; undefined for an empty column. */
export function textColumns({ xs, cells, headRows, rowCount }: TableDraft): readonly (TextColumn | undefined)[] {
  const columns: (TextColumn | undefined)[] = xs.slice(1).map(() => undefined);
  for (const { row, column, columnEnd, lines } of cells) {
    if (columnEnd - column > 1 || (row < headRows && headRows < rowCount)) continue;
    for (const segment of lines.flat()) {
      const [from, , to] = segment.bbox;
      const known = columns[column];
      columns[column] =
        known === undefined ? { from, to } : { from: Math.min(known.from, from), to: Math.max(known.to, to) };
    }
  }
  return columns;
}

/** isAlignedWith: two texts, or columns of them, begin or end at one place, or have their middles there. */
export function isAlignedWith(a: TextColumn, b: TextColumn): boolean {
  const [starts, ends] = [a.from - b.from, a.to - b.to];
  return Math.min(Math.abs(starts), Math.abs(ends), Math.abs(starts + ends) / 2) <= sameEdge;
}
