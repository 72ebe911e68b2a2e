import type { Bbox } from '@docmill/document';
import { unionBbox } from '@docmill/document';
import { isInside } from './figures/words.ts';
import type { Item } from './order.ts';

/**
 * withBoxes makes one item of all that stands in a box of text, if other text stands beside the box: cards in a row, a remark that text runs
 * around. What has its place between the lines above and below is read in order without that.
 */
export function withBoxes(items: readonly Item[], boxes: readonly Bbox[]): readonly Item[] {
  let result = items;
  for (const box of boxes) {
    const inside = items.filter(({ bbox }) => isInside(bbox, box));
    const bbox = unionBbox(inside.map((item) => item.bbox));
    if (bbox === undefined || inside.length === items.length) continue;
    const held = new Set(inside);
    if (!items.some((item) => !held.has(item) && isBeside(item.bbox, box))) continue;
    result = [...result.filter((item) => !held.has(item)), { bbox, boxed: inside }];
  }
  return result;
}

function isBeside([x0, y0, x1, y1]: Bbox, box: Bbox): boolean {
  const shared = Math.min(y1, box[3]) - Math.max(y0, box[1]);
  return shared > 0.5 * (y1 - y0) && (x1 <= box[0] + 1 || x0 >= box[2] - 1);
}
