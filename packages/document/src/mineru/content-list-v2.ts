import {
  type Block,
  type CaptionBlock,
  type FootnoteBlock,
  isFurniture,
  type ListItemBlock,
  type TableBlock,
} from '../block.ts';
import type { Page } from '../document.ts';
import type { Inline } from '../inline.ts';
import { renderHtmlTable } from '../render/html-table.ts';
import { textOf } from '../visit.ts';
import { flatItems, groupReferences, type ReferenceGroup } from './group.ts';
import { permille } from './permille.ts';
import { mineruText } from './text.ts';

/** ContentV2Item is one entry of MinerU 3.x's `content_list_v2.json`; the fields of `content` depend on `type`. */
export interface ContentV2Item {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly sub_type?: string;
  readonly anchor?: string;
  /** Thousandths of the page; absent in formats without a layout. */
  readonly bbox?: readonly number[];
}

type ItemBody = Omit<ContentV2Item, 'bbox' | 'anchor'>;

/** toContentListV2 gives the entries of one page: body in reading order, page furniture after it. */
export function toContentListV2(page: Page): readonly ContentV2Item[] {
  const body = page.blocks.filter((block) => !isFurniture(block));
  const furniture = page.blocks.filter(isFurniture);
  return [...groupReferences(body), ...furniture].map((block) => {
    const bbox = permille(block.bbox, page);
    const anchor = 'anchor' in block ? block.anchor : undefined;
    return { ...bodyOf(block), ...(anchor === undefined ? {} : { anchor }), ...(bbox === undefined ? {} : { bbox }) };
  });
}

/** streamContentListV2 writes the file `_content_list_v2.json`: a list of pages, each a list of entries. */
export async function* streamContentListV2(pages: AsyncIterable<Page> | Iterable<Page>): AsyncGenerator<string> {
  yield '[';
  let separator = '\n';
  for await (const page of pages) {
    yield separator + JSON.stringify(toContentListV2(page));
    separator = ',\n';
  }
  yield '\n]\n';
}

function bodyOf(block: Block | ReferenceGroup): ItemBody {
  switch (block.type) {
    case 'title':
      return { type: 'title', content: { title_content: spansOf(block.content), level: block.level } };
    case 'text':
    case 'caption':
    case 'footnote':
    case 'reference':
    case 'list_item':
      return { type: 'paragraph', content: { paragraph_content: spansOf(block.content) } };
    case 'equation':
      return {
        type: 'equation_interline',
        content: { math_content: block.latex, math_type: 'latex', ...imageSource(block.asset) },
      };
    case 'image':
      return {
        type: 'image',
        content: {
          image_source: { path: pathOf(block.asset) },
          content: block.description ?? '',
          image_caption: notes(block.captions),
          image_footnote: notes(block.footnotes),
        },
        ...subType(block.kind),
      };
    case 'chart':
      return {
        type: 'chart',
        content: {
          image_source: { path: pathOf(block.asset) },
          content: block.data ?? '',
          chart_caption: notes(block.captions),
          chart_footnote: notes(block.footnotes),
        },
        ...subType(block.kind),
      };
    case 'table':
      return { type: 'table', content: tableContent(block) };
    case 'code':
      return {
        type: 'code',
        content: {
          code_caption: notes(block.captions),
          code_content: [{ type: 'text', content: block.text }],
          code_footnote: notes(block.footnotes),
          code_language: block.language ?? 'txt',
        },
      };
    case 'algorithm':
      return {
        type: 'algorithm',
        content: { algorithm_caption: notes(block.captions), algorithm_content: spansOf(block.content) },
      };
    case 'list': {
      const items = flatItems(block).map(({ item, marker, depth }) => listItem(item, { prefix: marker, depth }));
      const attribute = block.ordered ? 'ordered' : 'unordered';
      return { type: 'list', content: { list_type: 'text_list', attribute, list_items: items } };
    }
    case 'index': {
      const items = flatItems(block).map(({ item, depth }) => listItem(item, { prefix: '', depth }));
      return { type: 'index', content: { list_type: 'text_list', list_items: items } };
    }
    case 'references': {
      const items = block.items.map((item) => ({ item_type: 'text', item_content: spansOf(item.content) }));
      return { type: 'list', content: { list_type: 'reference_list', list_items: items } };
    }
    default: {
      const type = furnitureName(block.type);
      return { type, content: { [`${type}_content`]: spansOf(block.content) } };
    }
  }
}

function furnitureName(type: 'header' | 'footer' | 'page_number' | 'page_footnote' | 'aside_text'): string {
  return type.startsWith('page_') ? type : `page_${type}`;
}

function subType(kind: string | undefined): { sub_type?: string } {
  return kind === undefined ? {} : { sub_type: kind };
}

function tableContent(block: TableBlock): Readonly<Record<string, unknown>> {
  const html = renderHtmlTable(block, {
    imageLink: (name) => `images/${name}`,
    equation: (latex) => ` $${latex}$ `,
  });
  const cells = block.rows.flatMap((row) => row.cells);
  const nested = cells.some((cell) => cell.blocks?.some((inner) => inner.type === 'table'));
  const spans = cells.some((cell) => (cell.rowSpan ?? 1) > 1 || (cell.columnSpan ?? 1) > 1);
  return {
    ...imageSource(block.asset),
    table_caption: notes(block.captions),
    table_footnote: notes(block.footnotes),
    html,
    table_type: nested || spans ? 'complex_table' : 'simple_table',
    table_nest_level: nested ? 2 : 1,
  };
}

function listItem(item: ListItemBlock, { prefix, depth }: { readonly prefix: string; readonly depth: number }): object {
  return {
    item_type: 'text',
    item_content: spansOf(item.content),
    ...(depth === 0 ? {} : { ilevel: depth }),
    ...(prefix === '' ? {} : { prefix }),
  };
}

function notes(blocks: readonly (CaptionBlock | FootnoteBlock)[] | undefined): readonly object[] {
  return (blocks ?? []).flatMap((note) => spansOf(note.content));
}

function pathOf(asset: string | undefined): string {
  return asset === undefined ? '' : `images/${asset}`;
}

function imageSource(asset: string | undefined): { image_source?: { readonly path: string } } {
  return asset === undefined ? {} : { image_source: { path: pathOf(asset) } };
}

function spansOf(inlines: readonly Inline[]): readonly object[] {
  return inlines.map(spanOf);
}

function spanOf(inline: Inline): object {
  switch (inline.type) {
    case 'text':
      return { type: 'text', content: inline.text, ...(inline.styles === undefined ? {} : { style: inline.styles }) };
    case 'equation':
      return { type: 'equation_inline', content: inline.latex };
    case 'code':
      return { type: 'code_inline', content: inline.text };
    case 'link': {
      const plain = inline.children.every((child) => child.type === 'text' && child.styles === undefined);
      const children = plain ? {} : { children: spansOf(inline.children) };
      return { type: 'hyperlink', content: textOf(inline.children), url: inline.url, ...children };
    }
    case 'image':
      return { type: 'text', content: mineruText([inline]) };
  }
}
