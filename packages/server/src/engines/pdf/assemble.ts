import type { Page } from '@docmill/document';
import type { DraftSource, Survey } from '../engine.ts';
import { joinColumns, joinPages, type OpenPage } from './joins.ts';
import { withLists } from './lists.ts';
import { blocksOfPage, layoutFor, type SectionState } from './page-blocks.ts';
import type { PdfPageContent } from './page-content.ts';
import { gatherStatistics } from './statistics.ts';
import { outlineOf } from './titles.ts';

interface WaitingPage extends OpenPage {
  readonly width: number;
  readonly height: number;
}

/**
 * assemblePages makes pages of drafts: statistics over all of them first, then page by page. A page waits for the next one only, since a
 * paragraph may go on there.
 */
export async function* assemblePages(drafts: DraftSource<PdfPageContent>, { outline }: Survey): AsyncGenerator<Page> {
  const gathered = await gatherStatistics(drafts, outlineOf(outline));
  const state: SectionState = { level: 0, marked: false };
  let waiting: WaitingPage | undefined;
  for await (const { pageIndex, content } of drafts()) {
    const { width, height } = content;
    const layout = layoutFor(content, gathered.statistics);
    const placed = blocksOfPage({ ...gathered, content, layout, pageIndex, state });
    const page: WaitingPage = { index: pageIndex, width, height, placed };
    joinColumns(page, state);
    if (waiting !== undefined) {
      if (waiting.index + 1 === page.index) joinPages(waiting, page, state);
      yield pageOf(waiting, state);
    }
    waiting = page;
  }
  if (waiting !== undefined) yield pageOf(waiting, state);
}

function pageOf({ index, width, height, placed }: WaitingPage, state: SectionState): Page {
  const blocks = withLists(placed, index, state).map(({ block }) => block);
  return { index, ...(width > 0 && height > 0 ? { width, height } : {}), blocks };
}
