import type { Bbox } from '@docmill/document';
import type { PageFrame } from '../page-frame.ts';
import { boundsOf, boxThrough, type PageObject } from '../page-objects.ts';
import type { PdfiumApi } from '../pdfium.ts';

/** MuteInput: `heard` are the text objects that characters were read of. */
export interface MuteInput {
  readonly objects: readonly PageObject[];
  readonly frame: PageFrame;
  readonly heard: ReadonlySet<number>;
}

/**
 * muteBoxes gives the places of text that bears no character: PDFium leaves out glyphs without a name, as the pieces of brackets and the lines
 * over letters in many fonts of formulas are.
 */
export function muteBoxes(api: PdfiumApi, { objects, frame, heard }: MuteInput): readonly Bbox[] {
  return objects.flatMap(({ handle, type, outer }) => {
    if (type !== 'text' || heard.has(handle)) return [];
    const bounds = boundsOf(api, handle);
    if (bounds === undefined) return [];
    const inked = bounds[2] - bounds[0] > 0.5 && bounds[3] - bounds[1] > 0.2;
    return inked ? [boxThrough(outer, bounds, frame)] : [];
  });
}
