import type { Block, ListItemBlock, ReferenceBlock } from '../block.ts';
import { type Bbox, unionBbox } from '../geometry.ts';
import type { Inline } from '../inline.ts';
import { plainText } from '../render/text.ts';

/** ReferenceGroup is a bibliography as MinerU knows it: a list of `ref_text`. */
export interface ReferenceGroup {
  readonly type: 'references';
  readonly items: readonly ReferenceBlock[];
  readonly bbox?: Bbox;
}

/**
 * withFiles makes a paragraph of each picture that lies elsewhere, with its captions and notes behind it: MinerU's formats know pictures
 * as files of the result only, and readers open every path that they name.
 */
export function withFiles(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block): readonly Block[] => {
    if (block.type !== 'image' || block.asset !== undefined || block.url === undefined) return [block];
    const { url, alt, description, kind: _, captions = [], footnotes = [], ...place } = block;
    const picture = { type: 'image', url, ...(alt === undefined ? {} : { alt }) } as const;
    const words =
      description === undefined || description === '' ? [] : [{ type: 'text', text: ` ${description}` } as const];
    return [{ ...place, type: 'text', content: [picture, ...words] }, ...captions, ...footnotes];
  });
}

/** groupReferences joins neighbouring entries of a bibliography into one list. */
export function groupReferences(blocks: readonly Block[]): readonly (Block | ReferenceGroup)[] {
  const grouped: (Block | ReferenceGroup)[] = [];
  for (const block of withFiles(blocks)) {
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
    const nested = (item.children ?? []).flatMap((child) =>
      child.type === 'list' ? flatItems(child, depth + 1) : furtherItem(child, depth),
    );
    return [{ item, marker, depth }, ...nested];
  });
}

/** MinerU's lists hold lines alone: what else stands in an item follows it as a line without a mark, so that no word is lost. */
function furtherItem(block: Block, depth: number): readonly FlatItem[] {
  const { bbox } = block;
  const content = 'content' in block ? block.content : textInline(plainText(block));
  if (content.length === 0) return [];
  return [{ item: { type: 'list_item', content, ...(bbox === undefined ? {} : { bbox }) }, marker: '', depth }];
}

function textInline(text: string): readonly Inline[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}
