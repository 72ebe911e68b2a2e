import type { Block, CaptionBlock, FootnoteBlock, ListBlock, ListItemBlock, RowNode, TableBlock } from '../block.ts';
import { type Inline, type PictureSource, pictureSourceOf } from '../inline.ts';
import { textOf } from '../visit.ts';
import { escapeHtml } from './escape.ts';
import { renderHtmlTableRows } from './html-table.ts';
import { type HtmlInlineOptions, renderImageHtml, renderInlinesHtml } from './inlines.ts';
import { numberOf, unusualMarker } from './list-marker.ts';

const furnitureTags = { header: 'header', footer: 'footer', page_number: 'p', aside_text: 'aside' } as const;

/** renderHtmlBlock writes a block as HTML with its notes; empty for one without anything to show. */
export function renderHtmlBlock(block: Block, options: HtmlInlineOptions): string {
  const id = idOf(block);
  const inline = (content: readonly Inline[]) => renderInlinesHtml(content, options);
  switch (block.type) {
    case 'title':
      return textOf(block.content).trim() === '' && id === ''
        ? ''
        : `<h${block.level}${id}>${inline(block.content)}</h${block.level}>`;
    case 'text':
      return block.quote
        ? nested(block.quoteDepth ?? 1, `<blockquote${id}><p>${inline(block.content)}</p></blockquote>`)
        : `<p${id}>${inline(block.content)}</p>`;
    case 'list':
      return renderList(block, options);
    case 'list_item':
      return `<ul>${renderItem(block, { options })}</ul>`;
    case 'index':
      return `<ul class="index"${id}>${block.items.map((item) => renderItem(item, { options })).join('')}</ul>`;
    case 'table':
      return renderTable(block, options);
    case 'image':
    case 'chart':
      return renderFigure(block, options);
    case 'equation':
      return block.latex === '' && block.asset !== undefined
        ? `<figure${id}>${picture({ asset: block.asset }, '', options)}</figure>`
        : `<div class="math display"${id}>\\[${escapeHtml(block.latex)}\\]</div>`;
    case 'code':
      return withNotes(
        block,
        `<pre${id}><code${languageOf(block.language)}>${escapeHtml(block.text)}</code></pre>`,
        options,
      );
    case 'algorithm':
      return withNotes(block, `<div class="algorithm"${id}>${inline(block.content)}</div>`, options);
    case 'note':
      return `<aside class="note" id="note-${escapeHtml(block.label)}"><sup>${escapeHtml(block.label)}</sup> ${inline(block.content)}</aside>`;
    case 'page_footnote':
      return `<aside class="note"${id}>${inline(block.content)}</aside>`;
    case 'header':
    case 'footer':
    case 'page_number':
    case 'aside_text':
      return `<${furnitureTags[block.type]} class="furniture"${id}>${inline(block.content)}</${furnitureTags[block.type]}>`;
    default:
      return `<p class="note"${id}>${inline(block.content)}</p>`;
  }
}

/** The attribute with a blank before it, or nothing. */
function idOf({ anchor }: { readonly anchor?: string }): string {
  return anchor === undefined || anchor === '' ? '' : ` id="${escapeHtml(anchor)}"`;
}

/** A class is one word; a language that is none (`c++ {.numberLines}`) gives what stands before the first blank. */
function languageOf(language = ''): string {
  const name = language.trim().split(/\s/)[0] ?? '';
  return name === '' ? '' : ` class="language-${escapeHtml(name)}"`;
}

function renderTable(table: TableBlock, options: HtmlInlineOptions): string {
  const id = idOf(table);
  const notes = footnotesOf(table.footnotes, options);
  const captions = joinedCaptions(table.captions, options);
  if (table.rows.length === 0) {
    const caption = captions === '' ? '' : `<figcaption>${captions}</figcaption>`;
    const shown = table.asset === undefined ? '' : picture({ asset: table.asset }, '', options);
    return shown + caption + notes === '' ? '' : `<figure${id}>${shown}${caption}${notes}</figure>`;
  }
  const cells = { ...options, renderBlock: (block: Block) => renderHtmlBlock(block, options) };
  const headCount = headRows(table.rows);
  const head = renderHtmlTableRows(table.rows.slice(0, headCount), { ...cells, part: 'head' });
  const body = renderHtmlTableRows(table.rows.slice(headCount), { ...cells, part: 'body' });
  const caption = captions === '' ? '' : `<caption>${captions}</caption>`;
  const html = `<table${id}>${caption}${head === '' ? '' : `<thead>${head}</thead>`}<tbody>${body}</tbody></table>`;
  return `<div class="table">${html}</div>${notes}`;
}

/**
 * headRows counts the rows of a table's head: the first ones of header cells alone, and those that a cell of them reaches into, for a
 * cell cannot span from the head into the body. A table that would be nothing but head has none.
 */
function headRows(rows: readonly RowNode[]): number {
  let count = rows.findIndex((row) => row.cells.length === 0 || !row.cells.every((cell) => cell.header));
  for (let at = 0; at < count; at += 1)
    for (const { rowSpan = 1 } of rows[at]?.cells ?? []) count = Math.max(count, at + rowSpan);
  return count < rows.length ? Math.max(0, count) : 0;
}

function nested(depth: number, quotation: string): string {
  return '<blockquote>'.repeat(depth - 1) + quotation + '</blockquote>'.repeat(depth - 1);
}

type Figure = Extract<Block, { type: 'image' | 'chart' }>;

function renderFigure(block: Figure, options: HtmlInlineOptions): string {
  const words = (block.type === 'image' ? block.description : block.data) ?? '';
  const source = pictureSourceOf(block);
  const shown = source === undefined ? '' : picture(source, block.type === 'image' ? block.alt : '', options);
  const told = block.type === 'image' ? `<p>${escapeHtml(words)}</p>` : `<pre class="data">${escapeHtml(words)}</pre>`;
  const details = words === '' ? '' : told;
  const captions = joinedCaptions(block.captions, options);
  const caption = captions === '' ? '' : `<figcaption>${captions}</figcaption>`;
  const content = shown + details + caption + footnotesOf(block.footnotes, options);
  return content === '' ? '' : `<figure${idOf(block)}>${content}</figure>`;
}

function picture(source: PictureSource, alt: string | undefined, options: HtmlInlineOptions): string {
  return renderImageHtml({ ...source, ...(alt === undefined ? {} : { alt }) }, options);
}

interface Notes {
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

function withNotes({ captions = [], footnotes }: Notes, body: string, options: HtmlInlineOptions): string {
  return footnotesOf(captions, options) + body + footnotesOf(footnotes, options);
}

function joinedCaptions(captions: readonly CaptionBlock[] | undefined, options: HtmlInlineOptions): string {
  return (captions ?? []).map((caption) => renderInlinesHtml(caption.content, options)).join('<br>');
}

function footnotesOf(notes: readonly (CaptionBlock | FootnoteBlock)[] | undefined, options: HtmlInlineOptions): string {
  return (notes ?? [])
    .map((note) => `<p class="note"${idOf(note)}>${renderInlinesHtml(note.content, options)}</p>`)
    .join('');
}

/** Items keep their printed number where it is not the one that a browser would count. */
function renderList(list: ListBlock, options: HtmlInlineOptions): string {
  const tag = list.ordered ? 'ol' : 'ul';
  const first = list.start ?? 1;
  let counted = first;
  const items = list.items.map((item) => {
    const printed = list.ordered ? (numberOf(item) ?? counted) : counted;
    const value = printed === counted ? '' : ` value="${printed}"`;
    counted = printed + 1;
    return renderItem(item, { options, value });
  });
  const start = list.ordered && first !== 1 ? ` start="${first}"` : '';
  return `<${tag}${start}${idOf(list)}>${items.join('')}</${tag}>`;
}

interface ItemContext {
  readonly options: HtmlInlineOptions;
  readonly value?: string;
}

function renderItem(item: ListItemBlock, { options, value = '' }: ItemContext): string {
  const marker = unusualMarker(item);
  const shown = marker === '' ? '' : `<span class="marker">${escapeHtml(marker)}</span> `;
  const children = (item.children ?? []).map((child) => renderHtmlBlock(child, options)).join('');
  const attributes = `${marker === '' ? '' : ' class="marked"'}${value}${idOf(item)}`;
  return `<li${attributes}>${shown}${renderInlinesHtml(item.content, options)}${children}</li>`;
}
