import type { Bbox } from '@docmill/document';
import { captionStart } from '../captions.ts';
import { columnGaps, type Gap } from './columns.ts';
import { linesBetween } from './lines-between.ts';
import { areColumnsOfProse, lineGap, wideLines } from './prose-lines.ts';
import { type RowsInput, rowsOf } from './rows.ts';
import {
  headingAbove,
  headingBefore,
  isBelowHeading,
  isHeadingAfter,
  largerHeading,
  repeatsHead,
} from './ruled-headings.ts';
import type { Ruling } from './ruling.ts';
import { endsAsIn } from './ruling-stacks.ts';
import { type Shape, shapeOf } from './shape.ts';
import type { OverPages } from './table-draft.ts';
import { noteStart } from './table-notes.ts';
import { withTight } from './tight-columns.ts';
import {
  boxOfWords,
  isAmount,
  isBroken,
  isValue,
  levelsOf,
  linesOf,
  piecesOf,
  type TextLine,
  textOfWords,
  type Word,
  wordsBetween,
} from './words.ts';

/** A table between rulings: what parts its columns. */
const columnsOfRuled = { pieceGap: 0.55, least: 0.5, support: 2 };
/** Columns that stand closer must be told by this part of the lines. */
const closeColumns = { pieceGap: 0.45, least: 0.4 };
const closeShare = 0.5;

function gapsOfRuled(lines: readonly TextLine[]): readonly Gap[] {
  const gaps = columnGaps(lines, columnsOfRuled);
  const close = columnGaps(lines, { ...closeColumns, support: Math.max(2, Math.ceil(closeShare * lines.length)) });
  return withTight(close.length > gaps.length ? close : gaps, lines);
}

/** OpenTable is a table whose columns no lines part. */
export interface OpenTable {
  readonly shape: Shape;
  readonly bbox: Bbox;
  /** Rows above the ruling that ends the head, where one does. */
  readonly headRows?: number;
  readonly over?: OverPages;
}

interface Band {
  readonly top: Ruling;
  readonly bottom: Ruling;
  readonly words: readonly Word[];
  readonly lines: readonly TextLine[];
  /** Texts run over its sides. */
  readonly cut: boolean;
}

/** StackInput: a stack of rulings and the words of the page. */
export interface StackInput {
  readonly stack: readonly Ruling[];
  /** All horizontal lines. */
  readonly horizontal: readonly Ruling[];
  readonly words: readonly Word[];
  /** Horizontal edges of coloured areas. */
  readonly edges?: readonly Ruling[];
}

/** tablesInStack finds tables that only horizontal lines mark: text in columns stands between rulings of one extent. */
export function tablesInStack({ stack, horizontal, words, edges = [] }: StackInput): readonly OpenTable[] {
  const bands = stack.slice(1).map((bottom, at): Band => {
    const top = stack[at] as Ruling;
    const inside = wordsInside(words, top, bottom);
    return { top, bottom, words: inside, lines: linesOf(inside), cut: cutsText(words, top, bottom) };
  });
  const heads = stack.map((ruling) => headingAbove(words, ruling));
  const kinds = bands.map((band, at) =>
    isBelowHeading(band.lines, heads[at], heads[at + 1]) ? 'prose' : kindOf(band),
  );
  const tables: OpenTable[] = [];
  let open: Band[] = [];
  const flush = () => {
    open = withoutTail(open);
    const table = open.some((band) => kindOf(band) === 'columns')
      ? tableOf(open, { horizontal, words, edges })
      : undefined;
    if (table !== undefined) tables.push(table);
    open = [];
  };
  bands.forEach((band, at) => {
    const heading = headingBefore(band.lines);
    if (heading !== undefined || (open.length > 1 && repeatsHead(band.lines, open[0]?.lines ?? []))) flush();
    if (
      kinds[at] === 'prose' ||
      isHeadingAfter(band.lines, open.at(-1)?.lines ?? []) ||
      (kinds[at] === 'empty' && band.bottom.at - band.top.at > 30)
    )
      flush();
    else open.push(heading === undefined ? band : withoutHeading(band, heading));
  });
  flush();
  return tables;
}

/** withoutHeading begins a band below a heading in it. */
function withoutHeading(band: Band, { bbox, words }: TextLine): Band {
  const rest = band.words.filter((word) => !words.includes(word));
  return { ...band, top: { ...band.top, at: bbox[3] + 1 }, words: rest, lines: linesOf(rest) };
}

/** A band without columns that is so many times as high as the highest row is none of the table. */
const tallText = 1.6;
/** Its lines begin where the lines of the table do, but for so many points. */
const flushLeft = 6;

/** withoutTail leaves out what stands between the last row of a table and a line further down, as the foot of a letter has. */
function withoutTail(bands: readonly Band[]): Band[] {
  const [heightOf, last] = [({ top, bottom }: Band) => bottom.at - top.at, bands.at(-1)];
  const rows = bands.filter((band) => kindOf(band) === 'columns').map(heightOf);
  if (last === undefined || rows.length <= 2 || last.lines.length <= 1) return [...bands];
  const isText =
    last.lines.every(({ bbox }) => bbox[0] - last.top.from < flushLeft) &&
    kindOf(last) === 'texts' &&
    heightOf(last) > tallText * Math.max(...rows);
  // Sums may stand below the last line of the rows, and the foot of the page further below these.
  const others = bands.slice(0, -1).map(heightOf);
  const lowest = boxOfWords(last.words)[3];
  const isAbove = last.bottom.at - lowest > Math.max(...others) && heightOf(last) > tallText * Math.max(...others);
  return isText || isAbove ? bands.slice(0, -1) : [...bands];
}

function wordsInside(words: readonly Word[], top: Ruling, bottom: Ruling): readonly Word[] {
  return wordsBetween(words, top.at, bottom.at).filter(({ bbox }) => {
    const x = (bbox[0] + bbox[2]) / 2;
    return x > top.from - 2 && x < top.to + 2;
  });
}

/** cutsText: prose beside or around the rulings runs over their ends. */
function cutsText(words: readonly Word[], top: Ruling, bottom: Ruling): boolean {
  const beside = wordsBetween(words, top.at, bottom.at);
  const crosses = (edge: number) =>
    linesOf(beside).some((line) => piecesOf(line, 0.7).some(({ from, to }) => from < edge - 8 && to > edge + 8));
  return crosses(top.from) || crosses(top.to);
}

/** linesAbove finds the head of a table whose first line is drawn below it: texts right above the line, in the columns of those below. */
function linesAbove(
  { horizontal, words }: Pick<StackInput, 'horizontal' | 'words'>,
  top: Ruling,
  inside: readonly TextLine[],
): readonly TextLine[] {
  const gaps = gapsOfRuled(inside);
  const step = Math.min(widestRow * (inside[0]?.size ?? 0), 1.15 * usualStep(inside));
  const reach = Math.max(6 * (inside[0]?.size ?? 0), mostBeyond * step);
  const near = words.filter(({ baseline }) => baseline < top.at && baseline > top.at - reach);
  const lines = linesBetween(near, top);
  let below = top.at;
  let highest = top.at;
  let labelled = false;
  for (const line of [...levelsOf(lines)].reverse()) {
    const pieces = piecesOf(line, 0.5);
    const isFirst = highest === top.at;
    const isInside = line.bbox[0] > top.from - 2 && line.bbox[2] < top.to + 2;
    const isNear = isInside && below - line.baseline < Math.max(1.5 * line.size, isFirst ? 0 : step);
    const isInColumns =
      pieces.length >= 0.5 * (gaps.length + 1) &&
      gaps.every(({ from, to }) => pieces.every((piece) => piece.to < to + 1 || piece.from > from - 1));
    // Above the heads of columns stand those of groups of columns.
    const names = pieces.length > 1 ? isInColumns || !isFirst : !isFirst && isOverRule(line, horizontal, top);
    const fits = isNear && names;
    // The name of a group stands alone above its rows, and below others or the head.
    const isLabel: boolean =
      isNear && !isFirst && !labelled && pieces.length === 1 && line.bbox[2] < (gaps[0]?.from ?? 0) + 1;
    if (!(fits || isLabel) || captionStart(textOfWords(line.words)) !== undefined) break;
    below = line.baseline;
    labelled = isLabel && !fits;
    if (fits) highest = line.bbox[1];
  }
  return lines.filter(({ baseline }) => baseline > highest);
}

/** isOverRule: the name of a group of columns stands over a rule that runs over these only. */
function isOverRule({ bbox, baseline, size }: TextLine, horizontal: readonly Ruling[], top: Ruling): boolean {
  return horizontal.some(
    ({ at, from, to }) =>
      at > baseline &&
      at < baseline + size &&
      from < bbox[0] &&
      to > bbox[2] &&
      to - from < wideText * (top.to - top.from),
  );
}

/** linesAfter finds the last rows of a table that no line ends: right below its last line, as far apart as the rows above, with values in its columns. */
function linesAfter(words: readonly Word[], bottom: Ruling, inside: readonly TextLine[]): readonly TextLine[] {
  const step = 1.3 * usualStep(inside);
  const last = inside.at(-1);
  if (step === 0 || last === undefined) return [];
  const gaps = gapsOfRuled(inside);
  const near = wordsBetween(words, bottom.at, bottom.at + mostBeyond * step);
  const after: TextLine[] = [];
  let label: TextLine | undefined;
  let above = last.baseline;
  for (const line of levelsOf(linesBetween(near, bottom))) {
    const pieces = piecesOf(line, lineGap);
    const isInside = line.bbox[0] > bottom.from - 2 && line.bbox[2] < bottom.to + 2;
    const isInColumns = gaps.every(({ from, to }) => pieces.every((one) => one.to < to + 1 || one.from > from - 1));
    const values = pieces.slice(1).filter((one) => isValue(textOfWords(one.words)));
    const isLarger = line.size >= largerHeading * last.size;
    if (!isInside || !isInColumns || isLarger || line.baseline - above > step) break;
    above = line.baseline;
    // The name of a group stands alone above its rows.
    const isLabel = pieces.length === 1 && label === undefined && line.bbox[2] < (gaps[0]?.from ?? 0) + 1;
    if (values.length === 0 && !isLabel) break;
    if (values.length > 0) after.push(...(label === undefined ? [] : [label]), line);
    label = values.length > 0 ? undefined : line;
  }
  return after;
}

/** Above the first line of a table, and below its last one, stand no more rows of it. */
const mostBeyond = 40;

/** usualStep gives the distance of baselines that most rows have, points; 0 for a single row. */
function usualStep(lines: readonly TextLine[]): number {
  const steps = levelsOf(lines).map(({ baseline }, at, all) => baseline - (all[at - 1]?.baseline ?? baseline));
  return steps.slice(1).sort((a, b) => a - b)[(steps.length - 1) >> 1] ?? 0;
}

/** withoutNotes leaves out notes at the foot of a table, inside its last line, and sentences that stand there. */
function withoutNotes(lines: readonly TextLine[]): readonly TextLine[] {
  const lone = lines.findLastIndex((line) => isBroken(line, 2)) + 1;
  const first = lines.findIndex((line, at) => at > 1 && at >= lone && endsTable(line, lines.slice(0, lone)));
  return first < 0 ? lines : lines.slice(0, first);
}

/** endsTable: a note, or words that run on over all that parts the columns. */
function endsTable({ words }: TextLine, rows: readonly TextLine[]): boolean {
  if (noteStart.test(textOfWords(words))) return true;
  if (words.length < sentenceWords) return false;
  return gapsOfRuled(rows).every((gap) => words.some(({ bbox }) => bbox[0] < gap.to - 1 && bbox[2] > gap.from + 1));
}

/** A line of so many words is a sentence. */
const sentenceWords = 8;

/** isHeadOnly: between the lines stands no row of values. */
function isHeadOnly(lines: readonly TextLine[]): boolean {
  return (
    lines.length <= 4 &&
    lines.every((line) => piecesOf(line, lineGap).filter(({ words }) => isAmount(textOfWords(words))).length < 2)
  );
}

/** Rows without lines between them follow each other this closely, in sizes; those of a loose table as its first rows do, up to the second. */
const rowReach = 2.2;
const widestRow = 4;

/** linesBelow finds the body of a table that has lines around its head only. */
function linesBelow(words: readonly Word[], bottom: Ruling): readonly TextLine[] {
  const near = words.filter(({ baseline, size }) => baseline - 0.3 * size > bottom.at);
  const body: TextLine[] = [];
  let kept = 0;
  let above = bottom.at;
  let usual = 0;
  for (const line of linesBetween(near, bottom)) {
    const isInside = line.bbox[0] > bottom.from - 2 && line.bbox[2] < bottom.to + 2;
    const step = line.baseline - above;
    const reach = Math.max(rowReach * line.size, Math.min(1.3 * usual, widestRow * line.size));
    if (!isInside || step > reach || captionStart(textOfWords(line.words)) !== undefined) break;
    usual = Math.max(usual, step);
    const pieces = piecesOf(line, lineGap);
    if (pieces.some(({ from, to }) => to - from > wideText * (bottom.to - bottom.from))) break;
    body.push(line);
    if (pieces.length > 1) kept = body.length;
    above = line.baseline;
  }
  return body.slice(0, kept);
}

/** A text narrower than this, in parts of the table, is no line of prose. */
const shortText = 0.25;
/** A text this wide, in parts of the table, is no cell. */
const wideText = 0.7;
/** kindOf tells how a band between two rulings is set: in columns, in few short texts that may belong to a table, or as prose. */
function kindOf({ lines, top, bottom, cut }: Band): 'columns' | 'texts' | 'prose' | 'empty' {
  if (lines.length === 0) return 'empty';
  if (cut) return 'prose';
  const width = top.to - top.from;
  if (areColumnsOfProse(lines, width)) return 'prose';
  const levels = levelsOf(lines);
  const gapped = levels.filter((line) => isBroken(line, lineGap)).length;
  const wide = wideLines(lines, wideText * width);
  if (wide.length > 2 && wide.length > 0.2 * lines.length) return 'prose';
  const short = levels.filter(
    (line) => line.bbox[2] - line.bbox[0] < shortText * width && !isBroken(line, lineGap),
  ).length;
  // The labels of rows may have more lines than the rest of them.
  if (gapped >= 0.4 * levels.length || (gapped > 2 && gapped >= 0.8 * (levels.length - short))) return 'columns';
  if (wide.length > 0 && lines.length > 1) return 'prose';
  return lines.length > 6 && gapped === 0 && bottom.at - top.at > 80 ? 'prose' : 'texts';
}

function tableOf(
  bands: readonly Band[],
  { horizontal, words, edges = [] }: Omit<StackInput, 'stack'>,
): OpenTable | undefined {
  const [first, last] = [bands[0], bands.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const all = linesOf(bands.flatMap((band) => band.words));
  const { from, to } = first.top;
  const inside = withoutNotes(all);
  const head = linesAbove({ horizontal, words }, first.top, inside);
  const foot = footOf(words, last.bottom, inside.length < all.length ? [] : inside);
  const lines = [...head, ...inside, ...foot];
  const above = head[0]?.bbox[1] ?? first.top.at;
  const rulings = [
    // A coloured head ends above the first line that is drawn.
    ...edges.filter((edge) => edge.at > above && edge.at < first.top.at - 1 && endsAsIn(first.top, edge)),
    ...(head.length === 0 ? bands.slice(1) : bands).map((band) => band.top),
    ...(foot.length === 0 ? [] : [last.bottom]),
  ];
  const short = horizontal.filter(
    (one) => one.from > from - 3 && one.to < to + 3 && one.to - one.from < 0.9 * (to - from),
  );
  const table = openShape(lines, { rulings, short });
  if (table === undefined) return undefined;
  const top = Math.min(first.top.at, above);
  const lowest = lines.at(-1)?.bbox[3] ?? last.bottom.at;
  const bottom = inside.length < all.length || foot.length > 0 ? lowest + 1 : last.bottom.at;
  return { ...table, bbox: [first.top.from, top, first.top.to, bottom] };
}

/** footOf gives the rows below the last line of a table: all of them where the lines are around its head. */
function footOf(words: readonly Word[], bottom: Ruling, inside: readonly TextLine[]): readonly TextLine[] {
  if (inside.length === 0) return [];
  if (!isHeadOnly(inside)) return linesAfter(words, bottom, inside);
  const below = linesBelow(words, bottom);
  const heads = piecesOf(inside.at(-1) as TextLine, lineGap).length;
  // Rows of fewer columns than the head has names are none of its.
  return gapsOfRuled([...inside, ...below]).length + 1 < heads ? [] : below;
}

function openShape(
  lines: readonly TextLine[],
  { rulings, short }: Pick<RowsInput, 'rulings' | 'short'>,
): Omit<OpenTable, 'bbox'> | undefined {
  const gaps = gapsOfRuled(lines);
  if (gaps.length === 0 || lines.length < 2) return undefined;
  const box = boxOfWords(lines.flatMap((line) => line.words));
  const xs = [box[0] - 1, ...gaps.map(({ from, to }) => (from + to) / 2), box[2] + 1];
  const rows = rowsOf({ lines, xs, rulings, short, ruled: true });
  if (rows.length < 2) return undefined;
  const headRows = rulings.length === 0 ? 0 : rows.filter(({ head }) => head).length;
  return { shape: shapeOf(rows, xs), ...(headRows === 0 ? {} : { headRows }) };
}
