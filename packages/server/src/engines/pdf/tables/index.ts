export { goesOnAs, isContinuedCaption, joinedOverColumns, joinedTable, mostPages } from './continuation.ts';
export { findTables } from './find-tables.ts';
export { withLooseRows } from './loose-rows.ts';
export { rulingsOf } from './page-rulings.ts';
export { type TableContext, tableBlock } from './table-block.ts';
export { withTableNotes } from './table-notes.ts';
export type { TaggedCell, TaggedTable } from './tagged.ts';
