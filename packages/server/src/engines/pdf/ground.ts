import type { Bbox } from '@docmill/document';
import { bandsOf, holdsPoint } from './bands.ts';
import type { PageFrame } from './page-frame.ts';
import { boundsOf, boxThrough, type PageObjects } from './page-objects.ts';
import type { PagePath } from './paths.ts';
import type { PdfiumApi } from './pdfium.ts';

/** Channels of a colour that is no darker than this are white to the eye. */
const white = 250;

/** Ground is what text may stand on besides the white of the page. */
export interface Ground {
  /** isUnder: something that is not white lies at the middle of a box, below the text or above it. */
  isUnder(bbox: Bbox): boolean;
}

/** GroundInput: the objects of a page and its paths. */
export interface GroundInput extends PageObjects {
  readonly paths: readonly PagePath[];
  readonly frame: PageFrame;
}

/** groundOf looks for grounds when the first white text asks for them: most pages have none. */
export function groundOf(api: PdfiumApi, input: GroundInput): Ground {
  if (!input.isWhole) return { isUnder: () => true };
  let grounds: ReturnType<typeof bandsOf<{ readonly bbox: Bbox }>> | undefined;
  let last: Bbox | undefined;
  return {
    isUnder([x0, y0, x1, y1]) {
      grounds ??= bandsOf(groundsOf(api, input).map((bbox) => ({ bbox })));
      const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
      // Most white text stands on the ground of the glyph before.
      if (last !== undefined && holdsPoint(last, x, y)) return true;
      last = grounds.near(y, y).find(({ bbox }) => holdsPoint(bbox, x, y))?.bbox;
      return last !== undefined;
    },
  };
}

function groundsOf(api: PdfiumApi, { objects, paths, frame }: Omit<GroundInput, 'isWhole'>): readonly Bbox[] {
  const painted = objects.filter(({ type }) => type === 'image' || type === 'shading');
  return [
    ...paths.flatMap(({ bbox: [x0, y0, x1, y1], fill, stroke, thickness }): Bbox[] => {
      const half = stroke === undefined || isWhite(stroke) ? 0 : thickness / 2;
      return half > 0 || (fill !== undefined && !isWhite(fill)) ? [[x0 - half, y0 - half, x1 + half, y1 + half]] : [];
    }),
    ...painted.flatMap(({ handle, outer }) => {
      const bounds = boundsOf(api, handle);
      return bounds === undefined ? [] : [boxThrough(outer, bounds, frame)];
    }),
  ];
}

function isWhite(colour: number): boolean {
  return colour >> 16 >= white && ((colour >> 8) & 255) >= white && (colour & 255) >= white;
}

/** Render mode of text that is filled only, as nearly all is. */
const fillMode = 0;

/** fillOf tells whether the inside of a text object, of such a render mode, is painted white, or not at all; all else is seen. */
export function fillOf({ fpdf, scratch, int }: PdfiumApi, handle: number, mode: number): 'none' | 'white' | 'seen' {
  if (mode !== fillMode) return 'seen';
  if (!fpdf.FPDFPageObj_GetFillColor(handle, scratch, scratch + 4, scratch + 8, scratch + 12)) return 'seen';
  if (int(scratch + 12) === 0) return 'none';
  return int(scratch) >= white && int(scratch + 4) >= white && int(scratch + 8) >= white ? 'white' : 'seen';
}
