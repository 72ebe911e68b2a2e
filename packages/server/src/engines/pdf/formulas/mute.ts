import type { Bbox } from '@docmill/document';
import type { PageFrame } from '../page-frame.ts';
import { boxThrough, type Matrix, matrixOf, multiply } from '../page-objects.ts';
import type { PdfiumApi } from '../pdfium.ts';

/** Object types of fpdf_edit.h. */
const textType = 1;
const formType = 5;
const maxDepth = 8;
const maxObjects = 50_000;

/** MuteInput: `heard` are the text objects that characters were read of. */
export interface MuteInput {
  readonly page: number;
  readonly frame: PageFrame;
  readonly heard: ReadonlySet<number>;
}

/**
 * muteBoxes gives the places of text that bears no character: PDFium leaves out glyphs without a name, as the pieces of brackets and the lines
 * over letters in many fonts of formulas are.
 */
export function muteBoxes({ fpdf, scratch, floats }: PdfiumApi, { page, frame, heard }: MuteInput): readonly Bbox[] {
  const found: Bbox[] = [];
  let seen = 0;
  const visit = (handle: number, outer: Matrix, depth: number) => {
    seen += 1;
    const type = fpdf.FPDFPageObj_GetType(handle);
    if (type === textType && !heard.has(handle)) {
      if (!fpdf.FPDFPageObj_GetBounds(handle, scratch, scratch + 4, scratch + 8, scratch + 12)) return;
      const [left = 0, bottom = 0, right = 0, top = 0] = floats(scratch, 4);
      if (right - left > 0.5 && top - bottom > 0.2) found.push(boxThrough(outer, [left, bottom, right, top], frame));
    }
    if (type !== formType || depth >= maxDepth || !fpdf.FPDFPageObj_GetMatrix(handle, scratch)) return;
    const matrix = multiply(matrixOf(floats(scratch, 6)), outer);
    const count = fpdf.FPDFFormObj_CountObjects(handle);
    for (let index = 0; index < count && seen < maxObjects; index += 1)
      visit(fpdf.FPDFFormObj_GetObject(handle, index), matrix, depth + 1);
  };
  const count = fpdf.FPDFPage_CountObjects(page);
  for (let index = 0; index < count && seen < maxObjects; index += 1)
    visit(fpdf.FPDFPage_GetObject(page, index), [1, 0, 0, 1, 0, 0], 0);
  return found;
}
