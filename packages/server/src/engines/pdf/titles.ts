import type { Paragraph } from './paragraphs.ts';
import type { DocumentStatistics } from './statistics.ts';

const longest = 200;
const mostRows = 4;
/** So much larger than the body is a title by size alone. */
const largerThanBody = 1.15;

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

const numbering =
  /^(?:(\d{1,2}(?:\.\d{1,2}){0,4})\.?|([IVX]{1,5})\.|([A-H])\.|第[一二三四五六七八九十百\d]+[章节編编部分]|[一二三四五六七八九十]+、|(?:chapter|part|section|appendix)\s+[\dIVXA-Z]+[.:]?)\s*(?=\p{L})/iu;

/** numberingDepth gives 1 for `2`, `II.`, `第二章`, 2 for `2.1`, and so on; 0 without a number. A list's `1)` is none. */
export function numberingDepth(text: string): number {
  const match = numbering.exec(text);
  if (match === null) return 0;
  const [whole, decimal, , letter] = match;
  if (decimal !== undefined) return !whole.includes('.') && !/\s$/.test(whole) ? 0 : decimal.split('.').length;
  return letter === undefined ? 1 : 2;
}

/** looksLikeTitle tells what may be a title by its own shape: few short rows with letters, no sentence. */
export function looksLikeTitle({ text, rows, tabular, marker }: Paragraph): boolean {
  if (tabular || rows.length > mostRows || text.length > longest || text.length < 2) return false;
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (!/\p{L}{2}|[\u3400-\u9fff]/u.test(text) || letters < 0.6 * text.replace(/\s/g, '').length) return false;
  if (marker !== undefined && numberingDepth(text) === 0) return false;
  return !/[,;，；、。]$/.test(text) && !(/[.]$/.test(text) && text.length > 60);
}

/**
 * titleLevel gives the level of a title, or undefined for a paragraph that is none. Votes: size above the body's; bold in a body that is not;
 * a number in a font that is not the body's; or the style of such numbered titles.
 */
export function titleLevel(paragraph: Paragraph, statistics: DocumentStatistics): 1 | 2 | 3 | 4 | 5 | 6 | undefined {
  if (!looksLikeTitle(paragraph) || !isTitle(paragraph, statistics)) return undefined;
  const levels = titleSizes(statistics);
  const size = Math.round(paragraph.size * 2) / 2;
  const rank = levels.findIndex((level) => size >= level * 0.97);
  const bySize = rank < 0 ? levels.length : rank;
  // Numbers tell levels apart that are set alike; below the document's own title they begin at 2.
  const depth = numberingDepth(paragraph.text);
  const byNumber = depth === 0 ? 0 : depth + (levels.length > 1 ? 1 : 0);
  return Math.min(6, Math.max(bySize + 1, byNumber)) as 1 | 2 | 3 | 4 | 5 | 6;
}

function isTitle(paragraph: Paragraph, { bodySize, bodyBold, bodyFont, titles }: DocumentStatistics): boolean {
  const { size, bold, font, text, rows } = paragraph;
  if (size >= largerThanBody * bodySize) return true;
  if (size < 0.93 * bodySize) return false;
  if (bold && !bodyBold && rows.length <= 2) return !/[.:：]$/.test(text) || numberingDepth(text) > 0;
  if (font === bodyFont) return false;
  if (numberingDepth(text) > 0) return rows.length <= 2;
  const style = titles.get(styleKey(paragraph));
  return rows.length === 1 && /^[\p{Lu}\u3400-\u9fff]/u.test(text) && style !== undefined && style.numbered >= 2;
}

const sizeCache = new WeakMap<DocumentStatistics, readonly number[]>();

/** titleSizes gives the sizes of titles, largest first, those within 3 % as one. */
function titleSizes(statistics: DocumentStatistics): readonly number[] {
  const known = sizeCache.get(statistics);
  if (known !== undefined) return known;
  const sizes = [...statistics.titles.values()]
    .filter((style) => style.size >= largerThanBody * statistics.bodySize || style.bold || style.numbered > 0)
    .map((style) => Math.max(style.size, statistics.bodySize))
    .sort((a, b) => b - a);
  const merged: number[] = [];
  for (const size of sizes) if (merged.length === 0 || size < 0.97 * (merged.at(-1) ?? 0)) merged.push(size);
  const levels = merged.slice(0, 6);
  sizeCache.set(statistics, levels);
  return levels;
}
