import { type CaptionBlock, type FootnoteBlock, isFurniture } from '../block.ts';
import type { Page } from '../document.ts';
import { type GroupedBlock, groupedBlocks } from './group.ts';
import type { FlatItem } from './lists.ts';
import { permille } from './permille.ts';
import { listTableHtml } from './table.ts';
import { mineruText } from './text.ts';

/** ContentItem is one entry of MinerU 3.x's `content_list.json`; its fields depend on `type`. */
export type ContentItem = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The deepest title level that the format knows. */
const deepestLevel = 4;

/** toContentList gives the entries of one page: body in reading order, page furniture after it, as MinerU 3.x writes them. */
export function toContentList(page: Page): readonly ContentItem[] {
  const body = page.blocks.filter((block) => !isFurniture(block));
  const furniture = page.blocks.filter(isFurniture);
  return [...groupedBlocks(body), ...furniture].flatMap((block) => {
    const item = itemOf(block);
    if (item === undefined) return [];
    const bbox = permille(block.bbox, page);
    return [{ ...item, ...(bbox === undefined ? {} : { bbox }), page_idx: page.index }];
  });
}

/** streamContentList writes the file `_content_list.json`, page by page. */
export async function* streamContentList(pages: AsyncIterable<Page> | Iterable<Page>): AsyncGenerator<string> {
  yield '[';
  let separator = '\n';
  for await (const page of pages) {
    for (const item of toContentList(page)) {
      yield separator + JSON.stringify(item);
      separator = ',\n';
    }
  }
  yield '\n]\n';
}

function itemOf(block: GroupedBlock): ContentItem | undefined {
  switch (block.type) {
    case 'title':
      return textItem(mineruText(block.content), { text_level: Math.min(block.level, deepestLevel) });
    case 'text':
    case 'caption':
    case 'footnote':
    case 'reference':
      return textItem(mineruText(block.content), {});
    case 'equation':
      return { type: 'equation', text: `$$\n${block.latex}\n$$`, text_format: 'latex', ...imagePath(block.asset) };
    case 'image':
      return {
        type: 'image',
        img_path: pathOf(block.asset) ?? '',
        image_caption: texts(block.captions),
        image_footnote: texts(block.footnotes),
        ...(block.description === undefined ? {} : { content: block.description }),
        ...(block.kind === undefined ? {} : { sub_type: block.kind }),
      };
    case 'chart':
      return {
        type: 'chart',
        img_path: pathOf(block.asset) ?? '',
        content: block.data ?? '',
        chart_caption: texts(block.captions),
        chart_footnote: texts(block.footnotes),
        ...(block.kind === undefined ? {} : { sub_type: block.kind }),
      };
    case 'table':
      return {
        type: 'table',
        ...imagePath(block.asset),
        table_caption: texts(block.captions),
        table_footnote: texts(block.footnotes),
        table_body: listTableHtml(block),
      };
    case 'code':
      return {
        type: 'code',
        sub_type: 'code',
        code_caption: texts(block.captions),
        code_body: `\`\`\`${block.language ?? ''}\n${block.text}\n\`\`\``,
      };
    case 'algorithm': {
      const style = 'class="mineru-algorithm" style="white-space: pre-wrap; font-family:monospace;"';
      return {
        type: 'code',
        sub_type: 'algorithm',
        code_caption: texts(block.captions),
        code_body: `<div ${style}>\n${mineruText(block.content)}\n</div>`,
      };
    }
    case 'list':
      return {
        type: 'list',
        sub_type: 'text',
        list_items: block.items.map(({ item, marker }) => `${marker} ${mineruText(item.content)}`.trim()),
      };
    case 'list_item':
      return textItem(mineruText(block.content), {});
    case 'index':
      return { type: 'index', list_items: block.items.map(indexLine) };
    case 'references':
      return { type: 'list', sub_type: 'ref_text', list_items: block.items.map((item) => mineruText(item.content)) };
    default:
      return { type: block.type, text: mineruText(block.content) };
  }
}

function indexLine({ item, depth, continues }: FlatItem): string {
  return `${'    '.repeat(depth)}${continues ? '    ' : '- '}${mineruText(item.content)}`;
}

function textItem(text: string, more: object): ContentItem | undefined {
  return text === '' ? undefined : { type: 'text', text, ...more };
}

function texts(notes: readonly (CaptionBlock | FootnoteBlock)[] | undefined): readonly string[] {
  return (notes ?? []).map((note) => mineruText(note.content));
}

function pathOf(asset: string | undefined): string | undefined {
  return asset === undefined ? undefined : `images/${asset}`;
}

function imagePath(asset: string | undefined): { img_path?: string } {
  return asset === undefined ? {} : { img_path: `images/${asset}` };
}
