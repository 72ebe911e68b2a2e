import { unionBbox } from '@docmill/document';
import { isBullet, markerOf, textOfRow } from './lines.ts';
import { followsMark, type ListMark, listMark } from './list-marks.ts';
import type { Item, Row } from './order.ts';
import { rowsOf } from './page-rows.ts';

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
/** Span is a stretch of x that holds ink, or none. */
export type Span = readonly [number, number];

/** withSpans adds the widths of items to the ink so far; overlapping spans become one. */
export function withSpans(ink: readonly Span[], items: readonly Item[]): readonly Span[] {
  let spans = ink;
  // One line below another adds nothing.
  for (const item of items) if (!isInked(spans, item)) spans = withSpan(spans, item);
  return spans;
}

function withSpan(ink: readonly Span[], { bbox: [left, , right] }: Item): readonly Span[] {
  const spans: Span[] = [];
  let [from, to] = [left, right];
  let at = 0;
  for (; at < ink.length && (ink[at] as Span)[1] < left; at += 1) spans.push(ink[at] as Span);
  for (; at < ink.length && (ink[at] as Span)[0] <= right; at += 1) {
    from = Math.min(from, (ink[at] as Span)[0]);
    to = Math.max(to, (ink[at] as Span)[1]);
  }
  spans.push([from, to]);
  for (; at < ink.length; at += 1) spans.push(ink[at] as Span);
  return spans;
}

function isInked(ink: readonly Span[], { bbox }: Item): boolean {
  for (const span of ink) if (bbox[0] >= span[0] && bbox[2] <= span[1]) return true;
  return false;
}

/** gutters finds the vertical bands without ink that are wide enough for a gutter, the widest first. */
export function gutters(ink: readonly Span[], size: number): readonly Span[] {
  const least = Math.max(gutterPoints, gutterSizes * size);
  return gapsOf(ink, least).sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
}

function gapsOf(ink: readonly Span[], least: number): Span[] {
  const gaps: Span[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const span of ink) {
    if (span[0] - before >= least) gaps.push([before, span[0]]);
    before = span[1];
  }
  return gaps;
}

/** partedAt gives what stands left and right of a gutter. */
export function partedAt(items: readonly Item[], [from, to]: Span): readonly [readonly Item[], readonly Item[]] {
  const middle = (from + to) / 2;
  return [items.filter(({ bbox }) => bbox[2] <= middle), items.filter(({ bbox }) => bbox[0] >= middle)];
}

/** Side by side stand so many columns at most, as a power of two. */
const deepestColumns = 3;

/** areColumns: one column, or several whose lines need not stand at the same heights. */
function areColumns(items: readonly Item[], size: number, depth = 0): boolean {
  if (isColumn(items, size)) return true;
  const [gutter] = gutters(withSpans([], items), size);
  if (gutter === undefined || depth >= deepestColumns) return false;
  return partedAt(items, gutter).every((side) => areColumns(side, size, depth + 1));
}

/**
 * isColumn: most of the ink stands in rows that fill the width, so that labels of a figure in the column do not count, and in pieces long
 * enough for running text, so that the cells of a table are no columns.
 */
function isColumn(items: readonly Item[], size: number): boolean {
  const bbox = unionBbox(items.map((item) => item.bbox));
  if (bbox === undefined) return false;
  const width = bbox[2] - bbox[0];
  const rows = rowsOf(items);
  if (isListed(rows)) return true;
  if (width < columnSizes * size) return false;
  if (items.some((item) => item.segment === undefined && item.bbox[2] - item.bbox[0] > 0.5 * width)) return true;
  if (rows.length < columnRows) return areSentences(rows, width);
  const usual = usualSize(items);
  const isFilled = (row: Row) => inkWidth(row) >= filledShare * width;
  const text = rows.filter((row) => isFilled(row) || isText(row, usual));
  const filled = text.filter(isFilled);
  const long = text.flatMap((row) => row.items.filter((item) => widthOf(item) >= longPiece * size));
  const all = inkOfRows(text);
  if (filled.length < 2 || inkOfRows(filled) < filledInk * all) return false;
  return long.reduce((sum, item) => sum + widthOf(item), 0) >= longInk * all || isLoose(items, rows, size);
}

/** A heading is so many times larger than the text. */
const headingRatio = 1.1;

/** isText: headings and items with signs, which stand in columns of text too, need not fill them. */
function isText(row: Row, size: number): boolean {
  if (row.items.some(({ segment }) => segment !== undefined && segment.size > headingRatio * size)) return false;
  const mark = markerOf(textOfRow(row));
  return mark === undefined || !isBullet(mark);
}

/** usualSize gives the size that most of the ink of segments is set in. */
function usualSize(items: readonly Item[]): number {
  const widths = new Map<number, number>();
  for (const { segment, bbox } of items)
    if (segment !== undefined) widths.set(segment.size, (widths.get(segment.size) ?? 0) + bbox[2] - bbox[0]);
  return [...widths].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

/** Two lines of a column are as wide as it, nearly, and have so many words each. */
const sentenceShare = 0.85;
const sentenceWords = 4;

/** areSentences: the last two lines of columns that end on a page. */
function areSentences(rows: readonly Row[], width: number): boolean {
  if (rows.length < 2) return false;
  return rows.every(
    (row) => inkWidth(row) >= sentenceShare * width && textOfRow(row).split(' ').length >= sentenceWords,
  );
}

/** Lines of a paragraph are nearer than this, in sizes; the fields of a form, and the rows of a loose table, stand further apart. */
const widestStep = 2.4;

/** areRowsOfTable: most lines of one side stand further apart than those of paragraphs, each level with a line of the other side. */
export function areRowsOfTable(left: readonly Item[], right: readonly Item[], size: number): boolean {
  // Tables and pictures side by side, with captions of their own, are no rows.
  if ([...left, ...right].some(({ segment }) => segment === undefined)) return false;
  const [first, second] = [rowsOf(left), rowsOf(right)];
  return standBeside(first, second, size) || standBeside(second, first, size);
}

function standBeside(rows: readonly Row[], others: readonly Row[], size: number): boolean {
  const far = rows.slice(1).filter(({ baseline }, at) => baseline - (rows[at]?.baseline ?? 0) > widestStep * size);
  if (rows.length < 2 || far.length <= 0.5 * (rows.length - 1)) return false;
  return rows.every(isLevelWith(others));
}

/** In a list this part of the lines has a mark; the others are what stands above it and where items go on. */
const markedRows = 0.5;

/** isListed: items of one list below each other, as boxes of a slide hold; `(a)` and `(c)` are choices that go on beside them. */
function isListed(rows: readonly Row[]): boolean {
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
  return flush.length >= 0.6 * rows.length && gapsOf(withSpans([], items), gutterSizes * size).length === 0;
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

/** So many of the lines of a short column may be level with lines beside it by chance. */
const levelByChance = 0.5;

/** standBySide: two columns, or a column and short lines beside it, set tight and flush, whose heights are their own, as the ingredients of a recipe. */
export function standBySide(left: readonly Item[], right: readonly Item[], size: number): boolean {
  const [isLeft, isRight] = [areColumns(left, size), areColumns(right, size)];
  if ((isLeft && isRight) || isAlphabetical([...left, ...right], size)) return true;
  if (!isLeft && !isRight) return false;
  const [short, long] = isLeft ? [rowsOf(right), rowsOf(left)] : [rowsOf(left), rowsOf(right)];
  const lines = short.filter((row) => isText(row, size));
  const share = (rows: readonly Row[], others: readonly Row[]) => rows.filter(isLevelWith(others)).length / rows.length;
  return isBlock(lines, size) && share(lines, long) <= levelByChance && share(long, short) <= levelByChance;
}

/** An index has so many columns at most, entries in all, and in each column; nearly all follow the alphabet. */
const mostColumns = 6;
const fewestEntries = 8;
const columnEntries = 4;
const sortedShare = 0.9;

/** isAlphabetical: entries that follow the alphabet down each column and on in the next one, as those of an index do; further lines of an entry stand in. */
function isAlphabetical(items: readonly Item[], size: number): boolean {
  const gaps = gapsOf(withSpans([], items), Math.max(gutterPoints, gutterSizes * size));
  if (gaps.length === 0 || gaps.length >= mostColumns) return false;
  const edges = [...gaps.map(([from, to]) => (from + to) / 2), Number.POSITIVE_INFINITY];
  const columns = edges.map((edge, at) =>
    entriesOf(
      items.filter(({ bbox }) => bbox[2] <= edge && bbox[0] >= (edges[at - 1] ?? 0)),
      size,
    ),
  );
  if (columns.some((entries) => entries.length < columnEntries)) return false;
  const entries = columns.flat();
  if (entries.length < fewestEntries) return false;
  const goesOn = columns.slice(1).every((next, at) => isSorted(columns[at]?.at(-1), next[0]));
  const sorted = entries.slice(1).filter((entry, at) => isSorted(entries[at], entry)).length;
  return goesOn && sorted >= sortedShare * (entries.length - 1) && entries.at(0)?.[0] !== entries.at(-1)?.[0];
}

/** entriesOf gives the first words of the lines that begin at the left of a column. */
function entriesOf(items: readonly Item[], size: number): readonly string[] {
  const left = items.reduce((least, { bbox }) => Math.min(least, bbox[0]), Number.POSITIVE_INFINITY);
  return rowsOf(items)
    .filter(({ bbox }) => bbox[0] < left + 0.5 * size)
    .flatMap((row) => /^\P{L}{0,2}(\p{L}+)/u.exec(textOfRow(row))?.[1]?.toLocaleLowerCase('en') ?? []);
}

function isSorted(before = '', after = ''): boolean {
  return before.localeCompare(after, 'en', { sensitivity: 'base' }) <= 0;
}

/** isLevelWith tells rows whose baseline is that of one of others. */
function isLevelWith(others: readonly Row[]): (row: Row) => boolean {
  const levels = new Set(others.map(({ baseline }) => Math.round(baseline)));
  return ({ baseline }) => [-1, 0, 1].some((off) => levels.has(Math.round(baseline) + off));
}

/** Blocks of short lines are parted by so many sizes at least, stand in lines no further apart, and have so many of them. */
const blockGap = 4;
const blockStep = 1.8;
const blockRows = 3;
const mostBlocks = 4;

/** blocksFrom parts short lines into blocks side by side, as addresses are: each is set tight and flush, and one has lines below the last of another. */
export function blocksFrom(
  items: readonly Item[],
  size: number,
): readonly [readonly Item[], readonly Item[]] | undefined {
  const gaps = gapsOf(withSpans([], items), blockGap * size);
  const [first] = gaps;
  if (first === undefined || gaps.length >= mostBlocks) return undefined;
  const sides: (readonly Item[])[] = [];
  let rest = items;
  for (const gap of gaps) {
    const [left, right] = partedAt(rest, gap);
    sides.push(left);
    rest = right;
  }
  const blocks = [...sides, rest].map(rowsOf);
  if (!blocks.every((rows) => isBlock(rows, size))) return undefined;
  const heights = blocks.map((rows) => rows.length);
  const [shortest, longest] = [Math.min(...heights), Math.max(...heights)];
  // Names with what belongs to each beside it are as many on both sides.
  const together = Array.from({ length: shortest }, (_, at) => blocks.map((rows) => rows[at]?.baseline ?? 0));
  const isLevel = together.every((line) => Math.max(...line) - Math.min(...line) < 0.3 * size);
  if (shortest === longest || !isLevel) return undefined;
  return partedAt(items, first);
}

function isBlock(rows: readonly Row[], size: number): boolean {
  if (rows.length < blockRows || rows.some(({ items }) => items.some(({ segment }) => segment === undefined)))
    return false;
  const [first] = rows as readonly [Row];
  const isFlush = (side: 0 | 2) => rows.every(({ bbox }) => Math.abs(bbox[side] - first.bbox[side]) < 0.5 * size);
  if (!isFlush(0) && !isFlush(2)) return false;
  const isTight = rows.slice(1).every(({ baseline }, at) => baseline - (rows[at]?.baseline ?? 0) < blockStep * size);
  const letters = rows.filter((row) => /\p{L}{2}/u.test(textOfRow(row)));
  return isTight && letters.length >= 0.7 * rows.length;
}
