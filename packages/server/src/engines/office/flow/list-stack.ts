import type { Block, Inline, ListBlock, ListItemBlock } from '@docmill/document';

/** ListEntry is a paragraph that is an item of a list. */
export interface ListEntry {
  /** Which list it belongs to: items of one list need not be neighbours. */
  readonly list: string;
  /** Depth inside that list, from 0. */
  readonly level: number;
  /** Where its text begins, in points; tells lists that stand inside one another from lists that follow each other. */
  readonly indent: number;
  /** Set where the mark is a number that a numbered list can say, as in `3.`. */
  readonly number?: number;
  /** The mark as printed; absent for a check box, which is part of the content. */
  readonly marker?: string;
  readonly content: readonly Inline[];
}

interface OpenItem {
  content: readonly Inline[];
  readonly marker: string | undefined;
  readonly children: (OpenList | Block)[];
  readonly anchor: string | undefined;
}

interface OpenList {
  readonly type: 'open';
  readonly entry: ListEntry;
  readonly items: OpenItem[];
  next: number | undefined;
}

/** Lists deeper than this stay at this depth. */
const maxDepth = 9;
/** Indents that differ by less, in points, are the same. */
const sameIndent = 4;

/** ListStack nests the items of neighbouring list paragraphs. */
export class ListStack {
  private open: OpenList[] = [];
  private readonly roots: OpenList[] = [];

  get isEmpty(): boolean {
    return this.roots.length === 0;
  }

  add(entry: ListEntry, anchor?: string): void {
    const list = this.listFor(entry);
    list.items.push({ content: entry.content, marker: entry.marker, children: [], anchor });
    list.next = entry.number === undefined ? undefined : entry.number + 1;
  }

  /** attach puts a block below the last item. */
  attach(block: Block): void {
    this.open.at(-1)?.items.at(-1)?.children.push(block);
  }

  /** take gives the lists that stand side by side, and begins anew. */
  take(): readonly ListBlock[] {
    const lists = this.roots.map(closed);
    this.roots.length = 0;
    this.open = [];
    return lists;
  }

  /** The list that the entry goes on with, else a new one in its place. */
  private listFor(entry: ListEntry): OpenList {
    this.leaveInner(entry);
    const top = this.open.at(-1);
    if (top !== undefined && continues(top, entry)) return top;
    if (top !== undefined && !isInside(entry, top)) this.open.pop();
    if (this.open.length >= maxDepth) this.open.length = maxDepth - 1;
    const list: OpenList = { type: 'open', entry, items: [], next: undefined };
    const parent = this.open.at(-1)?.items.at(-1);
    if (parent === undefined) this.roots.push(list);
    else parent.children.push(list);
    this.open.push(list);
    return list;
  }

  private leaveInner(entry: ListEntry): void {
    const known = this.open.findLastIndex(({ entry: { list, level } }) => list === entry.list && level <= entry.level);
    if (known >= 0) {
      // Lists of another kind may stand below the item that this one is nested in as well.
      while (this.open.length - 1 > known && !isInside(entry, this.open.at(-1) as OpenList)) this.open.pop();
      if ((this.open[known] as OpenList).entry.level === entry.level) this.open.length = known + 1;
      return;
    }
    while (this.open.length > 0 && isLeft(entry, this.open.at(-1) as OpenList)) this.open.pop();
  }
}

function isLeft(entry: ListEntry, { entry: open }: OpenList): boolean {
  return entry.list === open.list ? entry.level < open.level : entry.indent < open.indent - sameIndent;
}

function isInside(entry: ListEntry, { entry: open }: OpenList): boolean {
  return entry.list === open.list ? entry.level > open.level : entry.indent > open.indent + sameIndent;
}

/** A number out of turn begins another list, for the items of one are counted. */
function continues({ entry: open, next }: OpenList, entry: ListEntry): boolean {
  return open.list === entry.list && open.level === entry.level && next === entry.number;
}

function closed({ entry, items }: OpenList): ListBlock {
  const ordered = entry.number !== undefined;
  const start = entry.number ?? 1;
  return { type: 'list', ordered, ...(start === 1 ? {} : { start }), items: items.map(closedItem) };
}

function closedItem({ content, marker, children, anchor }: OpenItem): ListItemBlock {
  const blocks = children.map((child) => (child.type === 'open' ? closed(child) : child));
  return {
    type: 'list_item',
    ...(marker === undefined ? {} : { marker }),
    ...(anchor === undefined ? {} : { anchor }),
    content,
    ...(blocks.length === 0 ? {} : { children: blocks }),
  };
}
