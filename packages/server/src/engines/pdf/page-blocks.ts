import type {
  Bbox,
  Block,
  CodeBlock,
  EquationBlock,
  FurnitureBlock,
  ImageBlock,
  Inline,
  TitleBlock,
} from '@docmill/document';
import { withAddresses } from './addresses.ts';
import { captionReach, withCaptions } from './bound-captions.ts';
import { isCaption } from './captions.ts';
import { codeBlock, isCode, isLoneLine } from './code.ts';
import {
  beginsWithPages,
  indexBlock,
  indexOfPages,
  indexOfTable,
  isContents,
  isContentsTitle,
  isEntry,
} from './contents.ts';
import { type FurnitureType, furnitureOf, isLogo, isRepeatedBeside, pictureMargin } from './furniture.ts';
import { inlinesOf } from './inlines.ts';
import type { ListState } from './lists.ts';
import type { NoteState } from './note-binding.ts';
import { isPageFootnote } from './notes.ts';
import { numberingDepth } from './numbering.ts';
import type { FormulaText, PageFacts, Picture, ProgramDraft, Solid } from './page-content.ts';
import type { PageLayout } from './page-layout.ts';
import type { Paragraph } from './paragraphs.ts';
import type { PlacedBlock } from './placed.ts';
import { isQuote } from './quotes.ts';
import { endsReferences, isReferenceMark, isReferencesTitle } from './references.ts';
import { endsSentence } from './sentences.ts';
import type { DocumentStatistics } from './statistics.ts';
import { isSubcaption } from './subcaptions.ts';
import { tableBlock, withTableNotes } from './tables/index.ts';
import { withJoinedTitles } from './title-lines.ts';
import { isInOutline, isKnownSection, looksLikeTitle, styleKey, type TitleContext, titleLevel } from './titles.ts';

/** SectionState is in which part of the document the reading is, from page to page. */
export interface SectionState extends ListState, NoteState {
  section?: 'references' | 'contents' | undefined;
  /** Level of the title that the part began with. */
  level: number;
  /** The entries of the bibliography begin with marks. */
  marked: boolean;
  /** What has been read of the first page: nothing, the title, or text. */
  front: 'nothing' | 'title' | 'text';
  /** How the title of the document is set (`styleKey`). */
  titleStyle?: string;
}

/** PageInput is a page with what the whole document says. */
export interface PageInput extends TitleContext {
  readonly content: PageFacts;
  readonly layout: PageLayout;
  /** Changes while pages are read in order. */
  readonly state: SectionState;
}

/** blocksOfPage gives what a page consists of, typed, in reading order; paragraphs over columns and pages are not yet joined, nor items to lists. */
export function blocksOfPage(input: PageInput): readonly PlacedBlock[] {
  const { content, statistics, layout } = input;
  const furniture = furnitureOf(layout.parts, content, statistics);
  const placed: PlacedBlock[] = [];
  for (let at = 0; at < layout.parts.length; ) {
    const part = layout.parts[at];
    if (part === undefined) break;
    const several = part.type === 'paragraph' ? severalAt(layout.parts, at, { ...input, furniture }) : undefined;
    if (several !== undefined) {
      placed.push(several.entry);
      at = several.end;
      continue;
    }
    if (part.type === 'paragraph')
      placed.push({ block: blockOf(part, { ...input, furniture, before: placed.at(-1) }), paragraph: part });
    else {
      const block = solidBlock(part, input);
      placed.push({ block, ...(part.type === 'table' && block.type === 'table' ? { table: part } : {}) });
    }
    at += 1;
  }
  const bound = withAddresses(withCaptions(withTableNotes(withJoinedTitles(placed))));
  return withAsides(bound, layout.asides, content);
}

/** withAsides adds the text that runs in another direction; the caption of a table that is turned goes to its table. */
function withAsides(
  placed: readonly PlacedBlock[],
  asides: readonly Paragraph[],
  content: PageFacts,
): readonly PlacedBlock[] {
  const result = [...placed];
  for (const paragraph of asides) {
    const at = isCaption(paragraph.text) ? result.findIndex(({ block }) => isBareTable(block, paragraph.bbox)) : -1;
    const block = result[at]?.block;
    if (block?.type !== 'table') result.push({ paragraph, block: textual('aside_text', paragraph, content) });
    else {
      const { bbox } = paragraph;
      const captions = [{ type: 'caption' as const, bbox, content: contentOf(paragraph, { content }) }];
      result[at] = { ...result[at], block: { ...block, captions } };
    }
  }
  return result;
}

/** isBareTable: a table without a caption that stands beside a box. */
function isBareTable(block: Block, [x0, y0, x1, y1]: Paragraph['bbox']): boolean {
  if (block.type !== 'table' || block.captions !== undefined || block.bbox === undefined) return false;
  const [left, top, right, bottom] = block.bbox;
  const reach = captionReach;
  return x0 < right + reach && x1 > left - reach && y0 < bottom + reach && y1 > top - reach;
}

interface FurnitureInput extends PageInput {
  readonly furniture: ReadonlyMap<Paragraph, FurnitureType>;
}

/** Entries of a table of contents are not set so much larger than the text. */
const headingSize = 1.3;

/** severalAt makes one block of the paragraphs of a program or a table of contents that begin at an index. */
function severalAt(
  parts: PageLayout['parts'],
  start: number,
  { furniture, statistics, state }: FurnitureInput,
): { readonly entry: PlacedBlock; readonly end: number } | undefined {
  const take = (fits: (paragraph: Paragraph, above: Paragraph | undefined) => boolean) => {
    const taken: Paragraph[] = [];
    for (let at = start; at < parts.length; at += 1) {
      const part = parts[at];
      const above = taken.at(-1);
      if (part?.type !== 'paragraph' || furniture.has(part) || !fits(part, above)) break;
      if (above !== undefined && part.column[0] !== above.column[0]) break;
      taken.push(part);
    }
    return taken;
  };
  const isProgram = (paragraph: Paragraph) => isCode(paragraph, statistics.bodyMono);
  const next = parts[start + 1];
  const goesBefore = (paragraph: Paragraph) =>
    next?.type === 'paragraph' && isProgram(next) && isLoneLine(paragraph, next, statistics.bodyMono);
  const code = take(
    (paragraph, above) =>
      isProgram(paragraph) ||
      (above === undefined ? goesBefore(paragraph) : isLoneLine(paragraph, above, statistics.bodyMono)),
  );
  const [first] = code;
  if (first !== undefined) {
    const end = start + code.length;
    return { entry: { block: codeBlock(code, rightOf(parts, { start, end })), paragraph: first }, end };
  }
  const inContents = state.section === 'contents';
  const listed = inContents ? take(beginsWithPages) : [];
  if (listed.length > 0) return { entry: { block: indexOfPages(listed) }, end: start + listed.length };
  // `Chapter 1` above a chapter is no entry.
  const isHeading = ({ size, tabular }: Paragraph) => !tabular && size > headingSize * statistics.bodySize;
  const entries = take((paragraph) => isEntry(paragraph, inContents && !isHeading(paragraph)));
  if (entries.length === 0 || !isContents(entries, inContents)) return undefined;
  return { entry: { block: indexBlock(entries) }, end: start + entries.length };
}

/** rightOf gives how far to the right the text before and behind parts goes in their column. */
function rightOf(parts: PageLayout['parts'], { start, end }: { readonly start: number; readonly end: number }): number {
  const first = parts[start];
  const around = [parts[start - 1], first, parts[end]].flatMap((part) => {
    const isBeside = part?.type === 'paragraph' && first?.type === 'paragraph' && part.column[0] === first.column[0];
    return isBeside ? part.bbox[2] : [];
  });
  return around.reduce((most, edge) => Math.max(most, edge), 0);
}

function solidBlock(solid: Solid, input: PageInput): Block {
  if (solid.type === 'table') {
    const { fonts, links } = input.content;
    const { wording } = input.statistics;
    const index = input.state.section === 'contents' ? indexOfTable(solid) : undefined;
    return index ?? tableBlock(solid, { fonts, links, wording });
  }
  if (solid.type === 'program') return programBlock(solid);
  return solid.formula === undefined ? imageOf(solid, input) : equationOf(solid, solid.formula);
}

function programBlock({ bbox, caption, text }: ProgramDraft): CodeBlock {
  if (caption === '') return { type: 'code', bbox, text };
  return { type: 'code', bbox, text, captions: [{ type: 'caption', content: [{ type: 'text', text: caption }] }] };
}

function equationOf({ bbox, asset }: Picture, { latex, text }: FormulaText): EquationBlock {
  return { type: 'equation', bbox, latex, ...named(asset), ...(latex === '' ? { text } : {}) };
}

function imageOf(picture: Picture, { content, statistics }: PageInput): ImageBlock | FurnitureBlock {
  const { bbox, asset, alt } = picture;
  const place = pictureMargin(picture, content);
  if (place !== undefined && isLogo(place.key, statistics))
    return { type: place.margin, bbox, content: asset === undefined ? [] : [{ type: 'image', asset }] };
  return { type: 'image', bbox, ...named(asset), ...(alt === undefined ? {} : { alt }) };
}

function named(asset: string | undefined): { readonly asset?: string } {
  return asset === undefined ? {} : { asset };
}

interface WordsContext {
  readonly content: PageFacts;
  readonly statistics?: Pick<DocumentStatistics, 'wording'>;
}

function contentOf(
  paragraph: Paragraph,
  { content: { fonts, links }, statistics }: WordsContext,
  { plainBold = false, plainItalic = false } = {},
): readonly Inline[] {
  return inlinesOf(paragraph.rows, {
    fonts,
    links,
    ...(statistics === undefined ? {} : { wording: statistics.wording }),
    keepsRow: () => paragraph.tabular,
    plainBold,
    plainItalic,
    monoIsCode: !paragraph.mono,
  });
}

function textual(type: FurnitureBlock['type'], paragraph: Paragraph, content: PageFacts): FurnitureBlock {
  const angle = paragraph.rows[0]?.items[0]?.segment?.angle ?? 0;
  return { type, bbox: paragraph.bbox, content: contentOf(paragraph, { content }), ...(angle === 0 ? {} : { angle }) };
}

interface BlockInput extends FurnitureInput {
  readonly before: PlacedBlock | undefined;
}

function blockOf(paragraph: Paragraph, input: BlockInput): Block {
  const { content, statistics, before } = input;
  const furniture = input.furniture.get(paragraph);
  if (furniture !== undefined) return textual(furniture, paragraph, content);
  if (paragraph.beside && (/^[\d\s]+$/.test(paragraph.text) || isRepeatedBeside(paragraph, statistics)))
    return textual('aside_text', paragraph, content);
  const above = before?.block.type === 'page_footnote' ? before.paragraph : undefined;
  const inReferences = input.state.section === 'references';
  if (isPageFootnote(paragraph, { content, statistics, above, inReferences }))
    return textual('page_footnote', paragraph, content);
  const names = isCaption(paragraph.text) || isTaggedCaption(paragraph) || isPartName(paragraph, before);
  const level =
    paragraph.beside || names ? undefined : (titleLevel(paragraph, input) ?? levelInReferences(paragraph, input));
  if (level === undefined && isRunningText(paragraph)) input.state.front = 'text';
  if (level !== undefined && !isByline(paragraph, level, input)) return titleOf(paragraph, level, input);
  const { bbox } = paragraph;
  const inlines = contentOf(paragraph, input, { plainBold: statistics.bodyBold });
  if (names) return { type: 'caption', bbox, content: inlines };
  if (isReference(paragraph, input)) return { type: 'reference', bbox, content: inlines };
  return { type: 'text', bbox, content: inlines, ...(isQuote(paragraph, statistics.bodySize) ? { quote: true } : {}) };
}

/** Headings among the entries of a bibliography are set small as these are, bold on a line of their own, in so few words. */
const headingWords = 6;

/** levelInReferences gives the level of such a heading; undefined for an entry. */
function levelInReferences(paragraph: Paragraph, { state, statistics }: BlockInput): TitleBlock['level'] | undefined {
  const { text, bold, rows, size, around } = paragraph;
  if (state.section !== 'references' || !bold || statistics.bodyBold || rows.length > 1) return undefined;
  if (/[\d.,;:]/.test(text) || text.split(' ').length > headingWords || !looksLikeTitle(paragraph)) return undefined;
  if ((around.above ?? Number.POSITIVE_INFINITY) < headingDistance * size) return undefined;
  const level = endsReferences(text) || isReferencesTitle(text) ? state.level : state.level + 1;
  return Math.min(6, Math.max(1, level)) as TitleBlock['level'];
}

/** They stand so many sizes below the entry before. */
const headingDistance = 1.6;

/** isRunningText: names and addresses below the title of a document have fewer lines, no sentences and no marks. */
function isRunningText({ rows, text, end, marker }: Paragraph): boolean {
  return rows.length > 2 || marker !== undefined || (rows.length > 1 && text.length > 60 && endsSentence(end));
}

/** So many rows of a caption may be without a label (`Figure 2`) that says what it is. */
const captionRows = 4;

function isTaggedCaption({ role, rows }: Paragraph): boolean {
  return role === 'caption' && rows.length <= captionRows;
}

/** isPartName: `(a) First run` below a picture, or below the name of the part before; items of a list below a picture are none. */
function isPartName({ text, rows, around }: Paragraph, before: PlacedBlock | undefined): boolean {
  if (rows.length > captionRows || around.listed === true || !isSubcaption(text)) return false;
  const isPart = before?.block.type === 'caption' && isSubcaption(before.paragraph?.text ?? '');
  return before?.block.type === 'image' || isPart;
}

/** So many times larger than the text is a headline. */
const headlineSize = 1.6;

/** Authors, dates and the like stand below the title of the document, before its text begins; a title has text below it. */
function isByline(paragraph: Paragraph, level: number, input: BlockInput): boolean {
  const { state, pageIndex, statistics, titles, layout } = input;
  if (pageIndex > 0 || state.front === 'text') return false;
  const { text, size } = paragraph;
  if (dateOnly.test(text)) return true;
  if (
    numberingDepth(text) > 0 ||
    isKnownSection(text) ||
    isContentsTitle(text) ||
    isInOutline(paragraph, titles, pageIndex)
  ) {
    state.front = 'text';
    return false;
  }
  if (isAboveName(paragraph, level, input)) return true;
  if (state.front === 'nothing' || level === 1) {
    Object.assign(state, { front: 'title', titleStyle: styleKey(paragraph) });
    return false;
  }
  // Nobody sets authors as the title or the headings of the text, or large above it.
  const style = styleKey(paragraph);
  if (style === state.titleStyle || titles.sections.has(style)) return false;
  const { bodySize } = statistics;
  const isText = (part: PageLayout['parts'][number]) =>
    part.type === 'paragraph' && part.rows.length > 2 && Math.abs(part.size - bodySize) < 0.06 * bodySize;
  if (size > headlineSize * bodySize && layout.parts.some(isText)) return false;
  return !isAboveText(paragraph, input);
}

const month =
  '(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch|s)?|märz|apr(?:il)?|avril|may|mai|june?i?|juin|july?i?|juillet|aug(?:ust)?|août|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|décembre)\\.?';
/** A date alone, as below the name of a paper or at the foot of its cover. */
const dateOnly = new RegExp(`^(?:\\d{1,2}\\.?\\s)?${month}\\s(?:\\d{1,2}(?:st|nd|rd|th)?,?\\s)?\\d{4}$`, 'iu');

/** A name stands out by so much from what is printed above it. */
const nameRatio = 1.2;

/** The name of a work stands within so many parts of its cover. */
const coverParts = 40;

/** isAboveName: on a cover the university and the kind of the work stand above its name, which is larger; no text stands between. */
function isAboveName(paragraph: Paragraph, level: number, input: BlockInput): boolean {
  const { state, layout } = input;
  if (state.front !== 'nothing' || level === 1) return false;
  const below = layout.parts.indexOf(paragraph) + 1;
  for (const part of layout.parts.slice(below, below + coverParts)) {
    if (part.type !== 'paragraph') continue;
    if (isRunningText(part) && part.size <= paragraph.size) return false;
    const isSection = numberingDepth(part.text) > 0 || isKnownSection(part.text) || isContentsTitle(part.text);
    if (isSection) return false;
    if (part.size > nameRatio * paragraph.size && titleLevel(part, input) === 1) return true;
  }
  return false;
}

/** isAboveText: what follows is running text, also where the heading stands in the margin, or a keyword does below it. */
function isAboveText(paragraph: Paragraph, { layout, statistics: { bodySize } }: BlockInput): boolean {
  const { next } = paragraph.around;
  if (next !== undefined) return next.rows > 1 && Math.abs(next.size - bodySize) < 0.06 * paragraph.size;
  const at = layout.parts.indexOf(paragraph);
  const [first, second] = layout.parts.slice(at + 1, at + 3);
  const isText = (part: PageLayout['parts'][number] | undefined, [, , edge]: Bbox) =>
    part?.type === 'paragraph' &&
    part.bbox[0] > edge &&
    part.rows.length > 1 &&
    Math.abs(part.size - bodySize) < 0.06 * part.size;
  return isText(first, paragraph.bbox) || (first !== undefined && isText(second, first.bbox));
}

function titleOf(
  paragraph: Paragraph,
  level: TitleBlock['level'],
  { content, statistics, state }: BlockInput,
): TitleBlock {
  const begins = isReferencesTitle(paragraph.text)
    ? 'references'
    : isContentsTitle(paragraph.text)
      ? 'contents'
      : undefined;
  if (begins !== undefined) Object.assign(state, { section: begins, level, marked: false });
  // Parts of a bibliography have titles below its own.
  else if (state.section === 'contents' || level <= state.level) state.section = undefined;
  return {
    type: 'title',
    level,
    bbox: paragraph.bbox,
    content: contentOf(paragraph, { content, statistics }, { plainBold: true, plainItalic: paragraph.italic }),
  };
}

function isReference(paragraph: Paragraph, { state }: BlockInput): boolean {
  if (state.section !== 'references' || paragraph.tabular || isCaption(paragraph.text)) return false;
  state.marked ||= isReferenceMark(paragraph.marker);
  return true;
}
