import { beginsWithIdeograph, isAlike, isFull, mostIndent } from './line-places.ts';
import type { Line } from './lines.ts';
import type { Column } from './order.ts';
import { endsSentence } from './sentences.ts';

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
  /** Paragraphs begin at a line's place and go on further to the left. */
  isFirstPlace(line: Line): boolean;
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
  const rightOf = (line: Line) => {
    const zone = zones.get(line);
    const stands = zone !== undefined && zone.lines >= zoneLines && zone.left > bbox[0] + line.size;
    return stands ? zone.right : shapeFor(line).right;
  };
  const { indents, firstPlaces } = indentsOf(lines, { rightOf });
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
    isFirstPlace: (line) => (firstPlaces.get(Math.round(line.bbox[0])) ?? 0) > 1,
    isListed: (line) => (marks.get(markKey(line)) ?? 0) > 1,
  };
}

interface Indents {
  /** Steps from one line without a mark to the next, by `stepKey`. */
  readonly indents: ReadonlySet<string>;
  /** How often paragraphs begin at a place, to the nearest point, and go on further to the left. */
  readonly firstPlaces: ReadonlyMap<number, number>;
}

function indentsOf(lines: readonly Line[], shape: Pick<ColumnShape, 'rightOf'>): Indents {
  const indents = new Set<string>();
  const firstPlaces = new Map<number, number>();
  lines.forEach((line, at) => {
    const [above, below] = [lines[at - 1], lines[at + 1]];
    if (below === undefined || (line.marker ?? below.marker) !== undefined || !isAlike(line.size, below.size)) return;
    indents.add(stepKey(line, below));
    const back = line.bbox[0] - below.bbox[0];
    if (back < firstIndent * line.size || back > mostIndent * line.size || above?.marker !== undefined) return;
    // The lines of an item behind its first one stand in as well.
    const isLater = above !== undefined && Math.abs(above.bbox[0] - line.bbox[0]) < 0.3 * line.size;
    if (isLater && isFull(above, shape)) return;
    const place = Math.round(line.bbox[0]);
    firstPlaces.set(place, (firstPlaces.get(place) ?? 0) + 1);
  });
  return { indents, firstPlaces };
}

/** Paragraphs begin with an indent of at least so many sizes. */
const firstIndent = 1.2;

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
    const goesOn = goesOnWithin(above, line, right);
    const isWide = distance > wideLeading * size && above.bbox[2] - above.bbox[0] < fullWidth * size;
    (isWide && !goesOn ? apart : distances).push(distance);
    if (goesOn) running.push(distance);
  });
  // Short lines that stand far apart are paragraphs of their own, unless sentences go on over such distances.
  const all = running.some((distance) => distance > wideLeading * size) ? [...distances, ...apart] : distances;
  const full = alike.filter((line) => right - line.bbox[2] < 0.6 * size).length;
  return {
    left: usualLeft(alike) ?? edge,
    right,
    leading: usualStep(all, running) ?? 1.2 * size,
    justified: alike.length >= 4 && full >= 0.5 * alike.length,
  };
}

/** An address alone on its line begins with a small letter, and goes on with nothing. */
const loneAddress = /^\S+@\S+$|^(?:www\.|https?:)\S+$/;

/** goesOnWithin: a line goes on within a sentence; among ideographs, which have no small letters, the line above is full. */
export function goesOnWithin(above: Line, line: Line, right: number): boolean {
  if (line.marker !== undefined || endsSentence(above.unmarked)) return false;
  if (/^\p{Ll}/u.test(line.text)) return line.text.includes(' ') || !loneAddress.test(line.text);
  const back = above.bbox[0] - line.bbox[0];
  if (above.marker !== undefined || back < -1 || back > mostIndent * line.size) return false;
  return beginsWithIdeograph(line.text) && right - above.bbox[2] < mostRoom * line.size;
}

/** A full line of ideographs ends so many sizes before the edge at most: where `、` hangs behind it, and where `ター` is not parted. */
const mostRoom = 2.2;

/** The distance of lines within a text differs from that of most by this ratio; so many lines show it. */
const runningRatio = 1.27;
const runningLines = 2;

/** usualStep gives the usual distance of lines; where most are paragraphs of one line, that of those that go on within a sentence. */
function usualStep(distances: readonly number[], running: readonly number[]): number | undefined {
  const at = (some: readonly number[], share: number) =>
    [...some].sort((a, b) => a - b)[Math.floor(some.length * share)];
  const [usual, within] = [at(distances, 0.4), at(running, 0.5)];
  if (usual === undefined || within === undefined || running.length < runningLines) return usual;
  return usual > runningRatio * within || within > runningRatio * usual ? within : usual;
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
