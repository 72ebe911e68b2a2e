import type { CellNode, RowNode, TableBlock } from '@docmill/document';
import { cellNode } from '../flow/cells.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf } from '../package/xml-query.ts';
import type { SlideContext } from './context.ts';
import { textBlocks } from './text-body.ts';

/** Columns of the widest table that PowerPoint makes are 75; a file may say more. */
const maxSpan = 1_000;

/** tableBlock reads a table with its merged cells; undefined when it has no rows or no cells are left for it. */
export function tableBlock(table: XmlElement, context: SlideContext): TableBlock | undefined {
  const styles = [childOf(context.presentation, 'p:defaultTextStyle')].filter((list) => list !== undefined);
  const { firstRow = '0' } = childOf(table, 'a:tblPr')?.attributes ?? {};
  const source = childrenOf(table, 'a:tr');
  const rows: RowNode[] = [];
  for (const [at, row] of source.entries()) {
    const cells = childrenOf(row, 'a:tc');
    if (!context.budget.take(cells.length)) break;
    const header = at === 0 && (firstRow === '1' || firstRow === 'true');
    rows.push({
      cells: cells.flatMap((cell, column): readonly CellNode[] => {
        if (isMerged(cell)) return [];
        const shape = {
          header,
          rowSpan: spanOf(cell.attributes.rowSpan, source.length - at),
          columnSpan: spanOf(cell.attributes.gridSpan, cells.length - column),
        };
        return [cellNode(textBlocks(childOf(cell, 'a:txBody'), styles, context), shape)];
      }),
    });
  }
  return rows.some(({ cells }) => cells.length > 0) ? { type: 'table', rows } : undefined;
}

function isMerged({ attributes: { hMerge, vMerge } }: XmlElement): boolean {
  return [hMerge, vMerge].some((value) => value === '1' || value === 'true');
}

function spanOf(value: string | undefined, most: number): number {
  const span = Number(value ?? 1);
  return Number.isInteger(span) && span > 1 ? Math.min(span, most, maxSpan) : 1;
}
