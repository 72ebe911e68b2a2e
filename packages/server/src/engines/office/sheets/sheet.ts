import type { Block, Inline } from '@docmill/document';

/** SheetCell is a cell that shows something. Rows and columns count from 0. */
export interface SheetCell {
  readonly row: number;
  readonly column: number;
  readonly content: readonly Inline[];
}

/** Area is a rectangle of cells, its last row and column included. */
export interface Area {
  readonly row: number;
  readonly column: number;
  readonly lastRow: number;
  readonly lastColumn: number;
}

/** Hidden are rows or columns that do not show, from first to last. */
export type Hidden = readonly (readonly [first: number, last: number])[];

/** Floating is what lies over the cells: a picture, a chart, a text box; `row` and `column` are where it begins. */
export interface Floating {
  readonly row: number;
  readonly column: number;
  readonly blocks: readonly Block[];
}

/** Sheet is one visible sheet as its file says it, before its tables are told apart. */
export interface Sheet {
  readonly name: string;
  readonly cells: readonly SheetCell[];
  readonly merged: readonly Area[];
  readonly hiddenRows: Hidden;
  readonly hiddenColumns: Hidden;
  readonly floating: readonly Floating[];
  /** Texts of the notes that cells refer to. */
  readonly notes: readonly Block[];
}

/** areaOf reads `B2:D5`, `B2` or `$B$2`; undefined for anything else, such as whole columns. */
export function areaOf(reference: string): Area | undefined {
  const [from = '', to = from] = reference.replaceAll('$', '').split(':');
  const [first, last] = [placeOf(from), placeOf(to)];
  if (first === undefined || last === undefined) return undefined;
  return {
    row: Math.min(first.row, last.row),
    column: Math.min(first.column, last.column),
    lastRow: Math.max(first.row, last.row),
    lastColumn: Math.max(first.column, last.column),
  };
}

/** placeOf reads the name of a cell: `C2` -> row 1, column 2. */
export function placeOf(name: string): { readonly row: number; readonly column: number } | undefined {
  let column = 0;
  let at = 0;
  for (; at < name.length && at < 4; at += 1) {
    const letter = name.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  const row = Number(name.slice(at));
  return column === 0 || !Number.isInteger(row) || row < 1 ? undefined : { row: row - 1, column: column - 1 };
}
