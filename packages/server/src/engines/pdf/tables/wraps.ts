import { labelLevels } from './label-levels.ts';
import type { FilledLine, Filling } from './rows.ts';
import { isValue } from './words.ts';

/** A blank between words, in sizes. */
const blank = 0.25;
/** Lines of one text stand no further apart than this many of its usual steps. */
const sameText = 1.18;
/** In a column narrower than this, in sizes, nothing can be told from where its lines end. */
const narrowest = 4;
/** A column as wide as this, in sizes, holds sentences. */
const proseWidth = 10;
/** So many breaks of lines must show how far apart the lines of a text stand. */
const fewestWraps = 2;
/** A line that fills this part of the columns may be a row. */
const fullLine = 0.8;
/** Baselines closer than this, in sizes, are of one row. */
const sameRow = 0.8;

/** Pair is two texts that follow each other in one column: of the lines `from` and `to`. */
interface Pair {
  readonly column: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly kind: 'values' | 'ends' | 'sentence' | 'wraps' | 'fits' | 'unknown';
}

/** Wraps tells rows by how the texts of columns break. */
export interface Wraps {
  /** Lines that begin a row. */
  readonly starts: ReadonlySet<number>;
  /** How often rows that begin at other lines cut a text in two, or join two. */
  faults(starts: ReadonlySet<number>): number;
}

/**
 * wrapsOf finds the rows of a table whose cells have several lines: a text goes on where its next word had no room on the line before, and
 * ends where it had, or where the next line stands further away. Undefined where no text goes on.
 */
export function wrapsOf(lines: readonly FilledLine[], levels = labelLevels(lines)): Wraps | undefined {
  const pairs = pairsOf(lines, levels);
  const step = stepOf(pairs, lines);
  if (step === undefined) return undefined;
  const judged = pairs.map((pair) => ({ ...pair, goesOn: goesOn(pair, step) }));
  const cut = cutsOf(judged, lines);
  const joined = new Uint8Array(lines.length);
  for (const sure of ['surely', 'likely'] as const) {
    // A label further down than lines of one text stand begins a row beside texts of which only their length says that they go on.
    if (sure === 'likely')
      for (const { column, to, goesOn: on } of judged)
        if (column === 0 && on === 'never' && joined[to] === 0 && (lines[to]?.fillings.length ?? 0) > 1) cut[to] = 1;
    for (const { from, to, goesOn: on } of judged) {
      if (on !== sure || cut.subarray(from + 1, to + 1).includes(1)) continue;
      joined.fill(1, from + 1, to + 1);
    }
  }
  for (const pair of judged) if (hangs(pair, lines)) joined[pair.to] = 1;
  const starts = new Set(lines.keys().filter((at) => at === 0 || !(joined[at] === 1 || isNear(lines, at))));
  const parted = (own: ReadonlySet<number>, { from, to }: Pair) => {
    for (let at = from + 1; at <= to; at += 1) if (own.has(at)) return true;
    return false;
  };
  return {
    starts,
    faults: (own) =>
      judged.filter(
        (pair) =>
          pair.goesOn !== undefined && parted(own, pair) === (pair.goesOn !== 'never' && pair.goesOn !== 'hardly'),
      ).length,
  };
}

/** endingShare gives the part of the lines below which some text begins anew: the next word had room. */
export function endingShare(lines: readonly FilledLine[]): number {
  const ends = new Set(
    pairsOf(lines).flatMap(({ from, to, kind }) => (to === from + 1 && hasRoom.has(kind) ? [to] : [])),
  );
  return ends.size / Math.max(1, lines.length - 1);
}

const hasRoom: ReadonlySet<Pair['kind']> = new Set(['ends', 'fits', 'values']);

type Judged = Pair & { readonly goesOn: GoesOn };

/** cutsOf marks lines that begin a row for sure: a text ends above them, or they fill the columns as the line above does and few of their texts go on. */
function cutsOf(pairs: readonly Judged[], lines: readonly FilledLine[]): Uint8Array {
  const columns = lines.reduce((most, { fillings }) => Math.max(most, fillings.at(-1)?.columnEnd ?? 0), 0);
  const cut = new Uint8Array(lines.length);
  const close = Map.groupBy(
    pairs.filter(({ from, to }) => to === from + 1),
    ({ to }) => to,
  );
  for (const [to, own] of close) {
    const going = own.filter(({ goesOn: on }) => on === 'surely' || on === 'likely').length;
    const full = own.length >= fullLine * columns;
    if (own.some(({ goesOn: on }) => on === 'never') || (full && going <= 0.5 * own.length)) cut[to] = 1;
  }
  return cut;
}

/** hangs: a line without a label, right below the text that it may continue. */
function hangs({ from, to, goesOn: on }: Judged, lines: readonly FilledLine[]): boolean {
  return on === undefined && to === from + 1 && lines[to]?.fillings.every(({ column }) => column > 0) === true;
}

function isNear(lines: readonly FilledLine[], at: number): boolean {
  const [before, line] = [lines[at - 1]?.line, lines[at]?.line];
  return before !== undefined && line !== undefined && line.baseline - before.baseline < sameRow * line.size;
}

function pairsOf(lines: readonly FilledLine[], levels = labelLevels(lines)): readonly Pair[] {
  const widths = new Map<number, number>();
  for (const { fillings } of lines)
    for (const one of fillings)
      if (isOfOneColumn(one)) widths.set(one.column, Math.max(widths.get(one.column) ?? 0, widthOf(one)));
  const last = new Map<number, { readonly at: number; readonly filling: Filling }>();
  const pairs: Pair[] = [];
  lines.forEach(({ line, fillings }, at) => {
    for (const filling of fillings) {
      if (!isOfOneColumn(filling)) {
        for (let column = filling.column; column < filling.columnEnd; column += 1) last.delete(column);
        continue;
      }
      const before = last.get(filling.column);
      last.set(filling.column, { at, filling });
      if (before === undefined) continue;
      const step = (line.baseline - (lines[before.at]?.line.baseline ?? 0)) / line.size;
      const width = (widths.get(filling.column) ?? 0) / line.size;
      pairs.push({
        column: filling.column,
        from: before.at,
        to: at,
        step,
        kind:
          filling.column === 0 && levels.standsApart(before.filling, filling)
            ? 'ends'
            : kindOf(before.filling, filling, { width, size: line.size }),
      });
    }
  });
  return pairs;
}

function isOfOneColumn({ column, columnEnd }: Filling): boolean {
  return columnEnd === column + 1;
}

function widthOf({ words }: Filling): number {
  return (words.at(-1)?.bbox[2] ?? 0) - (words[0]?.bbox[0] ?? 0);
}

const hyphen = /\p{L}[-\u2010\u00ad]$/u;

function kindOf(
  before: Filling,
  after: Filling,
  { width, size }: { readonly width: number; readonly size: number },
): Pair['kind'] {
  if (isValue(before.text) && isValue(after.text)) return 'values';
  if (hyphen.test(before.text) && /^\p{Ll}/u.test(after.text)) return 'wraps';
  if (width < narrowest) return 'unknown';
  const room = width - widthOf(before) / size - blank;
  const [word] = after.words;
  const needed = word === undefined ? 0 : firstPart(word.text) * (word.bbox[2] - word.bbox[0]);
  if (room > needed / size) return room > needed / size + 3 ? 'ends' : 'fits';
  const stops = /[.!?]$/.test(before.text);
  if (/^\p{Ll}/u.test(after.text) && !stops) return 'wraps';
  // A capital begins a new name more often than it stands inside of one.
  return /^\p{Lu}/u.test(after.text) && (stops || width < proseWidth) ? 'unknown' : 'sentence';
}

/** firstPart gives the share of a word that must stand on one line: scripts without blanks break nearly anywhere. */
function firstPart(text: string): number {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u.test(
    text,
  )
    ? Math.min(1, 3 / text.length)
    : 1;
}

/** stepOf gives the usual distance of the lines of one text, in sizes: of those that surely go on, or may, or have no label beside them. */
function stepOf(pairs: readonly Pair[], lines: readonly FilledLine[]): number | undefined {
  const unlabelled = ({ to }: Pair) => lines[to]?.fillings[0]?.column !== 0;
  const signs = [
    ({ kind }: Pair) => kind === 'wraps',
    ({ kind }: Pair) => kind === 'sentence',
    (pair: Pair) => pair.kind === 'unknown' && unlabelled(pair),
  ];
  for (const isSign of signs) {
    const steps = pairs
      .filter((pair) => pair.step < 2.2 && isSign(pair))
      .map(({ step }) => step)
      .sort((a, b) => a - b);
    if (steps.length >= fewestWraps) return steps[Math.floor(0.25 * steps.length)];
  }
  return undefined;
}

type GoesOn = 'surely' | 'likely' | 'hardly' | 'never' | undefined;

function goesOn({ kind, step }: Pair, usual: number): GoesOn {
  if (kind === 'values' || step > 1.3 * usual) return 'never';
  if (kind === 'ends') return 'never';
  if (kind === 'fits') return 'hardly';
  if (step > sameText * usual || kind === 'unknown') return undefined;
  return kind === 'wraps' ? 'surely' : 'likely';
}
