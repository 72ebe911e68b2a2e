import type { Inline, PictureSource, Style, TextInline } from '../inline.ts';
import { escapeHtml, escapeMarkdown } from './escape.ts';
import { joinRuns } from './runs.ts';

/** ImageLink gives what a link to a picture says: by default `images/<name>`. */
export type ImageLink = (asset: string) => string;

/** InlineContext: `inTable` keeps everything on one line and escapes `|`. */
export interface InlineContext {
  readonly imageLink: ImageLink;
  readonly inTable?: boolean;
}

const htmlTags: Readonly<Record<Style, string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  superscript: 'sup',
  subscript: 'sub',
};
const markdownMarks: Partial<Record<Style, string>> = { bold: '**', italic: '*', strikethrough: '~~' };
/** From the inside out. */
const styleOrder: readonly Style[] = ['superscript', 'subscript', 'underline', 'strikethrough', 'italic', 'bold'];

/** renderInlines writes a line's content as Markdown. */
export function renderInlines(inlines: readonly Inline[], context: InlineContext): string {
  const pieces = joinRuns(inlines);
  return pieces
    .map((piece, at) =>
      renderInline(piece, { context, before: edge(pieces[at - 1], 'end'), after: edge(pieces[at + 1], 'start') }),
    )
    .join('');
}

/** edge gives the first or last character that a neighbour shows, for the flanking rules of CommonMark. */
function edge(inline: Inline | undefined, side: 'start' | 'end'): string {
  if (inline === undefined) return ' ';
  if (inline.type !== 'text') return '.';
  return (side === 'start' ? [...inline.text][0] : [...inline.text].at(-1)) ?? ' ';
}

interface Place {
  readonly context: InlineContext;
  readonly before: string;
  readonly after: string;
}

function renderInline(inline: Inline, place: Place): string {
  const { context } = place;
  switch (inline.type) {
    case 'text':
      return renderText(inline, place);
    case 'equation':
      return `$${inTable(inline.latex, context)}$`;
    case 'code':
      return inTable(codeSpan(inline.text), context);
    case 'image':
      return `![${escapeMarkdown(inline.alt ?? '')}](${linkTarget(inline.url ?? context.imageLink(inline.asset))})`;
    case 'link':
      return `[${renderInlines(inline.children, context).replace(/(?<!\\)\]/g, '\\]')}](${linkTarget(inline.url)})`;
  }
}

function renderText({ text, styles = [] }: TextInline, { context, before, after }: Place): string {
  const [, lead = '', core = '', trail = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  const plain = breaks(escapeMarkdown(core), context);
  if (core === '') return breaks(text, context);
  const outer = { before: lead === '' ? before : ' ', after: trail === '' ? after : ' ' };
  const styled = styleOrder
    .filter((style) => styles.includes(style))
    .reduce((inner, style) => wrap(inner, style, { core, ...outer }), plain);
  return breaks(lead, context) + styled + breaks(trail, context);
}

function breaks(text: string, context: InlineContext): string {
  return inTable(context.inTable ? text.replace(/\s*\n\s*/g, '<br>') : text.replace(/[ \t]*\n/g, '  \n'), context);
}

function inTable(text: string, context: InlineContext): string {
  return context.inTable ? text.replaceAll('|', '\\|').replaceAll('\n', ' ') : text;
}

/** wrap styles text by marks where CommonMark reads them as such, by HTML elsewhere (next to letters, when the text begins or ends with punctuation). */
function wrap(inner: string, style: Style, around: { core: string; before: string; after: string }): string {
  const mark = markdownMarks[style];
  const letters = [...around.core];
  const opens = !isPunctuation(letters[0] ?? '') || !isWord(around.before);
  const closes = !isPunctuation(letters.at(-1) ?? '') || !isWord(around.after);
  if (mark !== undefined && opens && closes) return `${mark}${inner}${mark}`;
  return `<${htmlTags[style]}>${inner}</${htmlTags[style]}>`;
}

function isPunctuation(letter: string): boolean {
  return /^[\p{P}\p{S}]$/u.test(letter);
}

function isWord(letter: string): boolean {
  return !/^[\s\p{P}\p{S}]$/u.test(letter);
}

/** codeSpan fences code with more backticks than it holds in a row. */
function codeSpan(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = /^[`\s]|[`\s]$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text.replaceAll('\n', ' ')}${pad}${fence}`;
}

function linkTarget(url: string): string {
  return /[\s()<>]/.test(url) ? `<${url.replace(/[<>\n]/g, encodeURIComponent)}>` : url;
}

/** Schemes that a reader's click may follow; an address without a scheme is relative. */
const safeScheme = /^(https?|ftp|mailto|tel):/i;

/** isSafeUrl tells whether HTML may link to an address: not to a script, whatever control characters hide its scheme. */
export function isSafeUrl(url: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip them inside a scheme
  const bare = url.replace(/[\u0000-\u0020\u007f-\u009f]/g, '');
  return safeScheme.test(bare) || !/^[^/?#]*:/.test(bare);
}

/** HtmlInlineOptions says how pictures and formulas are written in HTML. */
export interface HtmlInlineOptions {
  readonly imageLink: ImageLink;
  equation(latex: string): string;
  /** Write alternative texts, empty ones too; default false, as in MinerU's tables. */
  readonly withAlt?: boolean;
}

/** renderInlinesHtml writes a line's content as HTML, for tables that Markdown cannot hold. */
export function renderInlinesHtml(inlines: readonly Inline[], options: HtmlInlineOptions): string {
  return inlines.map((inline) => renderInlineHtml(inline, options)).join('');
}

function renderInlineHtml(inline: Inline, options: HtmlInlineOptions): string {
  switch (inline.type) {
    case 'text': {
      const text = escapeHtml(inline.text).replaceAll('\n', '<br>');
      const styles = styleOrder.filter((style) => inline.styles?.includes(style));
      return styles.reduce((inner, style) => `<${htmlTags[style]}>${inner}</${htmlTags[style]}>`, text);
    }
    case 'equation':
      return options.equation(inline.latex);
    case 'code':
      return `<code>${escapeHtml(inline.text)}</code>`;
    case 'image':
      return renderImageHtml(inline, options);
    case 'link':
      return isSafeUrl(inline.url)
        ? `<a href="${escapeHtml(inline.url)}">${renderInlinesHtml(inline.children, options)}</a>`
        : renderInlinesHtml(inline.children, options);
  }
}

/** renderImageHtml writes a picture as an HTML element. */
export function renderImageHtml(
  { asset, url, alt = '' }: PictureSource & { readonly alt?: string },
  { imageLink, withAlt = false }: HtmlInlineOptions,
): string {
  if (url !== undefined && !isSafeUrl(url)) return escapeHtml(alt);
  return `<img src="${escapeHtml(url ?? imageLink(asset))}"${withAlt ? ` alt="${escapeHtml(alt)}"` : ''}/>`;
}
