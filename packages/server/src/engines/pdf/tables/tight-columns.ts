import { type Gap, medianSize } from './columns.ts';
import { columnAt, type FilledLine, type Filling } from './rows.ts';
import { isValue, type TextLine, textOfWords, type Word } from './words.ts';

/** Columns of values are told by one place at which their texts end, or have their middles, on so many of the lines with values. */
const alignedShare = 0.8;
const fewestAligned = 3;
/** A band of so many sizes before them is free: as wide as a blank. */
const leastFree = 0.2;
/** Places that differ by no more, in sizes, are one. */
const samePlace = 0.12;

/** Dots that lead from a name to its numbers leave no room for columns as tight. */
const leader = /[.·…]{3}/;

/** withTight adds to the gaps between columns those before values that stand no further from what is beside them than words do, but below each other. */
export function withTight(gaps: readonly Gap[], lines: readonly TextLine[]): readonly Gap[] {
  const size = medianSize(lines);
  const valued = lines.filter(({ words }) => words.some((word, at) => at > 0 && isValue(word.text)));
  const least = Math.max(fewestAligned, alignedShare * valued.length);
  const isLed = lines.some(({ words }) => words.some(({ text }) => leader.test(text)));
  if (valued.length < fewestAligned || isLed) return gaps;
  const found = [...gaps];
  for (const isRight of [true, false])
    for (const places of alignedAt(lines, isRight ? rightOf : middleOf, samePlace * size)) {
      const own = places.filter(({ word, before }) => before !== undefined && isValue(word.text));
      if (own.length < least) continue;
      const from = own.reduce((most, { before }) => Math.max(most, before?.bbox[2] ?? most), Number.NEGATIVE_INFINITY);
      const start = own.reduce((left, { word }) => Math.min(left, word.bbox[0]), Number.POSITIVE_INFINITY);
      if (start - from < leastFree * size) continue;
      // A name above numbers at the right of their column may be as wide as the column.
      const gap = { from, to: isRight ? Math.min(start, from + leastFree * size) : start, support: own.length };
      const known = found.findIndex((one) => one.to > from - 0.5 * size && one.from < start + 0.5 * size);
      if (known < 0) found.push(gap);
      else if (isRight && runsOver(places, found[known] as Gap)) found[known] = gap;
    }
  return found.sort((a, b) => a.from - b.from);
}

function rightOf({ bbox }: Word): number {
  return bbox[2];
}

function middleOf({ bbox }: Word): number {
  return (bbox[0] + bbox[2]) / 2;
}

/** runsOver: the middle of a gap runs through a word that ends at the place of the numbers, or the one before it: the name above them. */
function runsOver(places: readonly Place[], { from, to }: Gap): boolean {
  const middle = (from + to) / 2;
  const crosses = (word: Word | undefined) => word !== undefined && word.bbox[0] < middle && word.bbox[2] > middle;
  return places.some(({ word, before }) => crosses(word) || (!isValue(word.text) && crosses(before)));
}

interface Place {
  readonly word: Word;
  /** The word before it on its line. */
  readonly before: Word | undefined;
}

/** alignedAt groups the words of lines that have one place in common. */
function alignedAt(
  lines: readonly TextLine[],
  placeOf: (word: Word) => number,
  reach: number,
): readonly (readonly Place[])[] {
  const places = lines
    .flatMap(({ words }) => words.map((word, at): Place => ({ word, before: words[at - 1] })))
    .sort((a, b) => placeOf(a.word) - placeOf(b.word));
  const groups: Place[][] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const place of places) {
    const at = placeOf(place.word);
    if (at - last > reach) groups.push([place]);
    else groups.at(-1)?.push(place);
    last = at;
  }
  return groups;
}

/** partedHeads parts texts that run over columns where each part stands with the texts of its column: `Bias RMSE Time` above three columns of numbers. */
export function partedHeads(lines: readonly FilledLine[], xs: readonly number[]): readonly FilledLine[] {
  const wide = lines.filter(({ fillings }) => fillings.some(({ column, columnEnd }) => columnEnd - column > 1));
  if (wide.length === 0 || wide.length === lines.length) return lines;
  const columns = new Map<number, Filling[]>();
  for (const { fillings } of lines)
    for (const one of fillings)
      if (one.columnEnd - one.column === 1) columns.set(one.column, [...(columns.get(one.column) ?? []), one]);
  return lines.map((line) => {
    if (!wide.includes(line)) return line;
    return { ...line, fillings: line.fillings.flatMap((one) => partsOf(one, { xs, columns, size: line.line.size })) };
  });
}

interface PartInput {
  readonly xs: readonly number[];
  readonly columns: ReadonlyMap<number, readonly Filling[]>;
  readonly size: number;
}

function partsOf(filling: Filling, { xs, columns, size }: PartInput): readonly Filling[] {
  if (filling.columnEnd - filling.column < 2) return [filling];
  const groups = Map.groupBy(filling.words, ({ bbox }) => columnAt(xs, (bbox[0] + bbox[2]) / 2));
  const parts = [...groups].map(
    ([column, words]): Filling => ({ column, columnEnd: column + 1, words, text: textOfWords(words) }),
  );
  const hold = (share: number) =>
    parts.every(({ column }) => {
      const below = columns.get(column) ?? [];
      const values = below.filter(({ text }) => isValue(text));
      return below.length > 1 && (column === filling.column || values.length >= share * below.length);
    });
  const isFlush = (offset: (a: Filling, b: Filling) => number) =>
    parts.every((part) => {
      const below = columns.get(part.column) ?? [];
      return below.filter((one) => Math.abs(offset(part, one)) < sameEdge * size).length >= 0.5 * below.length;
    });
  // Words of one text do not begin just where those of the next column do.
  const areParted = hold(0.5) ? [leftOff, rightOff, middleOff].some(isFlush) : hold(0) && isFlush(leftOff);
  return areParted && parts.length === filling.columnEnd - filling.column ? parts : [filling];
}

/** Texts that are set at one edge, or about one middle, differ by no more there, in sizes. */
const sameEdge = 0.05;

function leftOff(a: Filling, b: Filling): number {
  return edgesOf(a)[0] - edgesOf(b)[0];
}

function rightOff(a: Filling, b: Filling): number {
  return edgesOf(a)[1] - edgesOf(b)[1];
}

function middleOff(a: Filling, b: Filling): number {
  return (leftOff(a, b) + rightOff(a, b)) / 2;
}

function edgesOf({ words }: Filling): readonly [number, number] {
  return [words[0]?.bbox[0] ?? 0, words.at(-1)?.bbox[2] ?? 0];
}
