import type { DraftSource } from '../engine.ts';
import { marginKey, marginOf, pictureMargin } from './furniture.ts';
import { compoundsIn } from './inlines.ts';
import type { PdfPageContent } from './page-content.ts';
import { layoutPage, type PageLayout } from './page-layout.ts';
import type { Paragraph } from './paragraphs.ts';
import {
  candidateOf,
  looksLikeTitle,
  type Outline,
  styleKey,
  type TitleCandidate,
  type TitleScheme,
  titleScheme,
} from './titles.ts';

/** Bounds on what is remembered, so that any number of pages takes the same memory. */
const maxMarginKeys = 20_000;
const maxStyles = 500;
const maxCandidates = 20_000;
const maxCompounds = 10_000;

/** DocumentStatistics is what the pages say together. */
export interface DocumentStatistics {
  readonly pages: number;
  /** Size of most characters, points. */
  readonly bodySize: number;
  readonly bodyBold: boolean;
  readonly bodyFont: string;
  /** Most of the text is set in a font of one width. */
  readonly bodyMono: boolean;
  /** Paragraphs begin with an indent. */
  readonly indents: boolean;
  /** Part of all characters that the tags of the file name. */
  readonly taggedShare: number;
  /** Words that are written with a hyphen (see `compoundsIn`). */
  readonly compounds: ReadonlySet<string>;
  /** Part of all characters that each font has, by its name. */
  readonly fontShares: ReadonlyMap<string, number>;
  /** On how many pages each text stands in the margins at the same height, and each picture in the same margin. */
  readonly margins: ReadonlyMap<string, number>;
}

/** So many pages keep their layout from the first pass to the second. */
const keptLayouts = 200;

/** Gathered is what one pass over all drafts yields: statistics, and how titles are set. */
export interface Gathered {
  /** Layouts of the first pages, by page index. */
  readonly layouts: ReadonlyMap<number, PageLayout>;
  readonly statistics: DocumentStatistics;
  readonly titles: TitleScheme;
}

interface Tally {
  readonly characters: Map<string, { size: number; bold: boolean; font: string; mono: boolean; count: number }>;
  readonly fonts: Map<string, number>;
  readonly margins: Map<string, number>;
  readonly candidates: TitleCandidate[];
  mono: number;
  tagged: number;
  readonly compounds: Set<string>;
  /** Paragraphs of several lines right below another, and those of them that begin with an indent. */
  following: number;
  indented: number;
}

/** gatherStatistics reads all drafts once, in bounded memory. */
export async function gatherStatistics(drafts: DraftSource<PdfPageContent>, outline: Outline): Promise<Gathered> {
  const tally: Tally = {
    characters: new Map(),
    fonts: new Map(),
    margins: new Map(),
    candidates: [],
    mono: 0,
    tagged: 0,
    compounds: new Set(),
    following: 0,
    indented: 0,
  };
  const layouts = new Map<number, PageLayout>();
  let pages = 0;
  for await (const { pageIndex, content } of drafts()) {
    pages += 1;
    const inMargins = new Set<string>();
    const layout = layoutPage(content);
    if (layouts.size < keptLayouts) layouts.set(pageIndex, layout);
    for (const part of layout.parts) {
      if (part.type === 'paragraph') countParagraph(tally, part, { pageIndex, content, inMargins });
      else if (part.type === 'picture') inMargins.add(pictureMargin(part, content)?.key ?? '');
    }
    inMargins.delete('');
    for (const key of inMargins)
      if (tally.margins.has(key) || tally.margins.size < maxMarginKeys)
        tally.margins.set(key, (tally.margins.get(key) ?? 0) + 1);
  }
  const all = [...tally.fonts.values()].reduce((sum, count) => sum + count, 0);
  const bodyMono = tally.mono > 0.6 * all;
  // A manual may hold more code than text; how its text is set is what titles differ from.
  const styles = [...tally.characters.values()].sort((a, b) => b.count - a.count);
  const { size = 10, bold = false, font = '' } = styles.find(({ mono }) => bodyMono || !mono) ?? styles[0] ?? {};
  // What stands in the margin of one page only may be a title at its head.
  const isOfBody = ({ marginKey: key }: TitleCandidate) => key === undefined || (tally.margins.get(key) ?? 0) < 2;
  const fontShares = new Map([...tally.fonts].map(([name, count]) => [name, count / Math.max(1, all)]));
  const statistics = {
    pages,
    bodySize: size,
    bodyBold: bold,
    bodyFont: font,
    bodyMono,
    indents: tally.following > 3 && tally.indented > 0.6 * tally.following,
    taggedShare: tally.tagged / Math.max(1, all),
    compounds: tally.compounds,
    fontShares,
    margins: tally.margins,
  };
  return { layouts, statistics, titles: titleScheme(tally.candidates.filter(isOfBody), statistics, outline) };
}

interface PlaceInDocument {
  readonly pageIndex: number;
  readonly content: PdfPageContent;
  /** Collects what stands in the margins of the page. */
  readonly inMargins: Set<string>;
}

/** Paragraphs of text that follow others show whether an indent begins them. */
function countIndent(tally: Tally, { rows, around, indent, marker, tabular, size }: Paragraph): void {
  if (rows.length < 3 || marker !== undefined || tabular || (around.above ?? 99) > 2 * size || indent < -0.4) return;
  tally.following += 1;
  if (indent > 0.6) tally.indented += 1;
}

function countParagraph(tally: Tally, paragraph: Paragraph, { pageIndex, content, inMargins }: PlaceInDocument): void {
  const { bold, font, text, mono } = paragraph;
  if (mono) tally.mono += text.length;
  if (paragraph.role !== undefined) tally.tagged += text.length;
  countIndent(tally, paragraph);
  if (tally.compounds.size < maxCompounds)
    for (const row of paragraph.rows) for (const word of compoundsIn(row.text)) tally.compounds.add(word);
  const size = Math.round(paragraph.size * 2) / 2;
  const key = `${styleKey({ size, bold, font })}|${mono}`;
  const known = tally.characters.get(key);
  if (known !== undefined) known.count += text.length;
  else if (tally.characters.size < maxStyles) tally.characters.set(key, { size, bold, font, mono, count: text.length });
  if (tally.fonts.has(font) || tally.fonts.size < maxStyles)
    tally.fonts.set(font, (tally.fonts.get(font) ?? 0) + text.length);
  const margin = marginOf(paragraph, content);
  const place =
    margin !== undefined ? marginKey(paragraph, margin) : paragraph.beside ? marginKey(paragraph, 'beside') : undefined;
  if (place !== undefined) inMargins.add(place);
  if (tally.candidates.length < maxCandidates && looksLikeTitle(paragraph))
    tally.candidates.push({
      ...candidateOf(paragraph),
      pageIndex,
      ...(place === undefined ? {} : { marginKey: place }),
    });
}
