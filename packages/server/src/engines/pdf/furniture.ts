import type { Bbox } from '@docmill/document';
import type { PageFacts, Picture } from './page-content.ts';
import type { Paragraph, Part } from './paragraphs.ts';
import { textOfRuns } from './run-text.ts';
import { isWrittenRule } from './sentences.ts';
import type { DocumentStatistics } from './statistics.ts';
import { isTagged, styleKey } from './titles.ts';

/** The outer part of a page in which running heads and feet stand. */
const marginShare = 0.12;
/** A page number may stand further in: LaTeX made for letter paper and printed on A4 has it at 0.825. */
const numberShare = 0.19;
/** Heights are compared in steps of so many points. */
const heightStep = 8;
/** What is set so much larger than the body is a title, even one that begins every page. */
const titleSize = 1.15;

/** From so many pages on, a running head must stand on three. */
const manyPages = 6;

/** Margin says in which margin a paragraph stands. */
export type Margin = 'header' | 'footer';

/** FurnitureType is what a paragraph in a margin is when it does not belong to the body. */
export type FurnitureType = Margin | 'page_number';

/** marginOf tells whether a paragraph stands in the upper or lower margin; it must be short. */
export function marginOf(
  { bbox, rows }: Pick<Paragraph, 'bbox' | 'rows'>,
  { height }: Pick<PageFacts, 'height'>,
): Margin | undefined {
  return rows.length > 3 ? undefined : marginAt(bbox, height);
}

function marginAt(bbox: Bbox, height: number, share = marginShare): Margin | undefined {
  if (bbox[3] < share * height) return 'header';
  return bbox[1] > (1 - share) * height ? 'footer' : undefined;
}

/** pictureMargin tells whether a picture stands in a margin, and the key that is the same wherever it stands there again: by its place when it was not taken. */
export function pictureMargin(
  { bbox, asset }: Picture,
  { height }: Pick<PageFacts, 'height'>,
): { readonly margin: Margin; readonly key: string } | undefined {
  const margin = marginAt(bbox, height);
  return margin === undefined ? undefined : { margin, key: `${margin}|${asset ?? bbox.map(Math.round)}` };
}

/** isLogo: the same picture stands in the same margin of another page. */
export function isLogo(key: string, { margins }: DocumentStatistics): boolean {
  return (margins.get(key) ?? 0) >= 2;
}

/** isRepeatedBeside: the same words stand beside the text of another page, at the same height. */
export function isRepeatedBeside(paragraph: Paragraph, { margins }: DocumentStatistics): boolean {
  return paragraph.beside && (margins.get(marginKey(paragraph, 'beside')) ?? 0) >= 2;
}

/** marginKey is the same for the running head of every page: its text with numbers made equal, and its height. */
export function marginKey({ text, bbox }: Pick<Paragraph, 'text' | 'bbox'>, margin: Margin | 'beside'): string {
  const words = text.replace(/\d+/g, '#').replace(/\s+/g, ' ').slice(0, 80).toLowerCase();
  return `${margin}|${Math.round(bbox[1] / heightStep)}|${words}`;
}

const pageNumber =
  /^([-–—|·\s]*|page\s*|p\.\s*|第\s*)(\d{1,6}|[ivxlc]{1,7})(\s*页|\s*頁)?([-–—|·\s]*|\s*(of|sur|von|de|di|из|\/|共)\s*\d{1,4}\s*页?)$/i;

/** isPageNumber tells texts such as `12`, `- iv -`, `Page 3 of 8`, `第 3 页`. */
export function isPageNumber(text: string): boolean {
  return pageNumber.test(text.trim());
}

interface Candidate {
  readonly paragraph: Paragraph;
  readonly margin: Margin;
  readonly type: FurnitureType;
}

/** furnitureOf finds a page's running heads, feet and page numbers: nothing of the body may stand beside them or further out. */
export function furnitureOf(
  parts: readonly Part[],
  content: PageFacts,
  statistics: DocumentStatistics,
): ReadonlyMap<Paragraph, FurnitureType> {
  const paragraphs = parts.filter((part): part is Paragraph => part.type === 'paragraph');
  const sure = withoutScales(paragraphs.flatMap((paragraph) => candidateOf(paragraph, content, statistics) ?? []));
  const found = { content, sure, statistics };
  const told = new Set(sure.map(({ paragraph }) => paragraph));
  const beside = paragraphs
    .filter((paragraph) => !told.has(paragraph))
    .flatMap((paragraph) => besideNumber(paragraph, found) ?? behindOther(paragraph, found) ?? []);
  const candidates = [...sure, ...beside];
  const known = new Set(candidates.map(({ paragraph }) => paragraph));
  const body = paragraphs.filter(
    (paragraph) => !known.has(paragraph) && (paragraph.rows.length > 1 || marginOf(paragraph, content) === undefined),
  );
  const top = body.reduce((least, { bbox }) => Math.min(least, bbox[1]), Number.POSITIVE_INFINITY);
  const bottom = body.reduce((most, { bbox }) => Math.max(most, bbox[3]), Number.NEGATIVE_INFINITY);
  return new Map(candidates.filter((one) => !isBehind(one, { top, bottom })).map((one) => [one.paragraph, one.type]));
}

/** A page has one number, a spread two; more are the scale of a diagram. */
function withoutScales(candidates: readonly Candidate[]): readonly Candidate[] {
  const numbersIn = (margin: Margin) =>
    candidates.filter((one) => one.type === 'page_number' && one.margin === margin).length;
  return candidates.filter((one) => one.type !== 'page_number' || numbersIn(one.margin) <= 2);
}

/** isArtifact: the tags of a file name all of its text but what is repeated from page to page. */
function isArtifact({ rows, size }: Paragraph, statistics: DocumentStatistics): boolean {
  if (!isTagged(statistics) || size > titleSize * statistics.bodySize) return false;
  return rows.every(({ items }) =>
    items.every(({ segment }) => segment?.runs.every(({ role }) => role === undefined) === true),
  );
}

function candidateOf(paragraph: Paragraph, content: PageFacts, statistics: DocumentStatistics): Candidate | undefined {
  const isNumber = isPageNumber(paragraph.text);
  const margin = marginOf(paragraph, content);
  if (margin !== undefined && isArtifact(paragraph, statistics))
    return { paragraph, margin, type: isNumber ? 'page_number' : margin };
  if (isNumber) {
    const side = marginAt(paragraph.bbox, content.height, numberShare);
    const least = margin === undefined ? lineApart : numberApart;
    return side === undefined || !isApart(paragraph, side, least)
      ? undefined
      : { paragraph, margin: side, type: 'page_number' };
  }
  if (margin === undefined) return undefined;
  if (isWrittenRule(paragraph.text)) return { paragraph, margin, type: margin };
  if (hasPageCount(paragraph) && isApart(paragraph, margin, countApart)) return { paragraph, margin, type: margin };
  const apart = paragraph.tabular || paragraph.bold ? lineApart : numberApart;
  const isSeen =
    isRepeated(paragraph, margin, statistics) || (margin === 'header' && repeatsTitle(paragraph, statistics));
  return isSeen && isApart(paragraph, margin, apart) ? { paragraph, margin, type: margin } : undefined;
}

/** headKey is the same for a title and the running head that repeats it: `1. Mills`, `1 MILLS`. */
export function headKey(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** repeatsTitle: a line says what a title of the text does, set otherwise. */
function repeatsTitle(paragraph: Paragraph, { titleStyles }: DocumentStatistics): boolean {
  if (paragraph.rows.length > 1) return false;
  const styles = titleStyles.get(headKey(paragraph.text));
  return styles !== undefined && !styles.has(styleKey(paragraph));
}

/** What may be the head of a table is so many sizes away from the text; a plain running head, or the number of a page, may stand nearer. */
const lineApart = 1.5;
const numberApart = 1.1;

/** What has the number of the page and that of all pages in it, `The Mill  27/312`, stands so many sizes apart. */
const countApart = 3;

function hasPageCount({ text, rows }: Paragraph): boolean {
  const [, page, pages] = /(?:^|\s)(\d{1,4})\s?\/\s?(\d{1,4})(?=\s|$)/.exec(text) ?? [];
  return rows.length === 1 && Number(page) >= 1 && Number(page) <= Number(pages) && Number(pages) > 1;
}

/** The head of a table that begins every page has its next row right below; a running head stands apart. */
function isApart({ around, size }: Paragraph, margin: Margin, least = lineApart): boolean {
  const inwards = margin === 'header' ? around.below : around.above;
  // What is nearer than a line stands on the same one.
  return inwards === undefined || inwards > least * size || inwards < 0.5 * size;
}

interface Found {
  readonly content: PageFacts;
  readonly statistics: DocumentStatistics;
  /** Heads and feet that stand apart from the text. */
  readonly sure: readonly Candidate[];
}

/** behindOther: of two lines of a foot, or two heads, the outer one is near to the other only; what stands outside of a written rule of several pages is one. */
function behindOther(paragraph: Paragraph, { content, sure, statistics }: Found): Candidate | undefined {
  const margin = marginOf(paragraph, content);
  if (margin === undefined) return undefined;
  if (paragraph.size > titleSize * statistics.bodySize) return undefined;
  const isKnown = isRepeated(paragraph, margin, statistics);
  // The name above the rule of a letter stands there once.
  const isRule = (one: Paragraph) => isWrittenRule(one.text) && isRepeated(one, margin, statistics);
  const [, top, , bottom] = paragraph.bbox;
  const isNear = ({ bbox: [, y0, , y1] }: Paragraph) =>
    margin === 'footer' ? y0 < top && top - y1 < paragraph.size : y1 > bottom && y0 - bottom < paragraph.size;
  const inner = sure.some(
    (one) => one.margin === margin && isNear(one.paragraph) && (isKnown || isRule(one.paragraph)),
  );
  return inner ? { paragraph, margin, type: margin } : undefined;
}

/** isRepeated: it is no larger than the text, and stands in the same margin of other pages. */
function isRepeated(paragraph: Paragraph, margin: Margin, statistics: DocumentStatistics): boolean {
  if (paragraph.size > titleSize * statistics.bodySize && !holdsNumber(paragraph)) return false;
  return timesSeen(paragraph, margin, statistics) >= (statistics.pages < manyPages ? 2 : 3);
}

/** The number of a page stands so many sizes away from the words beside it. */
const besideWords = 1;

/** holdsNumber: `2    Vogel et al.`: the number of the page stands before or behind the words of a running head. */
function holdsNumber({ rows, size }: Paragraph): boolean {
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0 || row.items.length < 2) return false;
  const [first, last] = [row.items[0], row.items.at(-1)];
  const gap = (at: number) => (row.items[at]?.bbox[0] ?? 0) - (row.items[at - 1]?.bbox[2] ?? 0);
  const isNumber = (item: typeof first) => isPageNumber(textOfRuns(item?.segment?.runs ?? []));
  return (
    (isNumber(first) && gap(1) > besideWords * size) ||
    (isNumber(last) && gap(row.items.length - 1) > besideWords * size)
  );
}

/** What shares a line with the page number changes from chapter to chapter, and is a running head all the same. */
function besideNumber(paragraph: Paragraph, { content, sure }: Found): Candidate | undefined {
  const margin = marginOf(paragraph, content);
  if (margin === undefined || paragraph.rows.length > 1) return undefined;
  const baseline = paragraph.rows[0]?.baseline ?? 0;
  const numbers = sure.filter(({ type }) => type === 'page_number');
  const shares = numbers.some(({ paragraph: other }) => Math.abs((other.rows[0]?.baseline ?? 0) - baseline) < 2);
  return shares ? { paragraph, margin, type: margin } : undefined;
}

/** isBehind: body text, from its top to its bottom, reaches further out than the candidate's inner edge. */
function isBehind(
  { paragraph, margin }: Candidate,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): boolean {
  return margin === 'header' ? top < paragraph.bbox[3] - 4 : bottom > paragraph.bbox[1] + 4;
}

/** Rounding may part the same height into neighbouring steps. */
function timesSeen(paragraph: Paragraph, margin: Margin, { margins }: DocumentStatistics): number {
  const at = (shift: number) => {
    const [x0, y0, x1, y1] = paragraph.bbox;
    return margins.get(marginKey({ text: paragraph.text, bbox: [x0, y0 + shift, x1, y1] }, margin)) ?? 0;
  };
  return Math.max(at(0), at(-heightStep), at(heightStep));
}
