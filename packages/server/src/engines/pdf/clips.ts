import type { Bbox } from '@docmill/document';
import type { PageFrame } from './page-frame.ts';
import { boundsOf, boxThrough, type PageObject } from './page-objects.ts';
import type { PdfiumApi } from './pdfium.ts';

/** ShownObjects are the objects of a page that something is seen of. */
export interface ShownObjects {
  readonly objects: readonly PageObject[];
  /** Of text objects that are clipped: the box that is left to be seen, on the page as shown. */
  readonly clips: ReadonlyMap<number, Bbox>;
}

/** Clips of more paths or points than this are taken for as large as the page. */
const mostPaths = 16;
const mostSegments = 1_000;
/** What ends at the edge of its clip, points, is seen. */
const slack = 1;

/** withoutClipped leaves out drawings and images that lie wholly outside of what they are clipped to; of text each glyph is looked at. */
export function withoutClipped(api: PdfiumApi, objects: readonly PageObject[], frame: PageFrame): ShownObjects {
  const clips = new Map<number, Bbox>();
  const shown = objects.filter((object) => {
    const clip = clipOf(api, object, frame);
    if (clip === undefined) return true;
    if (object.type !== 'text') return isSeen(api, object, { frame, clip });
    clips.set(object.handle, clip);
    return true;
  });
  return { objects: shown.length === objects.length ? objects : shown, clips };
}

/** isInClip tells whether the middle of a box lies in a clip. */
export function isInClip(clip: Bbox, bbox: Bbox): boolean {
  const x = (bbox[0] + bbox[2]) / 2;
  const y = (bbox[1] + bbox[3]) / 2;
  return x > clip[0] - slack && x < clip[2] + slack && y > clip[1] - slack && y < clip[3] + slack;
}

interface Seeing {
  readonly frame: PageFrame;
  readonly clip: Bbox;
}

function isSeen(api: PdfiumApi, { handle, outer }: PageObject, { frame, clip }: Seeing): boolean {
  const bounds = boundsOf(api, handle);
  if (bounds === undefined) return true;
  const [x0, y0, x1, y1] = boxThrough(outer, bounds, frame);
  return x1 > clip[0] - slack && x0 < clip[2] + slack && y1 > clip[1] - slack && y0 < clip[3] + slack;
}

/** clipOf gives the box that the clip paths of an object have in common; their own boxes stand for them, so that too much is seen, never too little. */
function clipOf({ fpdf, path, scratch, allFloats }: PdfiumApi, object: PageObject, frame: PageFrame): Bbox | undefined {
  const clip = fpdf.FPDFPageObj_GetClipPath(object.handle);
  const count = clip === 0 ? 0 : fpdf.FPDFClipPath_CountPaths(clip);
  if (count <= 0 || count > mostPaths) return undefined;
  let [left, bottom, right, top] = [-Infinity, -Infinity, Infinity, Infinity];
  for (let at = 0; at < count; at += 1) {
    const segments = fpdf.FPDFClipPath_CountPathSegments(clip, at);
    if (segments <= 0 || segments > mostSegments) continue;
    let x0 = Infinity;
    let y0 = Infinity;
    let x1 = -Infinity;
    let y1 = -Infinity;
    for (let index = 0; index < segments; index += 1) {
      path.segmentPoint(fpdf.FPDFClipPath_GetPathSegment(clip, at, index), scratch, scratch + 4);
      const memory = allFloats();
      const x = memory[scratch >> 2] as number;
      const y = memory[(scratch >> 2) + 1] as number;
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
    }
    [left, bottom] = [Math.max(left, x0), Math.max(bottom, y0)];
    [right, top] = [Math.min(right, x1), Math.min(top, y1)];
  }
  if (!Number.isFinite(left) || !Number.isFinite(right)) return undefined;
  // Paths that have nothing in common leave nothing to be seen.
  if (right < left || top < bottom) return [Infinity, Infinity, -Infinity, -Infinity];
  return boxThrough(object.outer, [left, bottom, right, top], frame);
}
