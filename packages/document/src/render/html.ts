import { isFurniture } from '../block.ts';
import type { Metadata, Page } from '../document.ts';
import { escapeHtml } from './escape.ts';
import { renderHtmlBlock } from './html-blocks.ts';
import { furnitureStyle, htmlStyle } from './html-style.ts';
import type { HtmlInlineOptions, ImageLink } from './inlines.ts';
import { joinParagraphs } from './paragraphs.ts';

/** HtmlOptions of a rendering. */
export interface HtmlOptions {
  readonly title?: string;
  /** BCP 47, for `lang`; default `und`, undetermined. */
  readonly language?: string;
  /** What `src` of a picture says; default `images/<name>`. */
  readonly imageLink?: ImageLink;
  /** `keep` writes what repeats around the body of pages too; default `notes`: of that only the notes of the page. */
  readonly furniture?: 'notes' | 'keep';
  /** Say of whom and when the document is; default: nothing. */
  readonly about?: Pick<Metadata, 'authors' | 'createdAt' | 'modifiedAt'>;
}

/**
 * renderHtml writes pages as one HTML document that needs nothing else but its pictures, page by page. Formulas stand as LaTeX between
 * `\(` and `\)`, `\[` and `\]`. Notes of the page are kept, other furniture is left out.
 */
export async function* renderHtml(
  pages: AsyncIterable<Page> | Iterable<Page>,
  {
    title = 'Document',
    language,
    imageLink = (name) => `images/${name}`,
    furniture = 'notes',
    about = {},
  }: HtmlOptions = {},
): AsyncGenerator<string> {
  yield `<!doctype html>\n<html lang="${languageTag(language)}">\n<head>\n<meta charset="utf-8">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  const style = furniture === 'keep' ? `${htmlStyle}\n${furnitureStyle}` : htmlStyle;
  yield `<title>${escapeHtml(title)}</title>\n${metaElements(about)}<style>\n${style}\n</style>\n</head>\n<body>\n<main>\n`;
  const options: HtmlInlineOptions = {
    imageLink,
    withAlt: true,
    noteMark: (label) => `<sup><a href="#note-${escapeHtml(label)}">${escapeHtml(label)}</a></sup>`,
    equation: (latex) => `<span class="math inline">\\(${escapeHtml(latex)}\\)</span>`,
  };
  for await (const page of pages) yield* renderPage(page, options, furniture === 'keep');
  yield '</main>\n</body>\n</html>\n';
}

/** Office files name languages with an underscore too, `zh_CN`. */
function languageTag(language: string | undefined): string {
  const tag = (language ?? '').trim().replaceAll('_', '-');
  return /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(tag) ? tag : 'und';
}

/** Names as in the standard list of HTML and in Dublin Core. */
function metaElements({ authors = [], createdAt, modifiedAt }: NonNullable<HtmlOptions['about']>): string {
  const told = [
    ...authors.map((author) => ['author', author] as const),
    ['dcterms.created', createdAt] as const,
    ['dcterms.modified', modifiedAt] as const,
  ];
  return told
    .map(([name, content]) => (content === undefined ? '' : `<meta name="${name}" content="${escapeHtml(content)}">\n`))
    .join('');
}

/** Block by block, since the pictures of one page may be many data URLs. */
function* renderPage(page: Page, options: HtmlInlineOptions, withFurniture: boolean): Generator<string> {
  const blocks = page.blocks.filter((block) => withFurniture || !isFurniture(block) || block.type === 'page_footnote');
  yield `<section id="page-${page.index + 1}">\n`;
  for (const block of joinParagraphs(blocks)) {
    const html = renderHtmlBlock(block, options);
    if (html !== '') yield `${html}\n`;
  }
  yield '</section>\n';
}
