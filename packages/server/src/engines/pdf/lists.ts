import type { Block, ListBlock, ListItemBlock, Region, TextBlock } from '@docmill/document';
import { unionBbox } from '@docmill/document';
import { followsMark, type ListMark, listMark, startsList } from './list-marks.ts';
import type { Paragraph } from './paragraphs.ts';
import { type PlacedBlock, regionsOf, withoutStart } from './placed.ts';

/** Lists nest no deeper. */
const deepest = 6;

interface OpenItem {
  readonly entry: PlacedBlock;
  readonly marker: string;
  /** Where its text begins, from the left of its column, points. */
  readonly textLeft: number;
  readonly children: (OpenList | PlacedBlock)[];
}

interface OpenList {
  readonly items: OpenItem[];
  /** Where its marks stand, from the left of the column, points. */
  readonly left: number;
  mark: ListMark;
}

/** ListState is what goes on from page to page: the last mark of an ordered list. */
export interface ListState {
  last?: ListMark;
}

/** withLists joins neighbouring paragraphs that begin with marks to lists, nested by their marks and indents, with the paragraphs and programs that stand under their words. */
export function withLists(placed: readonly PlacedBlock[], pageIndex: number, state: ListState): readonly PlacedBlock[] {
  const result: PlacedBlock[] = [];
  let open: OpenList[] = [];
  const flush = () => {
    const [root] = open;
    if (root !== undefined) result.push(...finished(root, pageIndex, state));
    open = [];
  };
  for (const entry of placed) {
    const { block, paragraph } = entry;
    if (block.type === 'code' && paragraph !== undefined && belongsToItem(open, paragraph, Number.POSITIVE_INFINITY)) {
      open.at(-1)?.items.at(-1)?.children.push(entry);
      continue;
    }
    if (block.type !== 'text' || paragraph === undefined) {
      if (!isFloating(block)) flush();
      result.push(entry);
      continue;
    }
    if (paragraph.marker === undefined) {
      if (belongsToItem(open, paragraph, 1.2)) open.at(-1)?.items.at(-1)?.children.push(entry);
      else {
        flush();
        result.push(entry);
      }
      continue;
    }
    if (!addItem(open, entry, paragraph.marker)) {
      flush();
      addItem(open, entry, paragraph.marker);
    }
  }
  flush();
  return result;
}

/** Furniture does not end a list. */
function isFloating(block: Block): boolean {
  return ['header', 'footer', 'page_number', 'page_footnote', 'aside_text'].includes(block.type);
}

function leftOf({ rows, column }: Paragraph): number {
  return (rows[0]?.bbox[0] ?? 0) - column[0];
}

/** addItem puts an item into the open lists; false when it belongs to none of them. */
function addItem(open: OpenList[], entry: PlacedBlock, marker: string): boolean {
  const paragraph = entry.paragraph as Paragraph;
  const [left, size, mark] = [leftOf(paragraph), paragraph.size, listMark(marker)];
  const textLeft = (paragraph.rows[0]?.textLeft ?? 0) - paragraph.column[0];
  const item: OpenItem = { entry, marker, textLeft, children: [] };
  const at = open.findLastIndex((list) => followsMark(list.mark, mark) && Math.abs(left - list.left) < 1.6 * size);
  if (at >= 0) {
    open.length = at + 1;
    const list = open[at] as OpenList;
    list.items.push(item);
    list.mark = mark;
    return true;
  }
  const top = open.at(-1);
  const list: OpenList = { items: [item], left, mark };
  if (top === undefined) open.push(list);
  else if (open.length < deepest && isInside(top, { left, size, mark })) {
    top.items.at(-1)?.children.push(list);
    open.push(list);
  } else return false;
  return true;
}

/** isInside: further to the right, or at the same place with letters under numbers, or signs under numbers. */
function isInside(
  top: OpenList,
  { left, size, mark }: { readonly left: number; readonly size: number; readonly mark: ListMark },
): boolean {
  if (!startsList(mark)) return false;
  if (left > top.left + 0.5 * size) return true;
  return left > top.left - 0.5 * size && top.mark.values.length > 0 && top.mark.shape !== mark.shape;
}

/** A paragraph without a mark belongs to the item above when it stands under the item's words, or not much further in: by `reach` sizes. */
function belongsToItem(open: OpenList[], { rows, column, around, size }: Paragraph, reach: number): boolean {
  if ((around.above ?? Number.POSITIVE_INFINITY) > 2.6 * size) return false;
  const left = (rows[0]?.bbox[0] ?? 0) - column[0];
  const at = open.findLastIndex((list) => {
    const textLeft = list.items.at(-1)?.textLeft ?? 0;
    return left > list.left + 0.6 * size && left > textLeft - 1.2 * size && left < textLeft + reach * size;
  });
  if (at < 0) return false;
  open.length = at + 1;
  return true;
}

/** finished makes a block of a list; a number that stands alone is none, unless it goes on counting from the page before. */
function finished(root: OpenList, pageIndex: number, state: ListState): readonly PlacedBlock[] {
  const [first] = root.items;
  const last = lastParagraph(root);
  if (first === undefined) return [];
  const mark = listMark(first.marker);
  const goesOn = state.last !== undefined && mark.values.length > 0 && followsMark(state.last, mark);
  const single =
    root.items.length === 1 && !goesOn && first.children.length === 0 && !/^[•◦▪●■‣⁃∙✓➢►▸❖◆]$/u.test(first.marker);
  if (single) return entriesOf(root);
  if (mark.values.length > 0) state.last = root.mark;
  const regions = placesOf(root, pageIndex);
  const [place] = regions;
  const block: ListBlock = {
    ...listOf(root),
    ...(place === undefined ? {} : { bbox: place.bbox }),
    ...(regions.length < 2 ? {} : { regions }),
  };
  return [{ block, ...(last === undefined ? {} : { paragraph: last }) }];
}

function isList(child: OpenList | PlacedBlock): child is OpenList {
  return 'items' in child;
}

/** entriesOf gives the paragraphs of a list that is none, in order. */
function entriesOf({ items }: OpenList): readonly PlacedBlock[] {
  return items.flatMap(({ entry, children }) => [
    entry,
    ...children.flatMap((child) => (isList(child) ? entriesOf(child) : child)),
  ]);
}

function lastParagraph(list: OpenList): Paragraph | undefined {
  return entriesOf(list).at(-1)?.paragraph;
}

function listOf({ items, mark }: OpenList): ListBlock {
  // Letters are printed as they are, behind a sign.
  const ordered = /\d/.test(mark.shape);
  const start = ordered ? listMark(items[0]?.marker ?? '').values[0] : undefined;
  return {
    type: 'list',
    ordered,
    ...(start === undefined || start === 1 ? {} : { start }),
    items: items.map(itemOf),
  };
}

function itemOf({ entry, marker, children }: OpenItem): ListItemBlock {
  const { content, bbox, regions } = entry.block as TextBlock;
  const nested = children.map((child): Block => (isList(child) ? { ...listOf(child), ...boxes(child) } : child.block));
  return {
    type: 'list_item',
    marker,
    ...(bbox === undefined ? {} : { bbox }),
    ...(regions === undefined ? {} : { regions }),
    content: withoutStart(content, marker),
    ...(nested.length === 0 ? {} : { children: nested }),
  };
}

function boxes(list: OpenList) {
  const bbox = unionBbox(entriesOf(list).flatMap(({ block }) => (block.bbox === undefined ? [] : [block.bbox])));
  return bbox === undefined ? {} : { bbox };
}

/** A list that goes on in the next column or page has a place in each. */
function placesOf(list: OpenList, pageIndex: number): readonly Region[] {
  const places: Region[] = [];
  for (const { block } of entriesOf(list))
    for (const region of regionsOf(block, pageIndex)) {
      const last = places.at(-1);
      const goesDown = last !== undefined && last.pageIndex === region.pageIndex && region.bbox[1] >= last.bbox[1];
      if (last === undefined || !goesDown) places.push(region);
      else places[places.length - 1] = { ...last, bbox: unionBbox([last.bbox, region.bbox]) ?? last.bbox };
    }
  return places;
}
