import type { Block, ReferenceBlock } from '../block.ts';
import { type Bbox, unionBbox } from '../geometry.ts';
import { type FlatBlock, flatBlocks } from './lists.ts';

/** ReferenceGroup is a bibliography as MinerU knows it: a list of `ref_text`. */
export interface ReferenceGroup {
  readonly type: 'references';
  readonly items: readonly ReferenceBlock[];
  readonly bbox?: Bbox;
}

/** GroupedBlock is a block as MinerU's formats know it. */
export type GroupedBlock = FlatBlock | ReferenceGroup;

/** groupedBlocks gives the blocks of a page with flat lists, and neighbouring entries of a bibliography as one list. */
export function groupedBlocks(blocks: readonly Block[]): readonly GroupedBlock[] {
  const grouped: (FlatBlock | ReferenceBlock[])[] = [];
  for (const block of flatBlocks(blocks)) {
    const last = grouped.at(-1);
    if (block.type !== 'reference') grouped.push(block);
    else if (Array.isArray(last)) last.push(block);
    else grouped.push([block]);
  }
  return grouped.map((group) => (Array.isArray(group) ? groupOf(group) : group));
}

function groupOf(items: readonly ReferenceBlock[]): ReferenceGroup {
  const bbox = unionBbox(items.flatMap((item) => (item.bbox === undefined ? [] : [item.bbox])));
  return { type: 'references', items, ...(bbox === undefined ? {} : { bbox }) };
}
