import {
  type Block,
  type CaptionBlock,
  type CodeBlock,
  type ImageBlock,
  isFurniture,
  type ListBlock,
  type ListItemBlock,
  type TableBlock,
} from '../block.ts';
import type { Page } from '../document.ts';
import { pictureSourceOf } from '../inline.ts';
import { textOf } from '../visit.ts';
import { escapeHtml, escapeLineStart } from './escape.ts';
import { renderHtmlTable } from './html-table.ts';
import { type ImageLink, renderInlines } from './inlines.ts';
import { unusualMarker } from './list-marker.ts';
import { joinerAfter } from './paragraphs.ts';

/** MarkdownOptions of a rendering. */
export interface MarkdownOptions {
  /** What a link to a picture says; default `images/<name>`. A data URL embeds the picture. */
  readonly imageLink?: ImageLink;
  /** `gfm` (default): pipe tables where they can hold the content, HTML otherwise; `html`: HTML always, as MinerU 3.x writes them. */
  readonly tables?: 'gfm' | 'html';
  /** Keep notes of the page; default false, as MinerU 3.x. Other furniture is always left out. */
  readonly pageFootnotes?: boolean;
}

/** renderMarkdown writes pages as Markdown (CommonMark with GFM tables and dollar maths), page by page, without marks between pages. */
export async function* renderMarkdown(
  pages: AsyncIterable<Page> | Iterable<Page>,
  options: MarkdownOptions = {},
): AsyncGenerator<string> {
  let written = false;
  let lastText = '';
  for await (const page of pages) {
    for (const block of page.blocks) {
      const text = renderBlock(block, settings(options));
      if (text === '') continue;
      yield (written ? separator(block, lastText) : '') + text;
      written = true;
      lastText = text;
    }
  }
  if (written) yield '\n';
}

/** renderMarkdownPage writes one page as Markdown. */
export function renderMarkdownPage(page: Page, options: MarkdownOptions = {}): string {
  const parts = page.blocks.map((block) => renderBlock(block, settings(options))).filter((text) => text !== '');
  return parts.length === 0 ? '' : `${parts.join('\n\n')}\n`;
}

type Settings = Required<MarkdownOptions>;

function settings({
  imageLink = (name) => `images/${name}`,
  tables = 'gfm',
  pageFootnotes = false,
}: MarkdownOptions): Settings {
  return { imageLink, tables, pageFootnotes };
}

/** A paragraph that goes on is joined to the one before. */
function separator(block: Block, before: string): string {
  return block.type === 'text' && block.continuesPrevious ? joinerAfter(before) : '\n\n';
}

function renderBlock(block: Block, options: Settings): string {
  const inline = (content: Parameters<typeof renderInlines>[0]) => renderInlines(content, options).trim();
  switch (block.type) {
    case 'title':
      return textOf(block.content).trim() === ''
        ? ''
        : `${'#'.repeat(block.level)} ${inline(block.content).replace(/\s*\n\s*/g, ' ')}`;
    case 'text':
      return block.quote ? prefixed(paragraph(inline(block.content)), '> ') : paragraph(inline(block.content));
    case 'list':
      return renderList(block, options);
    case 'list_item':
      return renderItem(block, { mark: '- ', options });
    case 'index':
      return block.items.map((item) => renderItem(item, { mark: '- ', options })).join('\n');
    case 'table':
      return withNotes(block, renderTable(block, options), { options, captionsFirst: true });
    case 'image':
      return withNotes(
        block,
        renderPicture(block, {
          options,
          alt: block.alt,
          details: block.description,
          kind: block.kind ?? 'image content',
        }),
        { options },
      );
    case 'chart':
      return withNotes(
        block,
        renderPicture(block, { options, details: block.data, kind: block.kind ?? 'chart content' }),
        { options },
      );
    case 'equation':
      return block.latex === '' ? renderPicture(block, { options }) : `$$\n${block.latex}\n$$`;
    case 'code':
      return withNotes(block, fenced(block), { options, captionsFirst: true });
    case 'algorithm':
      return withNotes(block, algorithm(inline(block.content)), { options, captionsFirst: true });
    case 'caption':
    case 'footnote':
    case 'reference':
      return paragraph(inline(block.content));
    case 'note':
      return `[^${block.label}]: ${inline(block.content).replace(/\n/g, '\n    ')}`;
    case 'page_footnote':
      return options.pageFootnotes ? paragraph(inline(block.content)) : '';
    default:
      return isFurniture(block) ? '' : '';
  }
}

function paragraph(text: string): string {
  return text.split('\n').map(escapeLineStart).join('\n');
}

function prefixed(text: string, prefix: string): string {
  return text
    .split('\n')
    .map((line) => prefix + line)
    .join('\n');
}

interface NoteContext {
  readonly options: Settings;
  readonly captionsFirst?: boolean;
}

interface Noted {
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly { readonly content: CaptionBlock['content'] }[];
}

function withNotes(
  { captions = [], footnotes = [] }: Noted,
  body: string,
  { options, captionsFirst = false }: NoteContext,
): string {
  const write = (note: { readonly content: CaptionBlock['content'] }) =>
    paragraph(renderInlines(note.content, options).trim());
  const heads = captions.map(write);
  const parts = captionsFirst ? [...heads, body] : [body, ...heads];
  return [...parts, ...footnotes.map(write)].filter((part) => part !== '').join('\n\n');
}

interface PictureContext {
  readonly options: Settings;
  readonly alt?: string | undefined;
  readonly details?: string | undefined;
  readonly kind?: string;
}

function renderPicture(
  block: Pick<ImageBlock, 'asset' | 'url'>,
  { options, alt = '', details, kind = '' }: PictureContext,
): string {
  const source = pictureSourceOf(block);
  const picture =
    source === undefined ? '' : renderInlines([{ type: 'image', ...source, ...(alt === '' ? {} : { alt }) }], options);
  if (details === undefined || details === '') return picture;
  const folded = `<details>\n<summary>${kind}</summary>\n\n${details}\n</details>`;
  return picture === '' ? folded : `${picture}\n\n${folded}`;
}

function fenced({ text, language = '' }: CodeBlock): string {
  const longest = text
    .split('\n')
    .reduce((most, line) => Math.max(most, /^[ \t]*(`{3,})/.exec(line)?.[1]?.length ?? 0), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

function algorithm(text: string): string {
  return `<div class="mineru-algorithm" style="white-space: pre-wrap; font-family:monospace;">\n${text}\n</div>`;
}

function renderList({ items, ordered, start = 1 }: ListBlock, options: Settings): string {
  return items.map((item, at) => renderItem(item, { mark: ordered ? `${start + at}. ` : '- ', options })).join('\n');
}

function renderItem(item: ListItemBlock, { mark, options }: { mark: string; options: Settings }): string {
  const marker = unusualMarker(item);
  const shown = marker === '' ? '' : `${marker} `;
  const indent = ' '.repeat(mark.length);
  const head = shown + paragraph(renderInlines(item.content, options).trim());
  const children = (item.children ?? []).map((child) => {
    const text = renderBlock(child, options);
    return child.type === 'list' ? text : `\n${text}`;
  });
  // A blank line after an empty mark would end the item (CommonMark 0.31, 5.2).
  const text = head.trim() === '' ? children.join('\n').replace(/^\n+/, '') : [head, ...children].join('\n');
  return mark + text.replace(/\n(?!\n|$)/g, `\n${indent}`);
}

function renderTable(table: TableBlock, options: Settings): string {
  if (table.rows.length === 0) return renderPicture(table, { options });
  if (options.tables === 'gfm' && isSimple(table)) return renderPipeTable(table, options);
  return renderHtmlTable(table, { imageLink: options.imageLink, equation: (latex) => ` $${escapeHtml(latex)}$ ` });
}

/** A pipe table holds neither spans nor blocks, and a header only in its first row. */
function isSimple({ rows }: TableBlock): boolean {
  return rows.every((row, at) =>
    row.cells.every(
      (cell) =>
        (cell.rowSpan ?? 1) === 1 &&
        (cell.columnSpan ?? 1) === 1 &&
        (cell.blocks ?? []).length === 0 &&
        !(cell.header && at > 0 && row.cells.every((c) => c.header)),
    ),
  );
}

/** The first row becomes the header, which GFM demands, whether or not it was one on the page. */
function renderPipeTable({ rows }: TableBlock, options: Settings): string {
  // No spread: a long table would overflow the stack.
  const width = rows.reduce((widest, row) => Math.max(widest, row.cells.length), 1);
  const lines = rows.map((row) => {
    const cells = row.cells.map((cell) => renderInlines(cell.content, { ...options, inTable: true }).trim());
    return `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`;
  });
  return [lines[0], `|${' --- |'.repeat(width)}`, ...lines.slice(1)].join('\n');
}
