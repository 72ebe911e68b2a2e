import { type Bbox, unionBbox } from '@docmill/document';
import { isCaption } from './captions.ts';
import { shapeOf } from './column-shape.ts';
import { isPageNumber, marginOf } from './furniture.ts';
import { isBullet, type KeptLine, keptOf, type Line, lineOf, runsOfRow } from './lines.ts';
import { followsMark, listMark } from './list-marks.ts';
import { type Numbering, numberingDepth, numberingOf } from './numbering.ts';
import type { Column } from './order.ts';
import type { Font, PdfPageContent, Run, Solid } from './page-content.ts';
import { groupLines } from './paragraph-breaks.ts';
import type { TagRole } from './tags.ts';

/** Paragraph is a group of lines that belong together, before it is known what it is in the document. */
export interface Paragraph {
  readonly type: 'paragraph';
  readonly rows: readonly KeptLine[];
  readonly bbox: Bbox;
  /** Size of most of its characters. */
  readonly size: number;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Set in a font of one width. */
  readonly mono: boolean;
  /** Name of the font of most of its characters. */
  readonly font: string;
  readonly text: string;
  /** How its last row ends, without marks of notes. */
  readonly end: string;
  /** What the tags of the file call all of it. */
  readonly role?: TagRole;
  /** The printed mark when it begins like an item of a list. */
  readonly marker?: string;
  /** Its rows have wide gaps, like those of a table: each stays a line. */
  readonly tabular: boolean;
  /** The last row goes far enough to the column's right, so that the text may go on elsewhere; not every text is justified. */
  readonly full: boolean;
  /** The last row reaches the column's right edge. */
  readonly flush: boolean;
  /** How far the first row stands in from the second, in sizes; 0 for one row. */
  readonly indent: number;
  /** How many pieces of it are raised, as marks of notes and affiliations are. */
  readonly raised: number;
  /** Left and right edge of the column that it stands in, points. */
  readonly column: readonly [number, number];
  /** Where most lines of its size begin in that column, points. */
  readonly usualLeft: number;
  /** It stands beside the text. */
  readonly beside: boolean;
  /** It stands in a box that text runs around. */
  readonly boxed: boolean;
  /** What stands above and below it in the column. */
  readonly around: Surroundings;
}

/** Surroundings of a paragraph: distances of baselines, points (absent at the column's ends), and how the next paragraph is set. */
export interface Surroundings {
  readonly above?: number;
  readonly below?: number;
  /** It is an item of a list (`listedAmong`). */
  readonly listed?: boolean;
  readonly next?: {
    readonly font: string;
    readonly size: number;
    readonly rows: number;
    /** The number that it begins with. */
    readonly numbering?: Numbering;
  };
}

/** Part is what a page consists of, in reading order. */
export type Part = Paragraph | Solid;

/** ParagraphInput: `monoIsCode` is false where the whole text is set in a font of one width. */
export interface ParagraphInput {
  readonly content: Pick<PdfPageContent, 'fonts' | 'height'>;
  readonly monoIsCode: boolean;
}

/** partsOf gives the paragraphs and solids of a column from top to bottom. */
export function partsOf(column: Column, { content, monoIsCode }: ParagraphInput): readonly Part[] {
  const { fonts, height } = content;
  const lines = column.rows.map((row) => lineOf(row, fonts));
  const shape = shapeOf(lines, column);
  const groups = groupLines(lines, { column, monoIsCode }).flatMap((rows) => pageNumberApart(rows, { height, fonts }));
  const listed = listedAmong(groups);
  const parts: Part[] = [];
  // What stands below: the pictures that text runs around do not.
  let below: Part | undefined;
  for (let at = groups.length - 1; at >= 0; at -= 1) {
    const rows = groups[at] ?? [];
    const solid = rows[0]?.items[0]?.solid;
    if (solid !== undefined) {
      parts.push(solid);
      below = solid;
      continue;
    }
    const [first] = rows;
    const [before, after, next] = [groups[at - 1], groups[at + 1], below];
    const around = surroundings({ rows, before, after, next, listed: listed.has(at) });
    const [right, edge] =
      first === undefined ? [column.bbox[2], column.bbox[2]] : [shape.rightOf(first), shape.edgeOf(first)];
    const floats = floatsOf(rows);
    below = paragraphOf(floats.length === 0 ? rows : rows.map(withoutFloats), {
      fonts,
      edges: [column.bbox[0], right],
      edge,
      usualLeft: first === undefined ? column.bbox[0] : shape.leftOf(first),
      around,
      beside: column.beside,
      boxed: column.boxed,
    });
    parts.push(below, ...floats);
  }
  return parts.reverse();
}

/** floatsOf gives what the text of lines runs around: it stands before their paragraph, the last first. */
function floatsOf(rows: readonly Line[]): readonly Solid[] {
  return rows
    .flatMap(({ items }) => items.flatMap(({ floats = [] }) => floats.flatMap(({ solid }) => solid ?? [])))
    .reverse();
}

function withoutFloats(line: Line): Line {
  return { ...line, items: line.items.map(({ floats: _, ...item }) => item) };
}

/** A page number is so many sizes away from the words on its line. */
const numberGap = 2.5;

/** A heading is so many times larger than what stands on its line, so many sizes away. */
const headingRatio = 1.15;
const headingGap = 2;

/** headingApart: `Home Loans      as at 9 April` are a heading and what is said beside it; two numbered headings, or captions, may stand side by side. */
function headingApart(
  { items, size, tabular }: Line,
  lineOfItems: (items: Line['items']) => Line,
): readonly (readonly Line[])[] | undefined {
  if (!tabular) return undefined;
  const at = items.findIndex(
    (item, index) => index > 0 && item.bbox[0] - (items[index - 1]?.bbox[2] ?? 0) > headingGap * size,
  );
  if (at < 1) return undefined;
  const [left, right] = [lineOfItems(items.slice(0, at)), lineOfItems(items.slice(at))];
  const isLarger = Math.max(left.size, right.size) > headingRatio * Math.min(left.size, right.size);
  const areNumbered = left.bold && right.bold && [left, right].every(({ text }) => numberingDepth(text) > 0);
  const areCaptions = isCaption(left.text) && isCaption(right.text);
  // `1. Changes of the balance sheet      in thousands`
  const isRemark = left.bold && !right.bold && numberingDepth(left.text) > 0 && /^\p{L}/u.test(right.text);
  return isLarger || areNumbered || areCaptions || isRemark ? [[left], [right]] : undefined;
}

/** A page number stands beside the running head: `256    P. Lane et al.` are two things. */
function pageNumberApart(
  rows: readonly Line[],
  { height, fonts }: { readonly height: number; readonly fonts: readonly Font[] },
): readonly (readonly Line[])[] {
  const [row] = rows;
  if (row === undefined) return [rows];
  if (rows.length > 1) return numberBelowApart(rows, height);
  if (row.items.length < 2) return [rows];
  const { items, baseline } = row;
  const lineOfItems = (some: Line['items']) =>
    lineOf({ items: some, baseline, bbox: unionBbox(some.map((item) => item.bbox)) ?? row.bbox }, fonts);
  const heading = headingApart(row, lineOfItems);
  if (heading !== undefined) return heading;
  if (marginOf({ bbox: row.bbox, rows }, { height }) === undefined) return [rows];
  const gapAt = (at: number) => (items[at]?.bbox[0] ?? 0) - (items[at - 1]?.bbox[2] ?? 0);
  const [first, last] = [lineOfItems(items.slice(0, 1)), lineOfItems(items.slice(-1))];
  const isNumber = (line: Line, gap: number) => isPageNumber(line.text) && gap > numberGap * row.size;
  const [before, behind] = [gapAt(1), gapAt(items.length - 1)];
  // `1 INTRODUCTION    3`: of two numbers the one further off is the page's.
  if (isNumber(last, behind) && !(isNumber(first, before) && before > behind))
    return [[lineOfItems(items.slice(0, -1))], [last]];
  return isNumber(first, before) ? [[first], [lineOfItems(items.slice(1))]] : [rows];
}

/** A page number may stand as close below the last line of the text as its next line would, but it does not begin where that does. */
function numberBelowApart(rows: readonly Line[], height: number): readonly (readonly Line[])[] {
  const [above, last] = rows.slice(-2);
  if (above === undefined || last === undefined || !isPageNumber(last.text)) return [rows];
  const isBelow = marginOf({ bbox: last.bbox, rows: [last] }, { height }) === 'footer';
  return isBelow && Math.abs(last.bbox[0] - above.bbox[0]) > last.size ? [rows.slice(0, -1), [last]] : [rows];
}

interface Neighbours {
  readonly rows: readonly Line[];
  readonly before: readonly Line[] | undefined;
  readonly after: readonly Line[] | undefined;
  readonly next: Part | undefined;
  readonly listed: boolean;
}

function surroundings({ rows, before, after, next, listed }: Neighbours): Surroundings {
  const [first, last] = [rows[0], rows.at(-1)];
  const [above, below] = [before?.at(-1), after?.[0]];
  return {
    ...(listed ? { listed } : {}),
    ...(first === undefined || above === undefined ? {} : { above: first.baseline - above.baseline }),
    ...(last === undefined || below === undefined ? {} : { below: below.baseline - last.baseline }),
    ...(next?.type === 'paragraph' ? { next: neighbour(next) } : {}),
  };
}

/** listedAmong gives the places of items of a list: the next number stands at the same place, behind nothing but items. */
function listedAmong(groups: readonly (readonly Line[])[]): ReadonlySet<number> {
  const found = new Set<number>();
  let open: { readonly at: number; readonly line: Line; readonly marker: string }[] = [];
  groups.forEach(([line], at) => {
    if (line?.marker === undefined) {
      open = [];
      return;
    }
    const { marker, bbox } = line;
    if (isBullet(marker)) return;
    const before = open.findIndex(
      (one) => Math.abs(one.line.bbox[0] - bbox[0]) < line.size && followsMark(listMark(one.marker), listMark(marker)),
    );
    if (before >= 0) for (const one of [open[before]?.at ?? at, at]) found.add(one);
    open = [...(before < 0 ? open.slice(-mostOpen) : open.slice(0, before)), { at, line, marker }];
  });
  return found;
}

/** Lists in lists are looked at so deep. */
const mostOpen = 6;

function neighbour({ font, size, rows, text }: Paragraph): NonNullable<Surroundings['next']> {
  // Nearly all paragraphs begin with a letter of a word.
  const numbering = /^[\d(（第一二三四五六七八九十]/.test(text) ? numberingOf(text) : undefined;
  return { font, size, rows: rows.length, ...(numbering === undefined ? {} : { numbering }) };
}

/** A line that is no shorter than this part of the column's width may have been broken for want of room. */
const fullShare = 0.7;

interface ParagraphContext {
  readonly fonts: readonly Font[];
  /** x of the column's edges. */
  readonly edges: readonly [number, number];
  /** Right edge of the whole column for text of this size. */
  readonly edge: number;
  readonly usualLeft: number;
  readonly around: Surroundings;
  readonly beside?: boolean | undefined;
  readonly boxed?: boolean | undefined;
}

/** paragraphOf makes a paragraph of lines. */
export function paragraphOf(
  rows: readonly Line[],
  { fonts, edges, edge, usualLeft, around, beside = false, boxed = false }: ParagraphContext,
): Paragraph {
  const runs = rows.flatMap(runsOfRow);
  const text = rows.map((row) => row.text).join(' ');
  const marker = rows[0]?.marker;
  const lastRow = rows.at(-1);
  const [left, right] = edges;
  return {
    type: 'paragraph',
    rows: rows.map(keptOf),
    bbox: unionBbox(rows.flatMap((row) => row.items.map((item) => item.segment?.bbox ?? item.bbox))) ?? [0, 0, 0, 0],
    size: sizeOfRuns(runs, text),
    font: heaviest(runs, (run) => fonts[run.font]?.name ?? '') ?? '',
    bold: rows.every((row) => row.bold),
    italic: rows.every((row) => row.italic),
    mono: rows.every((row) => row.mono),
    text,
    end: lastRow?.unmarked ?? '',
    ...(marker === undefined ? {} : { marker }),
    ...roleOf(runs),
    tabular: rows.some((row) => row.tabular),
    full: lastRow !== undefined && lastRow.bbox[2] > left + fullShare * (right - left),
    flush: lastRow !== undefined && lastRow.bbox[2] > right - 1.2 * lastRow.size,
    indent: indentOf(rows),
    raised: runs.filter((run) => run.rise > 0).length,
    column: [left, edge],
    usualLeft,
    beside,
    boxed,
    around,
  };
}

/** roleOf gives the role that all runs with letters have. */
function roleOf(runs: readonly Run[]): { readonly role?: TagRole } {
  const [first, ...others] = runs.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  if (first?.role === undefined || others.some(({ role }) => role !== first.role)) return {};
  return { role: first.role };
}

function indentOf([first, second]: readonly Line[]): number {
  if (first === undefined || second === undefined) return 0;
  return (first.bbox[0] - second.bbox[0]) / first.size;
}

/** Small capitals are capitals of two sizes, and the larger one is meant. */
function sizeOfRuns(runs: readonly Run[], text: string): number {
  if (!/\p{Ll}/u.test(text) && /\p{Lu}{3}/u.test(text))
    return runs.reduce((most, run) => (run.rise === 0 && /\p{L}/u.test(run.text) ? Math.max(most, run.size) : most), 1);
  return heaviest(runs, (run) => run.size) ?? 10;
}

/** heaviest gives the value that most characters have. */
function heaviest<Value>(runs: readonly Run[], keyOf: (run: Run) => Value): Value | undefined {
  const weights = new Map<Value, number>();
  for (const run of runs) weights.set(keyOf(run), (weights.get(keyOf(run)) ?? 0) + run.text.length);
  let best: Value | undefined;
  for (const [value, weight] of weights) if (best === undefined || weight > (weights.get(best) ?? 0)) best = value;
  return best;
}
