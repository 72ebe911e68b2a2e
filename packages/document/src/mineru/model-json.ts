import type { Block, CaptionBlock, FootnoteBlock } from '../block.ts';
import type { Page } from '../document.ts';
import type { Bbox } from '../geometry.ts';
import type { Inline } from '../inline.ts';
import { pictureMarkdown } from '../render/inlines.ts';
import { textOf } from '../visit.ts';
import { type FlatBlock, type FlatItem, flatBlocks } from './lists.ts';
import { notesInOrder } from './notes.ts';
import { streamPageArrays } from './page-arrays.ts';
import { rawTableHtml } from './table.ts';

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
  return flatBlocks(page.blocks).flatMap((block) => entriesOf(block, page));
}

/** streamModelJson writes the file `_model.json`: a list of pages, each a list of regions; pages that are missing are empty lists. */
export function streamModelJson(pages: AsyncIterable<Page> | Iterable<Page>): AsyncGenerator<string> {
  return streamPageArrays(pages, toModelEntries);
}

/** What the layout model calls notes: charts are pictures to it, and notes of code have no name of their own. */
const noteTypes = {
  table: { caption: 'table_caption', footnote: 'table_footnote' },
  image: { caption: 'image_caption', footnote: 'image_footnote' },
  chart: { caption: 'image_caption', footnote: 'image_footnote' },
  code: { caption: 'code_caption', footnote: 'footnote' },
  algorithm: { caption: 'code_caption', footnote: 'footnote' },
} as const;

type Visual = Extract<Block, { type: keyof typeof noteTypes }>;

interface Placed {
  readonly bbox?: Bbox;
  readonly angle?: number;
}

function entriesOf(block: FlatBlock, page: Page): readonly ModelEntry[] {
  const placed = ({ bbox, angle = 0 }: Placed) => ({ bbox: shares(bbox, page), angle });
  const entry = (type: string, content: string | null, more: Partial<ModelEntry> = {}) => ({
    type,
    ...placed(block),
    content,
    ...more,
  });
  const text = modelText;
  const withNotes = (visual: Visual, content: string, more: Partial<ModelEntry> = {}) => {
    const { above, below } = notesInOrder(visual);
    const note = (one: CaptionBlock | FootnoteBlock) =>
      entry(noteTypes[visual.type][one.type], text(one.content), placed(one));
    return [...above.map(note), entry(visual.type, content, more), ...below.map(note)];
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
      const item = ({ item: one, marker }: FlatItem) =>
        entry('text', `${marker} ${text(one.content)}`.trim(), { ...placed(one), merge_prev: false });
      return [entry(block.type, null), ...block.items.map(item)];
    }
    case 'equation':
      return [entry('equation', block.latex === '' ? '' : `\\[\n${block.latex}\n\\]`)];
    case 'table':
      return withNotes(block, rawTableHtml(block));
    case 'image':
      return withNotes(block, block.description ?? '', subType(block.kind));
    case 'chart':
      return withNotes(block, block.data ?? '', subType(block.kind));
    case 'code':
      return withNotes(block, block.text);
    case 'algorithm':
      return withNotes(block, text(block.content));
    default:
      return [entry(block.type, text(block.content))];
  }
}

function subType(kind: string | undefined): { sub_type?: string } {
  return kind === undefined ? {} : { sub_type: kind };
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
  return inlines.map(modelPiece).join('');
}

function modelPiece(inline: Inline): string {
  switch (inline.type) {
    case 'equation':
      return `\\( ${inline.latex} \\)`;
    case 'link':
      return modelText(inline.children);
    case 'image':
      // As in the lists: nothing but the text can hold the address of a picture elsewhere.
      return inline.url === undefined ? textOf([inline]) : pictureMarkdown(inline.url, inline.alt);
    case 'note':
      return `[^${inline.label}]`;
    default:
      return inline.text;
  }
}
