import type { PdfiumApi } from './pdfium.ts';

/** Subtypes of fpdf_annot.h whose appearance is part of what the page says: typed text, stamps, fields of forms. Others are remarks on it. */
const speaking: ReadonlySet<number> = new Set([3, 13, 20]);
/** FPDF_ANNOT_FLAG_HIDDEN and NOVIEW: no screen shows them. */
const unseen = 0x02 | 0x20;
/** More annotations than this on one page are not looked at. */
const mostAnnotations = 5_000;

/**
 * paintAnnotations makes the values of form fields, typed text and stamps part of a page's content, as they are shown (hidden ones are not), and
 * tells whether it did: the page must then be loaded again, and has no annotations any more, links included.
 */
export function paintAnnotations({ fpdf }: PdfiumApi, page: number): boolean {
  const count = fpdf.FPDFPage_GetAnnotCount(page);
  if (count <= 0 || count > mostAnnotations) return false;
  const remarks: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const annotation = fpdf.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    const isSeen = (fpdf.FPDFAnnot_GetFlags(annotation) & unseen) === 0;
    if (!isSeen || !speaking.has(fpdf.FPDFAnnot_GetSubtype(annotation))) remarks.push(index);
    fpdf.FPDFPage_CloseAnnot(annotation);
  }
  if (remarks.length === count) return false;
  for (const index of remarks.reverse()) fpdf.FPDFPage_RemoveAnnot(page, index);
  return fpdf.FPDFPage_Flatten(page, normalDisplay) === flattened;
}

/** FLAT_NORMALDISPLAY and FLATTEN_SUCCESS of fpdf_flatten.h. */
const normalDisplay = 0;
const flattened = 1;
