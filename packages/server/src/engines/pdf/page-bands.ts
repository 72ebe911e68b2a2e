import { areaOf, type Bbox } from '@docmill/document';
import type { PageFrame } from './page-frame.ts';

/** A band ends within this part of the page's width, or height, of its edges. */
const edge = 0.01;
/** Bands that cover this part of the page are all of its ground; they may lie over each other a little. */
const wholeGround = [0.85, 1.1] as const;

/** withoutBands leaves out the pictures that, one below or beside the other, fill the page from edge to edge: some programs cut the ground of a page into such bands. */
export function withoutBands<Image extends { readonly bbox: Bbox }>(
  images: readonly Image[],
  { width, height }: Pick<PageFrame, 'width' | 'height'>,
): readonly Image[] {
  const goesAcross = ([x0, , x1]: Bbox) => x0 <= edge * width && x1 >= (1 - edge) * width;
  const goesDown = ([, y0, , y1]: Bbox) => y0 <= edge * height && y1 >= (1 - edge) * height;
  for (const isBand of [goesAcross, goesDown]) {
    const covered = images.reduce((sum, { bbox }) => sum + (isBand(bbox) ? areaOf(bbox) : 0), 0) / (width * height);
    if (covered > wholeGround[0] && covered < wholeGround[1]) return images.filter(({ bbox }) => !isBand(bbox));
  }
  return images;
}
