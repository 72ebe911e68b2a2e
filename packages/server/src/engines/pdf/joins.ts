import {
  type CodeBlock,
  type Inline,
  isFurniture,
  type ReferenceBlock,
  type TextBlock,
  textOf,
} from '@docmill/document';
import { codeBlock, joinedCode } from './code.ts';
import { joined } from './inlines.ts';
import { numberingDepth } from './numbering.ts';
import type { SectionState } from './page-blocks.ts';
import type { Paragraph } from './paragraphs.ts';
import { type PlacedBlock, regionsOf } from './placed.ts';
import { isReferenceMark } from './references.ts';
import { textOfRuns } from './run-text.ts';
import { endsSentence } from './sentences.ts';
import type { DocumentStatistics } from './statistics.ts';
import type { Wording } from './word-breaks.ts';

/** Between the halves of a paragraph may stand so many other blocks: figures, tables, notes with what belongs to them. */
const furthest = 40;

/** Text so much smaller than the body belongs to figures and tables. */
const smallText = 0.95;

/** OpenPage is a page whose paragraphs may still go on elsewhere. */
export interface OpenPage {
  readonly index: number;
  /** Points. */
  readonly height: number;
  placed: readonly PlacedBlock[];
  /** The page on which the program began that this page is all of. */
  program?: OpenPage;
}

interface Held {
  readonly isHeld: boolean;
}

/** JoinContext is what the whole document says about its paragraphs. */
export interface JoinContext {
  readonly state: SectionState;
  readonly statistics: Pick<DocumentStatistics, 'bodySize' | 'indents' | 'wording'>;
}

/** joinColumns joins a paragraph that ends one column, or stands above a figure, with its other half, past figures, tables and notes. */
export function joinColumns(page: OpenPage, context: JoinContext): void {
  const { wording } = context.statistics;
  const result = [...page.placed];
  for (let at = 0; at < result.length; at += 1) {
    const previous = result[at];
    if (previous === undefined || !isRunning(previous)) continue;
    const next = continuation(previous, result.slice(at + 1, at + 1 + furthest), context);
    const entry = next === undefined ? undefined : result[at + 1 + next];
    if (next === undefined || entry === undefined || (next === 0 && !isHigher(entry, previous))) continue;
    result[at] = joinBlocks(previous, entry, { from: page.index, to: page.index, wording });
    result.splice(at + 1 + next, 1);
    // The joined paragraph may itself end a column.
    at -= 1;
  }
  page.placed = result;
}

/** isHigher: a block begins above the end of another one, in the next column. */
function isHigher({ block, paragraph }: PlacedBlock, { block: before }: PlacedBlock): boolean {
  const last = before.regions?.at(-1)?.bbox ?? before.bbox;
  return last !== undefined && block.bbox !== undefined && block.bbox[1] < last[3] - (paragraph?.size ?? 10);
}

/**
 * joinCode joins a program that is the last on a page with one that is the first on the next, and tells whether it did. A page that is all program
 * has none left then: the next page goes on where that one did.
 */
function joinCode(before: OpenPage, page: OpenPage, isHeld: boolean): boolean {
  const isOwn = before.placed.some(({ block }) => !isFurniture(block));
  const owner = isOwn ? before : before.program;
  const last = owner?.placed.findLastIndex(({ block }) => !isFurniture(block)) ?? -1;
  const first = page.placed.findIndex(({ block }) => !isFurniture(block));
  const [upper, lower] = [owner?.placed[last], programOf(page.placed[first])];
  if (owner === undefined || upper?.block.type !== 'code' || lower?.block.type !== 'code') return false;
  const regions = [...regionsOf(upper.block, owner.index), ...regionsOf(lower.block, page.index)];
  const block: CodeBlock = { ...upper.block, text: joinedCode(upper, lower), regions };
  owner.placed = owner.placed.with(last, { ...upper, block });
  page.placed = page.placed.filter((_, at) => at !== first);
  if (isHeld && page.placed.every(({ block: left }) => isFurniture(left))) page.program = owner;
  return true;
}

/** programOf: a line in a font of one width that begins a page is the end of the program on the page before. */
function programOf(entry: PlacedBlock | undefined): PlacedBlock | undefined {
  const { block, paragraph } = entry ?? {};
  if (block?.type !== 'text' || paragraph?.mono !== true || paragraph.rows.length > 1) return entry;
  return { ...entry, block: codeBlock([paragraph], 0) };
}

/**
 * joinPages moves the beginning of a page to the paragraph, or the program, that it continues on the page before. `isHeld`: the page before waits
 * on for what goes on from it.
 */
export function joinPages(before: OpenPage, page: OpenPage, { isHeld, ...context }: JoinContext & Held): void {
  if (joinCode(before, page, isHeld)) return;
  const { bodySize, wording } = context.statistics;
  const isSmall = ({ paragraph }: PlacedBlock) => paragraph !== undefined && paragraph.size < smallText * bodySize;
  const lastOf = (isPassed: (entry: PlacedBlock) => boolean) =>
    before.placed.findLastIndex((entry) => !isPassedOver(entry) && !isAside(entry) && !isPassed(entry));
  const last = lastOf(() => false);
  const lastOfBody = lastOf((entry) => entry.block.type === 'text' && isSmall(entry));
  // Small text may run on as well, as in an appendix; otherwise it belongs to a figure that the text goes on behind.
  for (const at of new Set([last, lastOfBody])) {
    const previous = before.placed[at];
    if (previous === undefined || !isRunning(previous)) continue;
    const first =
      continuation(previous, page.placed.slice(0, furthest), context) ??
      nextSentence(before, page, { previous, statistics: context.statistics });
    const entry = first === undefined ? undefined : page.placed[first];
    if (entry === undefined) continue;
    const whole = joinBlocks(previous, entry, { from: before.index, to: page.index, wording });
    before.placed = before.placed.with(at, whole);
    page.placed = page.placed.filter((_, index) => index !== first);
    return;
  }
}

type RunningBlock = TextBlock | ReferenceBlock;

function isRunning({ block, paragraph }: PlacedBlock): boolean {
  return (block.type === 'text' || block.type === 'reference') && paragraph !== undefined;
}

/** continuation finds the other half of a paragraph: the first one that is set alike, if it begins in the middle of a sentence. */
function continuation(
  previous: PlacedBlock,
  following: readonly PlacedBlock[],
  context: JoinContext,
): number | undefined {
  for (const [at, entry] of following.entries()) {
    const { block, paragraph } = entry;
    const alike = block.type === previous.block.type && isAside(entry) === isAside(previous);
    if (isRunning(entry) && alike && paragraph !== undefined)
      if (isSetAlike(previous.paragraph, paragraph)) return goesOn(previous, entry, context) ? at : undefined;
    // A box that the text runs around has titles of its own.
    const isBoxed = paragraph?.boxed === true && !isAside(previous);
    if (!isPassedOver(entry) && !isSmallText(entry, previous) && !isBoxed) return undefined;
  }
  return undefined;
}

function isSetAlike(a: Paragraph | undefined, b: Paragraph): boolean {
  if (a === undefined || a.tabular || b.tabular || a.bold !== b.bold) return false;
  return Math.abs(a.size - b.size) <= 0.06 * a.size && (a.font === b.font || a.rows.length < 3 || b.rows.length < 3);
}

/** What may stand between the two halves of a paragraph. */
const passedOver: ReadonlySet<string> = new Set([
  'header',
  'footer',
  'page_number',
  'page_footnote',
  'aside_text',
  'image',
  'chart',
  'table',
  'caption',
  'footnote',
]);

/** Programs with captions float as figures do. */
function isPassedOver({ block }: PlacedBlock): boolean {
  return passedOver.has(block.type) || (block.type === 'code' && block.captions !== undefined);
}

/** isAside: a note, or a box, that stands beside the text. */
function isAside({ paragraph }: PlacedBlock): boolean {
  return paragraph?.beside === true || paragraph?.boxed === true;
}

/** Labels and captions of figures are smaller than the text. */
function isSmallText({ block, paragraph }: PlacedBlock, { paragraph: text }: PlacedBlock): boolean {
  if (block.type !== 'text' || paragraph === undefined || text === undefined) return false;
  return isAside({ block, paragraph }) || paragraph.size < smallText * text.size;
}

/** goesOn: the first half ends in the middle of a sentence at the edge of its column, the second begins in the middle of one. */
function goesOn(
  { paragraph: before }: PlacedBlock,
  { block, paragraph: after }: PlacedBlock,
  { state, statistics }: JoinContext,
): boolean {
  if (before === undefined || after === undefined) return false;
  if (block.type === 'reference' && state.marked) return !isReferenceMark(after.marker);
  if (after.marker !== undefined && !/^\p{Ll}/u.test(after.text) && !cites(after, before)) return false;
  // Numbered lines above tables are heads of theirs.
  if (after.bold && before.rows.length === 1 && numberingDepth(after.text) > 0) return false;
  // The unit of a table stands alone at the right above it.
  if (before.rows.length === 1 && startsRight(before)) return false;
  const isItem = before.marker !== undefined;
  if (isItem && !standsUnder(after, before)) return false;
  const { end } = before;
  if (/[-\u2010,，、]$/.test(end)) return true;
  if (!before.full) return false;
  // Where paragraphs begin with an indent, one that has none goes on from before, even behind a full stop.
  const isFlat = after.rows.length > 1 && Math.abs(after.indent) < 0.4;
  if (statistics.indents && block.type === 'text' && isFlat && before.flush)
    return before.rows.length > 2 || !endsSentence(end);
  if (endsSentence(end)) return false;
  // Letters of scripts that have no capitals say nothing.
  if (/^[\p{Ll}\p{Lo}\p{N}(（"“‘['’]/u.test(after.text)) return true;
  if (isItem) return true;
  // A name may begin the second half: then it must not look like a paragraph of its own.
  return after.rows.length > 1 && after.indent < 0.5 && before.rows.length > 1;
}

/** A page whose text ends higher than this part of it has room left. */
const fullPage = 0.7;

/**
 * nextSentence finds the text at the top of a page that goes on behind a full stop: the last line of the page before had no room for its first
 * word, as few last lines of paragraphs have none.
 */
function nextSentence(
  { placed: above, height }: OpenPage,
  { placed: below }: OpenPage,
  { previous, statistics: { indents } }: Pick<JoinContext, 'statistics'> & { readonly previous: PlacedBlock },
): number | undefined {
  const isFlow = ({ block }: PlacedBlock) => !isFurniture(block);
  if (above.findLast(isFlow) !== previous) return undefined;
  const first = below.findIndex(isFlow);
  const [before, after] = [previous.paragraph, below[first]?.paragraph];
  if (indents || before === undefined || after === undefined || after.rows.length < 2) return undefined;
  const areTexts = previous.block.type === 'text' && below[first]?.block.type === 'text';
  if (!areTexts || [before, after].some(({ marker }) => marker !== undefined) || !isSetAlike(before, after))
    return undefined;
  const [, , , bottom] = before.rows.at(-1)?.bbox ?? before.bbox;
  if (bottom < fullPage * height) return undefined;
  const isFlat = Math.abs(after.indent) < 0.4 && Math.abs(before.column[0] - after.column[0]) < before.size;
  return isFlat && before.flush && !hasRoom(before, firstWord(after)) ? first : undefined;
}

/** A blank between words, in sizes. */
const blank = 0.25;

/** hasRoom: the last line would have held a word more, so that it ends a paragraph. */
function hasRoom({ rows, column, size }: Paragraph, word: number): boolean {
  const right = rows.at(-1)?.bbox[2] ?? 0;
  return rows.length < 2 || column[1] - right > word + blank * size;
}

/** firstWord gives the width of the word that a text begins with, points, by the share of its letters in the first line. */
function firstWord({ rows: [row], text }: Paragraph): number {
  const [segment] = row?.items.flatMap((item) => item.segment ?? []) ?? [];
  if (segment === undefined) return 0;
  const letters = textOfRuns(segment.runs).length;
  return ((segment.bbox[2] - segment.bbox[0]) * (/^\S*/.exec(text)?.[0].length ?? 0)) / Math.max(1, letters);
}

/** cites: behind an open sentence `[12] and others` is no item of a list, nor an entry of a bibliography. */
function cites({ marker = '', indent }: Paragraph, before: Paragraph): boolean {
  return /^\[\d+\]$/.test(marker) && indent > -0.5 && before.marker === undefined && !endsSentence(before.end);
}

/** startsRight: the first line begins in the right part of its column. */
function startsRight({ rows, column }: Paragraph): boolean {
  return (rows[0]?.bbox[0] ?? 0) > column[0] + 0.4 * (column[1] - column[0]);
}

/** standsUnder: all lines of the other half of an item begin where the item's further lines do, below its words. */
function standsUnder(after: Paragraph, before: Paragraph): boolean {
  const left = ({ rows, column }: Paragraph, row: number) => (rows[row]?.bbox[0] ?? 0) - column[0];
  const words = before.rows.length > 1 ? left(before, 1) : (before.rows[0]?.textLeft ?? 0) - before.column[0];
  const isStraight = after.rows.length < 2 || Math.abs(after.indent) < 0.3;
  return isStraight && Math.abs(left(after, 0) - words) < 0.6 * before.size;
}

interface JoinedParts {
  /** Pages of the two parts. */
  readonly from: number;
  readonly to: number;
  readonly wording: Wording;
}

function joinBlocks(previous: PlacedBlock, entry: PlacedBlock, { from, to, wording }: JoinedParts): PlacedBlock {
  const first = previous.block as RunningBlock;
  const second = entry.block as RunningBlock;
  const block: RunningBlock = {
    ...first,
    content: [...endedFor(first.content, textOf(second.content), wording), ...second.content],
    regions: [...regionsOf(first, from), ...regionsOf(second, to)],
  };
  const [before, after] = [previous.paragraph, entry.paragraph];
  if (before === undefined || after === undefined) return { block };
  // Where it stands is where it begins, how it ends is how its last part ends.
  const paragraph = { ...before, text: after.text, end: after.end, full: after.full, flush: after.flush };
  return { block, paragraph };
}

/** endedFor ends a text so that another can follow it: without its hyphen, or with a blank. */
export function endedFor(content: readonly Inline[], next: string, wording?: Wording): readonly Inline[] {
  const last = content.at(-1);
  if (last === undefined) return content;
  if (last.type === 'text') return [...content.slice(0, -1), { ...last, text: joined(last.text, next, wording) }];
  return [...content, { type: 'text', text: ' ' }];
}
