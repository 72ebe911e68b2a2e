import type { Hidden } from './sheet.ts';

/** Axis places the rows (or columns) of a sheet that hold something on a short scale: neighbours differ by 1, across a gap by 2. */
export interface Axis {
  /** place gives where a row of the sheet stands; undefined for one that is hidden or that nothing begins or ends in. */
  place(index: number): number | undefined;
  /** shown gives the first row from `index` on that is not hidden. */
  shown(index: number): number;
  /** lastShown gives the last row up to `index` that is not hidden. */
  lastShown(index: number): number;
}

/** axisOf makes the scale of the rows that matter; those of `indexes` that are hidden have no place on it. */
export function axisOf(indexes: Iterable<number>, hidden: Hidden): Axis {
  const ranges = joined(hidden);
  const rangeAt = (index: number) => {
    const found = ranges[before(ranges, index)];
    return found !== undefined && index <= found.last ? found : undefined;
  };
  const rank = (index: number) => {
    const found = ranges[before(ranges, index)];
    return found === undefined ? index : index - found.hiddenUpTo;
  };
  const places = new Map<number, number>();
  let last: { readonly rank: number; readonly place: number } | undefined;
  for (const index of [...new Set(indexes)].sort((a, b) => a - b)) {
    if (rangeAt(index) !== undefined) continue;
    const own = rank(index);
    const place = last === undefined ? 0 : last.place + (own === last.rank + 1 ? 1 : 2);
    places.set(index, place);
    last = { rank: own, place };
  }
  return {
    place: (index) => places.get(index),
    shown: (index) => (rangeAt(index)?.last ?? index - 1) + 1,
    lastShown: (index) => (rangeAt(index)?.first ?? index + 1) - 1,
  };
}

interface Range {
  readonly first: number;
  last: number;
  /** How many are hidden in this and all earlier ranges. */
  hiddenUpTo: number;
}

function joined(hidden: Hidden): readonly Range[] {
  const ranges: Range[] = [];
  for (const [first, last] of hidden.toSorted(([a], [b]) => a - b)) {
    const open = ranges.at(-1);
    if (open !== undefined && first <= open.last + 1) {
      const more = Math.max(0, last - open.last);
      open.last += more;
      open.hiddenUpTo += more;
    } else ranges.push({ first, last, hiddenUpTo: (open?.hiddenUpTo ?? 0) + last - first + 1 });
  }
  return ranges;
}

/** The range that begins last at or before an index; -1 for none. */
function before(ranges: readonly Range[], index: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as Range).first <= index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
