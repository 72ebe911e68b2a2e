import type { Block, ListItemBlock, ReferenceBlock } from '../block.ts';
import { type Bbox, unionBbox } from '../geometry.ts';

/** ReferenceGroup is a bibliography as MinerU knows it: a list of `ref_text`. */
export interface ReferenceGroup {
  readonly type: 'references';
  readonly items: readonly ReferenceBlock[];
  readonly bbox?: Bbox;
}

/** groupReferences joins neighbouring entries of a bibliography into one list. */
export function groupReferences(blocks: readonly Block[]): readonly (Block | ReferenceGroup)[] {
  const grouped: (Block | ReferenceGroup)[] = [];
  for (const block of blocks) {
    const last = grouped.at(-1);
    if (block.type !== 'reference') grouped.push(block);
    else if (last?.type === 'references') grouped[grouped.length - 1] = groupOf([...last.items, block]);
    else grouped.push(groupOf([block]));
  }
  return grouped;
}

function groupOf(items: readonly ReferenceBlock[]): ReferenceGroup {
  const bbox = unionBbox(items.flatMap((item) => (item.bbox === undefined ? [] : [item.bbox])));
  return { type: 'references', items, ...(bbox === undefined ? {} : { bbox }) };
}

/** FlatItem is an item of a list without its nesting. */
export interface FlatItem {
  readonly item: ListItemBlock;
  /** As printed, or counted where the list is ordered; empty for none. */
  readonly marker: string;
  readonly depth: number;
}

/** flatItems walks a list's items, nested ones after the one that holds them. */
export function flatItems(
  list: { readonly items: readonly ListItemBlock[]; readonly ordered?: boolean; readonly start?: number },
  depth = 0,
): readonly FlatItem[] {
  return list.items.flatMap((item, at) => {
    const marker = item.marker ?? (list.ordered ? `${(list.start ?? 1) + at}.` : '-');
    const nested = (item.children ?? []).flatMap((child) => (child.type === 'list' ? flatItems(child, depth + 1) : []));
    return [{ item, marker, depth }, ...nested];
  });
}
