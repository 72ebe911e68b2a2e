import type { Bbox } from '@docmill/document';
import type { Segment } from '../page-content.ts';

/** CellDraft is one cell: its rows and columns, the ends exclusive, and its text, line by line. */
export interface CellDraft {
  readonly row: number;
  readonly column: number;
  readonly rowEnd: number;
  readonly columnEnd: number;
  readonly bbox: Bbox;
  readonly lines: readonly (readonly Segment[])[];
  readonly header?: boolean;
}

/** TableDraft is a table of one page. */
export interface TableDraft {
  readonly type: 'table';
  readonly bbox: Bbox;
  /** Direction of its text when it is turned; boxes of cells are then those of the turned page. */
  readonly angle?: 90 | 180 | 270;
  /** x of the edges of its columns. */
  readonly xs: readonly number[];
  readonly rowCount: number;
  /** Rows at its top that are its head. */
  readonly headRows: number;
  readonly cells: readonly CellDraft[];
  /** What the tags of the file tell of its parts on other pages. */
  readonly over?: OverPages;
}

/** OverPages: a table continues one of the page before, its first row does, and it goes on on the next page. */
export interface OverPages {
  readonly continues: boolean;
  readonly isCut: boolean;
  readonly goesOn: boolean;
}
