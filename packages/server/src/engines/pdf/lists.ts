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

/** OpenLists is a list whose end is not known yet: it may go on in the next column, or on the next page. */
export interface OpenLists {
  /** Takes an item, or what stands under the words of one; false when it belongs to no open list, which then ends. */
  add(entry: PlacedBlock, pageIndex: number): boolean;
  /** The list as blocks; it takes nothing more. */
  end(): readonly PlacedBlock[];
}

/** openList begins a list with an item of a page. */
function openList(entry: PlacedBlock, pageIndex: number, state: ListState): OpenLists {
  const open: OpenList[] = [];
  let ended: readonly PlacedBlock[] | undefined;
  const from = (part: PlacedBlock, page: number): PlacedBlock =>
    page === pageIndex ? part : { ...part, block: { ...part.block, regions: regionsOf(part.block, page) } };
  const lists: OpenLists = {
    add(part, page) {
      const { block, paragraph } = part;
      if (ended !== undefined || paragraph === undefined) return false;
      if (block.type === 'text' && paragraph.marker !== undefined)
        return addItem(open, from(part, page), paragraph.marker);
      // A quotation stands in from both sides, whatever stands above it.
      if (block.type === 'text' && block.quote) return false;
      const reach = block.type === 'code' ? Number.POSITIVE_INFINITY : 1.2;
      if ((block.type !== 'text' && block.type !== 'code') || !belongsToItem(open, paragraph, reach)) return false;
      open.at(-1)?.items.at(-1)?.children.push(from(part, page));
      return true;
    },
    end() {
      const [root] = open;
      ended ??= root === undefined ? [] : finished(root, pageIndex, state);
      return ended;
    },
  };
  lists.add(entry, pageIndex);
  return lists;
}

/** OpenTail is the list at the end of a page, and the index at which it stands among the blocks. */
export interface OpenTail {
  readonly lists: OpenLists;
  readonly at: number;
}

/** PageLists is a page with its lists made, but for one at its end that may go on. */
interface PageLists {
  readonly placed: readonly PlacedBlock[];
  readonly tail?: OpenTail;
}

/** pageLists joins neighbouring paragraphs that begin with marks to lists, nested by their marks and indents, with the paragraphs and programs that stand under their words. */
export function pageLists(placed: readonly PlacedBlock[], pageIndex: number, state: ListState): PageLists {
  const result: PlacedBlock[] = [];
  let tail: OpenTail | undefined;
  const end = () => {
    if (tail !== undefined) result.splice(tail.at, 0, ...tail.lists.end());
    tail = undefined;
  };
  for (const entry of placed) {
    if (tail?.lists.add(entry, pageIndex)) continue;
    if (isFloating(entry.block)) {
      result.push(entry);
      continue;
    }
    end();
    if (entry.block.type === 'text' && entry.paragraph?.marker !== undefined)
      tail = { lists: openList(entry, pageIndex, state), at: result.length };
    else result.push(entry);
  }
  return tail === undefined ? { placed: result } : { placed: result, tail };
}

/** goOn moves to a list what belongs to it on the next page, past what floats at its head; gives what is left, and whether that is only such. */
export function goOn(
  lists: OpenLists,
  placed: readonly PlacedBlock[],
  pageIndex: number,
): { readonly left: readonly PlacedBlock[]; readonly isOpen: boolean } {
  const left: PlacedBlock[] = [];
  let [isOpen, began] = [true, false];
  for (const entry of placed) {
    if (isOpen && lists.add(entry, pageIndex)) {
      began = true;
      continue;
    }
    left.push(entry);
    // Figures and tables float to the head of a page.
    isOpen &&= isFloating(entry.block) || (!began && (entry.block.type === 'image' || entry.block.type === 'table'));
  }
  return { left, isOpen };
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
  const at = open.findLastIndex((list) => followsMark(list.mark, mark) && isBeside(mark, left - list.left, size));
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

/** Numbers that end at one place begin at several; signs begin at one. */
function isBeside({ values }: ListMark, distance: number, size: number): boolean {
  return Math.abs(distance) < (values.length > 0 ? 1.6 : 0.6) * size;
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
function belongsToItem(open: OpenList[], paragraph: Paragraph, reach: number): boolean {
  const { rows, column, around, size } = paragraph;
  const left = (rows[0]?.bbox[0] ?? 0) - column[0];
  const isHead = around.above === undefined && Number.isFinite(reach);
  if (isHead ? !standsIn(paragraph) : (around.above ?? 0) > 2.6 * size) return false;
  const at = open.findLastIndex((list) => {
    const textLeft = list.items.at(-1)?.textLeft ?? 0;
    if (isHead && Math.abs(left - textLeft) > 0.5 * size) return false;
    return left > list.left + 0.6 * size && left > textLeft - 1.2 * size && left < textLeft + reach * size;
  });
  if (at < 0) return false;
  open.length = at + 1;
  return true;
}

/** At the head of a column only a paragraph whose lines all stand in, or one that begins in the middle of a sentence, is told from one of the text. */
function standsIn({ rows: [first, second], text }: Paragraph): boolean {
  return second === undefined ? /^\p{Ll}/u.test(text) : second.bbox[0] === first?.bbox[0];
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
