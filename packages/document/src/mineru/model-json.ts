import type { Block, CaptionBlock, FootnoteBlock, ListItemBlock } from '../block.ts';
import type { Page } from '../document.ts';
import type { Bbox } from '../geometry.ts';
import type { Inline } from '../inline.ts';
import { escapeHtml } from '../render/escape.ts';
import { renderHtmlTable } from '../render/html-table.ts';
import { textOf } from '../visit.ts';
import { flatItems } from './group.ts';

/** ModelEntry is what a layout model says of one region of a page (MinerU 3.x, `vlm`). */
export interface ModelEntry {
  readonly type: string;
  /** Shares of the page, 0 to 1, three decimals; null in formats without a layout. */
  readonly bbox: readonly number[] | null;
  readonly angle: number;
  readonly content: string | null;
  readonly merge_prev?: boolean;
  readonly sub_type?: string;
}

/** toModelEntries gives the regions of one page in the order of the page, captions and items as regions of their own. */
export function toModelEntries(page: Page): readonly ModelEntry[] {
  return page.blocks.flatMap((block) => entriesOf(block, page));
}

/** streamModelJson writes the file `_model.json`: a list of pages, each a list of regions. */
export async function* streamModelJson(pages: AsyncIterable<Page> | Iterable<Page>): AsyncGenerator<string> {
  yield '[';
  let separator = '\n';
  for await (const page of pages) {
    yield separator + JSON.stringify(toModelEntries(page));
    separator = ',\n';
  }
  yield '\n]\n';
}

interface Placed {
  readonly bbox?: Bbox;
  readonly angle?: number;
}

function entriesOf(block: Block, page: Page): readonly ModelEntry[] {
  const entry = (type: string, content: string | null, more: Partial<ModelEntry> = {}, place: Placed = block) => ({
    type,
    bbox: shares(place.bbox, page),
    angle: place.angle ?? 0,
    content,
    ...more,
  });
  const text = (inlines: readonly Inline[]) => modelText(inlines);
  const visual = (type: string, content: string, more: Partial<ModelEntry> = {}) => {
    const { captions = [], footnotes = [] } = block as { captions?: CaptionBlock[]; footnotes?: FootnoteBlock[] };
    const note = (part: string) => (one: CaptionBlock | FootnoteBlock) =>
      entry(`${type}_${part}`, text(one.content), {}, one);
    const heads = captions.map(note('caption'));
    const body = entry(type, content, more);
    const above = type === 'table' || type === 'code';
    return [...(above ? [...heads, body] : [body, ...heads]), ...footnotes.map(note('footnote'))];
  };
  switch (block.type) {
    case 'title':
      return [entry('title', text(block.content))];
    case 'text':
      return [entry('text', text(block.content), { merge_prev: block.continuesPrevious ?? false })];
    case 'reference':
      return [entry('ref_text', text(block.content))];
    case 'list_item':
    case 'caption':
    case 'footnote':
      return [entry('text', text(block.content), { merge_prev: false })];
    case 'list':
    case 'index': {
      const item = ({ item: one, marker }: { item: ListItemBlock; marker: string }) =>
        entry('text', `${marker} ${text(one.content)}`.trim(), { merge_prev: false }, one);
      return [entry(block.type, null), ...flatItems(block).map(item)];
    }
    case 'equation':
      return [entry('equation', `\\[\n${block.latex}\n\\]`)];
    case 'table': {
      const html = renderHtmlTable(block, {
        imageLink: (name) => name,
        equation: (latex) => `<eq>${escapeHtml(latex)}</eq>`,
      });
      return visual('table', html);
    }
    case 'image':
      return visual('image', block.description ?? '', block.kind === undefined ? {} : { sub_type: block.kind });
    case 'chart':
      return visual('chart', block.data ?? '', block.kind === undefined ? {} : { sub_type: block.kind });
    case 'code':
      return visual('code', block.text);
    case 'algorithm':
      return visual('algorithm', text(block.content));
    default:
      return [entry(block.type, text(block.content))];
  }
}

function shares(bbox: Bbox | undefined, { width, height }: Page): readonly number[] | null {
  if (bbox === undefined || width === undefined || height === undefined) return null;
  return bbox.map((value, at) => {
    const share = value / ((at % 2 === 0 ? width : height) || 1);
    return Math.round(Math.max(0, Math.min(1, share)) * 1_000) / 1_000;
  });
}

/** Formulas stand in the text as the model writes them: `\( a+b \)`. */
function modelText(inlines: readonly Inline[]): string {
  return inlines.map((inline) => (inline.type === 'equation' ? `\\( ${inline.latex} \\)` : textOf([inline]))).join('');
}
