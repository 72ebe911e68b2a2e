import { partCentred } from './centred-cells.ts';
import { type LabelLevels, labelLevels, leftOf, rightOf } from './label-levels.ts';
import type { Ruling } from './ruling.ts';
import { partedHeads } from './tight-columns.ts';
import {
  areThousands,
  isUnitOf,
  isValue,
  middleOf,
  type Piece,
  piecesOf,
  type TextLine,
  textOfWords,
  type Word,
} from './words.ts';
import { wrapsOf } from './wraps.ts';

/** Filling is a stretch of text in one row, with the columns that it stands in, the end exclusive. */
export interface Filling {
  readonly column: number;
  readonly columnEnd: number;
  readonly text: string;
  readonly words: readonly Word[];
}

/** FilledLine is a line of text by columns. */
export interface FilledLine {
  readonly line: TextLine;
  readonly fillings: readonly Filling[];
}

/** TextRow is a row of a table with the lines it consists of. */
export interface TextRow {
  readonly lines: readonly FilledLine[];
  /** It lies above the first row of values. */
  readonly head: boolean;
  /** What is centred between this row and the next one. */
  readonly centred?: FilledLine;
}

/** Words closer than this, in sizes, are one text even over the edge of a column. */
const joinedGap = 0.45;

/** fillingsOf parts a line at the edges of columns; a text that runs over an edge spans both columns. */
export function fillingsOf(line: TextLine, xs: readonly number[]): readonly Filling[] {
  const fillings: Filling[] = [];
  for (const piece of piecesOf(line, joinedGap).flatMap((one) => partedAt(one, xs, line.size))) {
    const first = columnAt(xs, piece.from + 0.5);
    const last = columnAt(xs, piece.to - 0.5);
    const before = fillings.at(-1);
    if (before !== undefined && before.columnEnd > first)
      fillings[fillings.length - 1] = filling([...before.words, ...piece.words], before.column, last);
    else fillings.push(filling(piece.words, first, last));
  }
  return fillings;
}

/** A gap of so many sizes between a value and its unit, right at the edge of a column, is no blank. */
const edgeGap = 0.35;

/** partedAt parts a piece where an edge runs through one of its wider gaps. */
export function partedAt(piece: Piece, xs: readonly number[], size: number): readonly Piece[] {
  const parts: Word[][] = [];
  piece.words.forEach((word, at) => {
    const before = piece.words[at - 1];
    const gap = before === undefined ? 0 : word.bbox[0] - before.bbox[2];
    const edge = xs[columnAt(xs, word.bbox[0])] ?? Number.NEGATIVE_INFINITY;
    const isAtEdge = before !== undefined && edge > before.bbox[2] && edge <= word.bbox[0];
    const isUnit = before !== undefined && gap >= edgeGap * size && isUnitOf(before.text, word.text);
    // The numbers of rows, set flush right, end at the edge of their column, however close the next column begins.
    const isFlush =
      before !== undefined && at === 1 && /^\d+$/.test(before.text) && !areThousands(before.text, word.text);
    const last = parts.at(-1);
    // Numbers in a label, as in `Q2 2006`, are a part of it.
    const isNext = isAtEdge && columnAt(xs, before.bbox[0]) > 0 && areNumbers(before.text, word.text);
    if (last === undefined || (isAtEdge && (isUnit || isFlush || isNext))) parts.push([word]);
    else last.push(word);
  });
  if (parts.length < 2) return [piece];
  return parts.map((words) => ({ words, from: words[0]?.bbox[0] ?? 0, to: words.at(-1)?.bbox[2] ?? 0 }));
}

/** areNumbers: two values, not the digits of one. */
function areNumbers(before: string, text: string): boolean {
  return [before, text].every((one) => /\d/.test(one) && isValue(one)) && !areThousands(before, text);
}

function filling(words: readonly Word[], first: number, last: number): Filling {
  return { column: first, columnEnd: Math.max(first, last) + 1, words, text: textOfWords(words) };
}

/** columnAt gives the index of the column that holds x; the first or last for what lies outside. */
export function columnAt(xs: readonly number[], x: number): number {
  let [low, high] = [0, Math.max(0, xs.length - 2)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((xs[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** RowsInput: `rulings` are the horizontal lines that run over most of the table, `short` those that run over a part. */
export interface RowsInput {
  readonly lines: readonly TextLine[];
  readonly xs: readonly number[];
  readonly rulings: readonly Ruling[];
  readonly short: readonly Ruling[];
  /** Lines mark the table, so that a text between two rows is a cell over both; elsewhere it may be of another column of prose. */
  readonly ruled?: true;
  /** Where labels begin in the whole table, of which these lines are a part. */
  readonly levels?: LabelLevels;
}

/** rowsOf groups lines into rows: a row ends at a ruling, at a wider distance, or where the next line begins something new. */
export function rowsOf({ lines, xs, rulings, short, ruled, ...known }: RowsInput): readonly TextRow[] {
  const all = partedHeads(
    lines.map((line): FilledLine => ({ line, fillings: fillingsOf(line, xs) })),
    xs,
  );
  const { lines: filled, between } = ruled ? partCentred(all, short) : { lines: all, between: noneBetween };
  const bands = bandsOf(filled, rulings);
  const headEnd = headLines(filled, bands);
  const levels = known.levels ?? labelLevels(filled);
  const spacing = { ...spacingOf(filled.slice(headEnd)), levels };
  let index = 0;
  const rowOf =
    (head: boolean) =>
    (own: readonly FilledLine[]): TextRow => {
      const centred = between.size === 0 ? undefined : between.get(own.at(-1) as FilledLine);
      return { lines: own, head, ...(centred === undefined ? {} : { centred }) };
    };
  return bands.flatMap((band) => {
    const head = band.slice(0, Math.max(0, headEnd - index));
    const body = band.slice(head.length);
    index += band.length;
    const oneRow = isOneRow(band, bands);
    const heads = grouped(head, (row, line) => !namesColumns(row, line) && (oneRow || joinsHead(row, line, short)));
    const rows = grouped(body, (row, line) => oneRow || joinsRow(row, line, spacing));
    return [...heads.map(rowOf(true)), ...(oneRow ? rows : withWraps(body, rows, levels)).map(rowOf(false))];
  });
}

const noneBetween: ReadonlyMap<FilledLine, FilledLine> = new Map();

type LineGroups = readonly (readonly FilledLine[])[];

function grouped(
  lines: readonly FilledLine[],
  joins: (row: readonly FilledLine[], line: FilledLine) => boolean,
): LineGroups {
  const groups: FilledLine[][] = [];
  for (const line of lines) {
    const row = groups.at(-1);
    if (row !== undefined && joins(row, line)) row.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** withWraps takes the rows that the breaks inside of cells tell of, where others cut more texts in two or join more. */
function withWraps(lines: readonly FilledLine[], rows: LineGroups, levels: LabelLevels): LineGroups {
  const wraps = wrapsOf(lines, levels);
  if (wraps === undefined) return rows;
  let at = 0;
  const starts = new Set(
    rows.map((row) => {
      at += row.length;
      return at - row.length;
    }),
  );
  if (wraps.faults(wraps.starts) >= wraps.faults(starts)) return rows;
  const places = new Map(lines.map((line, index) => [line, index]));
  return grouped(lines, (_, line) => !wraps.starts.has(places.get(line) ?? 0));
}

/** bandsOf parts lines by the rulings between them. */
function bandsOf(lines: readonly FilledLine[], rulings: readonly Ruling[]): readonly (readonly FilledLine[])[] {
  const bands: FilledLine[][] = [];
  const heights = rulings.map(({ at }) => at).sort((a, b) => a - b);
  let next = 0;
  for (const line of lines) {
    const middle = line.line.baseline - 0.25 * line.line.size;
    let ruled = false;
    while (next < heights.length && (heights[next] ?? 0) < middle) {
      next += 1;
      ruled = true;
    }
    const band = bands.at(-1);
    if (band === undefined || ruled) bands.push([line]);
    else band.push(line);
  }
  return bands;
}

/** headLines counts the lines before the first one whose cells are mostly values. */
function headLines(lines: readonly FilledLine[], bands: readonly (readonly FilledLine[])[]): number {
  const first = lines.findIndex(({ fillings }, at) => {
    const cells = fillings.filter(({ column }) => column > 0);
    const values = cells.filter(({ text }) => isValue(text) && !isYear(text));
    if (cells.length > 0 && values.length >= 0.5 * cells.length) return true;
    const next = lines[at + 1];
    return next !== undefined && values.length > 0 && conflicts([{ line: next.line, fillings: values }], next);
  });
  const [band] = bands;
  const inBand = band !== undefined && band.length < lines.length ? band.length : 0;
  if (first < 0) return inBand;
  // Texts above the values may be rows without any; a ruling says where the head ends.
  if (inBand > 0 && inBand <= first) return inBand;
  // A head stands on values of its own, as 10, 20 and 30 per cent are: nothing in it stands below a value. Where each row
  // has its line, the first one may be drawn below the first row.
  const isRuled = bands.length > 3 && lines.length < 1.5 * bands.length;
  if (!isRuled && inBand > first && inBand <= 3 && band?.every((line, at) => !conflicts(band.slice(0, at), line)))
    return inBand;
  const end = Math.min(withoutLabels(lines, first), mostHeadLines);
  return inBand === 0 && areRows(lines.slice(0, end)) ? 0 : end;
}

/** More of the texts begin as sentences and names do. */
const ownTexts = 0.7;

/** areRows: lines above the first values fill all columns with texts of their own, as the first rows of a form do: `Name  Ada`, `Town  Ely`. */
function areRows(lines: readonly FilledLine[]): boolean {
  const columns = lines.reduce((most, { fillings }) => Math.max(most, fillings.at(-1)?.columnEnd ?? 0), 0);
  const full = lines.filter(({ fillings }) => fillings.length === columns);
  const begins = ({ text }: Filling) => /^[\p{Lu}\p{N}]/u.test(text);
  const below = full.slice(1).flatMap(({ fillings }) => fillings);
  const begin =
    below.every((one) => one.column > 0 || begins(one)) && below.filter(begins).length > ownTexts * below.length;
  return begin && full.length > (columns > 2 ? 2 : 1) && full.length > 0.5 * lines.length;
}

/** A head of more lines is none. */
const mostHeadLines = 6;

/** withoutLabels leaves out lines above the first values that are the beginning of their label. */
function withoutLabels(lines: readonly FilledLine[], first: number): number {
  let end = first;
  while (end > 1) {
    const [label, ...rest] = lines[end - 1]?.fillings ?? [];
    const below = lines[end]?.fillings[0];
    if (rest.length > 0 || label?.column !== 0 || below?.column !== 0 || !continues(label.text, below.text)) break;
    end -= 1;
  }
  return end;
}

function isYear(text: string): boolean {
  return /^(?:19|20)\d\d(?:[-/–]\d\d(?:\d\d)?)?\D{0,3}$/.test(text);
}

/** In a table with a ruling below each row, the lines between two rulings are one row, unless values stand below each other. */
function isOneRow(band: readonly FilledLine[], bands: readonly (readonly FilledLine[])[]): boolean {
  if (bands.length < 4) return false;
  const lines = bands.reduce((sum, one) => sum + one.length, 0);
  if (lines > 3 * bands.length) return false;
  const filled = new Set<number>();
  return band.every(({ fillings }) => {
    const values = fillings.flatMap(({ column, text }) => (column > 0 && isValue(text) ? [column] : []));
    if (values.some((column) => filled.has(column))) return false;
    for (const column of values) filled.add(column);
    return true;
  });
}

/** conflicts: both have a value in the same column. */
function conflicts(row: readonly FilledLine[], { fillings }: FilledLine): boolean {
  return fillings.some(
    ({ column, text }) =>
      column > 0 &&
      isValue(text) &&
      row.some((line) => line.fillings.some((other) => other.column === column && isValue(other.text))),
  );
}

/** Lines of a head belong together unless one of them spans what the other parts. */
function joinsHead(row: readonly FilledLine[], next: FilledLine, short: readonly Ruling[]): boolean {
  const [above, below] = [row.at(-1)?.line, next.line];
  if (above !== undefined && short.some(({ at }) => at > above.baseline - 1 && at < middleOf(below))) return false;
  if (countsColumns(next) || row.some(countsColumns)) return false;
  const spans = (line: FilledLine) => line.fillings.some(({ column, columnEnd }) => columnEnd - column > 1);
  if (row.some(spans) !== spans(next)) return false;
  if (spans(next)) return next.fillings.length === row.at(-1)?.fillings.length;
  const [only] = next.fillings;
  const label = row.findLast(({ fillings }) => fillings[0]?.column === 0)?.fillings[0]?.text;
  // A text of the first column alone, below a head, names the first group of rows.
  if (next.fillings.length === 1 && only?.column === 0 && label !== undefined && !continues(label, only.text))
    return false;
  return distance(row.at(-1), next) < 2 * next.line.size;
}

/** countsColumns: a line of a head is nothing but the numbers of its columns: `(1)  (2)  (3)`. */
function countsColumns({ fillings }: FilledLine): boolean {
  const numberOf = (text: string) => Number(/^[(（](\d{1,2})[)）]$/u.exec(text)?.[1] ?? Number.NaN);
  const first = numberOf(fillings[0]?.text ?? '');
  return fillings.length > 1 && fillings.every(({ text }, at) => numberOf(text) === first + at);
}

/** The middle of a name is no further from that of the columns that it names, in sizes. */
const offCentre = 0.8;

/** namesColumns: a text above names several columns whose own names stand in the next line: it runs over them, or is centred over them. */
function namesColumns(row: readonly FilledLine[], next: FilledLine): boolean {
  return row.some(({ fillings }) =>
    fillings.some((name) => {
      if (name.columnEnd - name.column > 1)
        return next.fillings.filter((one) => one.column >= name.column && one.columnEnd <= name.columnEnd).length > 1;
      const at = next.fillings.findIndex((one) => one.column === name.column);
      const own = next.fillings[at];
      if (own === undefined || isAligned(name, own, next.line.size)) return false;
      const [left, right] = [next.fillings[at - 1], next.fillings[at + 1]];
      const isOver = (first: Filling | undefined, last: Filling | undefined) =>
        first !== undefined &&
        last !== undefined &&
        Math.abs(leftOf(first) + rightOf(last) - leftOf(name) - rightOf(name)) < 2 * offCentre * next.line.size;
      return isOver(own, right) || isOver(left, own) || isOver(left, right);
    }),
  );
}

/** isAligned: two texts begin, end, or have their middles at one place. */
function isAligned(a: Filling, b: Filling, size: number): boolean {
  const [from, to] = [Math.abs(leftOf(a) - leftOf(b)), Math.abs(rightOf(a) - rightOf(b))];
  return Math.min(from, to) < 0.3 * size || Math.abs(leftOf(a) + rightOf(a) - leftOf(b) - rightOf(b)) < size;
}

function distance(before: FilledLine | undefined, after: FilledLine): number {
  return before === undefined ? 0 : after.line.baseline - before.line.baseline;
}

interface Spacing {
  readonly levels: LabelLevels;
  /** Least usual distance of baselines, points. */
  readonly tight: number;
  /** Whether rows stand further apart than the lines inside them. */
  readonly apart: boolean;
}

function spacingOf(lines: readonly FilledLine[]): Omit<Spacing, 'levels'> {
  const distances = lines.slice(1).map((line, at) => distance(lines[at], line));
  const sorted = [...distances].sort((a, b) => a - b);
  const tight = sorted[Math.floor(sorted.length * 0.1)] ?? 0;
  const loose = distances.filter((one) => one >= 1.25 * tight).length;
  return { tight, apart: loose >= 0.25 * distances.length && loose < distances.length };
}

const goesOnWithin =
  /(?:[-–,(/&=+×]|\b(?:of|and|or|the|for|in|to|with|by|on|at|from|per|de|la|des|du|et|und|der|die|von|für))$/i;

/** joinsRow: the line continues the row's texts and brings no values of its own beside those that the row has. */
function joinsRow(row: readonly FilledLine[], next: FilledLine, { tight, apart, levels }: Spacing): boolean {
  const step = distance(row.at(-1), next);
  if (step > 2.2 * next.line.size || conflicts(row, next) || row.some(countsColumns)) return false;
  const isTight = step < 1.2 * tight;
  if (apart && !isTight) return false;
  const labelled = (line: FilledLine) => line.fillings.find(({ column }) => column === 0);
  const before = row.findLast((line) => labelled(line) !== undefined);
  const label = labelled(next);
  const rest = next.fillings.filter(({ column }) => column > 0);
  const filled = (column: number) => row.some((line) => line.fillings.some((one) => one.column === column));
  if (label === undefined)
    return rest.every(({ column, text }) => filled(column) && (!isValue(text) || isOpen(row, column))) || apart;
  const above = before === undefined ? undefined : labelled(before);
  if (above !== undefined && levels.standsApart(above, label)) return false;
  const goesOn = continues(above?.text ?? '', label.text);
  const rowRest = row.some((line) => line.fillings.some(({ column }) => column > 0));
  if (rest.length === 0) return goesOn || (apart && rowRest);
  if (!rowRest) return goesOn;
  return apart && isTight && rest.every(({ text }) => !isValue(text)) && goesOn;
}

/** isOpen: the text of a column so far waits for more. */
function isOpen(row: readonly FilledLine[], column: number): boolean {
  const texts = row.flatMap((line) => line.fillings.filter((one) => one.column === column));
  return goesOnWithin.test(texts.at(-1)?.text ?? '');
}

/** continues: a text ends in the middle, or the next one begins there. */
function continues(text: string, next: string): boolean {
  return /^[\p{Ll}(&]/u.test(next) || goesOnWithin.test(text) || unclosed(text);
}

function unclosed(text: string): boolean {
  return text.lastIndexOf('(') > text.lastIndexOf(')');
}
