import type { CellNode, RowNode, TableBlock } from '@docmill/document';
import { inlinesOf } from '../inlines.ts';
import type { Row } from '../order.ts';
import type { PdfPageContent } from '../page-content.ts';
import type { CellDraft, TableDraft } from './table-draft.ts';

/** tableBlock writes a table of a page as a block. */
export function tableBlock(table: TableDraft, content: PdfPageContent): TableBlock {
  const rows: CellNode[][] = Array.from({ length: table.rowCount }, () => []);
  for (const cell of [...table.cells].sort((a, b) => a.row - b.row || a.column - b.column))
    rows[cell.row]?.push(cellNode(cell, content));
  const angle = table.angle === undefined ? {} : { angle: table.angle };
  return { type: 'table', bbox: table.bbox, ...angle, rows: rows.map((cells): RowNode => ({ cells })) };
}

function cellNode(cell: CellDraft, { fonts, links }: PdfPageContent): CellNode {
  const rows = cell.lines.map((line): Row => {
    const [first] = line;
    return {
      items: line.map((segment) => ({ segment, bbox: segment.bbox })),
      bbox: first?.bbox ?? cell.bbox,
      baseline: first?.baseline ?? 0,
    };
  });
  const [rowSpan, columnSpan] = [cell.rowEnd - cell.row, cell.columnEnd - cell.column];
  return {
    ...(rowSpan > 1 ? { rowSpan } : {}),
    ...(columnSpan > 1 ? { columnSpan } : {}),
    ...(cell.header ? { header: true } : {}),
    content: inlinesOf(rows, { fonts, links, keepRows: false, plainBold: false }),
    bbox: cell.bbox,
  };
}
