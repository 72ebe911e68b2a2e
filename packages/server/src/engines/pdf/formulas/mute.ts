import type { Bbox } from '@docmill/document';
import type { PageFrame } from '../page-frame.ts';
import { boxThrough, type PageObject } from '../page-objects.ts';
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
export function muteBoxes({ fpdf, scratch, floats }: PdfiumApi, { objects, frame, heard }: MuteInput): readonly Bbox[] {
  return objects.flatMap(({ handle, type, outer }) => {
    if (type !== 'text' || heard.has(handle)) return [];
    if (!fpdf.FPDFPageObj_GetBounds(handle, scratch, scratch + 4, scratch + 8, scratch + 12)) return [];
    const [left = 0, bottom = 0, right = 0, top = 0] = floats(scratch, 4);
    const inked = right - left > 0.5 && top - bottom > 0.2;
    return inked ? [boxThrough(outer, [left, bottom, right, top], frame)] : [];
  });
}
