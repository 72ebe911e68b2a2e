import { isBullet } from '../lines.ts';
import type { Piece, TextLine } from './words.ts';
import { areThousands, isUnitOf, isValue, levelsOf, piecesOf, textOfWords } from './words.ts';

/** Gap is a band without ink between two columns. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** Lines with ink on both sides of it. */
  readonly support: number;
}

/** ColumnRule says what parts columns: gaps in sizes, and how many lines may cross. */
export interface ColumnRule {
  /** A gap between two words of one line that counts as one between columns. */
  readonly pieceGap: number;
  /** Width of the band that stays free, in sizes. */
  readonly least: number;
  /** Lines that must have ink on both sides. */
  readonly support: number;
}

/** columnGaps finds the bands that no line crosses, or few do: those of a table stand between its columns. */
export function columnGaps(all: readonly TextLine[], rule: ColumnRule): readonly Gap[] {
  const lines = levelsOf(all);
  const size = medianSize(lines);
  const pieces = lines.map((line) => looseJoined(piecesOf(line, rule.pieceGap), size));
  const broken = fullLines(pieces.filter((line) => line.length > 1));
  const allowed = broken.length < 6 ? 0 : Math.max(1, Math.floor(0.1 * broken.length));
  const everything = pieces.flat();
  const bands = freeBands(broken.flat(), allowed).filter(({ from, to }) => to - from >= rule.least * size);
  const gaps = bands
    .map((band) => narrowed(band, everything, 0.2 * size))
    .map((band) => ({ ...band, support: broken.filter((line) => parts(line, band)).length }))
    .filter(({ support }) => support >= Math.min(rule.support, broken.length));
  const told = inOrder(broken, { gaps, pieces: everything, size, support: rule.support }) ?? gaps;
  const found = withFlush(told, lines);
  const [first] = found;
  return first !== undefined && areBullets(broken, first) ? found.slice(1) : found;
}

/** The blanks of a justified line differ by no more, in sizes, and are no wider than this. */
const evenGap = 0.01;
const widestBlank = 1.6;

/** Scripts without blanks have whole lines as one word. */
const word = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}][\p{L}\p{P}]*$/u;

/** looseJoined joins the words of a justified text that are set far apart: the gaps between them are the very same. */
function looseJoined(pieces: readonly Piece[], size: number): readonly Piece[] {
  if (pieces.length < 3) return pieces;
  const gapAt = (at: number) => (pieces[at]?.from ?? 0) - (pieces[at - 1]?.to ?? 0);
  const isWord = ({ words }: Piece) => words.length === 1 && word.test(words[0]?.text ?? '');
  const joined: Piece[] = [];
  for (let at = 0; at < pieces.length; ) {
    let end = at + 1;
    while (end < pieces.length && Math.abs(gapAt(end) - gapAt(at + 1)) < evenGap * size) end += 1;
    const run = pieces.slice(at, end);
    const isText = run.length > 2 && gapAt(at + 1) < widestBlank * size && run.every(isWord);
    const taken = isText ? run : run.slice(0, 1);
    joined.push(
      taken.length < 2
        ? (taken[0] as Piece)
        : { words: taken.flatMap(({ words }) => words), from: taken[0]?.from ?? 0, to: taken.at(-1)?.to ?? 0 },
    );
    at += taken.length;
  }
  return joined;
}

/** Values that end at one place beside texts that begin at one, on most lines, stand in two columns however close. */
const flushGap = 0.35;
const narrowFlush = 0.15;
const flushShare = 0.6;
const fewestFlush = 4;
/** Ends and beginnings that differ by no more, points, are one. */
const sameFlush = 0.5;

/** withFlush adds the gaps between numbers at the right of their column and what stands at the left of the next one: their units, or anything behind the numbers of rows. */
function withFlush(gaps: readonly Gap[], lines: readonly TextLine[]): readonly Gap[] {
  if (lines.length < fewestFlush) return gaps;
  const places = new Map<number, { from: number; to: number; units: number; numbers: number[] }>();
  // Places at the half point are rounded up on one line and down on the next.
  const keyOf = (from: number, to: number) => {
    const [x, y] = [Math.round(from), Math.round(to)];
    for (const across of [0, -1, 1])
      for (const behind of [0, -1, 1]) {
        const key = placeKey(x + across, y + behind);
        const place = places.get(key);
        if (place !== undefined && Math.max(Math.abs(place.from - from), Math.abs(place.to - to)) < sameFlush)
          return key;
      }
    return placeKey(x, y);
  };
  for (const { words, size } of lines)
    words.forEach(({ bbox, text }, at) => {
      const before = words[at - 1];
      const from = before?.bbox[2] ?? bbox[0];
      const gap = bbox[0] - from;
      if (before === undefined || gap < narrowFlush * size || !isValue(before.text)) return;
      const key = keyOf(from, bbox[0]);
      const place = places.get(key) ?? { from, to: bbox[0], units: 0, numbers: [] };
      if (gap >= flushGap * size && isUnitOf(before.text, text)) place.units += 1;
      if (at === 1 && /^\d+$/.test(before.text) && !areThousands(before.text, text))
        place.numbers.push(Number(before.text));
      places.set(key, place);
    });
  const least = Math.max(fewestFlush, flushShare * lines.length);
  const flush = [...places.values()]
    .filter(({ units, numbers }) => units >= least || (numbers.length >= least && areCounted(numbers)))
    .filter(({ from, to }) => gaps.every((gap) => gap.from > to - 0.5 || gap.to < from + 0.5))
    .map(({ from, to, units, numbers }): Gap => ({ from, to, support: Math.max(units, numbers.length) }));
  return flush.length === 0 ? gaps : [...gaps, ...flush].sort((a, b) => a.from - b.from);
}

/** Pages are narrower than this, points. */
const widestPage = 100_000;

function placeKey(from: number, to: number): number {
  return from * widestPage + to;
}

/** areCounted: each number is one more than the one above. */
function areCounted(numbers: readonly number[]): boolean {
  return numbers.slice(1).every((number, at) => number === (numbers[at] ?? 0) + 1);
}

/** areBullets: lines that a gap parts have single signs before it, which are the marks of a list and no column. */
function areBullets(lines: readonly (readonly Piece[])[], gap: Gap): boolean {
  const middle = (gap.from + gap.to) / 2;
  const before = lines.filter((line) => parts(line, gap)).flatMap((line) => line.filter(({ to }) => to < middle));
  return (
    before.length > 0 &&
    before.flatMap(({ words }) => words).every(({ text }) => isBullet(text) && [...text].length === 1)
  );
}

/** Columns whose texts follow each other in the same order in so many of the lines are told by it. */
const ordered = 0.75;
/** Between columns that are told by their order a band of this many sizes is free. */
const leastInOrder = 0.1;

interface OrderInput {
  readonly gaps: readonly Gap[];
  /** Those of all lines. */
  readonly pieces: readonly Piece[];
  readonly size: number;
  readonly support: number;
}

/**
 * inOrder parts columns by the order of their texts where free bands part them wrongly: a head at the left of its column stands right behind
 * the numbers at the right of the one before. Undefined where the bands agree with the order, or lines have different numbers of texts.
 */
function inOrder(
  lines: readonly (readonly Piece[])[],
  { gaps, pieces, size, support }: OrderInput,
): readonly Gap[] | undefined {
  const count = usualCount(lines);
  const own = lines.filter(({ length }) => length === count);
  // Heads span columns.
  const body = lines.length - lines.findIndex(({ length }) => length === count);
  const told = count > 2 || arePairs(own);
  if (!told || own.length < Math.max(Math.min(support, lines.length), ordered * body)) return undefined;
  const agrees = (line: readonly Piece[]) =>
    gaps.length === count - 1 &&
    gaps.every((gap, at) => parts(line, gap) && (line[at]?.to ?? 0) < (gap.from + gap.to) / 2);
  if (own.every(agrees)) return undefined;
  const found: Gap[] = [];
  for (let at = 1; at < count; at += 1) {
    const from = own.reduce((most, line) => Math.max(most, line[at - 1]?.to ?? 0), Number.NEGATIVE_INFINITY);
    const to = own.reduce((least, line) => Math.min(least, line[at]?.from ?? 0), Number.POSITIVE_INFINITY);
    if (to - from < leastInOrder * size) return undefined;
    found.push({ ...narrowed({ from, to, cover: 0 }, pieces, leastInOrder * size), support: own.length });
  }
  // A band outside of them all parts a column that most lines leave empty.
  const start = own.reduce((least, line) => Math.min(least, line[0]?.from ?? least), Number.POSITIVE_INFINITY);
  const end = own.reduce((most, line) => Math.max(most, line.at(-1)?.to ?? most), Number.NEGATIVE_INFINITY);
  return gaps.some(({ from, to }) => to <= start || from >= end) ? undefined : found;
}

/** Two columns are told by their order when so many lines are nothing but two values. */
const fewestPairs = 3;

function arePairs(lines: readonly (readonly Piece[])[]): boolean {
  const isValueAt = (line: readonly Piece[]) => isValue(textOfWords(line[1]?.words ?? []));
  // A head at the left of its column above values at the right of it.
  if (lines.length > fewestPairs && lines.every((line, at) => line.length === 2 && (at === 0 || isValueAt(line))))
    return true;
  const pairs = lines.filter((line) => line.length === 2 && line.every(({ words }) => isValue(textOfWords(words))));
  return pairs.length >= Math.max(fewestPairs, ordered * lines.length);
}

/** usualCount gives the number of pieces that most lines have; of equally frequent ones the higher. */
function usualCount(lines: readonly (readonly Piece[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of lines) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce(
    (best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] > best[0]) ? one : best),
    [0, 0],
  )[0];
}

/** fullLines leaves out lines of fewer pieces than are usual: heads that span columns, and the second lines of cells. */
function fullLines(lines: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
  const usual = usualCount(lines);
  const full = lines.filter((line) => line.length > 0.7 * usual);
  return full.length < 2 ? lines : full;
}

/** narrowed takes off a band what texts of other lines, those of heads and second lines, reach into it without crossing it. */
function narrowed(band: Band, pieces: readonly Piece[], least: number): Band {
  let { from, to } = band;
  for (const piece of pieces) {
    if (piece.from < band.from && piece.to > from && piece.to < to - least) from = piece.to;
    if (piece.to > band.to && piece.from < to && piece.from > from + least) to = piece.from;
  }
  return { ...band, from, to };
}

/** parts: the line has ink on both sides of a band, and the next pieces on either side leave it free. */
function parts(line: readonly Piece[], { from, to }: { readonly from: number; readonly to: number }): boolean {
  const middle = (from + to) / 2;
  const next = line.findIndex((piece) => piece.to > middle);
  const piece = line[next];
  return next > 0 && piece !== undefined && piece.from >= middle;
}

interface Band {
  readonly from: number;
  readonly to: number;
  /** Pieces that stand in it. */
  readonly cover: number;
}

/** freeBands gives the bands inside all ink that at most `allowed` pieces cover; of neighbouring ones the emptiest, then the widest. */
function freeBands(pieces: readonly Piece[], allowed: number): readonly Band[] {
  const starts = Float64Array.from(pieces, ({ from }) => from).sort();
  const ends = Float64Array.from(pieces, ({ to }) => to).sort();
  const bands: Band[] = [];
  let best: Band | undefined;
  let [start, end] = [0, 0];
  while (end < ends.length) {
    const begins = beginsFirst(starts, start, ends[end] as number);
    const from = (begins ? starts[start] : ends[end]) as number;
    if (begins) start += 1;
    else end += 1;
    const to = end < ends.length && beginsFirst(starts, start, ends[end] as number) ? starts[start] : ends[end];
    const cover = start - end;
    if (cover > allowed || to === undefined) {
      if (best !== undefined && to !== undefined) bands.push(best);
      best = undefined;
    } else if (to > from) best = better(best, { from, to, cover });
  }
  return bands;
}

/** beginsFirst: of a beginning and an end at one place the beginning comes first. */
function beginsFirst(starts: Float64Array, at: number, end: number): boolean {
  return at < starts.length && (starts[at] as number) <= end;
}

function better(best: Band | undefined, band: Band): Band {
  if (best === undefined || band.cover < best.cover) return band;
  if (band.cover > best.cover) return best;
  // Ends and beginnings at one place part a band without covering it.
  if (best.to === band.from) return { ...best, to: band.to };
  return band.to - band.from > best.to - best.from ? band : best;
}

/** medianSize gives the usual size of lines, points. */
export function medianSize(lines: readonly { readonly size: number }[]): number {
  const sizes = lines.map(({ size }) => size).sort((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? 10;
}
