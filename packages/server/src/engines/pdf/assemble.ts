import { isFurniture, type Page, type PageQuality } from '@docmill/document';
import type { Drafts, Survey } from '../engine.ts';
import { joinColumns, joinPages, type OpenPage } from './joins.ts';
import { type LaidOutPage, layoutOf } from './laid-out.ts';
import { goOn, type OpenLists, type OpenTail, pageLists } from './lists.ts';
import { bindNotes, noteOf } from './note-binding.ts';
import { blocksOfPage, type SectionState } from './page-blocks.ts';
import { pageQuality } from './page-quality.ts';
import type { PageSummary } from './page-summary.ts';
import { gatherStatistics } from './statistics.ts';
import {
  goesOnAs,
  isContinuedCaption,
  joinedOverColumns,
  joinedTable,
  mostPages,
  type TableContext,
  withLooseRows,
} from './tables/index.ts';
import { outlineOf } from './titles.ts';

interface WaitingPage extends OpenPage {
  readonly quality: PageQuality;
  readonly width: number;
  readonly height: number;
  /** The table of an earlier page whose part here was all of the page. */
  table?: { readonly page: WaitingPage; readonly at: number };
  /** Set when its lists are made: the one at its end, and the one of an earlier page whose part here was all of the page. */
  lists?: { readonly own?: OpenTail; readonly goesOn?: OpenLists };
}

/**
 * assemblePages makes pages of drafts: statistics over all of them first, then page by page. A page waits for the next one only, since a
 * paragraph may go on there, and for the end of a table that goes on.
 */
export async function* assemblePages(
  drafts: Drafts<LaidOutPage, PageSummary>,
  { outline }: Survey,
): AsyncGenerator<Page> {
  const gathered = await gatherStatistics(drafts.summaries(), outlineOf(outline));
  const state: SectionState = { level: 0, marked: false, front: 'nothing', labels: new Set() };
  const context = { state, statistics: gathered.statistics };
  let waiting: WaitingPage[] = [];
  for await (const { pageIndex, content } of drafts.pages()) {
    const { width, height } = content;
    const layout = layoutOf(content, gathered.statistics.bodyMono);
    const blocks = blocksOfPage({ ...gathered, content, layout, pageIndex, state });
    const placed = joinedOverColumns(blocks, pageIndex);
    const page: WaitingPage = { index: pageIndex, width, height, placed, quality: pageQuality(placed, content) };
    joinColumns(page, context);
    const before = waiting.at(-1);
    const follows = before !== undefined && before.index + 1 === page.index;
    const isHeld = follows && waiting.length < mostPages;
    if (isHeld) takeLooseRows(before, page, { ...content, wording: gathered.statistics.wording });
    if (follows) joinPages(before, page, { ...context, isHeld });
    bindNotes(page, follows ? before : undefined, { state, height, bodySize: gathered.statistics.bodySize });
    const goesOn = isHeld && (joinLists(before, page, state) || page.program !== undefined);
    if (!(goesOn || (isHeld && joinTables(before, page)))) {
      yield* waiting.map((one) => pageOf(one, state));
      waiting = [];
    }
    waiting.push(page);
  }
  yield* waiting.map((one) => pageOf(one, state));
}

/** makeLists makes the lists of a page, once, but for one at its end. */
function makeLists(page: WaitingPage, state: SectionState): void {
  if (page.lists !== undefined) return;
  const { placed, tail } = pageLists(page.placed, page.index, state);
  page.placed = placed;
  page.lists = tail === undefined ? {} : { own: tail };
}

/** joinLists moves the beginning of a page to the list that it continues, and tells whether that may go on behind it. */
function joinLists(before: WaitingPage, page: WaitingPage, state: SectionState): boolean {
  makeLists(before, state);
  const lists = before.lists?.goesOn ?? before.lists?.own?.lists;
  if (lists === undefined) return false;
  const { left, isOpen } = goOn(lists, page.placed, page.index);
  page.placed = left;
  if (isOpen) page.lists = { goesOn: lists };
  return isOpen;
}

/** ownerOf finds the table that may go on behind a page: its last block, or the one of an earlier page whose part is all of it. */
function ownerOf(page: WaitingPage): WaitingPage['table'] {
  const last = page.placed.findLastIndex(({ block }) => !isFurniture(block));
  if (page.placed[last]?.table !== undefined) return { page, at: last };
  return last < 0 ? page.table : undefined;
}

/** takeLooseRows makes a table of rows at the top of a page that go on from the one before, before any other text takes them. */
function takeLooseRows(before: WaitingPage, page: WaitingPage, context: TableContext): void {
  const owner = ownerOf(before);
  const table = owner?.page.placed[owner.at]?.table;
  const { placed, index: pageIndex, height } = page;
  if (table !== undefined) page.placed = withLooseRows({ table, placed, pageIndex, height, context });
}

/** joinTables moves the first table of a page to the one that it continues, and tells whether it did. */
function joinTables(before: WaitingPage, page: WaitingPage): boolean {
  if (before.lists?.own !== undefined) return false;
  const owner = ownerOf(before);
  const top = page.placed.findIndex(({ block }) => !isFurniture(block));
  // `Costs (continued)` is said once more above the other part.
  const first = isContinuedCaption(page.placed[top]) ? top + 1 : top;
  const [previous, next] = [owner?.page.placed[owner.at], page.placed[first]];
  if (owner === undefined || previous === undefined || next === undefined || !goesOnAs(previous, next)) return false;
  const joined = joinedTable(previous, next, { from: owner.page.index, to: page.index });
  owner.page.placed = owner.page.placed.with(owner.at, joined);
  page.placed = page.placed.filter((_, at) => at !== first && (at !== top || first === top));
  page.table = owner;
  return true;
}

function pageOf(page: WaitingPage, state: SectionState): Page {
  makeLists(page, state);
  const { index, width, height, placed, quality, lists } = page;
  const own = lists?.own;
  const blocks = (own === undefined ? placed : placed.toSpliced(own.at, 0, ...own.lists.end())).map(noteOf);
  return { index, ...(width > 0 && height > 0 ? { width, height } : {}), quality, blocks };
}
