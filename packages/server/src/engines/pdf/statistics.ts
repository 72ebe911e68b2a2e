import type { Drafts } from '../engine.ts';
import { headKey } from './furniture.ts';
import { type PageSummary, type StyleCount, styleCountKey } from './page-summary.ts';
import { type Outline, styleKey, type TitleCandidate, type TitleScheme, titleScheme } from './titles.ts';
import { unpartedPairs, type Wording, type WordPair } from './word-breaks.ts';

/** Bounds on what is remembered, so that any number of pages takes the same memory. */
const maxMarginKeys = 20_000;
const maxStyles = 500;
const maxCandidates = 20_000;
const maxCompounds = 10_000;
const maxPairs = 20_000;

/** A document that is set in a font of one width has hardly anything else; one of much code still says what it does in words. */
const monoBody = 0.9;

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
  /** What its words say about those at line ends. */
  readonly wording: Wording;
  /** Part of all characters that each font has, by its name. */
  readonly fontShares: ReadonlyMap<string, number>;
  /** On how many pages each text stands in the margins at the same height, and each picture in the same margin. */
  readonly margins: ReadonlyMap<string, number>;
  /** Styles of what may be titles and stands outside of the margins, by its words (`headKey`). */
  readonly titleStyles: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Gathered is what the summaries of all pages yield: statistics, and how titles are set. */
export interface Gathered {
  readonly statistics: DocumentStatistics;
  readonly titles: TitleScheme;
}

interface Tally {
  readonly styles: Map<string, StyleCount>;
  readonly fonts: Map<string, number>;
  readonly margins: Map<string, number>;
  readonly candidates: TitleCandidate[];
  readonly marginStyles: PageSummary['marginStyles'][number][];
  readonly compounds: Set<string>;
  readonly pairs: Map<string, WordPair>;
  mono: number;
  tagged: number;
  following: number;
  indented: number;
}

/** gatherStatistics adds up what the pages say, in bounded memory. */
export async function gatherStatistics(
  summaries: ReturnType<Drafts<unknown, PageSummary>['summaries']>,
  outline: Outline,
): Promise<Gathered> {
  const tally: Tally = {
    styles: new Map(),
    fonts: new Map(),
    margins: new Map(),
    candidates: [],
    marginStyles: [],
    compounds: new Set(),
    pairs: new Map(),
    mono: 0,
    tagged: 0,
    following: 0,
    indented: 0,
  };
  let pages = 0;
  for await (const { pageIndex, summary } of summaries) {
    pages += 1;
    count(tally, summary, pageIndex);
  }
  for (const { key, ...style } of tally.marginStyles) if ((tally.margins.get(key) ?? 0) < 2) countStyle(tally, style);
  const all = [...tally.fonts.values()].reduce((sum, some) => sum + some, 0);
  // A manual may hold more code than text; how its text is set is what titles differ from.
  const bodyMono = tally.mono > monoBody * all;
  const styles = [...tally.styles.values()].sort((a, b) => b.count - a.count);
  const { size = 10, bold = false, font = '' } = styles.find(({ mono }) => bodyMono || !mono) ?? styles[0] ?? {};
  // What stands in the margin of one page only may be a title at its head.
  const isOfBody = ({ marginKey: key }: TitleCandidate) => key === undefined || (tally.margins.get(key) ?? 0) < 2;
  const statistics = {
    pages,
    bodySize: size,
    bodyBold: bold,
    bodyFont: font,
    bodyMono,
    indents: tally.following > 3 && tally.indented > 0.6 * tally.following,
    taggedShare: tally.tagged / Math.max(1, all),
    wording: { compounds: tally.compounds, unparted: unpartedPairs([...tally.pairs.values()]) },
    fontShares: new Map([...tally.fonts].map(([name, some]) => [name, some / Math.max(1, all)])),
    margins: tally.margins,
    titleStyles: titleStylesOf(tally.candidates),
  };
  return { statistics, titles: titleScheme(tally.candidates.filter(isOfBody), statistics, outline) };
}

function titleStylesOf(candidates: readonly TitleCandidate[]): ReadonlyMap<string, ReadonlySet<string>> {
  const styles = new Map<string, Set<string>>();
  for (const candidate of candidates) {
    if (candidate.marginKey !== undefined) continue;
    const key = headKey(candidate.text);
    const own = styles.get(key);
    if (own === undefined) styles.set(key, new Set([styleKey(candidate)]));
    else own.add(styleKey(candidate));
  }
  return styles;
}

function count(tally: Tally, summary: PageSummary, pageIndex: number): void {
  for (const style of summary.styles) countStyle(tally, style);
  for (const key of summary.margins) add(tally.margins, key, { count: 1, most: maxMarginKeys });
  for (const style of summary.marginStyles)
    if (tally.marginStyles.length < maxMarginKeys) tally.marginStyles.push(style);
  for (const title of summary.titles)
    if (tally.candidates.length < maxCandidates) tally.candidates.push({ ...title, pageIndex });
  for (const word of summary.compounds) if (tally.compounds.size < maxCompounds) tally.compounds.add(word);
  for (const pair of summary.pairs) countPair(tally.pairs, pair);
  tally.tagged += summary.tagged;
  tally.following += summary.following;
  tally.indented += summary.indented;
}

function countPair(pairs: Map<string, WordPair>, [pair, within, parted, broken]: WordPair): void {
  const own = pairs.get(pair);
  if (own !== undefined) pairs.set(pair, [pair, own[1] + within, own[2] + parted, own[3] + broken]);
  else if (pairs.size < maxPairs) pairs.set(pair, [pair, within, parted, broken]);
}

function countStyle(tally: Tally, style: StyleCount): void {
  const key = styleCountKey(style);
  const known = tally.styles.get(key);
  if (known !== undefined || tally.styles.size < maxStyles)
    tally.styles.set(key, { ...style, count: (known?.count ?? 0) + style.count });
  add(tally.fonts, style.font, { count: style.count, most: maxStyles });
  if (style.mono) tally.mono += style.count;
}

/** add counts a key; a new one only while there are fewer than `most`. */
function add(counts: Map<string, number>, key: string, of: { readonly count: number; readonly most: number }): void {
  const known = counts.get(key);
  if (known !== undefined || counts.size < of.most) counts.set(key, (known ?? 0) + of.count);
}
