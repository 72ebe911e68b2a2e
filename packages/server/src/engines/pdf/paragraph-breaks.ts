import { isLabel } from './captions.ts';
import {
  beginsWithIdeograph,
  isAligned,
  isAlike,
  isCentred,
  isFull,
  previousEnds,
  sharesSize,
  standsBelow,
} from './line-places.ts';
import type { Line } from './lines.ts';
import { listMark } from './list-marks.ts';
import type { Column } from './order.ts';
import { textOfRuns } from './run-text.ts';
import { endsSentence, isCut, isUnfinished, isWrittenRule } from './sentences.ts';

/** ColumnShape is how the text of a column is set. */
export interface ColumnShape {
  readonly left: number;
  readonly width: number;
  /** How far to the right text of a line's size goes: solids, titles and running heads may go further. */
  rightOf(line: Line): number;
  /** The same without regard to parts that stand in from the column. */
  edgeOf(line: Line): number;
  /** Where most lines of a line's size begin. */
  leftOf(line: Line): number;
  /** Usual distance of baselines of a line's size, points. */
  leadingOf(line: Line): number;
  /** Most lines of a line's size end at the right edge. */
  isJustified(line: Line): boolean;
  /** Paragraphs around a line have their first line further out than the others, as bibliographies do. */
  isHanging(line: Line): boolean;
  /** Paragraphs without a mark begin at the first line's place and go on at that of the second. */
  isIndent(first: Line, second: Line): boolean;
  /** Other lines begin with the same mark at the same place. */
  isListed(line: Line): boolean;
}

interface SizeShape {
  readonly left: number;
  readonly right: number;
  readonly leading: number;
  readonly justified: boolean;
}

/** shapeOf measures a column of lines. */
export function shapeOf(lines: readonly Line[], { bbox }: Pick<Column, 'bbox'>): ColumnShape {
  const shapes = new Map<number, SizeShape>();
  const shapeFor = ({ size }: Line): SizeShape => {
    const key = Math.round(size * 2);
    const known = shapes.get(key);
    if (known !== undefined) return known;
    const shape = sizeShape(lines, size, bbox[2]);
    shapes.set(key, shape);
    return shape;
  };
  const zones = zonesOf(lines, shapeFor, { gap: paragraphGap, edges: true });
  const lists = zonesOf(lines, shapeFor, { gap: entryGap, edges: false });
  const marks = new Map<string, number>();
  for (const line of lines)
    if (line.marker !== undefined) marks.set(markKey(line), (marks.get(markKey(line)) ?? 0) + 1);
  const indents = new Set<string>();
  lines.forEach((line, at) => {
    const below = lines[at + 1];
    if (
      below !== undefined &&
      line.marker === undefined &&
      below.marker === undefined &&
      isAlike(line.size, below.size)
    )
      indents.add(stepKey(line, below));
  });
  const rightOf = (line: Line) => {
    const zone = zones.get(line);
    const stands = zone !== undefined && zone.lines >= zoneLines && zone.left > bbox[0] + line.size;
    return stands ? zone.right : shapeFor(line).right;
  };
  return {
    left: bbox[0],
    width: bbox[2] - bbox[0],
    rightOf,
    edgeOf: (line) => shapeFor(line).right,
    leftOf: (line) => shapeFor(line).left,
    leadingOf: (line) => shapeFor(line).leading,
    isJustified: (line) => shapeFor(line).justified,
    isHanging: (line) => (lists.get(line)?.hanging ?? 0) > 1,
    isIndent: (first, second) => indents.has(stepKey(first, second)),
    isListed: (line) => (marks.get(markKey(line)) ?? 0) > 1,
  };
}

function stepKey(first: Line, second: Line): string {
  return `${Math.round(first.bbox[0])} ${Math.round(second.bbox[0])}`;
}

function markKey({ marker = '', bbox }: Line): string {
  return `${Math.round(bbox[0])} ${marker}`;
}

/** Lines of one size that follow each other closely. An abstract or a quotation that stands in from the column has edges of its own. */
interface Zone {
  left: number;
  right: number;
  lines: number;
  /** Items of lists stand in it. */
  marked: boolean;
  /** Line ends that speak for hanging first lines, less those that speak for indented ones. */
  hanging: number;
}

const zoneLines = 3;
/** Zones end at gaps of so many usual distances: those around a quotation, those between the entries of a bibliography not. */
const paragraphGap = 1.4;
const entryGap = 2;

interface ZoneRule {
  readonly gap: number;
  /** A zone ends, too, where lines begin to stand further in or out. */
  readonly edges: boolean;
}

function zonesOf(
  lines: readonly Line[],
  shapeFor: (line: Line) => SizeShape,
  { gap, edges }: ZoneRule,
): ReadonlyMap<Line, Zone> {
  const zones = new Map<Line, Zone>();
  let zone: Zone | undefined;
  lines.forEach((line, at) => {
    const above = lines[at - 1];
    const goesOn =
      above !== undefined &&
      !line.solid &&
      isAlike(line.size, above.size) &&
      line.baseline - above.baseline < gap * shapeFor(line).leading;
    const moves = edges && zone !== undefined && movesEdge(zone, line, lines[at + 1]);
    if (zone === undefined || !goesOn || moves)
      zone = { left: line.bbox[0], right: line.bbox[2], lines: 0, marked: false, hanging: 0 };
    else if (above !== undefined) zone.hanging += hangingVote(above, line, shapeFor(line));
    zone.left = Math.min(zone.left, line.bbox[0]);
    zone.right = Math.max(zone.right, line.bbox[2]);
    zone.lines += 1;
    zone.marked ||= line.marker !== undefined;
    zones.set(line, zone);
  });
  return zones;
}

/** movesEdge: a line goes back to the left, or two begin further to the right; the first line of a zone may have an indent of its own. */
function movesEdge({ left, lines, marked }: Zone, line: Line, next: Line | undefined): boolean {
  if (lines < 2 || marked || line.marker !== undefined) return false;
  const step = line.bbox[0] - left;
  if (step < -0.8 * line.size) return true;
  return step > 0.8 * line.size && next !== undefined && Math.abs(next.bbox[0] - line.bbox[0]) < 0.3 * line.size;
}

/** hangingVote: text that goes on further to the right, or ends before it goes back to the left, hangs; the contrary speaks for indents. */
function hangingVote(above: Line, line: Line, { right }: SizeShape): -1 | 0 | 1 {
  const step = line.bbox[0] - above.bbox[0];
  if (Math.abs(step) < 0.8 * line.size || Math.abs(step) > 6 * line.size || line.marker !== undefined) return 0;
  const ends = right - above.bbox[2] > 2 * line.size || endsSentence(above.unmarked);
  return ends === step < 0 ? 1 : -1;
}

/** Text is set so wide apart only in lines at least so long, both in sizes. */
const wideLeading = 1.65;
const fullWidth = 20;

/** An address alone on its line begins with a small letter, and goes on with nothing. */
const loneAddress = /^\S+@\S+$|^(?:www\.|https?:)\S+$/;

/** beginsSmall: a line begins as one does that goes on within a sentence. */
function beginsSmall({ text }: Line): boolean {
  return /^\p{Ll}/u.test(text) && !loneAddress.test(text);
}

function sizeShape(lines: readonly Line[], size: number, edge: number): SizeShape {
  const alike = lines.filter((line) => !line.solid && isAlike(line.size, size));
  const right = rightEdge(alike, size) ?? edge;
  const distances: number[] = [];
  const running: number[] = [];
  const apart: number[] = [];
  lines.forEach((line, at) => {
    const above = lines[at - 1];
    if (above === undefined || above.solid || line.solid || !isAlike(line.size, size) || !isAlike(above.size, size))
      return;
    const distance = line.baseline - above.baseline;
    if (distance <= 0.7 * size || distance >= 3 * size) return;
    const goesOn = beginsSmall(line) && !endsSentence(above.unmarked);
    const isWide = distance > wideLeading * size && above.bbox[2] - above.bbox[0] < fullWidth * size;
    (isWide && !goesOn ? apart : distances).push(distance);
    if (goesOn) running.push(distance);
  });
  // Short lines that stand far apart are paragraphs of their own, unless sentences go on over such distances.
  if (running.some((distance) => distance > wideLeading * size)) distances.push(...apart);
  const full = alike.filter((line) => right - line.bbox[2] < 0.6 * size).length;
  return {
    left: usualLeft(alike) ?? edge,
    right,
    leading: usualStep(distances, running) ?? 1.2 * size,
    justified: alike.length >= 4 && full >= 0.5 * alike.length,
  };
}

/** Lines of one text are nearer to each other than paragraphs by this ratio; so many show it. */
const runningRatio = 1.27;
const runningLines = 2;

/** usualStep gives the usual distance of lines; where most are paragraphs of one line, that of those that go on within a sentence. */
function usualStep(distances: readonly number[], running: readonly number[]): number | undefined {
  const at = (some: readonly number[], share: number) =>
    [...some].sort((a, b) => a - b)[Math.floor(some.length * share)];
  const [usual, within] = [at(distances, 0.4), at(running, 0.5)];
  if (usual === undefined || within === undefined || running.length < runningLines) return usual;
  return usual > runningRatio * within ? within : usual;
}

/** usualLeft gives where most lines begin, to the nearest points. */
function usualLeft(lines: readonly Line[]): number | undefined {
  const counts = new Map<number, { left: number; count: number }>();
  let best: { left: number; count: number } | undefined;
  for (const { bbox } of lines) {
    const key = Math.round(bbox[0] / 3);
    const own = counts.get(key) ?? { left: bbox[0], count: 0 };
    own.count += 1;
    counts.set(key, own);
    if (best === undefined || own.count > best.count) best = own;
  }
  return best?.left;
}

/** rightEdge gives the rightmost place where lines end; one line that goes further than all others does not count. */
function rightEdge(lines: readonly Line[], size: number): number | undefined {
  const ends = lines.map((line) => line.bbox[2]).sort((a, b) => b - a);
  const [first, second = first] = ends;
  if (first === undefined || second === undefined) return first;
  return ends.length > 4 && first - second > 1.5 * size ? second : first;
}

/** groupLines joins the lines of a column into paragraphs. `monoIsCode`: lines of a font of one width are program text. */
export function groupLines(
  lines: readonly Line[],
  { column, monoIsCode }: { readonly column: Column; readonly monoIsCode: boolean },
): readonly (readonly Line[])[] {
  const shape = shapeOf(lines, column);
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group === undefined || startsParagraph(group, line, { shape, monoIsCode })) groups.push([line]);
    else group.push(line);
  }
  return groups;
}

interface BreakContext {
  readonly shape: ColumnShape;
  readonly monoIsCode: boolean;
}

function startsParagraph(group: readonly Line[], line: Line, { shape, monoIsCode }: BreakContext): boolean {
  const previous = group.at(-1) as Line;
  if (line.solid || previous.solid) return true;
  const distance = line.baseline - previous.baseline;
  const leading = Math.max(shape.leadingOf(line), 1.02 * Math.max(line.size, previous.size));
  if (distance <= 0 || distance > 2.6 * Math.max(line.size, leading / 1.2)) return true;
  if (line.mono !== previous.mono && !runsOn(previous, line, { shape, leading })) return true;
  if (line.mono && previous.mono && monoIsCode) return distance > 2.3 * leading || !isAlike(line.size, previous.size);
  if (isWrittenRule(line.text) || isWrittenRule(previous.text)) return true;
  if (!isAlike(line.size, previous.size) && !sharesSize(line, previous)) {
    // `in the FOR INFORMATION` and `CONTACT section` are small capitals over a line end.
    const startsAlike = isAlike(previous.endSize, line.startSize) && !endsSentence(previous.unmarked);
    const goesOn = isAlike(previous.endSize, line.size) || startsAlike;
    return !goesOn || previousEnds(previous, line, shape);
  }
  if (line.leader || previous.leader) return previous.leader || !isEntryStart(line, previous, shape);
  if (line.tabular !== previous.tabular) return true;
  if (line.tabular) return distance > 2 * leading;
  if (areFields(previous, line)) return true;
  if (distance > spacing(previous, line, shape) * leading) return true;
  if (group.length === 1 && isLabel(previous.text)) return false;
  const ends = previousEnds(previous, line, shape) || distance > 1.12 * leading;
  return startsByLook(group, line, ends) || startsByPlace(group, line, shape);
}

/** Behind the name of a field is a gap of so many sizes. */
const fieldGap = 0.8;

/** areFields: names below each other with what belongs to them at one place beside them: `09:00   Opening`, `10:00   Workshops`. */
function areFields(previous: Line, line: Line): boolean {
  const [[name, value], [below, beside]] = [previous.items, line.items];
  if (name === undefined || value === undefined || below === undefined || beside === undefined) return false;
  const isSame = (a: Line['items'][number], b: Line['items'][number]) => Math.abs(a.bbox[0] - b.bbox[0]) < 1;
  const isApart =
    value.bbox[0] - name.bbox[2] > fieldGap * line.size && beside.bbox[0] - below.bbox[2] > fieldGap * line.size;
  return isApart && isSame(name, below) && isSame(value, beside) && [name, below].every(isDate);
}

/** isDate tells times and dates: short, with numbers in them. */
function isDate({ segment }: Line['items'][number]): boolean {
  const text = textOfRuns(segment?.runs ?? []).trim();
  return /\d/.test(text) && text.length <= longestDate;
}

const longestDate = 22;

/** An address or a command in a font of one width may go over the end of a line of text. */
function runsOn(
  previous: Line,
  line: Line,
  { shape, leading }: { readonly shape: ColumnShape; readonly leading: number },
): boolean {
  if (line.baseline - previous.baseline > 1.12 * leading || endsSentence(previous.unmarked)) return false;
  return !previousEnds(previous, line, shape) && !/[{}();]$/.test(line.text);
}

/** A line of an entry that was broken takes this part of the column's width. */
const longEntry = 0.75;

/** An entry of a table of contents may go over two lines, of which only the second has the number. */
function isEntryStart(line: Line, previous: Line, shape: ColumnShape): boolean {
  // Entries end before the numbers do: a long line need not reach the column's edge.
  if (previous.bbox[2] > shape.left + longEntry * shape.width) return true;
  return !previousEnds(previous, line, shape) || line.bbox[0] > previous.bbox[0] + 0.5 * line.size;
}

/** A line that goes on in the middle of a sentence may stand further off, for the formulas in it. */
function spacing(previous: Line, line: Line, shape: ColumnShape): number {
  if (!beginsSmall(line)) return 1.27;
  return !endsSentence(previous.unmarked) && !previousEnds(previous, line, shape) ? 1.75 : 1.27;
}

/** Lines such as `Group 1: ...` and `Group 2: ...` are entries. */
const label = /^\p{Lu}[\p{L} ]{0,20}\d{1,3}:\s/u;

/** Lines such as `weir, 12, 30–32` are entries of an index. */
const indexEntry = /^\P{N}{2,60},\s\d{1,3}(?:[–-]\d{1,3})?(?:,\s\d{1,3}(?:[–-]\d{1,3})?)*$/u;

/** isNextNote: `2 See there` follows `1 See here`, at the same place. */
function isNextNote([first]: readonly Line[], line: Line): boolean {
  const numberOf = ({ text }: Line) => Number(/^(\d{1,3})\s+\p{L}/u.exec(text)?.[1] ?? Number.NaN);
  return (
    first !== undefined &&
    numberOf(line) === numberOf(first) + 1 &&
    Math.abs(line.bbox[0] - first.bbox[0]) < 0.3 * line.size
  );
}

function startsByLook(group: readonly Line[], line: Line, ends: boolean): boolean {
  const previous = group.at(-1) as Line;
  // A heading that runs on in the text may fill its line.
  if (line.bold !== previous.bold && group.every((one) => one.bold === previous.bold) && (ends || line.bold))
    return true;
  if (label.test(line.text) && label.test(group[0]?.text ?? '')) return true;
  if (indexEntry.test(previous.text) && indexEntry.test(line.text)) return true;
  if (isNextNote(group, line) && endsSentence(previous.unmarked)) return true;
  // A heading in italics on a line of its own; emphasis within a sentence does not end with its line.
  if (!line.italic && group.every((one) => one.italic) && /^\p{Lu}|^[\d(]/u.test(line.text) && group.length < 3)
    return true;
  return line.startsBold && !previous.startsBold && endsSentence(previous.unmarked);
}

/** A numbered heading: its second line hangs under the first one's words. */
const numberedStart = /^(\d+(\.\d+)*\.?|[A-Z]\.|[IVX]+\.)\s+\p{L}/u;

/** Words hang behind their number by so many sizes at most. */
const mostHanging = 6;

function startsByPlace(group: readonly Line[], line: Line, shape: ColumnShape): boolean {
  const previous = group.at(-1) as Line;
  const [first] = group as [Line];
  const { size } = line;
  const ends = previousEnds(previous, line, shape);
  if (line.marker !== undefined) {
    const mayCite = isCitation(line.marker) && !isCitation(first.marker ?? '');
    if (isSureMark(line.marker) && line.bbox[0] < previous.bbox[2] && !(mayCite && !ends && standsBelow(group, line)))
      return true;
    const underWords =
      Math.abs(line.bbox[0] - first.textLeft) < 0.8 * size && line.bbox[0] > first.bbox[0] + 0.8 * size;
    if ((first.marker !== undefined && (!underWords || shape.isListed(line))) || ends) return true;
    if (endsSentence(previous.unmarked) && listMark(line.marker).values.includes(1)) return true;
  }
  const indent = line.bbox[0] - previous.bbox[0];
  if (line.startsRaised || isCentred(group, line)) return ends || line.startsRaised;
  const hangs = first.marker !== undefined || numberedStart.test(first.text);
  // Text behind a list, indented less or more than the words of its last item.
  const isBehind = ends && Math.abs(line.bbox[0] - first.textLeft) > 0.8 * size && beginsWithIdeograph(line.text);
  if (
    hangs &&
    !isBehind &&
    group.length === 1 &&
    line.italic === first.italic &&
    indent > 0 &&
    line.bbox[0] < first.textLeft + 2.5 * size
  )
    return false;
  // `3.1 The lessee` and `keeps the sluice` below its words, at whatever distance.
  const goesOn = /^\p{Ll}/u.test(line.text) && !ends && !endsSentence(previous.unmarked);
  if (hangs && goesOn && group.length === 1 && indent > 0 && indent < mostHanging * size) return false;
  const hanging = shape.isHanging(line);
  if (hanging && group.length === 1 && indent > 0.8 * size && indent < 0.4 * shape.width) return false;
  if (hanging && indent < -0.8 * size && group.length > 1) return true;
  // Terms of a glossary, the first of which has its words on one line.
  if (hanging && Math.abs(indent) < 0.3 * size && areTerms(first, line) && endsSentence(previous.unmarked)) return true;
  if (indent > 0.8 * size && indent < 0.4 * shape.width)
    return !isCut(previous, line) && (ends || endsSentence(previous.unmarked) || !isFull(previous, shape));
  // Behind its second line a paragraph never goes back to the left.
  if (indent < -0.8 * size && group.length > 1 && isAligned(group)) return true;
  // Items may be set as paragraphs are: their first line stands in, the others do not.
  if (indent < -0.8 * size && first.marker !== undefined && !shape.isIndent(first, line))
    return ends || !isUnfinished(previous, line);
  return ends;
}

function areTerms(first: Line, line: Line): boolean {
  return (first.startsMono && line.startsMono) || (first.startsBold && line.startsBold);
}

function isSureMark(marker: string): boolean {
  return /^[•◦▪●■‣⁃∙✓✔➢➤►▶▸❖◆☐☑☒✗✘]$/u.test(marker) || isCitation(marker);
}

/** isCitation tells `[12]`, which entries of a bibliography begin with, and lines of text that cite them. */
function isCitation(marker: string): boolean {
  return /^\[\d+\]$/.test(marker);
}
