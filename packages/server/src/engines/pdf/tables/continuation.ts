import { type RowNode, type TableBlock, textOf } from '@docmill/document';
import type { PlacedBlock } from '../placed.ts';
import { withWholeRow } from './cut-rows.ts';
import type { TableDraft } from './table-draft.ts';
import { isAlignedWith, textColumns } from './text-columns.ts';

/** Edges of columns on two pages may differ by so many points: pages have margins of their own, columns have not. */
const sameColumn = 6;
/** A table over more pages than this begins anew: what waits for its end must stay small. */
export const mostPages = 50;

/** goesOnAs tells whether the first table of a page continues the last one of the page before: the same columns, and no caption of its own. */
export function goesOnAs(before: PlacedBlock, after: PlacedBlock): boolean {
  if (before.table === undefined || after.table === undefined || after.block.type !== 'table') return false;
  const [caption] = after.block.captions ?? [];
  if (caption !== undefined && !isContinued(textOf(caption.content))) return false;
  return (
    areOneInTags(before.table, after.table) ||
    haveSameColumns(before.table, after.table) ||
    areAlignedAlike(before.table, after.table)
  );
}

const continued =
  /\b(?:cont(?:inued|inuation|['’]?d|\.)|forts(?:etzung|\.)|suite|continuación|continua(?:ção|zione)|vervolg|продолжение|окончание)(?:[\s.):]|$)|[（(]?[续續][)）]?|続き/iu;

/** isContinued tells the caption of a table's later part, as `Table 3 (continued)`. */
export function isContinued(text: string): boolean {
  return continued.test(text);
}

/** isContinuedCaption: a line that says no more than that the table below it is continued. */
export function isContinuedCaption(entry: PlacedBlock | undefined): boolean {
  const paragraph = entry?.paragraph;
  return paragraph !== undefined && paragraph.rows.length <= captionRows && isContinued(paragraph.text);
}

const captionRows = 2;

/** joinedOverColumns joins a table at the end of one column of a page with its other part at the top of the next. */
export function joinedOverColumns(placed: readonly PlacedBlock[], pageIndex: number): readonly PlacedBlock[] {
  const result: PlacedBlock[] = [];
  for (const entry of placed) {
    const last = result.at(-1);
    // Tables of one page are two by their tags.
    const areTwo = last?.table?.over !== undefined && entry.table?.over !== undefined;
    if (last !== undefined && !areTwo && isInNextColumn(last, entry) && goesOnAs(last, entry))
      result[result.length - 1] = joinedTable(last, entry, { from: pageIndex, to: pageIndex });
    else result.push(entry);
  }
  return result;
}

function isInNextColumn({ block: before }: PlacedBlock, { block: after }: PlacedBlock): boolean {
  const [a, b] = [before.regions?.at(-1)?.bbox ?? before.bbox, after.bbox];
  return a !== undefined && b !== undefined && b[1] < a[1] && (b[0] >= a[2] || b[2] <= a[0]);
}

/** areOneInTags: by its tags the one has rows on the next page, and the other on the page before. */
function areOneInTags(a: TableDraft, b: TableDraft): boolean {
  return a.over?.goesOn === true && b.over?.continues === true && a.xs.length === b.xs.length;
}

function haveSameColumns(a: TableDraft, b: TableDraft): boolean {
  if (a.xs.length !== b.xs.length || a.angle !== b.angle) return false;
  const [left, other] = [a.xs[0] ?? 0, b.xs[0] ?? 0];
  return a.xs.every((x, at) => Math.abs(x - left - ((b.xs[at] ?? 0) - other)) <= sameColumn);
}

/** areAlignedAlike: where no lines part columns, the edges lie anywhere between the texts; these begin or end at the same places. */
function areAlignedAlike(a: TableDraft, b: TableDraft): boolean {
  if (a.xs.length !== b.xs.length || a.angle !== b.angle) return false;
  const [columns, others] = [textColumns(a), textColumns(b)];
  return columns.every((column, at) => {
    const other = others[at];
    return column !== undefined && other !== undefined && isAlignedWith(column, other);
  });
}

/** Pages of the two parts. */
export interface PartPages {
  readonly from: number;
  readonly to: number;
}

/** joinedTable appends the part of the next page: each row knows its page, a head that is printed again is left out. */
export function joinedTable(before: PlacedBlock, after: PlacedBlock, { from, to }: PartPages): PlacedBlock {
  const first = before.block as TableBlock;
  const second = after.block as TableBlock;
  const placed = (rows: readonly RowNode[], pageIndex: number) => rows.map((row): RowNode => ({ pageIndex, ...row }));
  const regionsOf = ({ regions, bbox }: TableBlock, pageIndex: number) =>
    regions ?? (bbox === undefined ? [] : [{ pageIndex, bbox }]);
  const footnotes = [...(first.footnotes ?? []), ...(second.footnotes ?? [])];
  const others = second.rows.slice(repeatedRows(first, second, after.table));
  const isCut = before.table?.over?.goesOn === true ? after.table?.over?.isCut : undefined;
  const [above, below] = withWholeRow(first.rows, others, isCut);
  const block: TableBlock = {
    ...first,
    rows: [...placed(above, from), ...placed(below, to)],
    regions: [...regionsOf(first, from), ...regionsOf(second, to)],
    ...(footnotes.length === 0 ? {} : { footnotes }),
  };
  // Whether the next page goes on is told by the part of this one.
  const { over: _, ...own } = before.table as TableDraft;
  const over = after.table?.over;
  return { ...before, block, table: { ...own, ...(over === undefined ? {} : { over }) } };
}

/** Above the names of columns that are printed again stand no more rows of names of groups than this. */
const mostGroupRows = 2;

/** repeatedRows counts the rows at the top of the second part that are those at the top of the first, with what stands above them. */
function repeatedRows(first: TableBlock, second: TableBlock, draft: TableDraft | undefined): number {
  const most = Math.max(1, draft?.headRows ?? 0);
  const matchesFrom = (start: number) => {
    let count = 0;
    while (
      count < most &&
      start + count + 1 < second.rows.length &&
      textOfRow(first.rows[count]) === textOfRow(second.rows[start + count])
    )
      count += 1;
    return count;
  };
  if (textOfRow(first.rows[0]).trim() === '') return 0;
  for (let start = 0; start < Math.min(most, mostGroupRows + 1); start += 1) {
    const count = matchesFrom(start);
    if (count > 0) return start + count;
  }
  return 0;
}

function textOfRow(row: RowNode | undefined): string {
  return (row?.cells ?? []).map(({ content }) => textOf(content).replace(/\s+/g, ' ').trim()).join('\t');
}
