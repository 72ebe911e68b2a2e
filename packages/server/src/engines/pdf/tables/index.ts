export { goesOnAs, isContinuedCaption, joinedOverColumns, joinedTable, mostPages } from './continuation.ts';
export { findTables } from './find-tables.ts';
export { rulingsOf } from './page-rulings.ts';
export { tableBlock } from './table-block.ts';
export { withTableNotes } from './table-notes.ts';
