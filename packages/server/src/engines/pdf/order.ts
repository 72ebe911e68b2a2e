import { type Bbox, unionBbox } from '@docmill/document';
import { withDropCaps } from './drop-caps.ts';
import { markerOf, textOfRow } from './lines.ts';
import { followsMark, type ListMark, listMark } from './list-marks.ts';
import type { PdfPageContent, Segment, Solid } from './page-content.ts';
import { sideNotes } from './side-notes.ts';
import { withBoxes } from './text-boxes.ts';

/** Item is what reading order is about: a segment of text, a solid, or a box of text. `bbox` is the ink of a line, not its leading. */
export interface Item {
  readonly bbox: Bbox;
  readonly segment?: Segment;
  readonly solid?: Solid;
  /** What stands in the box, which is read on its own. */
  readonly boxed?: readonly Item[];
}

/** Row is what stands on one line of a column, from left to right; or one solid. */
export interface Row {
  readonly items: readonly Item[];
  readonly bbox: Bbox;
  /** y of the baseline; the lower edge for a solid. */
  readonly baseline: number;
}

/** Column is a part of the page that is read from top to bottom before anything beside it. */
export interface Column {
  readonly bbox: Bbox;
  readonly rows: readonly Row[];
  /** Notes beside the text. */
  readonly beside?: true;
  /** A box that text stands beside. */
  readonly boxed?: true;
}

/** PageParts is what reading order needs of a page; without its size no notes are parted from the text beside them. */
export type PageParts = Pick<PdfPageContent, 'segments' | 'solids' | 'boxes'> &
  Partial<Pick<PdfPageContent, 'width' | 'height'>>;

/** A gutter is at least this wide: points, and parts of the usual size. */
const gutterPoints = 7;
const gutterSizes = 0.7;
/** Text in columns fills them: this part of the ink stands in lines of at least this part of the width. */
const filledInk = 0.6;
const filledShare = 0.55;
/** Running text is set in pieces of at least so many sizes, a table in shorter ones. */
const longPiece = 9;
const longInk = 0.6;
/** So many lines show whether a white band runs through them. */
const looseRows = 5;
/** A column is at least this many sizes wide and has so many lines. */
const columnSizes = 7;
const columnRows = 3;
/** Reading order looks at so many strips of a page at most, all tries together; then what is left is read from top to bottom. */
const mostTries = 50_000;
/** A line goes on right below another that is nearer than this, in parts of the size. */
const nextLine = 1.6;
/** Solids whose tops are nearer than this, points, stand side by side. */
const solidStep = 8;

/** readingOrder gives the columns of a page in reading order: side by side where a gutter parts lines that fill their columns. */
export function readingOrder(content: PageParts): readonly Column[] {
  const { main, notes } = sideNotes(content);
  const items: Item[] = [
    ...withDropCaps(main).map((segment): Item => ({ segment, bbox: inkOf(segment) })),
    ...content.solids.map((solid): Item => ({ solid, bbox: solid.bbox })),
  ];
  const sizes = main.map((segment) => segment.size).sort((a, b) => a - b);
  const size = sizes[Math.floor(sizes.length / 2)] ?? 10;
  const beside = notes.map((group): Column => {
    return { ...columnOf(group.map((segment): Item => ({ segment, bbox: inkOf(segment) }))), beside: true };
  });
  const context = { size, depth: 0, tries: { left: mostTries } };
  const columns = cut(withBoxes(items, content.boxes ?? []), context);
  return [...columns.flatMap((column) => unboxed(column, context)), ...beside];
}

/** unboxed parts a column at its boxes, and gives what stands in them between its parts. */
function unboxed(column: Column, context: CutContext): readonly Column[] {
  const columns: Column[] = [];
  let rows: Row[] = [];
  const flush = () => {
    if (rows.length > 0) columns.push({ ...column, rows });
    rows = [];
  };
  for (const row of column.rows) {
    const boxed = row.items[0]?.boxed;
    if (boxed === undefined) rows.push(row);
    else {
      flush();
      columns.push(...cut(boxed, context).map((one): Column => ({ ...one, boxed: true })));
    }
  }
  flush();
  return columns;
}

/** The loose boxes of tight lines overlap; their ink does not. */
function inkOf({ bbox, baseline, size }: Segment): Bbox {
  return [bbox[0], Math.max(bbox[1], baseline - 0.75 * size), bbox[2], Math.min(bbox[3], baseline + 0.2 * size)];
}

interface CutContext {
  readonly size: number;
  readonly depth: number;
  /** Counts down over the whole page. */
  readonly tries: { left: number };
}

function cut(items: readonly Item[], context: CutContext): readonly Column[] {
  if (items.length === 0) return [];
  const strips = stripsOf(items);
  const columns: Column[] = [];
  let plain: Item[] = [];
  const flush = () => {
    if (plain.length > 0) columns.push(columnOf(plain));
    plain = [];
  };
  for (let at = 0; at < strips.length; ) {
    const split = context.depth < 8 && context.tries.left > 0 ? columnsFrom(strips, at, context) : undefined;
    if (split === undefined) {
      plain.push(...(strips[at] ?? []));
      at += 1;
      continue;
    }
    flush();
    const deeper = { ...context, depth: context.depth + 1 };
    columns.push(...cut(split.left, deeper), ...cut(split.right, deeper));
    at = split.end;
  }
  flush();
  return columns;
}

/** stripsOf parts items by the white bands that run across all of them. */
function stripsOf(items: readonly Item[]): readonly (readonly Item[])[] {
  const strips: Item[][] = [];
  let lowest = Number.NEGATIVE_INFINITY;
  for (const item of [...items].sort((a, b) => a.bbox[1] - b.bbox[1])) {
    const strip = strips.at(-1);
    if (strip === undefined || item.bbox[1] >= lowest - 0.5) strips.push([item]);
    else strip.push(item);
    lowest = Math.max(lowest, item.bbox[3]);
  }
  return strips;
}

interface Split {
  readonly left: readonly Item[];
  readonly right: readonly Item[];
  /** Index of the first strip behind. */
  readonly end: number;
}

/** columnsFrom takes as many strips as share a gutter, and accepts them as columns when lines fill both sides of it. */
function columnsFrom(
  strips: readonly (readonly Item[])[],
  start: number,
  { size, tries }: CutContext,
): Split | undefined {
  const least = Math.max(gutterPoints, gutterSizes * size);
  let ink: readonly Span[] = [];
  let found: { gutter: Span; end: number } | undefined;
  for (let end = start; end < strips.length; end += 1) {
    tries.left -= 1;
    ink = withSpans(ink, strips[end] ?? []);
    const gutter = widestGap(ink, least);
    if (gutter === undefined) {
      // The first strip may be the end of something wider, with nothing beside it.
      if (found !== undefined || end - start > 2) break;
      continue;
    }
    found = { gutter, end: end + 1 };
  }
  if (found === undefined) return undefined;
  const items = strips.slice(start, found.end).flat();
  const middle = (found.gutter[0] + found.gutter[1]) / 2;
  if (endsWider(strips[start - 1], strips[start], middle)) return undefined;
  const left = items.filter((item) => item.bbox[2] <= middle);
  const right = items.filter((item) => item.bbox[0] >= middle);
  return areColumns(left, size) && areColumns(right, size) ? { left, right, end: found.end } : undefined;
}

/** endsWider: what stands alone on one side is the last line of text that goes over both columns, as is what stands below it in the middle. */
function endsWider(above: readonly Item[] | undefined, first: readonly Item[] | undefined, middle: number): boolean {
  if (above === undefined || first === undefined) return false;
  const [line] = first;
  const wide = above.find(
    ({ bbox, segment }) => segment !== undefined && bbox[0] < middle - 20 && bbox[2] > middle + 20,
  );
  if (line?.segment === undefined || wide?.segment === undefined) return false;
  const { size, baseline } = line.segment;
  const distance = baseline - wide.segment.baseline;
  const isCentred = Math.abs(line.bbox[0] + line.bbox[2] - wide.bbox[0] - wide.bbox[2]) < 2 * size;
  if (first.some((item) => item.segment === undefined || (item.bbox[0] >= middle && !isCentred))) return false;
  const same = Math.abs(size - wide.segment.size) < 0.05 * size;
  const goesOn = isCentred || Math.abs(line.bbox[0] - wide.bbox[0]) < 2.5 * size;
  return same && goesOn && distance > 0 && distance < nextLine * size;
}

/** Span is a stretch of x that holds ink. */
type Span = readonly [number, number];

/** withSpans adds the widths of items to the ink so far; overlapping spans become one. */
function withSpans(ink: readonly Span[], items: readonly Item[]): readonly Span[] {
  // One line below another adds nothing.
  if (items.every((item) => isInked(ink, item))) return ink;
  const spans = [...ink, ...items.map(({ bbox }): Span => [bbox[0], bbox[2]])].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  let last: [number, number] | undefined;
  for (const span of spans) {
    if (last !== undefined && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
    else {
      last = [span[0], span[1]];
      merged.push(last);
    }
  }
  return merged;
}

function isInked(ink: readonly Span[], { bbox }: Item): boolean {
  for (const span of ink) if (bbox[0] >= span[0] && bbox[2] <= span[1]) return true;
  return false;
}

/** widestGap finds the widest vertical band without ink, wide enough for a gutter. */
function widestGap(ink: readonly Span[], least: number): Span | undefined {
  let best: Span | undefined;
  ink.forEach(([x0], at) => {
    const before = ink[at - 1]?.[1];
    if (before === undefined || x0 - before < least) return;
    if (best === undefined || x0 - before > best[1] - best[0]) best = [before, x0];
  });
  return best;
}

/** Side by side stand so many columns at most, as a power of two. */
const deepestColumns = 3;

/** areColumns: one column, or several whose lines need not stand at the same heights. */
function areColumns(items: readonly Item[], size: number, depth = 0): boolean {
  if (isColumn(items, size)) return true;
  const gutter = widestGap(withSpans([], items), Math.max(gutterPoints, gutterSizes * size));
  if (gutter === undefined || depth >= deepestColumns) return false;
  const middle = (gutter[0] + gutter[1]) / 2;
  const [left, right] = [items.filter(({ bbox }) => bbox[2] <= middle), items.filter(({ bbox }) => bbox[0] >= middle)];
  return areColumns(left, size, depth + 1) && areColumns(right, size, depth + 1);
}

/**
 * isColumn: most of the ink stands in rows that fill the width, so that labels of a figure in the column do not count, and in pieces long
 * enough for running text, so that the cells of a table are no columns.
 */
function isColumn(items: readonly Item[], size: number): boolean {
  const rows = rowsOf(items);
  return fillsColumn(items, rows, size) || isList(rows);
}

function fillsColumn(items: readonly Item[], rows: readonly Row[], size: number): boolean {
  const bbox = unionBbox(items.map((item) => item.bbox));
  if (bbox === undefined) return false;
  const width = bbox[2] - bbox[0];
  if (width < columnSizes * size) return false;
  if (items.some((item) => item.segment === undefined && item.bbox[2] - item.bbox[0] > 0.5 * width)) return true;
  const filled = rows.filter((row) => inkWidth(row) >= filledShare * width);
  if (rows.length < columnRows || filled.length < 2) return false;
  const long = items.filter((item) => widthOf(item) >= longPiece * size);
  const all = inkOfRows(rows);
  if (inkOfRows(filled) < filledInk * all) return false;
  return long.reduce((sum, item) => sum + widthOf(item), 0) >= longInk * all || isLoose(items, rows, size);
}

/** In a list this part of the lines has a mark; the others are what stands above it and where items go on. */
const markedRows = 0.5;

/** isList: items of one list below each other, as boxes of a slide hold; `(a)` and `(c)` are choices that go on beside them. */
function isList(rows: readonly Row[]): boolean {
  const marks: ListMark[] = [];
  let unmarked = 0;
  for (const row of rows) {
    const marker = markerOf(textOfRow(row));
    if (marker !== undefined) marks.push(listMark(marker));
    else unmarked += 1;
    if (unmarked > (1 - markedRows) * rows.length) return false;
  }
  if (marks.length < 2) return false;
  return marks.slice(1).every((mark, at) => followsMark(marks[at] as ListMark, mark));
}

/** isLoose: justified lines whose words stand far apart end at both edges, and no white band runs down through them as through a table. */
function isLoose(items: readonly Item[], rows: readonly Row[], size: number): boolean {
  const bbox = unionBbox(items.map((item) => item.bbox));
  if (bbox === undefined || rows.length < looseRows) return false;
  const flush = rows.filter((row) => row.bbox[0] < bbox[0] + 2 * size && row.bbox[2] > bbox[2] - 0.6 * size);
  return flush.length >= 0.6 * rows.length && widestGap(withSpans([], items), gutterSizes * size) === undefined;
}

function widthOf({ bbox }: Item): number {
  return bbox[2] - bbox[0];
}

function inkOfRows(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + inkWidth(row), 0);
}

function inkWidth(row: Row): number {
  return row.items.reduce((sum, { bbox }) => sum + bbox[2] - bbox[0], 0);
}

function columnOf(items: readonly Item[]): Column {
  return { bbox: unionBbox(items.map((item) => item.bbox)) ?? [0, 0, 0, 0], rows: rowsOf(items) };
}

/** rowsOf puts items of one baseline into a row, top to bottom. */
function rowsOf(items: readonly Item[]): readonly Row[] {
  const rows: { items: Item[]; baseline: number; size: number }[] = [];
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
  return rows.map((row) => ({
    items: row.items.sort((a, b) => a.bbox[0] - b.bbox[0]).map((item) => raised(item, row)),
    baseline: row.baseline,
    bbox: unionBbox(row.items.map((item) => item.bbox)) ?? [0, 0, 0, 0],
  }));
}

/** The mark of a note is so much smaller than its line, and raised; where it is a stretch of its own it does not know that by itself. */
const smallMark = 0.75;
const leastRise = 0.2;

function raised(item: Item, row: { readonly size: number; readonly baseline: number }): Item {
  const { segment } = item;
  if (segment === undefined || segment.size >= smallMark * row.size) return item;
  const rise = Math.round((10 * (row.baseline - segment.baseline)) / row.size) / 10;
  if (rise < leastRise) return item;
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
