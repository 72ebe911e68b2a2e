import {
  type AlgorithmBlock,
  type CaptionBlock,
  type CodeBlock,
  type FootnoteBlock,
  isFurniture,
  type TableBlock,
} from '../block.ts';
import type { Page } from '../document.ts';
import type { Bbox } from '../geometry.ts';
import type { Inline } from '../inline.ts';
import { type GroupedBlock, groupedBlocks, type ReferenceGroup } from './group.ts';
import type { FlatItem, FlatList } from './lists.ts';
import { streamPageArrays } from './page-arrays.ts';
import { permille } from './permille.ts';
import { type SpanV2, spansOf } from './spans.ts';
import { listTableHtml } from './table.ts';

/** ContentV2Item is one entry of MinerU 3.x's `content_list_v2.json`; the fields of `content` depend on `type`. */
export interface ContentV2Item {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly sub_type?: string;
  /** Thousandths of the page; absent in formats without a layout. */
  readonly bbox?: readonly number[];
  readonly anchor?: string;
}

type ItemBody = Omit<ContentV2Item, 'bbox' | 'anchor'>;

/** toContentListV2 gives the entries of one page: body in reading order, page furniture after it. */
export function toContentListV2(page: Page): readonly ContentV2Item[] {
  const body = page.blocks.filter((block) => !isFurniture(block));
  const furniture = page.blocks.filter(isFurniture);
  return [...groupedBlocks(body), ...furniture].flatMap((block) => {
    const item = bodyOf(block);
    if (item === undefined) return [];
    const bbox = permille(block.bbox, page);
    const anchor = 'anchor' in block ? block.anchor : undefined;
    return [{ ...item, ...(bbox === undefined ? {} : { bbox }), ...(anchor === undefined ? {} : { anchor }) }];
  });
}

/** streamContentListV2 writes the file `_content_list_v2.json`: a list of pages, each a list of entries; pages that are missing are empty lists. */
export function streamContentListV2(pages: AsyncIterable<Page> | Iterable<Page>): AsyncGenerator<string> {
  return streamPageArrays(pages, toContentListV2);
}

function bodyOf(block: GroupedBlock): ItemBody | undefined {
  switch (block.type) {
    case 'title':
      return lineItem('title', block.content, { level: block.level });
    case 'text':
    case 'caption':
    case 'footnote':
    case 'reference':
    case 'list_item':
      return lineItem('paragraph', block.content);
    case 'equation':
      return {
        type: 'equation_interline',
        content: { math_content: block.latex, math_type: 'latex', ...imageSource(block) },
      };
    case 'image':
      return {
        type: 'image',
        content: {
          image_source: { path: pathOf(block.asset) },
          content: block.description ?? '',
          ...captionsOf('image', block),
        },
        ...subType(block.kind),
      };
    case 'chart':
      return {
        type: 'chart',
        content: {
          image_source: { path: pathOf(block.asset) },
          content: block.data ?? '',
          ...captionsOf('chart', block),
        },
        ...subType(block.kind),
      };
    case 'table':
      return { type: 'table', content: tableContent(block) };
    case 'code':
    case 'algorithm':
      return codeItem(block);
    case 'list':
    case 'index':
    case 'references':
      return listOf(block);
    default: {
      const type = furnitureName(block.type);
      return { type, content: { [`${type}_content`]: spansOf(block.content) } };
    }
  }
}

/** An empty line is no entry, as in `content_list.json`. */
function lineItem(type: 'title' | 'paragraph', inlines: readonly Inline[], more = {}): ItemBody | undefined {
  const spans = spansOf(inlines);
  return spans.length === 0 ? undefined : { type, content: { [`${type}_content`]: spans, ...more } };
}

function furnitureName(type: 'header' | 'footer' | 'page_number' | 'page_footnote' | 'aside_text'): string {
  return type.startsWith('page_') ? type : `page_${type}`;
}

function subType(kind: string | undefined): { sub_type?: string } {
  return kind === undefined ? {} : { sub_type: kind };
}

function tableContent(block: TableBlock): Readonly<Record<string, unknown>> {
  const html = listTableHtml(block);
  const cells = block.rows.flatMap((row) => row.cells);
  const nested = html.includes('<table', 1);
  const spans = cells.some((cell) => (cell.rowSpan ?? 1) > 1 || (cell.columnSpan ?? 1) > 1);
  return {
    ...imageSource(block),
    ...captionsOf('table', block),
    html,
    table_type: nested || spans ? 'complex_table' : 'simple_table',
    table_nest_level: nested ? 2 : 1,
  };
}

function codeItem(block: CodeBlock | AlgorithmBlock): ItemBody {
  const { type } = block;
  const footnotes = notes(block.footnotes);
  const content = block.type === 'code' ? [{ type: 'text', content: block.text }] : spansOf(block.content);
  return {
    type,
    content: {
      [`${type}_caption`]: notes(block.captions),
      [`${type}_content`]: content,
      ...(footnotes.length === 0 ? {} : { [`${type}_footnote`]: footnotes }),
      ...(block.type === 'code' ? { code_language: block.language ?? 'txt' } : {}),
    },
  };
}

/** MinerU writes lists twofold: on pages with a layout the marks are part of the text, elsewhere each item tells its depth and mark. */
function listOf(list: FlatList | ReferenceGroup): ItemBody {
  if (list.type === 'references') {
    const items = list.items.map((item) => ({ item_type: 'text', item_content: spansOf(item.content) }));
    return { type: 'list', content: { list_type: 'reference_list', list_items: items } };
  }
  const laidOut = list.bbox !== undefined;
  const attribute = list.type === 'index' || laidOut ? {} : { attribute: list.ordered ? 'ordered' : 'unordered' };
  const items = list.items.map((flat) => (laidOut ? printedItem(flat, list.type) : steppedItem(flat, list.type)));
  return { type: list.type, content: { list_type: 'text_list', ...attribute, list_items: items } };
}

/** `3. Text` is one text on a page. */
function printedItem({ item, marker }: FlatItem, type: 'list' | 'index'): object {
  const mark: readonly Inline[] = type === 'index' || marker === '' ? [] : [{ type: 'text', text: `${marker} ` }];
  return { item_type: 'text', item_content: spansOf([...mark, ...item.content]) };
}

/** Marks that are no numbers become `-`, further paragraphs have none; the blanks before a mark repeat the depth. The anchor of an entry of an index is where it leads. */
function steppedItem({ item, marker, depth, continues }: FlatItem, type: 'list' | 'index'): object {
  const mark = /[\p{L}\p{N}]/u.test(marker) ? marker : '-';
  const prefix = '    '.repeat(depth) + (continues ? '    ' : mark);
  const anchor = type === 'index' ? targetOf(item.content) : item.anchor;
  return {
    item_type: 'text',
    ilevel: depth,
    prefix,
    item_content: spansOf(item.content),
    ...(anchor === undefined ? {} : { anchor }),
  };
}

function targetOf(inlines: readonly Inline[]): string | undefined {
  const link = inlines.find((inline) => inline.type === 'link' && inline.url.startsWith('#'));
  return link?.type === 'link' ? link.url.slice(1) : undefined;
}

interface Visual {
  readonly bbox?: Bbox;
  readonly asset?: string;
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

/** Formats without a layout have no field for footnotes in MinerU; ours only where there are some. */
function captionsOf(type: 'image' | 'chart' | 'table', { bbox, captions, footnotes }: Visual): object {
  const foot = notes(footnotes);
  return {
    [`${type}_caption`]: notes(captions),
    ...(bbox === undefined && foot.length === 0 ? {} : { [`${type}_footnote`]: foot }),
  };
}

function notes(blocks: readonly (CaptionBlock | FootnoteBlock)[] | undefined): readonly SpanV2[] {
  return (blocks ?? []).flatMap((note) => spansOf(note.content));
}

function pathOf(asset: string | undefined): string {
  return asset === undefined ? '' : `images/${asset}`;
}

/** What stands on a page always has a source, if only an empty one. */
function imageSource({ asset, bbox }: Visual): { image_source?: { readonly path: string } } {
  return asset === undefined && bbox === undefined ? {} : { image_source: { path: pathOf(asset) } };
}
