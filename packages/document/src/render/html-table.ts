import type { Block, CellNode, ImageBlock, ListBlock, RowNode, TableBlock } from '../block.ts';
import { pictureSourceOf } from '../inline.ts';
import { escapeHtml } from './escape.ts';
import { type HtmlInlineOptions, renderImageHtml, renderInlinesHtml } from './inlines.ts';

/** HtmlTableOptions says how cells are written; the defaults are those of MinerU. */
export interface HtmlTableOptions extends HtmlInlineOptions {
  /** Which part of a table this is: header cells then tell whether they head a column or a row. */
  readonly part?: 'head' | 'body';
  /** Writes what cells hold besides lines; default: the few elements that MinerU writes. */
  renderBlock?(block: Block): string;
}

/** renderHtmlTable writes a table as one line of HTML with its spans. */
export function renderHtmlTable(table: TableBlock, options: HtmlTableOptions): string {
  return `<table>${renderHtmlTableRows(table.rows, options)}</table>`;
}

/** renderHtmlTableRows writes rows alone. */
export function renderHtmlTableRows(rows: readonly RowNode[], options: HtmlTableOptions): string {
  return rows.map((row) => `<tr>${renderCells(row, options)}</tr>`).join('');
}

function renderCells({ cells }: RowNode, options: HtmlTableOptions): string {
  const column = options.part === 'head' || cells.every((cell) => cell.header);
  const scope = options.part === undefined ? '' : ` scope="${column ? 'col' : 'row'}"`;
  return cells.map((cell) => renderCell(cell, cell.header ? scope : '', options)).join('');
}

function renderCell(cell: CellNode, scope: string, options: HtmlTableOptions): string {
  const tag = cell.header ? 'th' : 'td';
  const rowSpan = (cell.rowSpan ?? 1) > 1 ? ` rowspan="${cell.rowSpan}"` : '';
  const columnSpan = (cell.columnSpan ?? 1) > 1 ? ` colspan="${cell.columnSpan}"` : '';
  const blocks = (cell.blocks ?? [])
    .map((block) => options.renderBlock?.(block) ?? renderBlock(block, options))
    .join('');
  return `<${tag}${scope}${rowSpan}${columnSpan}>${renderInlinesHtml(cell.content, options)}${blocks}</${tag}>`;
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
      return renderPicture(block, options);
    default:
      return 'content' in block ? `<p>${renderInlinesHtml(block.content, options)}</p>` : '';
  }
}

/** A cell keeps the captions of its pictures. */
function renderPicture(block: ImageBlock, options: HtmlInlineOptions): string {
  const source = pictureSourceOf(block);
  const alt = block.alt === undefined ? {} : { alt: block.alt };
  const shown = source === undefined ? escapeHtml(block.alt ?? '') : renderImageHtml({ ...source, ...alt }, options);
  const notes = [...(block.captions ?? []), ...(block.footnotes ?? [])];
  return shown + notes.map((note) => renderBlock(note, options)).join('');
}

function renderList(list: ListBlock, options: HtmlInlineOptions): string {
  const items = list.items.map((item) => {
    const children = (item.children ?? []).map((child) => renderBlock(child, options)).join('');
    return `<li>${renderInlinesHtml(item.content, options)}${children}</li>`;
  });
  const tag = list.ordered ? 'ol' : 'ul';
  return `<${tag}>${items.join('')}</${tag}>`;
}
