import type { Segment } from '../page-content.ts';
import { rowReach, tableOfLines } from './borderless.ts';
import { columnGaps } from './columns.ts';
import type { OpenTable } from './stacks.ts';
import { withTight } from './tight-columns.ts';
import { isValue, linesOf, type TextLine, textOfWords, type Word } from './words.ts';

/** So many lines below each other that end in two values may be rows whose columns stand as close as words. */
const fewestLines = 4;
/** Columns that gaps tell. */
const gapRule = { pieceGap: 0.45, least: 0.35 };
const gapShare = 0.4;
/** Lines that end in two values are this part of the rows; the others lack some. */
const fullShare = 0.5;

/** mayHoldTight tells cheaply whether several texts of a page end in two values. */
export function mayHoldTight(segments: readonly Segment[]): boolean {
  let ended = 0;
  for (const { runs, angle } of segments) {
    const text = runs.at(-1)?.text ?? '';
    if (angle !== 0 || !/[\d%)*]$/.test(text)) continue;
    const [before = '', last = ''] = text.split(' ').slice(-2);
    if (/\d/.test(before) && /\d/.test(last)) ended += 1;
    if (ended >= fewestLines) return true;
  }
  return false;
}

/**
 * tightTables finds tables whose columns stand no further apart than words do: lines below each other that end in values,
 *
 *     Rye and oats  1,204 380.5 12
 *     Barley           17  40.0  9
 */
export function tightTables(words: readonly Word[]): readonly OpenTable[] {
  const lines = linesOf(words);
  return runsOf(lines).flatMap((run) => {
    const support = Math.max(fewestLines, Math.ceil(gapShare * run.length));
    const body = withTight(columnGaps(run, { ...gapRule, support }), run);
    const above = lines[lines.indexOf(run[0] as TextLine) - 1];
    const isHead = above !== undefined && namesColumns(above, { run, columns: body.length + 1 });
    return tableOfLines(isHead ? [above, ...run] : run, body) ?? [];
  });
}

function runsOf(lines: readonly TextLine[]): readonly (readonly TextLine[])[] {
  const runs: TextLine[][] = [];
  let open: TextLine[] = [];
  const flush = () => {
    const full = open.filter((line) => valuesAtEnd(line) > 1).length;
    if (full >= Math.max(fewestLines, fullShare * open.length)) runs.push(open);
    open = [];
  };
  for (const line of lines) {
    const last = open.at(-1);
    if (last !== undefined && line.baseline - last.baseline > rowReach * last.size) flush();
    if (valuesAtEnd(line) > 0) open.push(line);
    else flush();
  }
  flush();
  return runs;
}

/** valuesAtEnd counts the values behind the label of a line. */
function valuesAtEnd({ words }: TextLine): number {
  const last = words.findLastIndex(({ text }) => !isValue(text));
  return last < 0 ? 0 : words.length - 1 - last;
}

interface Below {
  readonly run: readonly TextLine[];
  readonly columns: number;
}

/** namesColumns: a line right above rows, no longer than they are, has a few words for each column. */
function namesColumns(line: TextLine, { run, columns }: Below): boolean {
  const [first] = run;
  if (first === undefined || first.baseline - line.baseline > rowReach * first.size) return false;
  const right = run.reduce((most, { bbox }) => Math.max(most, bbox[2]), 0);
  const count = line.words.length;
  return (
    count >= columns - 1 &&
    count <= 2 * columns &&
    line.bbox[2] < right + 0.5 * first.size &&
    !/[.:]$/.test(textOfWords(line.words))
  );
}
