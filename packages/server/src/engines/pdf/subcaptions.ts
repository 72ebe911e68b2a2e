import { isCaption } from './captions.ts';
import { bottomOf, isPicture, topOf } from './column-ends.ts';
import type { Item } from './order.ts';
import { textOfRuns } from './run-text.ts';

/** The lines of a name are no further apart than this, in sizes; pictures and their names may stand further apart. */
const lineBlank = 0.9;
const pictureBlank = 2.5;
const mostStrips = 12;
const opening = 0x28;

/** isSubcaption tells the name of a part of a figure: `(a) First run`. */
export function isSubcaption(text: string): boolean {
  return /^\([a-z]\)\s+\p{L}{2}/u.test(text);
}

/** Subcaptions are the first of the parts of a figure side by side with its name, the others, and the index of the first strip behind them. */
export interface Subcaptions {
  readonly left: readonly Item[];
  readonly right: readonly Item[];
  readonly end: number;
}

/** subcaptionsAt finds parts of a figure side by side, each with a name of its own below it, in strips of a page from `start` on. */
export function subcaptionsAt(strips: readonly (readonly Item[])[], start: number): Subcaptions | undefined {
  if (!(strips[start] ?? []).some((item) => isPicture(item) || isMarked(item))) return undefined;
  const own: Item[] = [];
  let marked: readonly Item[] = [];
  let end = start;
  let bottom = Number.POSITIVE_INFINITY;
  for (; end < strips.length && end - start < mostStrips; end += 1) {
    const strip = strips[end] ?? [];
    const pictured = strip.some(isPicture);
    const size = strip.find(({ segment }) => segment !== undefined)?.segment?.size ?? 10;
    const blank = topOf(strip) - bottom;
    if (blank > (marked.length === 0 ? pictureBlank : lineBlank) * size) break;
    if (marked.length > 0 && (pictured || strip.some(isCaptionLine))) break;
    if (strip.some((item) => item.segment === undefined && !isPicture(item))) return undefined;
    const names = strip.filter(isMarked);
    if (marked.length === 0 && names.length === 0 && !pictured) return undefined;
    for (const item of strip) own.push(item);
    marked = [...marked, ...names];
    bottom = bottomOf(strip);
  }
  const [one, two, ...others] = [...marked].sort((a, b) => a.bbox[0] - b.bbox[0]);
  if (one === undefined || two === undefined) return undefined;
  // There are no more names than letters.
  if (![two, ...others].every((item, at) => letterOf(item) === letterOf(one) + at + 1)) return undefined;
  // Text beside a figure is no part of it.
  if (!own.every((item) => isPicture(item) || marked.some((name) => goesOn(item, name)))) return undefined;
  const edge = edgeBetween(own, one, two);
  if (edge === undefined) return undefined;
  return { left: own.filter(({ bbox }) => bbox[2] <= edge), right: own.filter(({ bbox }) => bbox[0] >= edge), end };
}

/** goesOn: a line is a name or stands below its first line. */
function goesOn({ bbox }: Item, name: Item): boolean {
  return bbox[1] >= name.bbox[1] && bbox[0] < name.bbox[2] && bbox[2] > name.bbox[0];
}

function isCaptionLine({ segment }: Item): boolean {
  return segment !== undefined && isCaption(textOfRuns(segment.runs));
}

function isMarked({ segment }: Item): boolean {
  // Nearly all lines end here.
  if (segment?.runs[0]?.text.charCodeAt(0) !== opening) return false;
  return isSubcaption(textOfRuns(segment.runs));
}

function letterOf(item: Item | undefined): number {
  return textOfRuns(item?.segment?.runs ?? []).charCodeAt(1);
}

/** edgeBetween gives an x between two names that no line crosses. */
function edgeBetween(items: readonly Item[], one: Item, two: Item): number | undefined {
  let from = one.bbox[2];
  const sorted = [...items].sort((a, b) => a.bbox[0] - b.bbox[0]);
  for (const { bbox } of sorted) if (bbox[0] < from && bbox[2] > from) from = bbox[2];
  const to = sorted.find(({ bbox }) => bbox[0] >= from)?.bbox[0] ?? from;
  return to <= two.bbox[0] + 0.5 && to > from ? (from + to) / 2 : undefined;
}
