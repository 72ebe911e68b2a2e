import type { Block, CellNode, ListBlock, RowNode, TableBlock } from '../block.ts';
import { escapeHtml } from './escape.ts';
import { type HtmlInlineOptions, renderInlinesHtml } from './inlines.ts';

/** renderHtmlTable writes a table as one line of HTML with its spans. */
export function renderHtmlTable(table: TableBlock, options: HtmlInlineOptions): string {
  return `<table>${renderHtmlTableRows(table.rows, options)}</table>`;
}

/** renderHtmlTableRows writes rows alone. */
export function renderHtmlTableRows(rows: readonly RowNode[], options: HtmlInlineOptions): string {
  return rows.map((row) => `<tr>${row.cells.map((cell) => renderCell(cell, options)).join('')}</tr>`).join('');
}

function renderCell(cell: CellNode, options: HtmlInlineOptions): string {
  const tag = cell.header ? 'th' : 'td';
  const rowSpan = (cell.rowSpan ?? 1) > 1 ? ` rowspan="${cell.rowSpan}"` : '';
  const columnSpan = (cell.columnSpan ?? 1) > 1 ? ` colspan="${cell.columnSpan}"` : '';
  const blocks = (cell.blocks ?? []).map((block) => renderBlock(block, options)).join('');
  return `<${tag}${rowSpan}${columnSpan}>${renderInlinesHtml(cell.content, options)}${blocks}</${tag}>`;
}

function renderBlock(block: Block, options: HtmlInlineOptions): string {
  switch (block.type) {
    case 'table':
      return renderHtmlTable(block, options);
    case 'list':
      return renderList(block, options);
    case 'code':
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'equation':
      return options.equation(block.latex);
    case 'image':
      return block.asset === undefined ? '' : `<img src="${escapeHtml(options.imageLink(block.asset))}"/>`;
    default:
      return 'content' in block ? `<p>${renderInlinesHtml(block.content, options)}</p>` : '';
  }
}

function renderList(list: ListBlock, options: HtmlInlineOptions): string {
  const items = list.items.map((item) => {
    const children = (item.children ?? []).map((child) => renderBlock(child, options)).join('');
    return `<li>${renderInlinesHtml(item.content, options)}${children}</li>`;
  });
  const tag = list.ordered ? 'ol' : 'ul';
  return `<${tag}>${items.join('')}</${tag}>`;
}
