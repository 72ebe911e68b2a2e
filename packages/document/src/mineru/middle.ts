import { type CaptionBlock, type FootnoteBlock, isFurniture } from '../block.ts';
import type { Page } from '../document.ts';
import type { Bbox } from '../geometry.ts';
import type { Inline } from '../inline.ts';
import { type GroupedBlock, groupedBlocks, type ReferenceGroup } from './group.ts';
import type { FlatItem, FlatList } from './lists.ts';
import { notesInOrder } from './notes.ts';
import { rawTableHtml } from './table.ts';
import { mineruText } from './text.ts';

/** MiddleEnvelope is what surrounds the pages of `_middle.json`. */
export interface MiddleEnvelope {
  /** `pipeline`, `vlm`, `hybrid` or `office`: readers choose their rules by it. */
  readonly backend: string;
  /** Version of MinerU whose format this is. */
  readonly version: string;
}

/** MiddleBlock is a block of MinerU 3.x's `middle.json`: a leaf has `lines`, a container `blocks`. */
export type MiddleBlock = { readonly type: string; readonly index: number } & Readonly<Record<string, unknown>>;

/** MiddlePage is one entry of `pdf_info`. */
export interface MiddlePage {
  readonly page_idx: number;
  /** Whole points; absent in formats without a layout. */
  readonly page_size?: readonly [number, number];
  readonly para_blocks: readonly MiddleBlock[];
  readonly discarded_blocks: readonly MiddleBlock[];
}

/**
 * toMiddlePage gives a page as MinerU 3.x writes it: whole points, each leaf with one line, leaves counted in reading order, page furniture
 * apart. A paragraph over several places stands where it begins, with the box that it has there.
 */
export function toMiddlePage(page: Page): MiddlePage {
  const count = { next: 0 };
  const all = groupedBlocks(page.blocks).map((block) => ({ block, middle: blockOf(block, count) }));
  const pick = (furniture: boolean) =>
    all.filter(({ block }) => isFurniture(block) === furniture).map(({ middle }) => middle);
  const size =
    page.width === undefined || page.height === undefined
      ? {}
      : { page_size: [Math.trunc(page.width), Math.trunc(page.height)] as const };
  return { para_blocks: pick(false), discarded_blocks: pick(true), ...size, page_idx: page.index };
}

/** streamMiddleJson writes the file `_middle.json`, page by page. */
export async function* streamMiddleJson(
  pages: AsyncIterable<Page> | Iterable<Page>,
  { backend, version }: MiddleEnvelope,
): AsyncGenerator<string> {
  yield '{"pdf_info":[';
  let separator = '\n';
  for await (const page of pages) {
    yield separator + JSON.stringify(toMiddlePage(page));
    separator = ',\n';
  }
  yield `\n],"_backend":${JSON.stringify(backend)},"_version_name":${JSON.stringify(version)}}\n`;
}

interface Counter {
  next: number;
}

function blockOf(block: GroupedBlock, count: Counter): MiddleBlock {
  switch (block.type) {
    case 'title':
      return leaf('title', block, { count, spans: spansOf(block.content), more: { level: block.level } });
    case 'text':
      return leaf('text', block, {
        count,
        spans: spansOf(block.content),
        more: { merge_prev: block.continuesPrevious ?? false },
      });
    case 'equation':
      return leaf('interline_equation', block, {
        count,
        spans: [{ type: 'interline_equation', content: block.latex, ...imagePath(block.asset) }],
      });
    case 'image': {
      const span = {
        type: 'image',
        ...(block.description === undefined ? {} : { content: block.description }),
        ...imagePath(block.asset),
      };
      return container('image', block, { count, span, more: block.kind === undefined ? {} : { sub_type: block.kind } });
    }
    case 'chart': {
      const span = { type: 'chart', content: block.data ?? '', image_path: block.asset ?? '' };
      return container('chart', block, { count, span, more: block.kind === undefined ? {} : { sub_type: block.kind } });
    }
    case 'table': {
      const span = { type: 'table', html: rawTableHtml(block), ...imagePath(block.asset) };
      return container('table', block, { count, span });
    }
    case 'code':
      return container('code', block, {
        count,
        span: { type: 'text', content: block.text },
        more: { sub_type: 'code', ...(block.language === undefined ? {} : { guess_lang: block.language }) },
      });
    case 'algorithm':
      return container('code', block, { count, span: spansOf(block.content), more: { sub_type: 'algorithm' } });
    case 'list':
    case 'index':
    case 'references':
      return listOf(block, count);
    case 'list_item':
    case 'caption':
    case 'footnote':
    case 'reference':
      return leaf('text', block, { count, spans: spansOf(block.content), more: { merge_prev: false } });
    default:
      return leaf(block.type, block, { count, spans: spansOf(block.content) });
  }
}

type Span = Readonly<Record<string, unknown>>;

interface LeafParts {
  readonly count: Counter;
  readonly spans: readonly Span[];
  readonly more?: object;
}

function leaf(
  type: string,
  { bbox, angle }: { readonly bbox?: Bbox; readonly angle?: number },
  { count, spans, more = {} }: LeafParts,
): MiddleBlock {
  const box = pointsOf(bbox);
  const index = count.next;
  count.next += 1;
  return {
    ...box,
    type,
    ...(bbox === undefined ? {} : { angle: angle ?? 0 }),
    lines: [{ ...box, spans: spans.map((span) => ({ ...box, ...span })) }],
    index,
    ...more,
  };
}

function pointsOf(bbox: Bbox | undefined): { bbox?: readonly number[] } {
  return bbox === undefined ? {} : { bbox: bbox.map(Math.trunc) };
}

interface ContainerParts {
  readonly count: Counter;
  readonly span: Span | readonly Span[];
  readonly more?: object;
}

interface Visual {
  readonly bbox?: Bbox;
  readonly angle?: number;
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

/** container gives a figure, table, chart or code block: body, captions and footnotes as children in the order of the page. */
function container(type: string, block: Visual, { count, span, more = {} }: ContainerParts): MiddleBlock {
  const { above, below } = notesInOrder({ ...block, type });
  const write = (note: CaptionBlock | FootnoteBlock) =>
    leaf(`${type}_${note.type}`, note, { count, spans: spansOf(note.content) });
  const heads = above.map(write);
  const body = leaf(`${type}_body`, block, { count, spans: [span].flat() });
  const blocks = [...heads, body, ...below.map(write)];
  return { type, ...pointsOf(block.bbox), blocks, index: body.index, ...more };
}

function listOf(block: FlatList | ReferenceGroup, count: Counter): MiddleBlock {
  const index = count.next;
  count.next += 1;
  const references = block.type === 'references';
  const entries =
    block.type === 'references'
      ? block.items.map((item) => ({ item, spans: spansOf(item.content) }))
      : block.items.map((flat) => ({ item: flat.item, spans: markedSpans(flat) }));
  const blocks = entries.map(({ item, spans }) =>
    leaf(references ? 'ref_text' : 'text', item, { count, spans, more: { merge_prev: false } }),
  );
  return {
    ...pointsOf(block.bbox),
    type: block.type === 'index' ? 'index' : 'list',
    ...(block.bbox === undefined ? {} : { angle: 0 }),
    index,
    blocks,
    sub_type: references ? 'ref_text' : 'text',
  };
}

function markedSpans({ item, marker }: FlatItem): readonly Span[] {
  const mark = marker === '' ? [] : [{ type: 'text', content: `${marker} ` }];
  return [...mark, ...spansOf(item.content)];
}

function imagePath(asset: string | undefined): { image_path?: string } {
  return asset === undefined ? {} : { image_path: asset };
}

function spansOf(inlines: readonly Inline[]): readonly Span[] {
  return inlines.map(spanOf);
}

function spanOf(inline: Inline): Span {
  switch (inline.type) {
    case 'text':
      return { type: 'text', content: inline.text };
    case 'equation':
      return { type: 'inline_equation', content: inline.latex };
    case 'link':
      return { type: 'hyperlink', content: mineruText(inline.children), url: inline.url };
    case 'image':
      return inline.asset === undefined
        ? { type: 'text', content: mineruText([inline]) }
        : { type: 'image', image_path: inline.asset };
    case 'code':
    case 'note':
      return { type: 'text', content: mineruText([inline]) };
  }
}
