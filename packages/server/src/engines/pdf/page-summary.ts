import { marginKey, marginOf, pictureMargin } from './furniture.ts';
import { compoundsIn } from './inlines.ts';
import { textOfRow } from './lines.ts';
import type { PageFacts } from './page-content.ts';
import type { PageLayout } from './page-layout.ts';
import type { Paragraph } from './paragraphs.ts';
import { isChapterNumber } from './title-lines.ts';
import { candidateOf, looksLikeTitle, styleKey, type TitleCandidate } from './titles.ts';
import { hasHangul, type WordPair, wordPairsIn } from './word-breaks.ts';

/** StyleCount is how many characters are set in one way. */
export interface StyleCount {
  /** Points, in halves. */
  readonly size: number;
  readonly bold: boolean;
  readonly font: string;
  readonly mono: boolean;
  readonly count: number;
}

/** PageSummary is what one page adds to what the pages say together. */
export interface PageSummary {
  readonly styles: readonly StyleCount[];
  /** Keys of what stands in its margins, each once. */
  readonly margins: readonly string[];
  /** How what stands in its margins is set: it counts where no other page has it, for feet of slides may hold more than what they say. */
  readonly marginStyles: readonly (StyleCount & { readonly key: string })[];
  readonly titles: readonly Omit<TitleCandidate, 'pageIndex'>[];
  /** Words that are written with a hyphen (see `compoundsIn`), each once. */
  readonly compounds: readonly string[];
  /** Pairs of characters of Korean words. */
  readonly pairs: readonly WordPair[];
  /** Characters that the tags of the file name. */
  readonly tagged: number;
  /** Paragraphs of several lines right below another, and those of them that begin with an indent. */
  readonly following: number;
  readonly indented: number;
}

/** summaryOf looks at a page as it is laid out. */
export function summaryOf({ parts }: PageLayout, content: PageFacts): PageSummary {
  const paragraphs = parts.filter((part): part is Paragraph => part.type === 'paragraph');
  const places = parts.map((part) => {
    if (part.type === 'paragraph') return placeOf(part, content);
    return part.type === 'picture' ? pictureMargin(part, content)?.key : undefined;
  });
  const following = paragraphs.filter(isFollowing);
  return {
    styles: stylesOf(paragraphs.filter((paragraph) => marginOf(paragraph, content) === undefined)),
    marginStyles: paragraphs.flatMap((paragraph) => {
      const margin = marginOf(paragraph, content);
      if (margin === undefined) return [];
      return stylesOf([paragraph]).map((style) => ({ ...style, key: marginKey(paragraph, margin) }));
    }),
    margins: [...new Set(places)].filter((place) => place !== undefined),
    titles: paragraphs
      .filter((paragraph) => looksLikeTitle(paragraph) && !isChapterNumber(paragraph))
      .map((paragraph) => titleOf(paragraph, content)),
    compounds: [...new Set(paragraphs.flatMap(({ rows }) => rows.flatMap((row) => compoundsIn(textOfRow(row)))))],
    pairs: pairsOf(paragraphs),
    tagged: paragraphs.reduce((sum, { role, text }) => (role === undefined ? sum : sum + text.length), 0),
    following: following.length,
    indented: following.filter(({ indent }) => indent > 0.6).length,
  };
}

function pairsOf(paragraphs: readonly Paragraph[]): readonly WordPair[] {
  const korean = paragraphs.filter(({ text, tabular }) => !tabular && hasHangul(text));
  return wordPairsIn(korean.map(({ rows }) => rows.map(textOfRow)));
}

function placeOf(paragraph: Paragraph, content: PageFacts): string | undefined {
  const margin = marginOf(paragraph, content);
  if (margin !== undefined) return marginKey(paragraph, margin);
  return paragraph.beside ? marginKey(paragraph, 'beside') : undefined;
}

function titleOf(paragraph: Paragraph, content: PageFacts): PageSummary['titles'][number] {
  const place = placeOf(paragraph, content);
  return { ...candidateOf(paragraph), ...(place === undefined ? {} : { marginKey: place }) };
}

/** Paragraphs of text that follow others show whether an indent begins them. */
function isFollowing({ rows, around, indent, marker, tabular, size }: Paragraph): boolean {
  return rows.length >= 3 && marker === undefined && !tabular && (around.above ?? 99) <= 2 * size && indent >= -0.4;
}

function stylesOf(paragraphs: readonly Paragraph[]): readonly StyleCount[] {
  const styles = new Map<string, StyleCount>();
  for (const { size: exact, bold, font, mono, text } of paragraphs) {
    const size = Math.round(exact * 2) / 2;
    const key = styleCountKey({ size, bold, font, mono });
    styles.set(key, { size, bold, font, mono, count: (styles.get(key)?.count ?? 0) + text.length });
  }
  return [...styles.values()];
}

/** styleCountKey is the same for what is set in one way. */
export function styleCountKey(style: Omit<StyleCount, 'count'>): string {
  return `${styleKey(style)}|${style.mono}`;
}
