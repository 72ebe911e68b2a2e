import { type Bbox, type Inline, type Page, type Region, type TextBlock, textOf } from '@docmill/document';
import type { DraftSource, Survey } from '../engine.ts';
import { joined } from './inlines.ts';
import { blocksOfPage, type PlacedBlock } from './page-blocks.ts';
import type { PdfPageContent } from './page-content.ts';
import type { Paragraph } from './paragraphs.ts';
import { gatherStatistics } from './statistics.ts';
import { goesOnAs, joinedTable, mostPages } from './tables/index.ts';
import { outlineOf } from './titles.ts';

interface OpenPage {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  placed: PlacedBlock[];
  /** The table of an earlier page whose part here was all of the page. */
  table?: { readonly page: OpenPage; readonly at: number };
}

/**
 * assemblePages makes pages of drafts: statistics over all of them first, then page by page. A page waits for the next one only, since a
 * paragraph may go on there, and for the end of a table that goes on.
 */
export async function* assemblePages(drafts: DraftSource<PdfPageContent>, { outline }: Survey): AsyncGenerator<Page> {
  const gathered = await gatherStatistics(drafts, outlineOf(outline));
  let waiting: OpenPage[] = [];
  for await (const { pageIndex, content } of drafts()) {
    const { width, height } = content;
    const page: OpenPage = {
      index: pageIndex,
      width,
      height,
      placed: joinColumns(blocksOfPage({ ...gathered, content, pageIndex }), pageIndex),
    };
    const before = waiting.at(-1);
    const follows = before !== undefined && before.index + 1 === page.index;
    if (follows) joinPages(before, page);
    if (!(follows && waiting.length < mostPages && joinTables(before, page))) {
      yield* waiting.map(pageOf);
      waiting = [];
    }
    waiting.push(page);
  }
  yield* waiting.map(pageOf);
}

/** joinTables moves the first table of a page to the one that it continues, and tells whether it did. */
function joinTables(before: OpenPage, page: OpenPage): boolean {
  const last = before.placed.findLastIndex(({ block }) => !furniture.has(block.type));
  const owner =
    before.placed[last]?.table !== undefined ? { page: before, at: last } : last < 0 ? before.table : undefined;
  const first = page.placed.findIndex(({ block }) => !furniture.has(block.type));
  const [previous, next] = [owner?.page.placed[owner.at], page.placed[first]];
  if (owner === undefined || previous === undefined || next === undefined || !goesOnAs(previous, next)) return false;
  owner.page.placed[owner.at] = joinedTable(previous, next, { from: owner.page.index, to: page.index });
  page.placed.splice(first, 1);
  page.table = owner;
  return true;
}

function pageOf({ index, width, height, placed }: OpenPage): Page {
  return { index, ...(width > 0 && height > 0 ? { width, height } : {}), blocks: placed.map(({ block }) => block) };
}

/** joinColumns joins a paragraph that ends one column with its other half at the head of the next, past figures, tables and notes. */
function joinColumns(placed: readonly PlacedBlock[], pageIndex: number): PlacedBlock[] {
  const result = [...placed];
  for (let at = 0; at < result.length; at += 1) {
    const previous = result[at];
    if (previous?.block.type !== 'text' || !endsColumn(result, at)) continue;
    const next = continuation(previous, result, at + 1);
    const entry = next === undefined ? undefined : result[next];
    if (next === undefined || entry === undefined) continue;
    result[at] = joinBlocks(previous, entry, { from: pageIndex, to: pageIndex });
    result.splice(next, 1);
    // The joined paragraph may itself end a column.
    at -= 1;
  }
  return result;
}

/** endsColumn: nothing but notes of the page follow before the column's end. */
function endsColumn(placed: readonly PlacedBlock[], at: number): boolean {
  for (const { block, paragraph } of placed.slice(at)) {
    if (paragraph?.lastInColumn) return true;
    if (block.type !== 'page_footnote' && block !== placed[at]?.block) return false;
  }
  return false;
}

/** joinPages moves the beginning of a page to the paragraph that it continues on the page before. */
function joinPages(before: OpenPage, page: OpenPage): void {
  const last = lastText(before.placed);
  const previous = last === undefined ? undefined : before.placed[last];
  if (last === undefined || previous === undefined) return;
  const first = continuation(previous, page.placed, 0);
  const entry = first === undefined ? undefined : page.placed[first];
  if (entry === undefined) return;
  before.placed[last] = joinBlocks(previous, entry, { from: before.index, to: page.index });
  page.placed = page.placed.filter((_, at) => at !== first);
}

/** continuation finds the other half of a paragraph: the first one that is set alike, if it begins in the middle of a sentence. */
function continuation(previous: PlacedBlock, placed: readonly PlacedBlock[], from: number): number | undefined {
  for (let at = from; at < placed.length; at += 1) {
    const entry = placed[at];
    if (entry === undefined) return undefined;
    const { block, paragraph } = entry;
    if (passedOver.has(block.type)) continue;
    if (block.type !== 'text' || paragraph === undefined) return undefined;
    if (previous.paragraph !== undefined && isSetAlike(previous.paragraph, paragraph))
      return goesOn(previous, entry) ? at : undefined;
  }
  return undefined;
}

function isSetAlike(a: Paragraph, b: Paragraph): boolean {
  if (a.tabular || b.tabular || a.bold !== b.bold) return false;
  return Math.abs(a.size - b.size) <= 0.06 * a.size && a.font === b.font;
}

/** What stands around the body of a page. */
const furniture: ReadonlySet<string> = new Set(['header', 'footer', 'page_number', 'page_footnote', 'aside_text']);
/** What may stand between the two halves of a paragraph. */
const passedOver: ReadonlySet<string> = new Set([...furniture, 'image', 'caption']);

function lastText(placed: readonly PlacedBlock[]): number | undefined {
  const at = placed.findLastIndex(({ block }) => !passedOver.has(block.type));
  return placed[at]?.block.type === 'text' ? at : undefined;
}

/** goesOn: the first half ends in the middle of a sentence at the edge of its column, the second begins in the middle of one. */
function goesOn({ paragraph: before }: PlacedBlock, { block, paragraph: after }: PlacedBlock): boolean {
  if (block.type !== 'text' || before === undefined || after === undefined) return false;
  if (after.marker !== undefined) return false;
  const end = before.text.trimEnd();
  if (!before.full && !/[-\u2010,，、]$/.test(end)) return false;
  if (/[.!?:;。！？：；…]["'”’)）]?$/.test(end)) return false;
  return /^[\p{Ll}\p{N}\u3040-\u30ff\u3400-\u9fff(（"“‘['’]/u.test(after.text) || /[-\u2010,，、]$/.test(end);
}

function joinBlocks(previous: PlacedBlock, entry: PlacedBlock, pages: { from: number; to: number }): PlacedBlock {
  const first = previous.block as TextBlock;
  const second = entry.block as TextBlock;
  const head = endedFor(first.content, textOf(second.content));
  const block: TextBlock = {
    ...first,
    content: [...head, ...second.content],
    regions: [...regionsOf(first, pages.from), ...regionsOf(second, pages.to)],
  };
  return { block, ...(entry.paragraph === undefined ? {} : { paragraph: entry.paragraph }) };
}

/** endedFor ends a text so that another can follow it: without its hyphen, or with a blank. */
function endedFor(content: readonly Inline[], next: string): readonly Inline[] {
  const last = content.at(-1);
  if (last === undefined) return content;
  if (last.type === 'text') return [...content.slice(0, -1), { ...last, text: joined(last.text, next) }];
  return [...content, { type: 'text', text: ' ' }];
}

function regionsOf(
  { regions, bbox }: { readonly regions?: readonly Region[]; readonly bbox?: Bbox },
  pageIndex: number,
): readonly Region[] {
  return regions ?? (bbox === undefined ? [] : [{ pageIndex, bbox }]);
}
