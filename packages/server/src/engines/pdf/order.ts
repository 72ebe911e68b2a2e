import { type Bbox, unionBbox } from '@docmill/document';
import { bottomOf, columnsEnd, footDistance, isTitle, type Stretch, type Strips, topOf } from './column-ends.ts';
import { withDropCaps } from './drop-caps.ts';
import type { PdfPageContent, Segment, Solid } from './page-content.ts';
import { rowsOf } from './page-rows.ts';
import { textOfRuns } from './run-text.ts';
import {
  areRowsOfTable,
  authorsFrom,
  blocksFrom,
  gutters,
  partedAt,
  type Span,
  standBySide,
  withSpans,
} from './side-by-side.ts';
import { sideHeadings } from './side-headings.ts';
import { sideNotes } from './side-notes.ts';
import { subcaptionsAt } from './subcaptions.ts';
import { withBoxes } from './text-boxes.ts';
import { withWraps } from './text-wraps.ts';

/** Item is what reading order is about: a segment of text, a solid, or a box of text. `bbox` is the ink of a line, not its leading. */
export interface Item {
  readonly bbox: Bbox;
  /** Where its ink ends, where that is left of its box. */
  readonly right?: number;
  readonly segment?: Segment;
  readonly solid?: Solid;
  /** What stands in the box, which is read on its own. */
  readonly boxed?: readonly Item[];
  /** Pictures beside the line that its text runs around. */
  readonly floats?: readonly Item[];
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

/** Reading order looks at so many strips of a page at most, all tries together; then what is left is read from top to bottom. */
const mostTries = 50_000;
/** A line goes on right below another that is nearer than this, in parts of the size. */
const nextLine = 1.6;

/** readingOrder gives the columns of a page in reading order: side by side where a gutter parts lines that fill their columns. */
export function readingOrder(content: PageParts): readonly Column[] {
  const { main, notes } = sideNotes(content);
  const items = withWraps([
    ...withDropCaps(main).map(itemOf),
    ...content.solids.map((solid): Item => ({ solid, bbox: solid.bbox })),
  ]);
  const sizes = main.map((segment) => segment.size).sort((a, b) => a - b);
  const size = sizes[Math.floor(sizes.length / 2)] ?? 10;
  const context = { size, depth: 0, tries: { left: mostTries } };
  const columnsOf = (some: readonly Item[]) =>
    cut(withBoxes(some, content.boxes ?? []), context).flatMap((column) => unboxed(column, context));
  const written = (group: readonly Segment[]) => group.map((segment): Item => ({ segment, bbox: inkOf(segment) }));
  const sections = sideHeadings(notes, items);
  if (sections !== undefined)
    return sections.flatMap(({ heading, items: own }) => [
      ...(heading.length === 0 ? [] : [columnOf(written(heading))]),
      ...columnsOf(own),
    ]);
  return [...columnsOf(items), ...notes.map((group): Column => ({ ...columnOf(written(group)), beside: true }))];
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

/** So much of signs such as `，` is empty, in sizes: lines that are set to one width let it hang into the gutter. */
const emptyHalf = 0.6;

function itemOf(segment: Segment): Item {
  const bbox = inkOf(segment);
  const text = segment.runs.at(-1)?.text ?? '';
  const isWide = text.charCodeAt(text.length - 1) >= 0x3001 && /[、。〉》」』】〕，．：；）！？］｝]$/.test(text);
  return { segment, bbox, ...(isWide ? { right: bbox[2] - emptyHalf * segment.size } : {}) };
}

/** The loose boxes of tight lines overlap; their ink does not. */
function inkOf({ bbox, baseline, size }: Segment): Bbox {
  return [bbox[0], Math.max(bbox[1], baseline - 0.75 * size), bbox[2], Math.min(bbox[3], baseline + 0.2 * size)];
}

interface CutContext {
  readonly size: number;
  readonly depth: number;
  /** Set for what is left of the authors of a paper. */
  readonly authors?: true;
  /** Counts down over the whole page. */
  readonly tries: { left: number };
}

function cut(items: readonly Item[], context: CutContext): readonly Column[] {
  if (items.length === 0) return [];
  const strips = stripsOf(items);
  const columns: Column[] = [];
  const head = context.depth === 0 ? mastheadEnd(strips, context.size) : 0;
  let plain: Item[] = [];
  let authorsEnd = -1;
  const flush = () => {
    if (plain.length > 0) columns.push(columnOf(plain));
    plain = [];
  };
  for (let at = 0; at < strips.length; ) {
    const mayPart = at >= head && context.depth < 8 && context.tries.left > 0;
    const named = mayPart ? authorsAt(strips, at, { ...context, goesOn: at === authorsEnd }) : undefined;
    if (named !== undefined) authorsEnd = named.end;
    const split = named ?? (mayPart ? (subcaptionsAt(strips, at) ?? columnsFrom(strips, at, context)) : undefined);
    const end = split?.end ?? at + 1;
    if (split?.left === undefined || split.right === undefined) plain.push(...strips.slice(at, end).flat());
    else {
      flush();
      const { authors: _, ...rest } = context;
      const deeper: CutContext = {
        ...rest,
        depth: context.depth + 1,
        ...(named === undefined ? {} : { authors: true }),
      };
      columns.push(...cut(split.left, deeper), ...cut(split.right, deeper));
    }
    at = end;
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

/** Split is a stretch of strips: with a left and a right side, or one that is read row by row. */
interface Split {
  readonly left?: readonly Item[];
  readonly right?: readonly Item[];
  /** Index of the first strip behind. */
  readonly end: number;
}

/** Of the gutters of a stretch so many are looked at. */
const mostGutters = 3;

/** columnsFrom takes as many strips as share a gutter, and accepts them as columns when lines fill both sides of it; or else as blocks of short lines. */
function columnsFrom(strips: Strips, start: number, { size, tries }: CutContext): Split | undefined {
  const found = commonGutters(strips, start, { size, tries });
  if (found === undefined) return undefined;
  // A title above columns may go as far as into their gutter.
  if (isTitle(strips[start], size) && (commonGutters(strips, start + 1, { size, tries })?.end ?? 0) > found.end)
    return undefined;
  for (const gutter of found.gaps.slice(0, mostGutters)) {
    const stretch = { start, end: found.end, gutter, size };
    const bylines = bylinesEnd(strips, stretch);
    const end = bylines ?? columnsEnd(strips, stretch);
    if (endsWider(strips[start - 1], strips[start], (gutter[0] + gutter[1]) / 2)) continue;
    if (isHead(strips, { start, end, gutter, size })) continue;
    const items = strips.slice(start, end).flat();
    // Pictures and tables fill any column: between them only the widest gutter says something.
    if (gutter !== found.gaps[0] && items.some(({ segment }) => segment === undefined)) continue;
    const [left, right] = partedAt(items, gutter);
    if (bylines !== undefined) return { left, right, end };
    if (!standBySide(left, right, size)) continue;
    return areRowsOfTable(left, right, size) ? { end } : { left, right, end };
  }
  return blocksAt(strips, start, size);
}

type Gutters = { readonly gaps: readonly Span[]; readonly end: number };

/** commonGutters takes as many strips as share a gutter. */
function commonGutters(
  strips: Strips,
  start: number,
  { size, tries }: Pick<CutContext, 'size' | 'tries'>,
): Gutters | undefined {
  let ink: readonly Span[] = [];
  let gaps: readonly Span[] = [];
  let found: Gutters | undefined;
  for (let end = start; end < strips.length; end += 1) {
    tries.left -= 1;
    const wider = withSpans(ink, strips[end] ?? []);
    const isWider = wider !== ink;
    if (isWider) gaps = gutters(wider, size);
    ink = wider;
    if (gaps.length === 0) {
      // The first strip may be the end of something wider, with nothing beside it.
      if (found !== undefined || end - start > 2) break;
      continue;
    }
    // A gutter that begins with this strip, as between the pieces of a foot, says nothing of the strips above.
    if (found !== undefined && !found.gaps.some((gap) => gaps.some((now) => now[0] < gap[1] && now[1] > gap[0]))) break;
    found = { gaps, end: end + 1 };
  }
  return found;
}

/** The name of a paper is so many times larger than those of its authors. */
const nameRatio = 1.15;

/** authorsAt finds the authors of a paper side by side right below its name, or below others of them. */
function authorsAt(
  strips: Strips,
  start: number,
  { size, authors, goesOn }: CutContext & { readonly goesOn: boolean },
): Split | undefined {
  const first = strips[start] ?? [];
  const own = first.reduce((most, { segment }) => Math.max(most, segment?.size ?? 0), 0);
  const [above, ...others] = strips[start - 1] ?? [];
  const isName = above?.segment !== undefined && others.length === 0 && above.segment.size >= nameRatio * own;
  if (first.length < 2 || !(isName || goesOn || (authors === true && start === 0))) return undefined;
  let end = start + 1;
  while (end - start < mostBlockRows && topOf(strips[end]) - bottomOf(strips[end - 1]) < blockBlank * own) end += 1;
  const middle = isName ? (above.bbox[0] + above.bbox[2]) / 2 : undefined;
  const sides = authorsFrom(strips.slice(start, end).flat(), { size: Math.max(size, own), middle });
  return sides === undefined ? undefined : { left: sides[0], right: sides[1], end };
}

/** blocksAt finds blocks of short lines in the strips up to the next blank that is wider than those between lines. */
function blocksAt(strips: Strips, start: number, size: number): Split | undefined {
  if ((strips[start]?.length ?? 0) < 2) return undefined;
  let end = start + 1;
  while (end - start < mostBlockRows && topOf(strips[end]) - bottomOf(strips[end - 1]) < blockBlank * size) end += 1;
  const sides = blocksFrom(strips.slice(start, end).flat(), size);
  return sides === undefined ? undefined : { left: sides[0], right: sides[1], end };
}

/** Blocks of short lines have no more rows than this, and a blank of so many sizes below them. */
const mostBlockRows = 16;
const blockBlank = 0.75;

/** isHead: what stands alone at the top, far above the columns and over the right one only, is a running head. */
function isHead(strips: Strips, { start, gutter, size }: Stretch): boolean {
  const isRight = (strips[start] ?? []).every(({ bbox }) => bbox[0] >= gutter[1]);
  return isRight && topOf(strips[start + 1]) - bottomOf(strips[start]) > footDistance * size;
}

/** The name of a paper is so many times larger than its text, with so few words on each line beside it, and a blank of so many sizes below these. */
const mastheadRatio = 1.8;
const mastheadWords = 6;
const mastheadGap = 2;
const mastheadStrips = 6;

/** mastheadEnd gives the first strip below the name of a paper and its date and number beside it; 0 where a page begins without. */
function mastheadEnd(strips: Strips, size: number): number {
  const isAbove = (strip: readonly Item[], at: number) => {
    const below = strips[at + 1];
    return below !== undefined && topOf(below) - bottomOf(strip) > mastheadGap * size;
  };
  const sizeOf = ({ segment }: Item) => segment?.size ?? 0;
  const named = strips.slice(0, 2).findIndex((strip) => strip.some((item) => sizeOf(item) >= mastheadRatio * size));
  const end = strips.slice(0, mastheadStrips).findIndex((strip, at) => at >= named && isAbove(strip, at)) + 1;
  const items = strips.slice(0, end).flat();
  const words = ({ segment }: Item) =>
    textOfRuns(segment?.runs ?? [])
      .trim()
      .split(' ').length;
  const [name, ...others] = items.filter((item) => sizeOf(item) >= mastheadRatio * size);
  if (named < 0 || name === undefined || others.length > 0) return 0;
  const isBeside = items.some(({ bbox }) => bbox[0] > name.bbox[2] && bbox[1] < name.bbox[3]);
  return isBeside && items.every((item) => item.segment !== undefined && words(item) <= mastheadWords) ? end : 0;
}

/** Names of authors side by side take so many strips, with a blank of so many sizes below them, and leave so many free at both sides of their columns. */
const mostBylines = 8;
const bylineGap = 1.2;
const bylineIndent = 1.5;

/** bylinesEnd gives the end of the names of authors that stand side by side above columns of text, each in the middle of one. */
function bylinesEnd(strips: Strips, { start, end, gutter, size }: Stretch): number | undefined {
  const isAbove = (at: number) => topOf(strips[at]) - bottomOf(strips[at - 1]) > bylineGap * size;
  let last = start + 1;
  while (last < end && last - start <= mostBylines && !isAbove(last)) last += 1;
  if (last >= end || last - start > mostBylines || last - start < 2) return undefined;
  const [text, names] = [strips.slice(last, end), strips.slice(start, last)];
  const [columns, bylines] = [partedAt(text.flat(), gutter), partedAt(names.flat(), gutter)];
  const areCentred = bylines.every((own, side) => {
    const column = unionBbox((columns[side] ?? []).map(({ bbox }) => bbox));
    const [first] = own;
    if (column === undefined || first === undefined) return false;
    const middle = first.bbox[0] + first.bbox[2];
    return own.every(
      ({ bbox, segment }) =>
        segment !== undefined &&
        Math.abs(bbox[0] + bbox[2] - middle) < 0.6 * size &&
        bbox[0] - column[0] > bylineIndent * size &&
        column[2] - bbox[2] > bylineIndent * size,
    );
  });
  return areCentred ? last : undefined;
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

function columnOf(items: readonly Item[]): Column {
  return { bbox: unionBbox(items.map((item) => item.bbox)) ?? [0, 0, 0, 0], rows: rowsOf(items) };
}
