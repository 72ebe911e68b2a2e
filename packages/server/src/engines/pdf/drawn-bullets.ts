import type { Bbox } from '@docmill/document';
import { isRightToLeft } from './direction.ts';
import type { Run, Segment } from './page-content.ts';
import type { PagePath } from './paths.ts';

/** A drawn bullet is of this size, in parts of the size of its text, about as wide as high. */
const smallest = 0.15;
const largest = 0.75;
const largestNumbered = 1.4;
/** No bullet is wider, points. */
const widest = 16;
/** Its text begins this near to it, in sizes. */
const reach = 3;
/** So many small shapes on one page are no bullets but a diagram or a pattern. */
const mostShapes = 2_000;

/** DrawnBullets are small circles and squares that programs draw before lines of text, as text and as what is drawn. */
export interface DrawnBullets {
  readonly segments: readonly Segment[];
  readonly paths: ReadonlySet<PagePath>;
  /** Numbers written in such circles, in whose place `segments` has marks: `1.` */
  readonly numbers: ReadonlySet<Segment>;
}

/** drawnBullets finds the bullets that are drawn on a page. */
export function drawnBullets(segments: readonly Segment[], paths: readonly PagePath[]): DrawnBullets {
  const found = { segments: [] as Segment[], paths: new Set<PagePath>(), numbers: new Set<Segment>() };
  const shapes = paths.filter(isSmall);
  if (shapes.length === 0 || shapes.length > mostShapes) return found;
  const upright = segments.filter(({ angle }) => angle === 0);
  const numbers = upright.filter(({ runs }) => /^\s*\d{1,2}\s*$/.test(runs[0]?.text ?? ''));
  for (const shape of shapes) {
    const { bbox, kind, fill } = shape;
    const number = numbers.find((segment) => isNumberIn(bbox, segment));
    if (number !== undefined && !found.numbers.has(number)) {
      const mark = numberedLine(number, bbox, upright);
      if (mark !== undefined) {
        found.paths.add(shape);
        found.numbers.add(number);
        found.segments.push(mark);
        continue;
      }
    }
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
  if (kind === 'horizontal' || kind === 'vertical' || width < 1 || width > widest) return false;
  return Math.abs(width - height) < 0.25 * Math.max(width, height);
}

/** stands: the shape is right before the line's first word, in the height of its small letters. */
function stands([x0, y0, x1, y1]: Bbox, { bbox, baseline, size, runs }: Segment, most = largest): boolean {
  const startsRight = runs.some(({ text }) => isRightToLeft(text));
  const [width, middle] = [x1 - x0, (y0 + y1) / 2];
  const gap = startsRight ? x0 - bbox[2] : bbox[0] - x1;
  if (width < smallest * size || width > most * size || gap < 0 || gap > reach * size) return false;
  return middle < baseline && middle > baseline - 0.75 * size;
}

/** isNumberIn: the number that a segment begins with stands in a shape; the words behind it, if any, are larger. */
function isNumberIn([x0, y0, x1, y1]: Bbox, { bbox, baseline, size, runs }: Segment): boolean {
  const [number, ...words] = runs;
  const middle = (y0 + y1) / 2;
  if (number === undefined || middle > baseline || middle < baseline - 0.75 * size || bbox[0] < x0 - 1) return false;
  return words.length === 0 ? bbox[2] < x1 + 1 : number.size < size && bbox[0] < (x0 + x1) / 2 + 1;
}

/** numberedLine gives a number in a circle as the mark of an item: `1.`, with the words behind it when they are of its segment. */
function numberedLine(segment: Segment, shape: Bbox, upright: readonly Segment[]): Segment | undefined {
  const [number, ...words] = segment.runs as readonly [Run, ...Run[]];
  const text = `${number.text.trim()}.`;
  if (words.length === 0) {
    const line = upright.find((one) => one !== segment && stands(shape, one, largestNumbered));
    return line === undefined ? undefined : bulletBefore(line, shape, text);
  }
  const [left, ...box] = segment.bbox;
  const mark = { ...number, text, size: segment.size, rise: 0 };
  return { ...segment, bbox: [Math.min(shape[0], left), ...box], runs: [mark, ...words] };
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
