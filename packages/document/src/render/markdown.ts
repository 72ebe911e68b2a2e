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
import type { Metadata, Page } from '../document.ts';
import { pictureSourceOf } from '../inline.ts';
import { textOf } from '../visit.ts';
import { escapeHtml, escapeLineStart } from './escape.ts';
import { renderFrontMatter } from './front-matter.ts';
import { renderHtmlTable } from './html-table.ts';
import { type ImageLink, renderInlines } from './inlines.ts';
import { unusualMarker } from './list-marker.ts';
import { pageMark } from './page-mark.ts';
import { joinerAfter } from './paragraphs.ts';
import { isRepeatable, isSimple, renderPipeTable, renderRepeatedTable } from './pipe-table.ts';

/** MarkdownOptions of a rendering. */
export interface MarkdownOptions {
  /** What a link to a picture says; default `images/<name>`. A data URL embeds the picture. */
  readonly imageLink?: ImageLink;
  /**
   * `gfm` (default): pipe tables where they can hold the content, HTML otherwise; `html`: HTML always, as MinerU 3.x writes them;
   * `repeat`: pipe tables always, in which a merged cell repeats its text in each place that it covers.
   */
  readonly tables?: 'gfm' | 'html' | 'repeat';
  /** What becomes of page furniture: `drop` (default) leaves all out, as MinerU 3.x, `notes` all but notes of the page; `keep` writes all as paragraphs. */
  readonly furniture?: 'drop' | 'notes' | 'keep';
}

/** MarkdownFileOptions of the rendering of a whole document. */
export interface MarkdownFileOptions extends MarkdownOptions {
  /** Begin with this as YAML. */
  readonly frontMatter?: Metadata;
  /** Begin each page with a mark, `<!-- page 3 -->` (see `pageMark`); default false. */
  readonly pageMarks?: boolean;
}

/** renderMarkdown writes pages as Markdown (CommonMark with GFM tables and dollar maths), page by page. */
export async function* renderMarkdown(
  pages: AsyncIterable<Page> | Iterable<Page>,
  { frontMatter, pageMarks = false, ...options }: MarkdownFileOptions = {},
): AsyncGenerator<string> {
  const joiner = new Joiner();
  if (frontMatter !== undefined) yield `${renderFrontMatter(frontMatter)}\n`;
  for await (const page of pages) {
    if (pageMarks) yield joiner.mark(pageMark(page));
    for (const block of page.blocks) {
      const text = renderBlock(block, settings(options));
      if (text !== '') yield joiner.add(text, block);
    }
  }
  yield joiner.end();
}

/** Joiner says what stands between the pieces of a text. */
class Joiner {
  private waitingMark = '';
  private last = '';
  private lastIsBody = false;

  /** mark keeps a page's mark until its first block is known, and gives that of a page without any. */
  mark(mark: string): string {
    const waiting = this.flush();
    this.waitingMark = mark;
    return waiting;
  }

  /** A paragraph that goes on is joined to the one before, a mark between its halves stands inside it. */
  add(text: string, block: Block): string {
    const goesOn = block.type === 'text' && block.continuesPrevious === true && this.lastIsBody;
    const between = joinerAfter(this.last);
    const mark = this.waitingMark;
    const marked = goesOn && mark !== '' ? this.takeMark(between) : this.flush();
    const piece = marked + (this.last === '' ? '' : goesOn ? between : '\n\n') + text;
    this.last = text;
    this.lastIsBody = !isFurniture(block);
    return piece;
  }

  end(): string {
    const waiting = this.flush();
    return this.last === '' ? '' : `${waiting}\n`;
  }

  private takeMark(before: string): string {
    const piece = before + this.waitingMark;
    this.waitingMark = '';
    return piece;
  }

  private flush(): string {
    if (this.waitingMark === '') return '';
    const piece = this.takeMark(this.last === '' ? '' : '\n\n');
    this.last = piece;
    this.lastIsBody = false;
    return piece;
  }
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
  furniture = 'drop',
}: MarkdownOptions): Settings {
  return { imageLink, tables, furniture };
}

function renderBlock(block: Block, options: Settings): string {
  const inline = (content: Parameters<typeof renderInlines>[0]) => renderInlines(content, options).trim();
  switch (block.type) {
    case 'title':
      return textOf(block.content).trim() === ''
        ? ''
        : `${'#'.repeat(block.level)} ${inline(block.content).replace(/\s*\n\s*/g, ' ')}`;
    case 'text':
      return block.quote
        ? prefixed(paragraph(inline(block.content)), '> '.repeat(block.quoteDepth ?? 1))
        : paragraph(inline(block.content));
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
    default:
      return isKept(block, options.furniture) ? paragraph(inline(block.content)) : '';
  }
}

function isKept({ type }: Block, furniture: Settings['furniture']): boolean {
  return furniture === 'keep' || (furniture === 'notes' && type === 'page_footnote');
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
  if (options.tables !== 'html' && isSimple(table)) return renderPipeTable(table, options);
  if (options.tables === 'repeat' && isRepeatable(table)) return renderRepeatedTable(table, options);
  return renderHtmlTable(table, { imageLink: options.imageLink, equation: (latex) => ` $${escapeHtml(latex)}$ ` });
}
