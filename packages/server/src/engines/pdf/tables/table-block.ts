import type { CellNode, RowNode, TableBlock } from '@docmill/document';
import { inlinesOf } from '../inlines.ts';
import { markerOf, textOfRow } from '../lines.ts';
import type { Row } from '../order.ts';
import type { PageFacts } from '../page-content.ts';
import type { Wording } from '../word-breaks.ts';
import type { CellDraft, TableDraft } from './table-draft.ts';

/** TableContext is what cells are written by. */
export interface TableContext extends Pick<PageFacts, 'fonts' | 'links'> {
  /** What the document says about words at line ends. */
  readonly wording: Wording;
}

/** tableBlock writes a table of a page as a block. */
export function tableBlock(table: TableDraft, context: TableContext): TableBlock {
  const rows: CellNode[][] = Array.from({ length: table.rowCount }, () => []);
  for (const cell of [...table.cells].sort((a, b) => a.row - b.row || a.column - b.column))
    rows[cell.row]?.push(cellNode(cell, context));
  const angle = table.angle === undefined ? {} : { angle: table.angle };
  return { type: 'table', bbox: table.bbox, ...angle, rows: rows.map((cells): RowNode => ({ cells })) };
}

function cellNode(cell: CellDraft, { fonts, links, wording }: TableContext): CellNode {
  const rows = cell.lines.map((line): Row => {
    const [first] = line;
    return {
      items: line.map((segment) => ({ segment, bbox: segment.bbox })),
      bbox: first?.bbox ?? cell.bbox,
      baseline: first?.baseline ?? 0,
    };
  });
  const starts = paragraphStarts(rows);
  const [rowSpan, columnSpan] = [cell.rowEnd - cell.row, cell.columnEnd - cell.column];
  return {
    ...(rowSpan > 1 ? { rowSpan } : {}),
    ...(columnSpan > 1 ? { columnSpan } : {}),
    ...(cell.header ? { header: true } : {}),
    content: inlinesOf(rows, { fonts, links, wording, keepsRow: (row) => starts.has(row), plainBold: false }),
    bbox: cell.bbox,
  };
}

/** Rows of a cell that stand so much further apart than its nearest ones begin paragraphs. */
const paragraphGap = 1.45;

/** paragraphStarts gives the rows of a cell that begin a paragraph: items of a list, and those below a gap. */
function paragraphStarts(rows: readonly Row[]): ReadonlySet<Row> {
  const items = rows.filter((row) => markerOf(textOfRow(row)) !== undefined);
  const distances = rows.slice(1).map(({ baseline }, at) => baseline - (rows[at]?.baseline ?? 0));
  const usual = distances.reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
  const below = rows.filter((_, at) => (distances[at - 1] ?? 0) > paragraphGap * usual);
  return new Set([...(items.length > 1 ? items : []), ...below]);
}
