import { areaOf, type Bbox, intersectionArea, unionBbox } from '@docmill/document';
import type { Picture } from '../page-content.ts';

/** Described is something drawn, and what the tags of the file say that it shows. */
export interface Described {
  readonly bbox: Bbox;
  readonly alt: string;
}

/** Names of files, as programs write them for want of words. */
const fileName = /^\S*\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|webp)$/i;
/** What is described takes at least this part of its picture's place. */
const leastShare = 0.5;

/** withDescriptions gives pictures the words that the tags have for what is drawn there, if that fills half of the picture's place. */
export function withDescriptions(pictures: readonly Picture[], described: readonly Described[]): readonly Picture[] {
  const useful = described.filter(({ alt }) => !fileName.test(alt));
  if (useful.length === 0) return pictures;
  return pictures.map((picture) => {
    const boxes = new Map<string, Bbox>();
    for (const { bbox, alt } of useful)
      if (intersectionArea(grown(bbox), picture.bbox) > 0)
        boxes.set(alt, unionBbox([boxes.get(alt) ?? bbox, bbox]) ?? bbox);
    const shares = [...boxes].map(([alt, bbox]) => ({ alt, share: intersectionArea(bbox, picture.bbox) }));
    const best = shares.reduce((one, other) => (other.share > one.share ? other : one), { alt: '', share: 0 });
    const isShown = best.share >= leastShare * areaOf(picture.bbox) && picture.formula === undefined;
    return isShown && best.alt !== '' ? { ...picture, alt: best.alt } : picture;
  });
}

/** Lines have no area of their own. */
function grown([x0, y0, x1, y1]: Bbox): Bbox {
  return [x0 - 0.5, y0 - 0.5, x1 + 0.5, y1 + 0.5];
}
