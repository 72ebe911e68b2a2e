import type { Bbox } from '@docmill/document';
import { isRightToLeft } from './direction.ts';
import type { Segment } from './page-content.ts';
import type { PagePath } from './paths.ts';

/** A drawn bullet is of this size, in parts of the size of its text, about as wide as high. */
const smallest = 0.15;
const largest = 0.75;
/** Its text begins this near to it, in sizes. */
const reach = 3;
/** So many small shapes on one page are no bullets but a diagram or a pattern. */
const mostShapes = 2_000;

/** DrawnBullets are small circles and squares that programs draw before lines of text, as text and as what is drawn. */
export interface DrawnBullets {
  readonly segments: readonly Segment[];
  readonly paths: ReadonlySet<PagePath>;
}

/** drawnBullets finds the bullets that are drawn on a page. */
export function drawnBullets(segments: readonly Segment[], paths: readonly PagePath[]): DrawnBullets {
  const found: DrawnBullets & { segments: Segment[]; paths: Set<PagePath> } = { segments: [], paths: new Set() };
  const shapes = paths.filter(isSmall);
  if (shapes.length === 0 || shapes.length > mostShapes) return found;
  const upright = segments.filter(({ angle }) => angle === 0);
  for (const shape of shapes) {
    const { bbox, kind, fill } = shape;
    const line = upright.find((segment) => stands(bbox, segment));
    if (line === undefined || upright.some((segment) => isBesideIt(segment, line, bbox))) continue;
    found.paths.add(shape);
    if (found.segments.some((one) => one.baseline === line.baseline && Math.abs(one.bbox[0] - bbox[0]) < line.size))
      continue;
    found.segments.push(bulletBefore(line, bbox, fill === undefined ? '◦' : kind === 'box' ? '▪' : '•'));
  }
  return found;
}

function isSmall({ bbox: [x0, y0, x1, y1], kind }: PagePath): boolean {
  const [width, height] = [x1 - x0, y1 - y0];
  if (kind === 'horizontal' || kind === 'vertical' || width < 1 || width > 12) return false;
  return Math.abs(width - height) < 0.25 * Math.max(width, height);
}

/** stands: the shape is right before the line's first word, in the height of its small letters. */
function stands([x0, y0, x1, y1]: Bbox, { bbox, baseline, size, runs }: Segment): boolean {
  const startsRight = runs.some(({ text }) => isRightToLeft(text));
  const [width, middle] = [x1 - x0, (y0 + y1) / 2];
  const gap = startsRight ? x0 - bbox[2] : bbox[0] - x1;
  if (width < smallest * size || width > largest * size || gap < 0 || gap > reach * size) return false;
  return middle < baseline && middle > baseline - 0.75 * size;
}

/** isBesideIt: other text stands on the far side of the shape, so that it is a sign within a line. */
function isBesideIt({ bbox, baseline }: Segment, line: Segment, shape: Bbox): boolean {
  if (Math.abs(baseline - line.baseline) > 0.5 * line.size) return false;
  const gap = line.bbox[0] > shape[0] ? shape[0] - bbox[2] : bbox[0] - shape[2];
  return gap >= 0 && gap < 2 * line.size;
}

function bulletBefore({ baseline, size, runs }: Segment, [x0, , x1]: Bbox, text: string): Segment {
  const font = runs[0]?.font ?? 0;
  const bbox: Bbox = [x0, baseline - 0.7 * size, x1, baseline];
  return { bbox, baseline, size, angle: 0, runs: [{ text, font, size, rise: 0 }] };
}
