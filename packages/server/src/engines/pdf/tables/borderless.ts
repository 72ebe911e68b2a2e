import { captionStart, isCaption } from '../captions.ts';
import { markerOf } from '../lines.ts';
import { columnGaps, type Gap } from './columns.ts';
import { lineGap } from './prose-lines.ts';
import { type FilledLine, fillingsOf, rowsOf } from './rows.ts';
import { shapeOf } from './shape.ts';
import type { OpenTable } from './stacks.ts';
import {
  boxOfWords,
  isAmount,
  isBroken,
  linesOf,
  type Piece,
  piecesOf,
  type TextLine,
  textOfWords,
  type Word,
} from './words.ts';

/** Below a caption that tells of a table, gaps of so many sizes will do. */
const narrowGap = 0.45;

/** BorderlessTable is a table without any lines; `close` reads it with more columns, which stand closer than those of tables usually do, `labelled` as rows of long texts behind labels. */
export interface BorderlessTable {
  readonly plain: OpenTable | undefined;
  readonly close: OpenTable | undefined;
  readonly labelled: OpenTable | undefined;
}

/**
 * borderlessTables finds tables without any lines among the lines of one column of text; of those with fewer columns than `fewest` the
 * labelled ones only.
 */
export function borderlessTables(words: readonly Word[], fewest = 2): readonly BorderlessTable[] {
  return runsOf(linesOf(words)).map((run) => {
    const support = Math.max(fewestLines, Math.ceil(0.4 * brokenLines(run, lineGap)));
    const gaps = wideGaps(run, support);
    const plain = gaps.length + 1 < fewest ? undefined : tableOfLines(run, gaps);
    return {
      plain,
      close: closeTable(run, Math.max(fewest, plain?.shape.xs.length ?? 0) - 1),
      labelled: labelledTable(run, support === fewestLines ? gaps : wideGaps(run, fewestLines)),
    };
  });
}

/** So many lines have ink on both sides of a gap between columns. */
const fewestLines = 3;

function wideGaps(lines: readonly TextLine[], support: number): readonly Gap[] {
  return columnGaps(lines, { pieceGap: 0.8, least: 0.7, support });
}

/** A row stands further below the one above than the lines of a text do, by this part. */
const rowStep = 1.12;

/** Labels stand on no more than this part of the lines. */
const labelShare = 0.6;

/** labelledTable makes rows of texts of many lines: each begins at a label in the first column, further below than the lines of a text stand. */
function labelledTable(lines: readonly TextLine[], gaps: readonly Gap[]): OpenTable | undefined {
  if (gaps.length === 0) return undefined;
  const { bbox, xs } = columnsBetween(lines, gaps);
  const levels = lines.map(({ baseline }, at) => baseline - (lines[at - 1]?.baseline ?? Number.NEGATIVE_INFINITY));
  const steps = levels.filter((step, at) => at > 0 && step > 0.8 * (lines[at]?.size ?? 0)).sort((a, b) => a - b);
  const least = rowStep * (steps[steps.length >> 2] ?? 0);
  const rows: FilledLine[][] = [];
  let labels = 0;
  for (const [at, line] of lines.entries()) {
    const one = { line, fillings: fillingsOf(line, xs) };
    const hasLabel = one.fillings[0]?.column === 0;
    const isApart = (levels[at] ?? 0) >= least;
    if (isApart && !hasLabel) return undefined;
    if (hasLabel) labels += 1;
    // Columns of prose are full from top to bottom.
    if (labels > labelShare * lines.length) return undefined;
    if (isApart) rows.push([one]);
    else rows.at(-1)?.push(one);
  }
  if (rows.length < 3) return undefined;
  return {
    shape: shapeOf(
      rows.map((own) => ({ lines: own, head: false })),
      xs,
    ),
    bbox,
  };
}

/** columnsBetween gives the box of lines and the edges of the columns that gaps part. */
function columnsBetween(lines: readonly TextLine[], gaps: readonly Gap[]) {
  const bbox = boxOfWords(lines.flatMap((line) => line.words));
  return { bbox, xs: [bbox[0] - 1, ...gaps.map(({ from, to }) => (from + to) / 2), bbox[2] + 1] };
}

/** closeTable makes a table of more columns than `fewer`. */
function closeTable(lines: readonly TextLine[], fewer: number): OpenTable | undefined {
  const support = Math.max(3, Math.ceil(0.4 * brokenLines(lines, narrowGap)));
  const gaps = columnGaps(lines, { pieceGap: narrowGap, least: 0.35, support });
  return gaps.length + 1 > fewer ? tableOfLines(lines, gaps) : undefined;
}

/** A cell has no more lines beside empty ones than this. */
const mostCellLines = 24;

/** The lines of a cell stand this close, in sizes. */
const cellStep = 1.6;

/** isItem: words behind the mark of a list, in one piece with what follows. */
function isItem([mark, words, ...others]: readonly Piece[]): boolean {
  if (mark === undefined || words === undefined || others.length > 0) return false;
  const text = textOfWords(mark.words);
  return markerOf(`${text} x`) === text && words.words.length >= itemWords;
}

/** Words behind the mark of an item that is no row of a table. */
const itemWords = 5;

/** isBelowText: a text of the line above begins where this one does. */
function isBelowText({ bbox, baseline, size }: TextLine, above: TextLine): boolean {
  if (baseline - above.baseline > cellStep * size) return false;
  return piecesOf(above, lineGap).some(({ from }) => Math.abs(from - bbox[0]) < 0.5 * size);
}

/** A text alone that is so many times larger than the lines above it is a heading. */
const headingRatio = 1.25;

/** Rows follow each other within so many sizes; those of a loose table, each as far from the next, within so many. */
export const rowReach = 2.6;
const looseReach = 4;
const sameStep = 1.3;

/** isLooseRow: the line and the one above it have gaps, and stand as far from each other as the next ones above or below do. */
function isLooseRow(lines: readonly TextLine[], at: number): boolean {
  const stepTo = (index: number) => (lines[index]?.baseline ?? 0) - (lines[index - 1]?.baseline ?? 0);
  const isRow = (line: TextLine | undefined) => line !== undefined && isBroken(line, lineGap);
  const [step, size] = [stepTo(at), lines[at]?.size ?? 0];
  const isAlike = (other: number) =>
    isRow(lines[other]) && isRow(lines[other - 1]) && Math.max(step / stepTo(other), stepTo(other) / step) < sameStep;
  return step < looseReach * size && isRow(lines[at]) && isRow(lines[at - 1]) && (isAlike(at - 1) || isAlike(at + 1));
}

/** A head that is printed again has so many names at least. */
const fewestNames = 3;

/** partedAtHeads parts lines where the first one is printed again: another table begins there, below its heading. */
function partedAtHeads(lines: readonly TextLine[]): readonly (readonly TextLine[])[] {
  const [head] = lines;
  const names = head === undefined ? [] : piecesOf(head, lineGap);
  // Rows of values may be alike.
  if (head === undefined || names.length < fewestNames || names.some(({ words }) => isAmount(textOfWords(words))))
    return [lines];
  const text = textOfWords(head.words);
  const starts = lines.flatMap((line, at) => (textOfWords(line.words) === text ? [at] : []));
  return starts.map((start, at) => {
    const next = starts[at + 1];
    const own = lines.slice(start, next);
    return next === undefined ? own : own.slice(0, own.findLastIndex((line) => isBroken(line, lineGap)) + 1);
  });
}

/** runsOf gives stretches of lines with wide gaps; single texts between them may be heads of groups or wrapped words. */
function runsOf(lines: readonly TextLine[]): readonly (readonly TextLine[])[] {
  const runs: TextLine[][] = [];
  let open: TextLine[] = [];
  let pending: TextLine[] = [];
  let second = Number.POSITIVE_INFINITY;
  const flush = () => {
    // The last cells go on below their label.
    const end = pending.findIndex((line, at) => {
      const above = pending[at - 1] ?? open.at(-1);
      return line.bbox[0] < second - line.size || above === undefined || !isBelowText(line, above);
    });
    open.push(...(end < 0 ? pending : pending.slice(0, end)));
    for (const run of partedAtHeads(open))
      if (run.filter((line) => isBroken(line, lineGap)).length > 2) runs.push([...run]);
    open = [];
    pending = [];
    second = Number.POSITIVE_INFINITY;
  };
  for (const [at, line] of lines.entries()) {
    const last = pending.at(-1) ?? open.at(-1);
    const reach = rowReach * Math.max(last?.size ?? 0, line.size);
    if (last !== undefined && line.baseline - last.baseline > reach && !isLooseRow(lines, at)) flush();
    const pieces = piecesOf(line, lineGap);
    const isHeading = pieces.length === 1 && line.size > headingRatio * (open.at(-1)?.size ?? line.size);
    if (isHeading || isItem(pieces)) flush();
    else if (pieces.length > 1) {
      open.push(...pending, line);
      pending = [];
      second = Math.min(second, pieces[1]?.from ?? second);
    } else if (open.length > 0) {
      pending.push(line);
      // A cell of a later column may go on for many lines.
      const plain = pending.filter(({ bbox }) => bbox[0] < second - line.size);
      if (plain.length > 2 || pending.length > mostCellLines) flush();
    }
  }
  flush();
  return runs;
}

/** brokenLines counts those that have gaps: a cell of several lines has some to itself. */
function brokenLines(lines: readonly TextLine[], gap: number): number {
  return lines.filter((line) => isBroken(line, gap)).length;
}

/** tableOfLines makes the table of lines whose columns stand between gaps. */
export function tableOfLines(lines: readonly TextLine[], gaps: readonly Gap[]): OpenTable | undefined {
  if (gaps.length === 0) return undefined;
  const { bbox, xs } = columnsBetween(lines, gaps);
  const rows = rowsOf({ lines, xs, rulings: [], short: [] });
  if (rows.length < 3) return undefined;
  return { shape: shapeOf(rows, xs), bbox };
}

/** A caption goes on over so many lines. */
const captionLines = 4;
/** Lines of a table below its caption follow each other this closely, in sizes, and no wider than this part more than the first two. */
const closeLines = 1.8;
const widerStep = 1.4;

/** captionedTables finds tables without lines whose columns stand too close to be found by themselves: a caption above or below tells of them. */
export function captionedTables(words: readonly Word[]): readonly OpenTable[] {
  const lines = linesOf(words);
  return lines.flatMap((line, at) => {
    if (!isTableCaption(line)) return [];
    const below = tableFrom(lines.slice(at + 1));
    if (below !== undefined) return [below];
    return tableFrom(lines.slice(0, at).reverse()) ?? [];
  });
}

/** isTableCaption tells a line that begins like the caption of a table. */
export function isTableCaption({ words }: Pick<TextLine, 'words'>): boolean {
  const text = textOfWords(words);
  return captionStart(text)?.kind === 'table' && isCaption(text);
}

/** tableFrom makes a table of the lines that follow a caption, nearest first. */
function tableFrom(lines: readonly TextLine[]): OpenTable | undefined {
  const start = lines.findIndex((line) => isBroken(line, narrowGap));
  if (start < 0 || start > captionLines) return undefined;
  const run: TextLine[] = [];
  let step = Number.POSITIVE_INFINITY;
  for (const line of lines.slice(start)) {
    const last = run.at(-1);
    const distance = last === undefined ? 0 : Math.abs(line.baseline - last.baseline);
    if (distance > Math.min(widerStep * step, closeLines * line.size) || isTableCaption(line)) break;
    if (run.length === 1) step = Math.max(distance, line.size);
    run.push(line);
  }
  if (run.length < 3) return undefined;
  const sorted = run.sort((a, b) => a.baseline - b.baseline);
  const support = Math.max(3, Math.ceil(0.5 * run.length));
  return tableOfLines(sorted, columnGaps(sorted, { pieceGap: narrowGap, least: 0.4, support }));
}
