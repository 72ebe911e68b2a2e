import { type Bbox, unionBbox } from '@docmill/document';
import { isBullet, markerOf, textOfRow } from './lines.ts';
import { followsMark, type ListMark, listMark } from './list-marks.ts';
import type { Item, Row } from './order.ts';
import { rowsOf } from './page-rows.ts';
import { endsSentence } from './sentences.ts';

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

function withSpan(ink: readonly Span[], { bbox, right = bbox[2] }: Item): readonly Span[] {
  const left = bbox[0];
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

function isInked(ink: readonly Span[], { bbox, right = bbox[2] }: Item): boolean {
  for (const span of ink) if (bbox[0] >= span[0] && right <= span[1]) return true;
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
  return [items.filter(({ bbox, right = bbox[2] }) => right <= middle), items.filter(({ bbox }) => bbox[0] >= middle)];
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
  if (rows.length < columnRows) return areSentences(rows, width) || isWrapped(rows, bbox);
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
export const headingRatio = 1.1;

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
  return rows.every((row, at) => {
    // The last line ends where its sentence does.
    if (at > 0 && at === rows.length - 1 && endsSentence(textOfRow(row))) return row.items.length === 1;
    return inkWidth(row) >= sentenceShare * width && textOfRow(row).split(' ').length >= sentenceWords;
  });
}

/** isWrapped: a line of words without a gap that fills its column, and goes on with a small letter below. */
function isWrapped([first, second]: readonly Row[], [left, , right]: Bbox): boolean {
  if (first === undefined || second === undefined || first.items.length > 1 || second.items.length > 1) return false;
  const reaches = first.bbox[2] >= left + sentenceShare * (right - left);
  return reaches && /^\p{Ll}/u.test(textOfRow(second)) && textOfRow(first).split(' ').length >= sentenceWords;
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
  let [unmarked, loose] = [0, 0];
  let item: Row | undefined;
  for (const row of rows) {
    const marker = markerOf(textOfRow(row));
    if (marker !== undefined) {
      marks.push(listMark(marker));
      item = row;
    } else {
      unmarked += 1;
      if (item === undefined || !hangsBelow(row, item)) loose += 1;
    }
    if (loose > 0 && unmarked > (1 - markedRows) * rows.length) return false;
  }
  if (marks.length < 2) return false;
  return marks.slice(1).every((mark, at) => followsMark(marks[at] as ListMark, mark));
}

/** The words of an item begin so many sizes behind its mark. */
const hang = [0.5, 4] as const;

/** hangsBelow: a line goes on where the words of its item begin. */
function hangsBelow(row: Row, item: Row): boolean {
  const size = item.items[0]?.segment?.size ?? 10;
  const step = row.bbox[0] - item.bbox[0];
  return step > hang[0] * size && step < hang[1] * size;
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
  const [short, long] = isLeft ? [rowsOf(right), rowsOf(left)] : [rowsOf(left), rowsOf(right)];
  const share = (rows: readonly Row[], others: readonly Row[]) => rows.filter(isLevelWith(others)).length / rows.length;
  if (!isLeft && !isRight) {
    const areBars = [short, long].every((rows) => rows.length >= barRows && isBar(rows, size));
    return areBars && !areRows(short, long, size) && !areRows(long, short, size);
  }
  const lines = short.filter((row) => isText(row, size));
  if (share(lines, long) > levelByChance || share(long, short) > levelByChance) return false;
  return isBlock(lines, size) || (isBar(lines, size) && !areRows(lines, long, size));
}

/** Of the lines of a bar beside a column this part begins at its edge, and follows the one above within so many sizes. */
const barShare = 0.8;
const barStep = 3.6;

/** Two bars side by side, as the columns of a menu, have so many lines each. */
const barRows = 5;

/** isBar: short lines that begin at one edge, in groups below headings, as beside the text of a curriculum vitae. */
function isBar(rows: readonly Row[], size: number): boolean {
  if (rows.length < blockRows || !isOfWords(rows)) return false;
  const left = rows.reduce((least, { bbox }) => Math.min(least, bbox[0]), Number.POSITIVE_INFINITY);
  const flush = rows.filter(({ bbox }) => bbox[0] - left < 0.5 * size);
  const near = rows.slice(1).filter(({ baseline }, at) => baseline - (rows[at]?.baseline ?? 0) < barStep * size);
  return flush.length >= barShare * rows.length && near.length >= barShare * (rows.length - 1);
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

/** Baselines of one row of a table differ by no more, in sizes: two scripts need not have one. */
const sameRow = 0.42;
/** Of lines that are read across, more than this part stand beside others by the same distance of baselines. */
const rowsAlike = 0.45;

/** distancesTo gives the distances of baselines, points, of the rows that have others beside them. */
function distancesTo(rows: readonly Row[], others: readonly Row[], size: number): readonly number[] {
  return rows.flatMap(({ baseline }) => {
    const distances = others.map((other) => other.baseline - baseline);
    const nearest = distances.reduce((least, one) => (Math.abs(one) < Math.abs(least) ? one : least), Infinity);
    return Math.abs(nearest) < sameRow * size ? [nearest] : [];
  });
}

/** areRows: rows stand beside others, as those of one table do, and not by chance. */
export function areRows(rows: readonly Row[], others: readonly Row[], size: number): boolean {
  const distances = distancesTo(rows, others, size);
  const alike = distances.map((one) => distances.filter((other) => Math.abs(other - one) <= 1).length);
  return Math.max(0, ...alike) > rowsAlike * rows.length;
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
  if (blocks.length === 2 && blocks.every(isOfWords) && areUneven(blocks, size)) return partedAt(items, first);
  if (!blocks.every((rows) => isBlock(rows, size))) return undefined;
  const heights = blocks.map((rows) => rows.length);
  const [shortest, longest] = [Math.min(...heights), Math.max(...heights)];
  // Names with what belongs to each beside it are as many on both sides.
  const together = Array.from({ length: shortest }, (_, at) => blocks.map((rows) => rows[at]?.baseline ?? 0));
  const isLevel = together.every((line) => Math.max(...line) - Math.min(...line) < 0.3 * size);
  if (shortest === longest || !isLevel) return undefined;
  return partedAt(items, first);
}

/** Names of authors with their addresses are parted by so many sizes at least. */
const authorGap = 1;

/** authorsFrom parts names with their addresses, each set centred, into blocks side by side about a middle: what stands below the name of a paper. */
export function authorsFrom(
  items: readonly Item[],
  { size, middle }: { readonly size: number; readonly middle: number | undefined },
): readonly [readonly Item[], readonly Item[]] | undefined {
  const box = unionBbox(items.map(({ bbox }) => bbox));
  const gaps = gapsOf(withSpans([], items), authorGap * size);
  const [first] = gaps;
  if (first === undefined || box === undefined || gaps.length >= mostBlocks) return undefined;
  if (middle !== undefined && Math.abs(middleOf(box) - middle) > 2 * size) return undefined;
  const edges = [...gaps.map(([from, to]) => (from + to) / 2), Number.POSITIVE_INFINITY];
  const blocks = edges.map((edge, at) =>
    rowsOf(items.filter(({ bbox }) => bbox[2] <= edge && bbox[0] >= (edges[at - 1] ?? Number.NEGATIVE_INFINITY))),
  );
  const areCentred = blocks.every((rows) => isCentredBlock(rows, size));
  const isFlush = blocks.every((rows) =>
    rows.every(({ bbox }) => Math.abs(bbox[0] - (rows[0]?.bbox[0] ?? 0)) < size / 2),
  );
  return areCentred && !isFlush ? partedAt(items, first) : undefined;
}

function middleOf(bbox: Row['bbox']): number {
  return (bbox[0] + bbox[2]) / 2;
}

function isCentredBlock(rows: readonly Row[], size: number): boolean {
  const box = unionBbox(rows.map(({ bbox }) => bbox));
  if (box === undefined || rows.length < 2) return false;
  return rows.every((row) => {
    const isText = row.items.every(({ segment }) => segment !== undefined) && /\p{L}{2}/u.test(textOfRow(row));
    return isText && Math.abs(middleOf(row.bbox) - middleOf(box)) < 0.6 * size;
  });
}

function isBlock(rows: readonly Row[], size: number): boolean {
  if (rows.length < blockRows || !isOfWords(rows) || !isFlush(rows, size)) return false;
  return rows.slice(1).every(({ baseline }, at) => baseline - (rows[at]?.baseline ?? 0) < blockStep * size);
}

function isFlush(rows: readonly Row[], size: number): boolean {
  const [first] = rows as readonly [Row];
  return ([0, 2] as const).some((side) =>
    rows.every(({ bbox }) => Math.abs(bbox[side] - first.bbox[side]) < 0.5 * size),
  );
}

function isOfWords(rows: readonly Row[]): boolean {
  if (rows.some(({ items }) => items.some(({ segment }) => segment === undefined))) return false;
  return rows.filter((row) => /\p{L}{2}/u.test(textOfRow(row))).length >= 0.7 * rows.length;
}

/** areUneven: no line of one side is level with one of the other, so that nothing is read across, as with a sender and what a letter refers to. */
function areUneven(blocks: readonly (readonly Row[])[], size: number): boolean {
  const [left = [], right = []] = blocks;
  if (left.length < 2 || right.length < 2 || ![left, right].every((rows) => isFlush(rows, size))) return false;
  return distancesTo(left, right, size).length === 0;
}
