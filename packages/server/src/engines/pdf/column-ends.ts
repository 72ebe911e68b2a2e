import type { Item } from './order.ts';
import { headingRatio, partedAt, type Span } from './side-by-side.ts';

/** Strips are items parted by the white bands that run across all of them, from top to bottom. */
export type Strips = readonly (readonly Item[])[];

/** Stretch is a part of strips that share a gutter; `size` is the usual one of the page. */
export interface Stretch {
  readonly start: number;
  /** Index of the first strip behind. */
  readonly end: number;
  readonly gutter: Span;
  readonly size: number;
}

/** A lone text that is so many times larger than the others is a title. */
const titleRatio = 1.4;
/** What stands further below the text than this, in sizes, is a foot. */
export const footDistance = 3;
/** What belongs to what follows is nearer to it by so many sizes. */
const nearer = 0.25;

/** columnsEnd gives the end of the columns that begin a stretch: above a second row of cards, a heading over columns of their own, or what belongs to what follows. */
export function columnsEnd(strips: Strips, stretch: Stretch): number {
  return withoutTail(strips, headingIn(strips, cardsIn(strips, stretch)));
}

/** headingIn ends a stretch of columns above a heading that has nothing beside it and columns below it that begin at one height: these are columns of their own. */
function headingIn(strips: Strips, stretch: Stretch): Stretch {
  const { start, end, gutter, size } = stretch;
  const beginTogether = (strip: readonly Item[] = []) => {
    const [left, right] = partedAt(strip, gutter);
    // A second line of what is set large begins beside the text by chance.
    const large = strip.some(({ segment }) => segment !== undefined && segment.size > headingRatio * size);
    return Math.abs(topOf(left) - topOf(right)) < 1 && !large;
  };
  for (let at = start + 1; at + 1 < end; at += 1) {
    const [strip = [], next = []] = [strips[at], strips[at + 1]];
    // Of several headings side by side one stands over more than one column.
    if (!isLarge(strip, size) || (strip.length > 1 && strip.length >= next.length)) continue;
    const above = topOf(strip) - bottomOf(strips[at - 1]);
    const below = topOf(next) - bottomOf(strip);
    const isApart = above > below + nearer * size || isTitle(strip, size);
    if (isApart && beginTogether(next)) return { ...stretch, end: at };
  }
  return stretch;
}

/** cardsIn ends a stretch above the second row of cards, whose pictures or headings begin side by side as those of the first one do: they are read row by row. */
function cardsIn(strips: Strips, stretch: Stretch): Stretch {
  const { start, end, size } = stretch;
  const first = headsOf(strips[start], size);
  if (first === undefined) return stretch;
  for (let at = start + 1; at < end; at += 1) {
    const next = headsOf(strips[at], size);
    if (next?.length === first.length && next.every((head, place) => isHeadOf(head, first[place])))
      return { ...stretch, end: at };
  }
  return stretch;
}

/** headsOf gives what cards begin with, from left to right; undefined for what else begins there. */
function headsOf(strip: readonly Item[] = [], size: number): readonly Item[] | undefined {
  const top = topOf(strip);
  const heads = strip.filter(({ bbox }) => bbox[1] - top < 1).sort((a, b) => a.bbox[0] - b.bbox[0]);
  const isHead = (item: Item) => isPicture(item) || (item.segment?.size ?? 0) > headingRatio * size;
  return heads.length > 1 && heads.every(isHead) ? heads : undefined;
}

function isHeadOf(head: Item, first: Item | undefined): boolean {
  return head.solid?.type === first?.solid?.type && Math.abs(head.bbox[0] - (first?.bbox[0] ?? 0)) < 2;
}

/** isLarge: all of it is text that is so many times larger than that of the page. */
function isLarge(strip: readonly Item[], size: number, ratio = headingRatio): boolean {
  return strip.length > 0 && strip.every(({ segment }) => (segment?.size ?? 0) > ratio * size);
}

/** isTitle: a lone text that is much larger than the others. */
export function isTitle(strip: readonly Item[] | undefined, size: number): boolean {
  return strip?.length === 1 && isLarge(strip, size, titleRatio);
}

/**
 * withoutTail gives the end of a stretch of columns without what stands at its end on one side only and is nearer to what follows, as the caption
 * of something wider or a foot, and without headings.
 */
function withoutTail(strips: Strips, { start, end, gutter: [, right], size }: Stretch): number {
  let last = end;
  while (last - start > 1) {
    const strip = strips[last - 1] ?? [];
    const sides = new Set(strip.map(({ bbox }) => bbox[0] >= right));
    const above = topOf(strip) - bottomOf(strips[last - 2]);
    const below = last < strips.length ? topOf(strips[last]) - bottomOf(strip) + nearer * size : footDistance * size;
    // No heading stands at the end of a column, above what goes over all of them.
    const isHeading = last < strips.length && isLarge(strip, size);
    if (!isHeading && (above <= below || (sides.size > 1 && last < strips.length))) break;
    last -= 1;
  }
  return last;
}

/** topOf gives where a strip begins, points. */
export function topOf(strip: readonly Item[] = []): number {
  return strip.reduce((least, { bbox }) => Math.min(least, bbox[1]), Number.POSITIVE_INFINITY);
}

/** bottomOf gives where a strip ends, points. */
export function bottomOf(strip: readonly Item[] = []): number {
  return strip.reduce((most, { bbox }) => Math.max(most, bbox[3]), Number.NEGATIVE_INFINITY);
}

/** isPicture tells pictures from displayed formulas, which are drawn as well. */
export function isPicture({ solid }: Item): boolean {
  return solid?.type === 'picture' && solid.formula === undefined;
}
