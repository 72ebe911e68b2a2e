import type { Block, RowNode } from '@docmill/document';
import { realSpans } from '../../building/spans.ts';
import { cellNode } from '../flow/cells.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, elementsOf } from '../package/xml-query.ts';
import { maxDepth, type Place, placeInside } from './context.ts';
import { FieldStack } from './fields.ts';
import { isOnValue, valueOfChild } from './styles.ts';

/** Word has 63 columns at most; other programs write a few more. */
const maxColumns = 1_000;

interface Cell {
  readonly column: number;
  readonly columnSpan: number;
  rowSpan: number;
  readonly header: boolean;
  readonly blocks: readonly Block[];
}

/** tableBlocks makes a table, with both kinds of spans; a frame of one cell gives what is in it. */
export function tableBlocks(table: XmlElement, place: Place): readonly Block[] {
  if (place.depth >= maxDepth) return [];
  const inside = placeInside(place, new FieldStack());
  const rows = rowsOf(table, 'w:tr').filter((row) => !isDeleted(row));
  const cells = gridOf(rows, { heads: headRows(table, rows), place: inside });
  const shown = cells.filter((row) => row.length > 0);
  const [only] = shown[0] ?? [];
  if (shown.length === 1 && shown[0]?.length === 1 && only !== undefined) return only.blocks;
  if (shown.every((row) => row.every(({ blocks }) => blocks.length === 0))) return [];
  const spans = realSpans([shown]);
  const nodes = shown.map(
    (row, at): RowNode => ({
      cells: row.map(({ header, blocks }, column) => cellNode(blocks, { header, ...spans[at]?.[column] })),
    }),
  );
  return [{ type: 'table', rows: nodes }];
}

/** rowsOf gives rows or cells, which controls and marks of revisions may surround. */
function rowsOf(element: XmlElement, name: string): readonly XmlElement[] {
  return elementsOf(element).flatMap((child) => {
    if (child.name === name) return [child];
    if (child.name === 'w:sdt') return rowsOf(childOf(child, 'w:sdtContent') ?? child, name);
    return child.name === 'w:customXml' || child.name === 'w:ins' || child.name === 'w:moveTo'
      ? rowsOf(child, name)
      : [];
  });
}

function isDeleted(row: XmlElement): boolean {
  const properties = childOf(row, 'w:trPr');
  const hidden = childOf(properties, 'w:hidden');
  return childOf(properties, 'w:del') !== undefined || (hidden !== undefined && isOnValue(hidden.attributes['w:val']));
}

/** Rows that repeat on each page are heads; else the first, where the table says that it looks different. */
function headRows(table: XmlElement, rows: readonly XmlElement[]): number {
  const repeats = rows.findIndex((row) => {
    const head = childOf(row, 'w:trPr', 'w:tblHeader');
    return head === undefined || !isOnValue(head.attributes['w:val']);
  });
  if (repeats !== 0) return repeats === -1 ? 0 : repeats;
  const look = childOf(table, 'w:tblPr', 'w:tblLook')?.attributes;
  const first = look?.['w:firstRow'] ?? ((Number.parseInt(look?.['w:val'] ?? '0', 16) & 0x20) === 0 ? '0' : '1');
  const styled = valueOfChild(childOf(table, 'w:tblPr'), 'w:tblStyle') !== undefined;
  return styled && rows.length > 1 && isOnValue(first) ? 1 : 0;
}

interface GridContext {
  readonly heads: number;
  readonly place: Place;
}

function gridOf(rows: readonly XmlElement[], { heads, place }: GridContext): readonly (readonly Cell[])[] {
  let above = new Map<number, Cell>();
  return rows.map((row, at) => {
    const properties = childOf(row, 'w:trPr');
    const cells: Cell[] = [];
    const current = new Map<number, Cell>();
    let column = 0;
    const skip = (count: number) => {
      if (count > 0) cells.push({ column, columnSpan: count, rowSpan: 1, header: at < heads, blocks: [] });
      column += count;
    };
    skip(gridCount(properties, 'w:gridBefore'));
    for (const element of mergedCells(row)) {
      if (column >= maxColumns) break;
      const columnSpan = Math.min(maxColumns - column, element.span);
      const started = above.get(column);
      if (element.continues && started !== undefined && started.columnSpan === columnSpan) {
        started.rowSpan += 1;
        current.set(column, started);
      } else {
        const cell = {
          column,
          columnSpan,
          rowSpan: 1,
          header: at < heads,
          blocks: element.cells.flatMap((one) => place.read(elementsOf(one), place)),
        };
        cells.push(cell);
        current.set(column, cell);
      }
      column += columnSpan;
    }
    skip(Math.min(maxColumns - column, gridCount(properties, 'w:gridAfter')));
    above = current;
    return cells;
  });
}

function gridCount(properties: XmlElement | undefined, name: string): number {
  const count = Number(valueOfChild(properties, name) ?? 0);
  return Number.isFinite(count) ? Math.min(maxColumns, Math.max(0, Math.floor(count))) : 0;
}

interface RowCell {
  readonly cells: XmlElement[];
  span: number;
  readonly continues: boolean;
}

/** Older files merge cells of a row by marks, as those of a column: `w:hMerge`. */
function mergedCells(row: XmlElement): readonly RowCell[] {
  const merged: RowCell[] = [];
  for (const cell of rowsOf(row, 'w:tc')) {
    const properties = childOf(cell, 'w:tcPr');
    if (childOf(properties, 'w:cellDel') !== undefined) continue;
    const span = Math.max(1, gridCount(properties, 'w:gridSpan'));
    const last = merged.at(-1);
    if (mergeOf(properties, 'w:hMerge') === 'continue' && last !== undefined) {
      last.span += span;
      last.cells.push(cell);
    } else merged.push({ cells: [cell], span, continues: mergeOf(properties, 'w:vMerge') === 'continue' });
  }
  return merged;
}

function mergeOf(properties: XmlElement | undefined, name: string): 'continue' | 'restart' | undefined {
  const merge = childrenOf(properties, name)[0];
  if (merge === undefined) return undefined;
  return merge.attributes['w:val'] === 'restart' ? 'restart' : 'continue';
}
