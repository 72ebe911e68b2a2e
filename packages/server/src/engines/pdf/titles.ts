import type { OutlineEntry } from '../engine.ts';
import { numberingDepth, numberingOf } from './numbering.ts';
import type { Paragraph } from './paragraphs.ts';
import type { DocumentStatistics } from './statistics.ts';
import { type TitleLevels, titleLevels } from './title-levels.ts';

const longest = 200;
const mostRows = 4;
/** In a narrow column a title may have more rows, of so few letters each. */
const mostNarrowRows = 9;
const narrowRow = 24;
/** So much larger than the body is a title by size alone. */
const largerThanBody = 1.15;
/** Numbered headings in bold may be smaller than the text, but not by more than this. */
const smallHeading = 0.85;
/** A font that less of the text than this is set in says something by being used. */
const rareFont = 0.03;

/** So long is a heading of three lines at most. */
const longestBold = 110;

/** styleKey names how a paragraph is set. */
export function styleKey({
  size,
  bold,
  font,
}: {
  readonly size: number;
  readonly bold: boolean;
  readonly font: string;
}): string {
  return `${Math.round(size * 2) / 2}|${bold ? 'b' : ''}|${font}`;
}

/** Sections that papers have without a number, and often without a size or font of their own. */
const knownSection =
  /^(abstract|summary|introduction|conclusions?|acknowledge?ments?|references|bibliography|appendix|摘\s*要|引\s*言|结\s*论|致\s*谢|参考文献|附\s*录)$/i;

/** isKnownSection tells such sections. */
export function isKnownSection(text: string): boolean {
  return knownSection.test(text.trim());
}

const quoted = /^["“„«»「『‘‹].*["”“»«」』’›]\.?$/u;

/** TitleCandidate is what is remembered of a paragraph that may be a title. */
export interface TitleCandidate
  extends Pick<Paragraph, 'text' | 'size' | 'bold' | 'italic' | 'font' | 'around' | 'role'> {
  readonly rowCount: number;
  readonly pageIndex: number;
  /** Set when it stands in a margin. */
  readonly marginKey?: string;
}

/** candidateOf takes from a paragraph what decides whether it is a title. */
export function candidateOf({
  text,
  size,
  bold,
  italic,
  font,
  around,
  role,
  rows,
}: Paragraph): Omit<TitleCandidate, 'pageIndex'> {
  const tagged = role === undefined ? {} : { role };
  return { text, size, bold, italic, font, around, ...tagged, rowCount: rows.length };
}

/** looksLikeTitle tells what may be a title by its own shape: few short rows with letters, no sentence, no names with marks. */
export function looksLikeTitle(paragraph: Paragraph): boolean {
  const { text, rows, tabular, marker, raised } = paragraph;
  if (tabular || text.length > longest || text.length < 2) return false;
  const isNarrow = rows.length <= mostNarrowRows && text.length <= narrowRow * rows.length;
  if (rows.length > mostRows && !isNarrow) return false;
  const letters = text.match(/[\p{L}\p{M}\p{N}]/gu)?.length ?? 0;
  if (!/\p{L}[\p{L}\p{M}]|[\u3400-\u9fff]/u.test(text) || letters < 0.6 * text.replace(/\s/g, '').length) return false;
  if (marker !== undefined && numberingDepth(text) === 0 && !isMarkedHeading(paragraph)) return false;
  if (raised > 1 && numberingDepth(text) === 0) return false;
  // Words of the text, set large to catch the eye.
  if (quoted.test(text) && rows.length > 1) return false;
  return !/[,;，；、。]$/.test(text) && !(/[.]$/.test(text) && (text.length > 60 || text.split(' ').length > 7));
}

/** Marks that low headings have in Chinese, Japanese and Korean: `(1) 調査方法`, `가. 조사 개요`. */
const headingMark =
  /^(?:[(（]\d{1,2}[)）]|\d{1,2}[)）]|[가-힣][.)])\s*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** isMarkedHeading: the whole line is bold, and text of another font follows, not the next item. */
function isMarkedHeading({ text, rows, bold, font, around: { next, listed } }: Paragraph): boolean {
  if (!bold || rows.length > 1 || listed === true || next === undefined || next.font === font) return false;
  return headingMark.test(text);
}

/** Outline gives the levels of the file's bookmarks by the page and the letters of their titles. */
export type Outline = ReadonlyMap<string, number>;

/** outlineOf prepares bookmarks for look-up. */
export function outlineOf(entries: readonly OutlineEntry[]): Outline {
  const placed = entries.filter(({ pageIndex }) => pageIndex !== undefined);
  // Some files hang all of it under an entry that leads nowhere.
  const top = placed.reduce((least, { level }) => Math.min(least, level), Number.POSITIVE_INFINITY);
  return new Map(placed.map(({ title, level, pageIndex = 0 }) => [outlineKey(title, pageIndex), level - top + 1]));
}

/** Programs write `1 Mills`, `1. Mills` or `Mills` into bookmarks for the same title. */
function outlineKey(title: string, pageIndex: number): string {
  const unnumbered = title.normalize('NFKC').replace(/^\s*\d+(\.\d+)*\.?\s+(?=\p{L})/u, '');
  return `${pageIndex}|${unnumbered.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')}`;
}

/** levelInTags gives the level that a tag names. */
function levelInTags({ role }: Pick<TitleCandidate, 'role'>): number | undefined {
  return role !== undefined && /^h\d$/.test(role) ? Number(role.slice(1)) : undefined;
}

function levelInOutline({ text, pageIndex }: TitleCandidate, outline: Outline): number | undefined {
  return outline.get(outlineKey(text, pageIndex));
}

/** isInOutline: a bookmark leads to a title on its page. */
export function isInOutline({ text }: Pick<Paragraph, 'text'>, { outline }: TitleScheme, pageIndex: number): boolean {
  return outline.has(outlineKey(text, pageIndex));
}

/** TitleScheme is how the titles of a document are set. */
export interface TitleScheme {
  readonly levels: TitleLevels;
  /** Usual depth of the numbers of titles in a style, by `styleKey`; only styles that are numbered twice or more. */
  readonly depths: ReadonlyMap<string, number>;
  /** Styles of the titles of sections, by `styleKey`. */
  readonly sections: ReadonlySet<string>;
  /** Added to the level of a bookmark: 1 where the document has a title of its own above them. */
  readonly outlineBelowTitle: 0 | 1;
  readonly outline: Outline;
  /** Added to the level of a tag, likewise; undefined where tags are not to be trusted (see `areTrusted`). */
  readonly tagsBelowTitle?: 0 | 1;
}

/** titleScheme looks at all candidates of a document. */
export function titleScheme(
  candidates: readonly TitleCandidate[],
  statistics: DocumentStatistics,
  outline: Outline,
): TitleScheme {
  const depths = usualDepths(candidates.filter(({ font }) => font !== statistics.bodyFont || statistics.bodyBold));
  const titles = candidates.filter(
    (one) => levelInOutline(one, outline) !== undefined || isTitle(one, statistics, depths),
  );
  const largestOf = (some: readonly TitleCandidate[]) => some.reduce((most, { size }) => Math.max(most, size), 0);
  const top = largestOf(titles.filter(({ pageIndex }) => pageIndex < 2));
  const below = (marked: readonly TitleCandidate[]) => (marked.length > 0 && top > 1.03 * largestOf(marked) ? 1 : 0);
  const tagged = candidates.filter((one) => levelInTags(one) !== undefined);
  return {
    levels: titleLevels(titles, statistics.pages),
    depths,
    sections: sectionStyles(titles, statistics),
    outlineBelowTitle: below(titles.filter((one) => levelInOutline(one, outline) !== undefined)),
    outline,
    ...(areTrusted(titles, tagged, statistics) ? { tagsBelowTitle: below(tagged) } : {}),
  };
}

/** Names of authors stand closer below each other than this, in sizes; so many titles further apart are those of sections. */
const sectionGap = 2.2;
const fewestSections = 2;

/** sectionStyles gives the styles of titles that text of the body follows, or that stand apart from what is above them several times. */
function sectionStyles(titles: readonly TitleCandidate[], statistics: DocumentStatistics): ReadonlySet<string> {
  const apart = titles.filter(
    ({ size, around: { above = 0 } }) => size >= largerThanBody * statistics.bodySize && above > sectionGap * size,
  );
  const counts = Map.groupBy(apart, styleKey);
  return new Set([
    ...titles.filter((one) => isAboveText(one, statistics)).map(styleKey),
    ...[...counts].flatMap(([style, own]) => (own.length >= fewestSections ? [style] : [])),
  ]);
}

/** So much of the text must be tagged, and so many titles, for tags to be trusted. */
const taggedText = 0.8;
const taggedTitles = 0.6;

/** isTagged: nearly all of the text is tagged. */
export function isTagged({ taggedShare }: Pick<DocumentStatistics, 'taggedShare'>): boolean {
  return taggedShare >= taggedText;
}

/**
 * areTrusted: the tags of a file name its titles when they agree with its pages. Nearly all text is tagged; most of what is a title by its size
 * is tagged as one, so that tags are not only those of a template; and of what is tagged as a title most stands out from the body, so that
 * nobody tagged paragraphs as titles for their looks. A paragraph that does not look like a title (`looksLikeTitle`) is none, whatever its tag.
 */
function areTrusted(
  titles: readonly TitleCandidate[],
  tagged: readonly TitleCandidate[],
  statistics: DocumentStatistics,
): boolean {
  if (tagged.length === 0 || !isTagged(statistics)) return false;
  const { bodySize, bodyFont, bodyBold } = statistics;
  const large = titles.filter(({ size }) => size >= largerThanBody * bodySize);
  const named = large.filter((one) => levelInTags(one) !== undefined);
  const apart = tagged.filter(
    ({ size, bold, font }) => size >= 1.05 * bodySize || (bold && !bodyBold) || font !== bodyFont,
  );
  return named.length >= taggedTitles * large.length && apart.length >= taggedTitles * tagged.length;
}

function usualDepths(candidates: readonly TitleCandidate[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number[]>();
  for (const candidate of candidates) {
    const depth = numberingDepth(candidate.text);
    if (depth === 0) continue;
    const key = styleKey(candidate);
    counts.set(key, [...(counts.get(key) ?? []), depth]);
  }
  return new Map(
    [...counts]
      .filter(([, all]) => all.length > 1)
      .map(([key, all]) => [key, all.reduce((least, one) => Math.min(least, one))]),
  );
}

/** TitleContext is what deciding on one paragraph needs. */
export interface TitleContext {
  readonly statistics: DocumentStatistics;
  readonly titles: TitleScheme;
  readonly pageIndex: number;
}

/** titleLevel gives the level of a title, or undefined for a paragraph that is none. Bookmarks go before tags, tags before numbers, numbers before sizes. */
export function titleLevel(
  paragraph: Paragraph,
  { statistics, titles, pageIndex }: TitleContext,
): 1 | 2 | 3 | 4 | 5 | 6 | undefined {
  if (!looksLikeTitle(paragraph)) return undefined;
  const candidate = { ...candidateOf(paragraph), pageIndex };
  const marked = levelInOutline(candidate, titles.outline);
  if (marked !== undefined) return bounded(marked + titles.outlineBelowTitle);
  const { tagsBelowTitle } = titles;
  if (tagsBelowTitle !== undefined) {
    const named = levelInTags(candidate);
    if (named !== undefined) return bounded(named + tagsBelowTitle);
    // What trusted tags put into a table, a list or a caption is none.
    if (candidate.role !== undefined && candidate.role !== 'text') return undefined;
  }
  if (!isTitle(candidate, statistics, titles.depths)) return undefined;
  const numbered = titles.levels.ofNumber(candidate.text);
  if (numbered !== undefined) return bounded(numbered);
  const depth = titles.depths.get(styleKey(candidate));
  if (depth !== undefined) return bounded(depth + titles.levels.base);
  if (knownSection.test(candidate.text) && !titles.levels.isUsual(candidate)) return bounded(1 + titles.levels.base);
  return bounded(titles.levels.levelOf(candidate));
}

function bounded(level: number): 1 | 2 | 3 | 4 | 5 | 6 {
  return Math.min(6, Math.max(1, level)) as 1 | 2 | 3 | 4 | 5 | 6;
}

/**
 * isTitle takes votes: size above the body's; bold in a body that is not; a number in a font that is not the body's; the style of such
 * numbered titles; or a font that is rare, on a line that stands alone above the body.
 */
function isTitle(
  candidate: TitleCandidate,
  statistics: DocumentStatistics,
  depths: ReadonlyMap<string, number>,
): boolean {
  const { size, bold, font, text, rowCount } = candidate;
  const { bodySize, bodyBold, bodyFont } = statistics;
  if (isPullQuote(candidate, statistics)) return false;
  if (size >= largerThanBody * bodySize) return true;
  if (rowCount === 1 && knownSection.test(text)) return true;
  const depth = numberingDepth(text);
  if (size < 0.93 * bodySize)
    return size >= smallHeading * bodySize && bold && !bodyBold && depth > 0 && isAboveBody(candidate, statistics);
  if (bold && !bodyBold && rowCount <= 2) return !/[.:：]$/.test(text) || depth > 0;
  // In a narrow column a heading may take three lines.
  if (bold && !bodyBold && rowCount === 3 && text.length <= longestBold && isAboveText(candidate, statistics))
    return !/[.:：?!]/.test(text);
  if (depth > 0 && rowCount <= 2 && !/\p{Ll}/u.test(text) && isNumberedHeading(candidate, statistics)) return true;
  if (font === bodyFont) return false;
  if (depth > 0) return rowCount <= 2 && candidate.around.listed !== true;
  if (rowCount > 1 || !/^[\p{Lu}\u3400-\u9fff]/u.test(text)) return false;
  return depths.has(styleKey(candidate)) || isRareAndAlone(candidate, statistics);
}

/** So many words in italics, on several lines and less than so many times as large as the text, are taken from it to catch the eye. */
const quoteWords = 7;
const largestQuote = 2;

/** isPullQuote tells such words, and decks below a headline. */
function isPullQuote(
  { text, size, bold, italic, rowCount }: TitleCandidate,
  { bodySize }: DocumentStatistics,
): boolean {
  if (!italic || bold || rowCount < 2 || size >= largestQuote * bodySize || numberingDepth(text) > 0) return false;
  return text.split(' ').length >= quoteWords;
}

/** isAboveText: the paragraph below is ordinary text. */
function isAboveText({ around: { next } }: TitleCandidate, { bodySize, bodyFont }: DocumentStatistics): boolean {
  if (next === undefined || next.font !== bodyFont || next.rows < 2) return false;
  return Math.abs(next.size - bodySize) < 0.1 * bodySize;
}

/** Headings such as `一、总则` are no longer than this; above the first one below them they stand a little closer than above text. */
const longestIdeographs = 40;
const closeHeading = 0.85;

/**
 * isNumberedHeading: text follows that is not the next item of a list. Ideographs number headings, also right above lower ones: `一、总则` above
 * `（一）目的`.
 */
function isNumberedHeading(candidate: TitleCandidate, statistics: DocumentStatistics): boolean {
  const { text, rowCount, around } = candidate;
  const [own, next] = [numberingOf(text), around.next?.numbering];
  if (own === undefined || around.listed === true) return false;
  if (own.kind === next?.kind && own.depth === next.depth) return false;
  if (isAboveBody(candidate, statistics)) return true;
  if (own.kind !== 'ideograph' && own.kind !== 'bracketed') return false;
  const { above = Number.POSITIVE_INFINITY, below = Number.POSITIVE_INFINITY } = around;
  if (rowCount > 1 || text.length > longestIdeographs || above < closeHeading * below) return false;
  return isAboveText(candidate, statistics) || (own.kind === 'ideograph' && next !== undefined);
}

/** isAboveBody: the paragraph below is ordinary text, and not closer than the one above. */
function isAboveBody(candidate: TitleCandidate, statistics: DocumentStatistics): boolean {
  const { above = Number.POSITIVE_INFINITY, below = Number.POSITIVE_INFINITY } = candidate.around;
  return isAboveText(candidate, statistics) && above >= 0.95 * below;
}

/** `By Ada Mills and Jo Ash`. */
const byline = /^(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or)(?:\s+(?:\p{Lu}[\p{L}.'’-]*|and|und|et|y|&))+$/u;

function isRareAndAlone(candidate: TitleCandidate, statistics: DocumentStatistics): boolean {
  const { text, font, around, size } = candidate;
  if ((statistics.fontShares.get(font) ?? 0) > rareFont || /[.:,]/.test(text) || byline.test(text)) return false;
  if (text.split(' ').length > 8) return false;
  return isAboveBody(candidate, statistics) && (around.above ?? Number.POSITIVE_INFINITY) > 1.5 * size;
}
