import { unionBbox } from '@docmill/document';
import type { Item, Row } from './order.ts';
import { textOfRuns } from './run-text.ts';

/** Solids whose tops are nearer than this, points, stand side by side. */
const solidStep = 8;

interface OpenRow {
  items: Item[];
  baseline: number;
  size: number;
}

/** rowsOf puts items of one baseline into a row, top to bottom. */
export function rowsOf(items: readonly Item[]): readonly Row[] {
  const rows: OpenRow[] = [];
  const sorted = [...items].sort((a, b) => heightOf(a) - heightOf(b) || a.bbox[0] - b.bbox[0]);
  for (const item of sorted) {
    const row = rows.at(-1);
    const size = item.segment?.size ?? 0;
    const joins =
      row !== undefined &&
      item.segment !== undefined &&
      row.size > 0 &&
      baselineOf(item) - row.baseline <=
        (size < smallMark * row.size || row.size < smallMark * size ? 0.55 : 0.45) * Math.max(size, row.size);
    if (joins && !row.items.some((other) => overlaps(other, item))) {
      row.items.push(item);
      if (size > row.size) Object.assign(row, { size, baseline: baselineOf(item) });
    } else rows.push({ items: [item], baseline: baselineOf(item), size });
  }
  return rows.map((row) => {
    const [first] = row.items;
    // Most rows are of one piece.
    if (first !== undefined && row.items.length === 1)
      return { items: row.items, baseline: row.baseline, bbox: first.bbox };
    return joined(row);
  });
}

function joined(row: OpenRow): Row {
  return {
    items: row.items.sort((a, b) => a.bbox[0] - b.bbox[0]).map((item) => raised(item, row)),
    baseline: row.baseline,
    bbox: unionBbox(row.items.map((item) => item.bbox)) ?? [0, 0, 0, 0],
  };
}

/** The mark of a note is so much smaller than its line, and raised; where it is a stretch of its own it does not know that by itself. */
const smallMark = 0.75;
const leastRise = 0.2;
const longestMark = 8;

function raised(item: Item, row: { readonly size: number; readonly baseline: number }): Item {
  const { segment } = item;
  if (segment === undefined || segment.size >= smallMark * row.size) return item;
  const rise = Math.round((10 * (row.baseline - segment.baseline)) / row.size) / 10;
  if (rise < leastRise || textOfRuns(segment.runs).trim().length > longestMark) return item;
  return { ...item, segment: { ...segment, runs: segment.runs.map((run) => ({ ...run, rise })) } };
}

function overlaps(a: Item, b: Item): boolean {
  const shared = Math.min(a.bbox[2], b.bbox[2]) - Math.max(a.bbox[0], b.bbox[0]);
  return shared > 0.5 * Math.min(a.bbox[2] - a.bbox[0], b.bbox[2] - b.bbox[0]);
}

/** heightOf is where an item stands among others: text on its baseline, a solid at its top; those that begin together share a height. */
function heightOf(item: Item): number {
  return item.segment?.baseline ?? solidStep * Math.round(item.bbox[1] / solidStep);
}

function baselineOf(item: Item): number {
  return item.segment?.baseline ?? item.bbox[3];
}
