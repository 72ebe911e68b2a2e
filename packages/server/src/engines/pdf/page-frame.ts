import type { Bbox } from '@docmill/document';
import type { PdfiumApi } from './pdfium.ts';

/** PageFrame maps PDF user space (origin at the lower left, before rotation) to the page as shown. */
export interface PageFrame {
  readonly width: number;
  readonly height: number;
  point(x: number, y: number): readonly [number, number];
  /** direction maps a vector, for the direction of text. */
  direction(dx: number, dy: number): readonly [number, number];
  box(left: number, bottom: number, right: number, top: number): Bbox;
  /** rectangle gives the box of an FS_RECTF (left, top, right, bottom), which begins at an index of PDFium's memory. */
  rectangle(memory: Float32Array, at: number): Bbox;
  /** shows tells whether the middle of a box lies on the page: what programs leave beside it nobody sees. */
  shows(box: Bbox): boolean;
}

/** frameOf reads a page's crop box and rotation. */
export function frameOf(api: PdfiumApi, page: number): PageFrame {
  const { fpdf, scratch } = api;
  const width = fpdf.FPDF_GetPageWidthF(page);
  const height = fpdf.FPDF_GetPageHeightF(page);
  const rotation = ((fpdf.FPDFPage_GetRotation(page) % 4) + 4) % 4;
  const known = fpdf.FPDF_GetPageBoundingBox(page, scratch);
  // FS_RECTF: left, top, right, bottom.
  const [left = 0, top = 0, right = 0, bottom = 0] = known ? api.floats(scratch, 4) : [0, height, width, 0];
  // A crop box beside the page leaves nothing of it: other readers pass over it. PDFium tells the page's own media box only, no inherited one.
  if (width <= 0 && fpdf.FPDFPage_GetMediaBox(page, scratch, scratch + 4, scratch + 8, scratch + 12)) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = api.floats(scratch, 4);
    return frameFor({ left: x0, bottom: y0, right: x1, top: y1, rotation: 90 * rotation });
  }
  return frameFor({ left, bottom, right, top, rotation: 90 * rotation, width, height });
}

/** ShownPart is the part of a page that is shown, in user space, and how it is turned (clockwise degrees). */
export interface ShownPart {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
  readonly rotation: number;
  /** Size as shown; default that of the part. */
  readonly width?: number;
  readonly height?: number;
}

/** frameFor maps a part of user space to the page as shown. */
export function frameFor({ left, bottom, right, top, rotation, ...size }: ShownPart): PageFrame {
  const turns = (((rotation / 90) % 4) + 4) % 4;
  const across = turns % 2 === 0;
  const { width = across ? right - left : top - bottom, height = across ? top - bottom : right - left } = size;
  const point = (x: number, y: number): readonly [number, number] => {
    switch (turns) {
      case 1:
        return [y - bottom, x - left];
      case 2:
        return [right - x, y - bottom];
      case 3:
        return [top - y, right - x];
      default:
        return [x - left, top - y];
    }
  };
  const box = (x0: number, y0: number, x1: number, y1: number): Bbox => {
    const [ax, ay] = point(x0, y0);
    const [bx, by] = point(x1, y1);
    return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
  };
  return {
    width,
    height,
    point,
    box,
    direction(dx, dy) {
      const [x0, y0] = point(0, 0);
      const [x1, y1] = point(dx, dy);
      return [x1 - x0, y1 - y0];
    },
    shows(box) {
      const x = (box[0] + box[2]) / 2;
      const y = (box[1] + box[3]) / 2;
      return x >= 0 && y >= 0 && x <= width && y <= height;
    },
    rectangle(memory, at) {
      const x0 = memory[at] as number;
      const y1 = memory[at + 1] as number;
      const x1 = memory[at + 2] as number;
      const y0 = memory[at + 3] as number;
      // Asked for every glyph, and most pages are not turned.
      if (turns === 0 && x0 <= x1 && y0 <= y1) return [x0 - left, top - y1, x1 - left, top - y0];
      return box(x0, y0, x1, y1);
    },
  };
}
