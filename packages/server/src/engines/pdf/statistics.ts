import type { DraftSource } from '../engine.ts';
import { marginKey, marginOf } from './furniture.ts';
import type { PdfPageContent } from './page-content.ts';
import { layoutPage, type Paragraph } from './paragraphs.ts';
import { looksLikeTitle, numberingDepth, styleKey } from './titles.ts';

/** Bounds on what is remembered, so that any number of pages takes the same memory. */
const maxMarginKeys = 20_000;
const maxStyles = 500;

/** TitleStyle is how titles of one kind are set. */
export interface TitleStyle {
  readonly size: number;
  readonly bold: boolean;
  readonly font: string;
  count: number;
  /** How many of them are numbered. */
  numbered: number;
}

/** DocumentStatistics is what the pages say together. */
export interface DocumentStatistics {
  readonly pages: number;
  /** Size of most characters, points. */
  readonly bodySize: number;
  readonly bodyBold: boolean;
  readonly bodyFont: string;
  /** How often each text stands in the margins at the same height. */
  readonly margins: ReadonlyMap<string, number>;
  readonly titles: ReadonlyMap<string, TitleStyle>;
}

/** gatherStatistics reads all drafts once, in bounded memory. */
export async function gatherStatistics(drafts: DraftSource<PdfPageContent>): Promise<DocumentStatistics> {
  const characters = new Map<string, { size: number; bold: boolean; font: string; count: number }>();
  const margins = new Map<string, number>();
  const titles = new Map<string, TitleStyle>();
  let pages = 0;
  for await (const { content } of drafts()) {
    pages += 1;
    const { parts } = layoutPage(content);
    const paragraphs = parts.filter((part): part is Paragraph => part.type === 'paragraph');
    for (const paragraph of paragraphs) {
      countCharacters(characters, paragraph);
      if (looksLikeTitle(paragraph)) countTitle(titles, paragraph);
      const margin = marginOf(paragraph, content);
      if (margin !== undefined && margins.size < maxMarginKeys) {
        const key = marginKey(paragraph, margin);
        margins.set(key, (margins.get(key) ?? 0) + 1);
      }
    }
  }
  const [body] = [...characters.values()].sort((a, b) => b.count - a.count);
  const { size = 10, bold = false, font = '' } = body ?? {};
  return { pages, bodySize: size, bodyBold: bold, bodyFont: font, margins, titles };
}

function countCharacters(
  counts: Map<string, { size: number; bold: boolean; font: string; count: number }>,
  paragraph: Paragraph,
): void {
  const { bold, font, text } = paragraph;
  const size = Math.round(paragraph.size * 2) / 2;
  const key = styleKey({ size, bold, font });
  const known = counts.get(key);
  if (known !== undefined) known.count += text.length;
  else if (counts.size < maxStyles) counts.set(key, { size, bold, font, count: text.length });
}

function countTitle(titles: Map<string, TitleStyle>, paragraph: Paragraph): void {
  const key = styleKey(paragraph);
  const numbered = numberingDepth(paragraph.text) > 0 ? 1 : 0;
  const known = titles.get(key);
  if (known !== undefined) {
    known.count += 1;
    known.numbered += numbered;
  } else if (titles.size < maxStyles) {
    const { size, bold, font } = paragraph;
    titles.set(key, { size: Math.round(size * 2) / 2, bold, font, count: 1, numbered });
  }
}
