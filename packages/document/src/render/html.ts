import {
  type Block,
  type CaptionBlock,
  type FootnoteBlock,
  isFurniture,
  type ListBlock,
  type ListItemBlock,
  type TableBlock,
} from '../block.ts';
import type { Page } from '../document.ts';
import type { Inline } from '../inline.ts';
import { escapeHtml } from './escape.ts';
import { renderHtmlTableRows } from './html-table.ts';
import { type HtmlInlineOptions, type ImageLink, renderInlinesHtml } from './inlines.ts';

/** HtmlOptions of a rendering. */
export interface HtmlOptions {
  readonly title?: string;
  /** BCP 47, for `lang`. */
  readonly language?: string;
  /** What `src` of a picture says; default `images/<name>`. */
  readonly imageLink?: ImageLink;
}

const style = `:root{color-scheme:light dark}body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif}
img{max-width:100%;height:auto}table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border:1px solid #8888;padding:.25rem .5rem;text-align:left;vertical-align:top}
pre{overflow-x:auto;padding:.75rem;background:#8882}blockquote{margin-left:0;padding-left:1rem;border-left:.25rem solid #8888}figure{margin:1.5rem 0}figcaption,.note{font-size:.9rem}
section+section{border-top:1px solid #8884;margin-top:2rem;padding-top:1rem}.math{font-family:"Cambria Math",serif}@media print{section+section{break-before:page;border:0}}`;

/**
 * renderHtml writes pages as one HTML document that needs nothing else but its pictures, page by page. Formulas stand as LaTeX between
 * `\(` and `\)`, `\[` and `\]`. Notes of the page are kept, other furniture is left out.
 */
export async function* renderHtml(
  pages: AsyncIterable<Page> | Iterable<Page>,
  { title = 'Document', language, imageLink = (name) => `images/${name}` }: HtmlOptions = {},
): AsyncGenerator<string> {
  const lang = language === undefined ? '' : ` lang="${escapeHtml(language)}"`;
  yield `<!doctype html>\n<html${lang}>\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n`;
  yield `<title>${escapeHtml(title)}</title>\n<style>\n${style}\n</style>\n</head>\n<body>\n`;
  const options: HtmlInlineOptions = {
    imageLink,
    equation: (latex) => `<span class="math">\\(${escapeHtml(latex)}\\)</span>`,
  };
  for await (const page of pages) yield renderPage(page, options);
  yield '</body>\n</html>\n';
}

function renderPage(page: Page, options: HtmlInlineOptions): string {
  const blocks = page.blocks.filter((block) => !isFurniture(block) || block.type === 'page_footnote');
  const html = blocks.map((block) => renderBlock(block, options)).filter((text) => text !== '');
  return `<section id="page-${page.index + 1}">\n${html.map((text) => `${text}\n`).join('')}</section>\n`;
}

function renderBlock(block: Block, options: HtmlInlineOptions): string {
  const id = block.anchor === undefined ? '' : ` id="${escapeHtml(block.anchor)}"`;
  const inline = (content: readonly Inline[]) => renderInlinesHtml(content, options);
  switch (block.type) {
    case 'title':
      return `<h${block.level}${id}>${inline(block.content)}</h${block.level}>`;
    case 'text':
      return block.quote
        ? `<blockquote${id}><p>${inline(block.content)}</p></blockquote>`
        : `<p${id}>${inline(block.content)}</p>`;
    case 'list':
      return renderList(block, options);
    case 'list_item':
      return `<ul>${renderItem(block, options)}</ul>`;
    case 'index':
      return `<ul class="index">${block.items.map((item) => renderItem(item, options)).join('')}</ul>`;
    case 'table':
      return renderTable(block, { id, options });
    case 'image':
    case 'chart':
      return renderFigure(block, { id, options });
    case 'equation':
      return block.latex === '' && block.asset !== undefined
        ? picture(block.asset, '', options)
        : `<div class="math"${id}>\\[${escapeHtml(block.latex)}\\]</div>`;
    case 'code': {
      const language = block.language === undefined ? '' : ` class="language-${escapeHtml(block.language)}"`;
      return withNotes(block, `<pre${id}><code${language}>${escapeHtml(block.text)}</code></pre>`, options);
    }
    case 'algorithm':
      return withNotes(block, `<pre${id}>${inline(block.content)}</pre>`, options);
    case 'page_footnote':
      return `<aside class="note"${id}>${inline(block.content)}</aside>`;
    default:
      return `<p class="note"${id}>${inline(block.content)}</p>`;
  }
}

interface Context {
  /** The attribute, with a blank before it, or nothing. */
  readonly id: string;
  readonly options: HtmlInlineOptions;
}

function renderTable(table: TableBlock, { id, options }: Context): string {
  if (table.rows.length === 0) return table.asset === undefined ? '' : picture(table.asset, '', options);
  const captions = (table.captions ?? []).map((caption) => renderInlinesHtml(caption.content, options)).join('<br>');
  const caption = captions === '' ? '' : `<caption>${captions}</caption>`;
  const heads = table.rows.findIndex((row) => !row.cells.every((cell) => cell.header));
  const headCount = heads === -1 ? 0 : heads;
  const head = renderHtmlTableRows(table.rows.slice(0, headCount), options);
  const body = renderHtmlTableRows(table.rows.slice(headCount), options);
  const html = `<table${id}>${caption}${head === '' ? '' : `<thead>${head}</thead>`}<tbody>${body}</tbody></table>`;
  return html + footnotesOf(table.footnotes, options);
}

type Figure = Extract<Block, { type: 'image' | 'chart' }>;

function renderFigure(block: Figure, { id, options }: Context): string {
  const words = block.type === 'image' ? block.description : block.data;
  const alt = block.type === 'image' ? (block.alt ?? '') : '';
  const shown = block.asset === undefined ? '' : picture(block.asset, alt, options);
  const details = words === undefined || words === '' ? '' : `<p>${escapeHtml(words)}</p>`;
  const captions = (block.captions ?? []).map((caption) => renderInlinesHtml(caption.content, options)).join('<br>');
  const caption = captions === '' ? '' : `<figcaption>${captions}</figcaption>`;
  return `<figure${id}>${shown}${details}${caption}${footnotesOf(block.footnotes, options)}</figure>`;
}

function picture(asset: string, alt: string, options: HtmlInlineOptions): string {
  return `<img src="${escapeHtml(options.imageLink(asset))}" alt="${escapeHtml(alt)}">`;
}

function withNotes(
  {
    captions = [],
    footnotes,
  }: { readonly captions?: readonly CaptionBlock[]; readonly footnotes?: readonly FootnoteBlock[] },
  body: string,
  options: HtmlInlineOptions,
): string {
  const heads = captions.map((caption) => `<p class="note">${renderInlinesHtml(caption.content, options)}</p>`);
  return heads.join('') + body + footnotesOf(footnotes, options);
}

function footnotesOf(notes: readonly FootnoteBlock[] | undefined, options: HtmlInlineOptions): string {
  return (notes ?? []).map((note) => `<p class="note">${renderInlinesHtml(note.content, options)}</p>`).join('');
}

function renderList(list: ListBlock, options: HtmlInlineOptions): string {
  const tag = list.ordered ? 'ol' : 'ul';
  const start = list.ordered && (list.start ?? 1) !== 1 ? ` start="${list.start}"` : '';
  return `<${tag}${start}>${list.items.map((item) => renderItem(item, options)).join('')}</${tag}>`;
}

function renderItem(item: ListItemBlock, options: HtmlInlineOptions): string {
  const children = (item.children ?? []).map((child) => renderBlock(child, options)).join('');
  return `<li>${renderInlinesHtml(item.content, options)}${children}</li>`;
}
