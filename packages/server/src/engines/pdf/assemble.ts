import type { Bbox, Page, Region, TextBlock } from '@docmill/document';
import type { DraftSource } from '../engine.ts';
import { joined } from './inlines.ts';
import { blocksOfPage, type PlacedBlock } from './page-blocks.ts';
import type { PdfPageContent } from './page-content.ts';
import { gatherStatistics } from './statistics.ts';

interface OpenPage {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  placed: PlacedBlock[];
}

/**
 * assemblePages makes pages of drafts: statistics over all of them first, then page by page. A page waits for the next one only, since a
 * paragraph may go on there.
 */
export async function* assemblePages(drafts: DraftSource<PdfPageContent>): AsyncGenerator<Page> {
  const statistics = await gatherStatistics(drafts);
  let waiting: OpenPage | undefined;
  for await (const { pageIndex, content } of drafts()) {
    const { width, height } = content;
    const page: OpenPage = {
      index: pageIndex,
      width,
      height,
      placed: joinColumns(blocksOfPage(content, statistics), pageIndex),
    };
    if (waiting !== undefined) {
      if (waiting.index + 1 === page.index) joinPages(waiting, page);
      yield pageOf(waiting);
    }
    waiting = page;
  }
  if (waiting !== undefined) yield pageOf(waiting);
}

function pageOf({ index, width, height, placed }: OpenPage): Page {
  return { index, ...(width > 0 && height > 0 ? { width, height } : {}), blocks: placed.map(({ block }) => block) };
}

/** joinColumns joins a paragraph that ends one column with the one that begins the next. */
function joinColumns(placed: readonly PlacedBlock[], pageIndex: number): PlacedBlock[] {
  const result: PlacedBlock[] = [];
  for (const entry of placed) {
    const before = lastText(result);
    const previous = before === undefined ? undefined : result[before];
    if (before !== undefined && previous?.paragraph?.lastInColumn && goesOn(previous, entry)) {
      result[before] = joinBlocks(previous, entry, { from: pageIndex, to: pageIndex });
    } else result.push(entry);
  }
  return result;
}

/** joinPages moves the beginning of a page to the paragraph that it continues on the page before. */
function joinPages(before: OpenPage, page: OpenPage): void {
  const last = lastText(before.placed);
  const first = page.placed.findIndex(({ block }) => !passedOver.has(block.type));
  const [previous, entry] = [last === undefined ? undefined : before.placed[last], page.placed[first]];
  if (last === undefined || previous === undefined || entry === undefined || !goesOn(previous, entry)) return;
  before.placed[last] = joinBlocks(previous, entry, { from: before.index, to: page.index });
  page.placed = page.placed.filter((_, at) => at !== first);
}

/** What may stand between the two halves of a paragraph. */
const passedOver: ReadonlySet<string> = new Set([
  'header',
  'footer',
  'page_number',
  'page_footnote',
  'aside_text',
  'image',
  'caption',
]);

function lastText(placed: readonly PlacedBlock[]): number | undefined {
  const at = placed.findLastIndex(({ block }) => !passedOver.has(block.type));
  return placed[at]?.block.type === 'text' ? at : undefined;
}

/** goesOn: the first half ends in the middle of a sentence at the edge of its column, the second begins in the middle of one. */
function goesOn({ paragraph: before }: PlacedBlock, { block, paragraph: after }: PlacedBlock): boolean {
  if (block.type !== 'text' || before === undefined || after === undefined) return false;
  if (before.tabular || after.tabular || after.marker !== undefined) return false;
  if (Math.abs(before.size - after.size) > 0.06 * before.size || before.bold !== after.bold) return false;
  const end = before.text.trimEnd();
  if (!before.full && !/[-\u2010,，、]$/.test(end)) return false;
  if (/[.!?:;。！？：；…]["'”’)）]?$/.test(end)) return false;
  return /^[\p{Ll}\u3400-\u9fff(（"“]/u.test(after.text) || /[-\u2010]$/.test(end);
}

function joinBlocks(previous: PlacedBlock, entry: PlacedBlock, pages: { from: number; to: number }): PlacedBlock {
  const first = previous.block as TextBlock;
  const second = entry.block as TextBlock;
  const next = second.content.map((inline) => ('text' in inline ? inline.text : '')).join('');
  const head = first.content.map((inline, at) =>
    at === first.content.length - 1 && inline.type === 'text' ? { ...inline, text: joined(inline.text, next) } : inline,
  );
  const block: TextBlock = {
    ...first,
    content: [...head, ...second.content],
    regions: [...regionsOf(first, pages.from), ...regionsOf(second, pages.to)],
  };
  return { block, ...(entry.paragraph === undefined ? {} : { paragraph: entry.paragraph }) };
}

function regionsOf(
  { regions, bbox }: { readonly regions?: readonly Region[]; readonly bbox?: Bbox },
  pageIndex: number,
): readonly Region[] {
  return regions ?? (bbox === undefined ? [] : [{ pageIndex, bbox }]);
}
