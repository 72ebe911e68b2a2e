import type { Block, RowNode } from '@docmill/document';
import { realSpans } from '../../building/spans.ts';
import { cellNode } from '../flow/cells.ts';
import type { XmlElement } from '../package/xml.ts';
import { elementsOf } from '../package/xml-query.ts';
import { maxDepth, type OdfPlace } from './context.ts';

interface Cell {
  readonly header: boolean;
  readonly spans: { readonly rowSpan: number; readonly columnSpan: number };
  readonly blocks: readonly Block[];
}

/** tableBlocks makes a table; a frame of one cell gives what is in it. */
export function tableBlocks(table: XmlElement, place: OdfPlace): readonly Block[] {
  if (place.depth >= maxDepth) return [];
  const inside = { ...place, depth: place.depth + 1 };
  const rows = rowsOf(table, { header: false, place: inside });
  const cells = rows.flat();
  const [only] = cells;
  if (cells.length === 1 && only !== undefined) return only.blocks;
  if (cells.every(({ blocks }) => blocks.length === 0)) return [];
  const spans = realSpans([rows.map((row) => row.map((cell) => cell.spans))]);
  const nodes = rows.map(
    (row, at): RowNode => ({
      cells: row.map(({ header, blocks }, column) => cellNode(blocks, { header, ...spans[at]?.[column] })),
    }),
  );
  return [{ type: 'table', rows: nodes }];
}

interface RowContext {
  readonly header: boolean;
  readonly place: OdfPlace;
}

function rowsOf(element: XmlElement, context: RowContext): readonly (readonly Cell[])[] {
  return elementsOf(element).flatMap((child) => {
    switch (child.name) {
      case 'table:table-header-rows':
        return rowsOf(child, { ...context, header: true });
      case 'table:table-rows':
      case 'table:table-row-group':
        return rowsOf(child, context);
      case 'table:table-row':
        return repeatedRows(rowOf(child, context), child, context);
      default:
        return [];
    }
  });
}

function rowOf(row: XmlElement, { header, place }: RowContext): readonly Cell[] {
  return elementsOf(row).flatMap((cell) => {
    if (cell.name !== 'table:table-cell') return [];
    const { attributes } = cell;
    const spans = {
      rowSpan: spanOf(attributes['table:number-rows-spanned']),
      columnSpan: spanOf(attributes['table:number-columns-spanned']),
    };
    const times = spanOf(attributes['table:number-columns-repeated']);
    const read: Cell = { header, spans, blocks: place.read(elementsOf(cell), place) };
    return repeated(read, allowed(times, 1, place));
  });
}

function repeatedRows(
  row: readonly Cell[],
  { attributes }: XmlElement,
  { place }: RowContext,
): readonly (readonly Cell[])[] {
  return repeated(row, allowed(spanOf(attributes['table:number-rows-repeated']), row.length, place));
}

/** allowed gives how often something of so many cells may stand there, and takes what it adds from the document's budget. */
function allowed(times: number, cells: number, { context: { repeats } }: OdfPlace): number {
  const added = Math.min(times - 1, Math.floor(repeats.left / Math.max(1, cells)));
  repeats.left -= added * Math.max(1, cells);
  return 1 + added;
}

function spanOf(value: string | undefined): number {
  const span = Number(value ?? 1);
  return Number.isSafeInteger(span) && span > 0 ? span : 1;
}

function repeated<Item>(item: Item, length: number): readonly Item[] {
  return Array.from({ length }, () => item);
}
