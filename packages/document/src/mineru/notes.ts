import type { CaptionBlock, FootnoteBlock } from '../block.ts';
import type { Bbox } from '../geometry.ts';

/** NotedBlock is a figure, table, chart or code block with its notes. */
export interface NotedBlock {
  readonly type: string;
  readonly bbox?: Bbox;
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

/** NotesInOrder are the notes before and after a block's body. */
export interface NotesInOrder {
  readonly above: readonly CaptionBlock[];
  readonly below: readonly (CaptionBlock | FootnoteBlock)[];
}

const captionedAbove: ReadonlySet<string> = new Set(['table', 'code', 'algorithm']);

/** notesInOrder puts captions where they stand on the page; without a layout those of tables and code stand above. Footnotes follow. */
export function notesInOrder({ type, bbox, captions = [], footnotes = [] }: NotedBlock): NotesInOrder {
  const isAbove = (note: CaptionBlock) =>
    note.bbox === undefined || bbox === undefined ? captionedAbove.has(type) : note.bbox[1] < bbox[1];
  return {
    above: captions.filter(isAbove),
    below: [...captions.filter((caption) => !isAbove(caption)), ...footnotes],
  };
}
