import type { Block, FurnitureBlock, IndexBlock, ListBlock, ListItemBlock, NoteBlock } from '../block.ts';
import { type Bbox, unionBbox } from '../geometry.ts';
import { withFiles } from './elsewhere.ts';
import { mineruText } from './text.ts';

/** FlatList is a list without nesting, or the part of one up to a block that no list holds. */
export interface FlatList {
  readonly type: 'list' | 'index';
  readonly items: readonly FlatItem[];
  readonly ordered: boolean;
  readonly bbox?: Bbox;
  readonly anchor?: string;
}

/** FlatItem is an item of a list without its nesting. */
export interface FlatItem {
  readonly item: ListItemBlock;
  /** As printed, or counted where the list is ordered; empty for none. */
  readonly marker: string;
  readonly depth: number;
  /** A further paragraph of the item before. */
  readonly continues?: true;
}

/** FlatBlock is a block of a page whose lists are flat and whose notes are those of a page. */
export type FlatBlock = Exclude<Block, ListBlock | IndexBlock | NoteBlock> | FlatList;

/**
 * flatBlocks takes lists apart, as MinerU's lists hold lines alone: a further paragraph of an item follows it as a line without a mark, so
 * that it stays in its list; a table, picture, code or formula becomes a block of its own, for as a line it would lose what it is. The list
 * ends before such a block and goes on behind it, so that everything stands in reading order:
 *
 *     1. a [b, table, - c]  2. d  ->  list(1. a, b)  table  list(- c, 2. d)
 */
export function flatBlocks(blocks: readonly Block[]): readonly FlatBlock[] {
  return withFiles(blocks).flatMap((block): readonly FlatBlock[] => {
    switch (block.type) {
      case 'list':
      case 'index':
        return partsOf(block);
      case 'list_item': {
        const { children = [], ...item } = block;
        return [item, ...flatBlocks(children)];
      }
      case 'note':
        return [pageNote(block)];
      default:
        return [block];
    }
  });
}

/** MinerU knows no marks of notes; what stands in the text, `[^1]`, begins the note too. */
function pageNote({ type: _, label, content, ...place }: NoteBlock): FurnitureBlock {
  return { type: 'page_footnote', ...place, content: [{ type: 'text', text: `[^${label}]: ` }, ...content] };
}

/** Each item carries its mark, so the second half of a numbered list goes on counting. */
function partsOf(list: ListBlock | IndexBlock): readonly FlatBlock[] {
  const parts: (FlatItem[] | BlockApart)[] = [[]];
  for (const piece of piecesOf(list, 0)) {
    const last = parts.at(-1);
    if (!('item' in piece)) parts.push(piece);
    else if (Array.isArray(last)) last.push(piece);
    else parts.push([piece]);
  }
  const isWhole = parts.length === 1;
  return parts.flatMap((part, at): readonly FlatBlock[] => {
    if (!Array.isArray(part)) return [part];
    const bbox = isWhole ? list.bbox : (boxOf(part) ?? list.bbox);
    const anchor = at === 0 ? list.anchor : undefined;
    const ordered = list.type === 'list' && list.ordered;
    const place = { ...(bbox === undefined ? {} : { bbox }), ...(anchor === undefined ? {} : { anchor }) };
    return [{ type: list.type, ordered, items: part, ...place }];
  });
}

function boxOf(items: readonly FlatItem[]): Bbox | undefined {
  return unionBbox(items.flatMap(({ item: { bbox } }) => (bbox === undefined ? [] : [bbox])));
}

type BlockApart = Extract<Block, { type: 'table' | 'image' | 'chart' | 'code' | 'algorithm' | 'equation' }>;

interface Nested {
  readonly items: readonly ListItemBlock[];
  readonly ordered?: boolean;
  readonly start?: number;
}

/** Nested items come after the one that holds them. */
function piecesOf({ items, ordered = false, start = 1 }: Nested, depth: number): readonly (FlatItem | BlockApart)[] {
  return items.flatMap((item, at) => {
    const marker = item.marker ?? (ordered ? `${start + at}.` : '-');
    const further = withFiles(item.children ?? []).flatMap((child) => furtherPieces(child, depth));
    return [{ item, marker, depth }, ...further];
  });
}

function furtherPieces(block: Block, depth: number): readonly (FlatItem | BlockApart)[] {
  switch (block.type) {
    case 'list':
    case 'index':
      return piecesOf(block, depth + 1);
    case 'list_item':
      return piecesOf({ items: [block] }, depth + 1);
    case 'table':
    case 'image':
    case 'chart':
    case 'code':
    case 'algorithm':
    case 'equation':
      return [block];
    default: {
      if (mineruText(block.content) === '') return [];
      const { bbox, anchor, content } = block;
      const place = { ...(bbox === undefined ? {} : { bbox }), ...(anchor === undefined ? {} : { anchor }) };
      return [{ item: { type: 'list_item', content, ...place }, marker: '', depth, continues: true }];
    }
  }
}
