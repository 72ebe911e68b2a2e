import type { Page } from '../document.ts';
import type { Bbox } from '../geometry.ts';

/** permille gives a box in whole thousandths of the page, cut off, of the box in whole points (MinerU 3.x); undefined without a layout. */
export function permille(bbox: Bbox | undefined, { width, height }: Page): readonly number[] | undefined {
  if (bbox === undefined || width === undefined || height === undefined) return undefined;
  const sizes = [Math.trunc(width), Math.trunc(height)] as const;
  return bbox.map((value, at) =>
    Math.max(0, Math.min(1000, Math.trunc((Math.trunc(value) * 1000) / (sizes[at % 2] || 1)))),
  );
}
