import type { PageParts } from './order.ts';
import type { Segment } from './page-content.ts';
import { textOfRuns } from './run-text.ts';

/** Notes beside the text are so much smaller than it. */
const noteSize = 0.93;
/** Lines of the text are at least this part of the page's width. */
const longLine = 0.4;
const fewestLines = 6;
const fewestBeside = 3;
/** Notes are no wider than this part of the page's width. */
const widestNote = 0.3;
/** Running heads and feet stand in this outer part of the page. */
const outerPart = 0.07;
/** Words in the margin in the size of the text are fewer than so many letters. */
const shortText = 25;
/** Notes hold less than this part of the text. */
const mostText = 0.3;

/** Numbers of pages and lines, and short words far off, stand in the margin in any size. What hangs before a line and is near to it is its number. */
function isApart(
  { bbox, size, runs }: Segment,
  { left, right }: { readonly left: number; readonly right: number },
): boolean {
  const text = textOfRuns(runs).trim();
  if (bbox[0] > right) return /^\d{1,4}$/.test(text) || (text.length < shortText && bbox[0] > right + size);
  return text.length < shortText && left - bbox[2] > 2.5 * size && !/[.)\]]$/.test(text);
}

const leader = /(?:[.·…‥_]\s?){4}/;

/** leaderLines gives the baselines of lines that lead with dots to a page number further right. */
function leaderLines(segments: readonly Segment[]): ReadonlySet<number> {
  return new Set(
    segments.flatMap(({ runs, baseline }) => (leader.test(textOfRuns(runs).trim()) ? Math.round(baseline) : [])),
  );
}

/** SideNotes parts what stands in the margin beside the text of a page of one column from that text: small, narrow, left or right of all of its lines. */
export interface SideNotes {
  readonly main: readonly Segment[];
  readonly notes: readonly (readonly Segment[])[];
}

/** sideNotes finds the notes beside the text. */
export function sideNotes({ segments, width = 0, height = 0 }: PageParts): SideNotes {
  const none: SideNotes = { main: segments, notes: [] };
  if (width === 0) return none;
  const long = segments.filter(({ bbox }) => bbox[2] - bbox[0] >= longLine * width);
  if (long.length < fewestLines) return none;
  const size = middle(long.map((segment) => segment.size));
  const lines = long.filter((segment) => Math.abs(segment.size - size) < 0.1 * size);
  const left = share(
    lines.map(({ bbox }) => bbox[0]),
    0.05,
  );
  const right = share(
    lines.map(({ bbox }) => bbox[2]),
    0.95,
  );
  // Long lines beside them are a column of their own, such as a bibliography in smaller type.
  if (long.filter(({ bbox }) => bbox[2] < left || bbox[0] > right).length >= fewestBeside) return none;
  const isBeside = ({ bbox }: Segment) =>
    bbox[2] - bbox[0] < widestNote * width &&
    bbox[1] > outerPart * height &&
    bbox[3] < (1 - outerPart) * height &&
    (bbox[2] < left - 0.4 * size || bbox[0] > right + 0.4 * size);
  const leaders = leaderLines(segments);
  // A table of contents has its page numbers there.
  if (leaders.size > 2) return none;
  const beside = segments.filter(
    (segment) =>
      !leaders.has(Math.round(segment.baseline)) &&
      isBeside(segment) &&
      !long.some((line) => goesOnFrom(line, segment)),
  );
  const isNote = (segment: Segment) => segment.size <= noteSize * size || isApart(segment, { left, right });
  const notes = beside.filter(isNote);
  if (notes.length === 0 || lettersOf(notes) > mostText * lettersOf(segments)) return none;
  const isLeft = ({ bbox }: Segment) => bbox[2] < left;
  const margins = [beside.filter(isLeft), beside.filter((segment) => !isLeft(segment))];
  // Longer lines in the size of the text, among the short ones, make a column of the margin.
  const isText = (segment: Segment) => !isNote(segment) && textOfRuns(segment.runs).trim().length >= shortText;
  const groups = margins
    .filter((margin) => !margin.some(isText))
    .map((margin) => margin.filter(isNote))
    .filter((group) => !isColumn(group, size));
  const taken = new Set(groups.flat());
  return { main: segments.filter((segment) => !taken.has(segment)), notes: groups.filter((group) => group.length > 0) };
}

/** So many lines in the size of the text, right below each other, are a column of their own. */
const columnLines = 5;
const columnStep = 1.8;

function isColumn(group: readonly Segment[], size: number): boolean {
  const lines = group.filter((one) => one.size > noteSize * size && /[\p{L}\p{N}]{2}/u.test(textOfRuns(one.runs)));
  const heights = lines.map(({ baseline }) => baseline).sort((a, b) => a - b);
  const steps = heights.slice(1).map((height, at) => height - (heights[at] ?? 0));
  if (steps.filter((step) => step < columnStep * size).length + 1 >= columnLines) return true;
  return (
    steps.length + 1 >= barLines && steps.filter((step) => step < barStep * size).length >= barShare * steps.length
  );
}

/** A bar, such as that of a curriculum vitae, has so many lines, this part of which follow the one above within so many sizes. */
const barLines = 8;
const barStep = 3.6;
const barShare = 0.8;

/** goesOnFrom: a short line of a program, or the end of a paragraph, begins where a long line of its size nearby does. */
function goesOnFrom(line: Segment, { bbox, size, baseline }: Segment): boolean {
  return (
    Math.abs(line.bbox[0] - bbox[0]) < 1 &&
    Math.abs(line.size - size) < 0.05 * size &&
    Math.abs(line.baseline - baseline) < nearLines * size
  );
}

/** Lines nearer than so many sizes may belong together. */
const nearLines = 12;

function lettersOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { runs }) => sum + runs.reduce((all, run) => all + run.text.length, 0), 0);
}

function middle(values: readonly number[]): number {
  return share(values, 0.5);
}

/** share gives the value that this part of all values lie below. */
function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
