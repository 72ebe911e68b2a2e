import type { Bbox, Block } from '@docmill/document';
import { captionStart } from './captions.ts';
import type { PlacedBlock } from './placed.ts';

/** A caption stands this close to its picture, points. */
export const captionReach = 40;
/** One beside it may stand a little further off, and shares this part of its height with it. */
const besideReach = 60;
const besideShare = 0.5;

/** withCaptions binds a paragraph that begins like a figure's caption to the picture before or behind it, or beside it; a table's to one beside it. */
export function withCaptions(placed: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const result = [...placed];
  /** Captions, and the blocks that they belong to. */
  const taken = new Map<number, number>();
  placed.forEach(({ block, paragraph }, at) => {
    if (block.type !== 'caption' || paragraph === undefined) return;
    const { bbox, text } = paragraph;
    // Charts side by side may be one drawing, with a caption below each.
    const above = [at - 1, taken.get(at - 1) ?? -1, isLabelOf(placed[at - 2], placed[at - 1]) ? at - 2 : -1];
    const near = [...above, at + 1].find((index) => isNear(result[index]?.block, bbox));
    const target = near ?? result.findIndex((one) => isBeside(one.block, { bbox, text }));
    const own = result[target]?.block;
    if (own?.type !== 'image' && own?.type !== 'code' && own?.type !== 'table') return;
    result[target] = { ...result[target], block: { ...own, captions: [...(own.captions ?? []), block] } };
    taken.set(at, target);
  });
  return result.filter((_, at) => !taken.has(at));
}

/** Names below the parts of a figure have no more words than this together, and stand so near to it, points. */
const labelWords = 12;
const labelReach = 20;

/** isLabelOf: a short line right below a picture names its parts: `(a) before   (b) after`. */
function isLabelOf(picture: PlacedBlock | undefined, label: PlacedBlock | undefined): boolean {
  const { block, paragraph } = label ?? {};
  if (block?.type !== 'text' || paragraph === undefined || paragraph.rows.length > 1) return false;
  const bottom = picture?.block.type === 'image' ? picture.block.bbox?.[3] : undefined;
  if (bottom === undefined || paragraph.text.split(/\s+/).length > labelWords) return false;
  return paragraph.bbox[1] - bottom > -labelReach / 2 && paragraph.bbox[1] - bottom < labelReach;
}

function isNear(block: Block | undefined, bbox: Bbox): boolean {
  if ((block?.type !== 'image' && block?.type !== 'code') || block.bbox === undefined) return false;
  const gap = Math.max(block.bbox[1] - bbox[3], bbox[1] - block.bbox[3]);
  const shared = Math.min(block.bbox[2], bbox[2]) - Math.max(block.bbox[0], bbox[0]);
  return gap < captionReach && shared > 0;
}

/** isBeside: a figure, or a table, without a caption yet, that a caption of its kind stands left or right of. */
function isBeside(
  block: Block,
  { bbox: [x0, y0, x1, y1], text }: { readonly bbox: Bbox; readonly text: string },
): boolean {
  if ((block.type !== 'image' && block.type !== 'table') || block.bbox === undefined) return false;
  if (block.captions !== undefined || captionStart(text)?.kind !== (block.type === 'image' ? 'figure' : 'table'))
    return false;
  const [left, top, right, bottom] = block.bbox;
  const gap = Math.max(left - x1, x0 - right);
  const shared = Math.min(bottom, y1) - Math.max(top, y0);
  return gap > 0 && gap < besideReach && shared > besideShare * (y1 - y0);
}
