import type { Bbox } from '@docmill/document';
import { isPicture } from './column-ends.ts';
import type { Item } from './order.ts';
import type { Segment } from './page-content.ts';

/** Lines above or below a picture that text runs around are no further from it than this, in sizes. */
const nearest = 2.6;
/** A line that goes over or under a picture shares so many sizes of its width. */
const shared = 2;
/** Lines beside it begin, or end, no further from the edge of their column than this, in sizes. */
const mostIndent = 2.6;
const fewestLines = 2;
/** Lines right of a picture begin no further from it than this, in sizes. */
const widestGap = 5;
/** The room of a picture goes on below it for one line more, in sizes to the middle of that. */
const foot = 1.1;

/** Of more pictures on a page none has text around it: they are tiles or ornaments. */
const mostPictures = 100;

/**
 * withWraps lets the lines beside a picture that text runs around reach over it, as the lines above or below do, so that they are lines of one
 * column; the first of them brings the picture along.
 */
export function withWraps(items: readonly Item[]): readonly Item[] {
  const pictures = items.filter(isPicture);
  if (pictures.length > mostPictures) return items;
  let result = items;
  for (const picture of pictures) result = withWrap(result, picture);
  return result;
}

function withWrap(items: readonly Item[], picture: Item): readonly Item[] {
  const wide = items.filter((item) => goesOver(item, picture));
  if (wide.length === 0) return items;
  const size = wide[0]?.segment?.size ?? 10;
  const left = wide.reduce((least, { bbox }) => Math.min(least, bbox[0]), Number.POSITIVE_INFINITY);
  const right = wide.reduce((most, { bbox }) => Math.max(most, bbox[2]), Number.NEGATIVE_INFINITY);
  const [x0, , x1] = picture.bbox;
  // It stands at one edge of the column, with room for words at the other.
  const atLeft = x0 < left + mostIndent * size;
  if (atLeft === x1 > right - mostIndent * size) return items;
  const rows = rowsBeside(items, { picture, left, size, atLeft });
  if (rows.length < fewestLines || !rows.some((row) => wide.some((line) => follows(row, line)))) return items;
  const edge = rows.reduce(
    (most, { bbox }) => (atLeft ? Math.min(most, bbox[0]) : Math.max(most, bbox[2])),
    atLeft ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
  );
  const step = atLeft ? Math.min(x0, left) - edge : Math.max(x1, right) - edge;
  const beside = new Set(rows);
  return items.flatMap((item) => {
    if (item === picture) return [];
    if (!beside.has(item)) return [item];
    const [from, y0, to, y1] = item.bbox;
    const bbox: Bbox = atLeft ? [from + step, y0, to, y1] : [from, y0, to + step, y1];
    const ends = atLeft || item.right === undefined ? {} : { right: item.right + step };
    return [{ ...item, ...ends, bbox, ...(item === rows[0] ? { floats: [...(item.floats ?? []), picture] } : {}) }];
  });
}

/** goesOver: a line right above or below a picture that shares a good part of its width. */
function goesOver({ segment, bbox }: Item, { bbox: [x0, y0, x1, y1] }: Item): boolean {
  if (segment === undefined) return false;
  const { size, baseline } = segment;
  if (Math.min(bbox[2], x1) - Math.max(bbox[0], x0) < shared * size || bbox[2] - bbox[0] < x1 - x0 + shared * size)
    return false;
  const [above, below] = [y0 - baseline, baseline - 0.7 * size - y1];
  return (above > -0.5 * size && above < nearest * size) || (below > -0.5 * size && below < nearest * size);
}

interface Place {
  readonly picture: Item;
  /** Where lines of the column begin. */
  readonly left: number;
  readonly size: number;
  readonly atLeft: boolean;
}

/** rowsBeside gives the line of each row that stands next to a picture, from top to bottom; none where other things stand there. */
function rowsBeside(items: readonly Item[], { picture, left, size, atLeft }: Place): readonly Item[] {
  const [x0, y0, x1, y1] = picture.bbox;
  const rows: Item[] = [];
  const found = items.filter(({ bbox, segment }) => {
    const middle = (bbox[1] + bbox[3]) / 2;
    const isNear = atLeft
      ? bbox[0] >= x1 - 1 && bbox[0] < x1 + widestGap * size
      : bbox[2] <= x0 + 1 && bbox[0] >= left - size;
    return isNear && middle > y0 - 0.5 * size && middle < y1 + foot * size && (segment !== undefined || bbox[3] > y0);
  });
  if (found.some(({ segment }) => segment === undefined || Math.abs(segment.size - size) > 0.05 * size)) return [];
  const isNearer = (a: Item, b: Item) => (atLeft ? a.bbox[0] < b.bbox[0] : a.bbox[2] > b.bbox[2]);
  for (const item of [...found].sort((a, b) => baselineOf(a) - baselineOf(b))) {
    const last = rows.at(-1);
    if (last === undefined || baselineOf(item) - baselineOf(last) > 0.4 * size) rows.push(item);
    else if (isNearer(item, last)) rows[rows.length - 1] = item;
  }
  return rows;
}

function baselineOf({ segment }: Item): number {
  return (segment as Segment).baseline;
}

/** follows: a line beside the picture and one over or under it stand as near as lines of a text and its paragraphs do. */
function follows(row: Item, line: Item): boolean {
  return Math.abs(baselineOf(row) - baselineOf(line)) < nearest * sizeOf(line);
}

function sizeOf({ segment }: Item): number {
  return (segment as Segment).size;
}
