export { goesOnAs, joinedTable, mostPages } from './continuation.ts';
export { type FoundTables, findTables } from './find-tables.ts';
export { rulingsOf } from './page-rulings.ts';
export { tableBlock } from './table-block.ts';
export type { TableDraft } from './table-draft.ts';
export { withTableNotes } from './table-notes.ts';
