import type { Inline, PictureSource, Style, TextInline } from '../inline.ts';
import { isProgramUrl, isSafePictureUrl, isSafeUrl, linkTarget } from './address.ts';
import { escapeBrackets, escapeHtml, escapeMarkdown } from './escape.ts';
import { joinRuns } from './runs.ts';

/** ImageLink gives what a link to a picture says: by default `images/<name>`. */
export type ImageLink = (asset: string) => string;

/** InlineContext: `inTable` keeps everything on one line and escapes `|`, `inLink` escapes the brackets of texts. */
export interface InlineContext {
  readonly imageLink: ImageLink;
  readonly inTable?: boolean;
  readonly inLink?: boolean;
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
  const pieces = joinRuns(inlines.flatMap(withoutProgram));
  let markdown = '';
  for (let at = 0; at < pieces.length; ) {
    const { end, styles } = emphasisFrom(pieces, at);
    const place = { context, before: edge(pieces[at - 1], 'end'), after: edge(pieces[end], 'start') };
    const [first] = pieces.slice(at, end);
    if (end - at > 1) markdown += renderEmphasis(pieces.slice(at, end) as readonly TextInline[], styles, place);
    else if (first !== undefined) markdown += renderInline(first, place);
    at = end;
  }
  return markdown;
}

interface Emphasis {
  readonly end: number;
  readonly styles: readonly Style[];
}

/** emphasisFrom gives how many texts from `at` on share an emphasis though they differ in others: marks that touch (`*x**1*`) say nothing. */
function emphasisFrom(pieces: readonly Inline[], at: number): Emphasis {
  let styles = marksOf(pieces[at]);
  let end = at + 1;
  for (; end < pieces.length; end += 1) {
    const own = marksOf(pieces[end]);
    const shared = styles.filter((style) => own.includes(style));
    if (shared.length === 0) break;
    styles = shared;
  }
  return { end, styles };
}

function marksOf(inline: Inline | undefined): readonly Style[] {
  if (inline?.type !== 'text') return [];
  return (inline.styles ?? []).filter((style) => markdownMarks[style] !== undefined);
}

/** renderEmphasis writes texts that share styles, with these once around all of them. */
function renderEmphasis(pieces: readonly TextInline[], styles: readonly Style[], place: Place): string {
  const whole = pieces.map(({ text }) => text).join('');
  const [lead, core, trail] = partsAround(whole);
  const inner = pieces.map((piece): TextInline => {
    const own = (piece.styles ?? []).filter((style) => !styles.includes(style));
    return own.length === 0 ? { type: 'text', text: piece.text } : { ...piece, styles: own };
  });
  const plain = renderInlines(inner, place.context).trim();
  const around = { core, before: lead === '' ? place.before : ' ', after: trail === '' ? place.after : ' ' };
  const styled = styleOrder
    .filter((style) => styles.includes(style))
    .reduce((text, style) => wrap(text, style, around), plain);
  return breaks(lead, place.context) + styled + breaks(trail, place.context);
}

/** Of a link that would run a program the text remains, of such a picture its alternative text. */
function withoutProgram(inline: Inline): readonly Inline[] {
  if (inline.type === 'link' && isProgramUrl(inline.url)) return inline.children.flatMap(withoutProgram);
  if (inline.type !== 'image' || inline.url === undefined || !isProgramUrl(inline.url)) return [inline];
  return inline.alt ? [{ type: 'text', text: inline.alt }] : [];
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
    case 'note':
      return `[^${inline.label}]`;
    case 'code':
      return inTable(codeSpan(inline.text), context);
    case 'image':
      return inTable(pictureMarkdown(inline.url ?? context.imageLink(inline.asset), inline.alt), context);
    case 'link': {
      const label = renderInlines(inline.children, { ...context, inLink: true });
      return `[${label}](${inTable(linkTarget(inline.url), context)})`;
    }
  }
}

/** pictureMarkdown writes a picture as a link of Markdown, on one line; of one whose address is a program only its words. */
export function pictureMarkdown(url: string, alt = ''): string {
  const words = alt.replace(/\s+/g, ' ').trim();
  return isProgramUrl(url) ? words : `![${escapeBrackets(escapeMarkdown(words))}](${linkTarget(url)})`;
}

function renderText({ text, styles = [] }: TextInline, { context, before, after }: Place): string {
  const [lead, core, trail] = partsAround(text);
  const escaped = escapeMarkdown(core);
  const plain = breaks(context.inLink ? escapeBrackets(escaped) : escaped, context);
  if (core === '') return breaks(text, context);
  const outer = { before: lead === '' ? before : ' ', after: trail === '' ? after : ' ' };
  const styled = styleOrder
    .filter((style) => styles.includes(style))
    .reduce((inner, style) => wrap(inner, style, { core, ...outer }), plain);
  return breaks(lead, context) + styled + breaks(trail, context);
}

/** partsAround parts a text from the blanks before and behind it. */
function partsAround(text: string): readonly [lead: string, core: string, trail: string] {
  const core = text.trim();
  const lead = text.length - text.trimStart().length;
  return [text.slice(0, lead), core, text.slice(lead + core.length)];
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

/** HtmlInlineOptions says how pictures and formulas are written in HTML. */
export interface HtmlInlineOptions {
  readonly imageLink: ImageLink;
  equation(latex: string): string;
  /** Write alternative texts of assets, and empty ones; default false, as in MinerU's tables. */
  readonly withAlt?: boolean;
  /** Writes a picture that is no asset; default: an element where its address is safe, else its alternative text. */
  pictureElsewhere?(url: string, alt: string): string;
  /** Writes the mark of a note; default: without a link, since not every HTML has the note itself. */
  noteMark?(label: string): string;
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
    case 'note':
      return options.noteMark?.(inline.label) ?? `<sup>${escapeHtml(inline.label)}</sup>`;
    case 'link':
      return isSafeUrl(inline.url)
        ? `<a href="${escapeHtml(inline.url)}">${renderInlinesHtml(inline.children, options)}</a>`
        : renderInlinesHtml(inline.children, options);
  }
}

/** renderImageHtml writes a picture as an HTML element. */
export function renderImageHtml(
  { asset, url, alt = '' }: PictureSource & { readonly alt?: string },
  { imageLink, withAlt = false, pictureElsewhere }: HtmlInlineOptions,
): string {
  if (url === undefined) return imageElement(imageLink(asset), withAlt ? alt : undefined);
  if (pictureElsewhere !== undefined) return pictureElsewhere(url, alt);
  if (!isSafePictureUrl(url)) return escapeHtml(alt);
  // Nobody may ever load it, so its words are always told.
  return imageElement(url, withAlt || alt !== '' ? alt : undefined);
}

function imageElement(source: string, alt: string | undefined): string {
  return `<img src="${escapeHtml(source)}"${alt === undefined ? '' : ` alt="${escapeHtml(alt)}"`}/>`;
}
