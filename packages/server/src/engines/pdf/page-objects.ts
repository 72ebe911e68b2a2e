import type { Bbox } from '@docmill/document';
import type { PageFrame } from './page-frame.ts';
import type { PdfiumApi } from './pdfium.ts';

/** Matrix maps points by (x, y) -> (a x + c y + e, b x + d y + f). */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** PageObject is an object of a page's content, the forms opened, with the matrix of the form that it stands in. */
export interface PageObject {
  /** FPDF_PAGEOBJECT. */
  readonly handle: number;
  readonly type: 'text' | 'path' | 'image' | 'shading';
  /** From the object's own space, its own matrix not included, to user space. */
  readonly outer: Matrix;
}

/** Object types of fpdf_edit.h. */
const types: Readonly<Record<number, PageObject['type']>> = { 1: 'text', 2: 'path', 3: 'image', 4: 'shading' };
const formType = 5;
const maxFormDepth = 8;
/** More objects than this on one page are not looked at, for a map may hold millions. */
const mostObjects = 100_000;

/** PageObjects are what is drawn on a page, in the order of painting; not all of it if there is too much (`isWhole`). */
export interface PageObjects {
  readonly objects: readonly PageObject[];
  readonly isWhole: boolean;
}

/** listObjects gives what is drawn on a page, forms opened. */
export function listObjects({ fpdf, scratch, floats }: PdfiumApi, page: number): PageObjects {
  const found: PageObject[] = [];
  let seen = 0;
  const visit = (handle: number, outer: Matrix, depth: number) => {
    seen += 1;
    const code = fpdf.FPDFPageObj_GetType(handle);
    const type = types[code];
    if (type !== undefined) found.push({ handle, type, outer });
    if (code !== formType || depth >= maxFormDepth || !fpdf.FPDFPageObj_GetMatrix(handle, scratch)) return;
    const matrix = multiply(matrixOf(floats(scratch, 6)), outer);
    const count = fpdf.FPDFFormObj_CountObjects(handle);
    for (let index = 0; index < count && seen < mostObjects; index += 1)
      visit(fpdf.FPDFFormObj_GetObject(handle, index), matrix, depth + 1);
  };
  const count = fpdf.FPDFPage_CountObjects(page);
  for (let index = 0; index < count && seen < mostObjects; index += 1)
    visit(fpdf.FPDFPage_GetObject(page, index), [1, 0, 0, 1, 0, 0], 0);
  return { objects: found, isWhole: seen < mostObjects };
}

/** matrixOf reads an FS_MATRIX. */
export function matrixOf([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[]): Matrix {
  return [a, b, c, d, e, f];
}

/** multiply gives the matrix that maps by the first, then by the second. */
export function multiply([a, b, c, d, e, f]: Matrix, [A, B, C, D, E, F]: Matrix): Matrix {
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

/** boundsOf gives the box (left, bottom, right, top) of an object in the space that it stands in, before its `outer` matrix; undefined where it has none. */
export function boundsOf({ fpdf, scratch, floats }: PdfiumApi, handle: number): Bbox | undefined {
  if (!fpdf.FPDFPageObj_GetBounds(handle, scratch, scratch + 4, scratch + 8, scratch + 12)) return undefined;
  const [left = 0, bottom = 0, right = 0, top = 0] = floats(scratch, 4);
  return [left, bottom, right, top];
}

/** boxThrough gives the box, on the page as shown, of a rectangle that a matrix maps. */
export function boxThrough([a, b, c, d, e, f]: Matrix, [x0, y0, x1, y1]: Bbox, frame: PageFrame): Bbox {
  // A box is mapped corner by corner: the extremes of the sums are the sums of the extremes.
  const [left, right] = [
    Math.min(a * x0, a * x1) + Math.min(c * y0, c * y1) + e,
    Math.max(a * x0, a * x1) + Math.max(c * y0, c * y1) + e,
  ];
  const [bottom, top] = [
    Math.min(b * x0, b * x1) + Math.min(d * y0, d * y1) + f,
    Math.max(b * x0, b * x1) + Math.max(d * y0, d * y1) + f,
  ];
  return frame.box(left, bottom, right, top);
}
