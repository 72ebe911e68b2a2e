import type { Bbox } from '@docmill/document';
import type { Font } from '../page-content.ts';
import type { CellText, Evidence } from './evidence.ts';
import type { GridCell } from './grid.ts';
import type { Ruling } from './ruling.ts';
import type { Shape } from './shape.ts';
import { isValue } from './words.ts';

/** HeadInput: what tells the head of a table from its body. */
export interface HeadInput {
  readonly shape: Shape;
  readonly evidence: Evidence;
  readonly fonts: readonly Font[];
  readonly fills: readonly Bbox[];
}

/** More rows than this are no head. */
const mostRows = 6;

/** headRowsOf counts the rows of a table's head: set apart by their font or ground, or texts above columns of values. */
export function headRowsOf(input: HeadInput): number {
  const { evidence } = input;
  const rows = rowsOfTexts(evidence);
  const limit = Math.min(mostRows, evidence.rows - 1);
  let count = 0;
  for (let row = 0; row < limit; row += 1) {
    if (!isHeadRow(row, rows, input)) break;
    count = row + 1;
    // Below a cell that spans columns comes what it spans.
    const next = rows[row + 1] ?? [];
    const spans = (rows[row] ?? []).some(spansColumns);
    // What several names stand below are names too, though they look like values: `Q1`, `2024`.
    if (!spans && row + 1 < limit && standsOver(rows[row] ?? [], next, input)) return row + 2;
    const named = next.every(({ text }) => !isValue(text) || isYear(text));
    if (!spans && !(named && isEmphasised(next, input)) && !isOnGround(row + 1, input)) break;
  }
  return count === 0 ? 0 : Math.max(count, rowsSpanned(input.shape, limit));
}

function spansColumns({ column, columnEnd }: CellText): boolean {
  return columnEnd - column > 1;
}

/** standsOver: each text of a row behind its corner is centred over several texts of the next one. */
function standsOver(own: readonly CellText[], next: readonly CellText[], input: HeadInput): boolean {
  const { shape, evidence, fills } = input;
  const names = own.filter(({ column }) => column > 0);
  if (names.length > 0 && names.every((name) => rangeOnGround(name, { shape, fills }) !== undefined)) return true;
  const rangeOf = (text: CellText) => {
    const at = own.indexOf(text);
    const free: Range = [own[at - 1]?.columnEnd ?? 0, own[at + 1]?.column ?? evidence.columns];
    return centredRange(text, { free, below: next });
  };
  if (names.length > 1 && names.every((text) => rangeOf(text) !== undefined)) return true;
  return evenRanges(own, next, shape) !== undefined;
}

/** evenRanges: the texts of a row share the columns behind its corner evenly, each in the middle of its own, and all these columns have names below. */
function evenRanges(
  own: readonly CellText[],
  next: readonly CellText[],
  { xs }: Pick<Shape, 'xs'>,
): ReadonlyMap<CellText, Range> | undefined {
  const names = own.filter(({ column }) => column > 0);
  const columns = xs.length - 1;
  const each = (columns - 1) / names.length;
  const named = new Set(next.map(({ column }) => column));
  if (names.length < 2 || each < 2 || !Number.isInteger(each)) return undefined;
  for (let column = 1; column < columns; column += 1) if (!named.has(column)) return undefined;
  const ranges = new Map(names.map((name, at): [CellText, Range] => [name, [1 + at * each, 1 + (at + 1) * each]]));
  const areCentred = [...ranges].every(([{ words }, [first, end]]) => {
    const [from, to] = extentOf(words);
    return Math.abs((xs[first] ?? 0) + (xs[end] ?? 0) - from - to) < 2 * offCentre * (words[0]?.size ?? 10);
  });
  return areCentred ? ranges : undefined;
}

/** The middle of a name is no further from that of what it names, in sizes. */
const offCentre = 0.8;

/** rowsSpanned: what begins in the first row of a head and goes down, as its corner does, goes to the end of the head. */
function rowsSpanned({ cells }: Shape, limit: number): number {
  return cells.reduce((most, { row, rowEnd }) => (row === 0 && rowEnd <= limit ? Math.max(most, rowEnd) : most), 0);
}

function rowsOfTexts({ rows, texts }: Evidence): readonly (readonly CellText[])[] {
  const byRow: CellText[][] = Array.from({ length: rows }, () => []);
  for (const text of texts) byRow[text.row]?.push(text);
  return byRow;
}

function isHeadRow(row: number, rows: readonly (readonly CellText[])[], input: HeadInput): boolean {
  const own = rows[row] ?? [];
  const named = own.filter(({ text }) => !isValue(text) || isYear(text));
  if (own.length === 0 || named.length < 0.5 * own.length) return false;
  // One text alone in a table of many columns is the name of a group, unless it stands over all of them.
  const [only] = own;
  if (own.length === 1 && only !== undefined && only.columnEnd - only.column < 2 && input.evidence.columns > 2)
    return false;
  if (isEmphasised(own, input) || isOnGround(row, input)) return true;
  const below = rows.slice(row + 1).flat();
  const values = below.filter(({ column, text }) => column > 0 && isValue(text)).length;
  const inner = below.filter(({ column }) => column > 0).length;
  return values >= 0.5 * inner && own.some(({ column }) => column > 0) && named.length === own.length;
}

function isYear(text: string): boolean {
  return /^(?:19|20)\d\d(?:[-/–]\d\d(?:\d\d)?)?\D{0,4}$/.test(text);
}

/** isEmphasised: the row is bold, or in a font that the rest of the table hardly uses. */
function isEmphasised(own: readonly CellText[], { evidence, fonts }: HeadInput): boolean {
  const bold = (words: CellText['words']) => words.every(({ font }) => fonts[font]?.bold === true);
  if (own.length === 0 || !own.every(({ words }) => bold(words))) return false;
  const [first] = own;
  const rest = evidence.texts.filter(({ row, column }) => row > (first?.row ?? 0) && column > 0);
  return rest.filter(({ words }) => bold(words)).length < 0.5 * rest.length;
}

/** isOnGround: coloured areas lie under the row, and not under the whole table. */
function isOnGround(row: number, { shape, evidence, fills }: HeadInput): boolean {
  const { xs, ys } = shape;
  const colouredAt = (at: number) => {
    const middle = ((ys[at] ?? 0) + (ys[at + 1] ?? 0)) / 2;
    const [left, right] = [xs[0] ?? 0, xs.at(-1) ?? 0];
    const tableHeight = (ys.at(-1) ?? 0) - (ys[0] ?? 0);
    return (
      fills.reduce((sum, [x0, y0, x1, y1]) => {
        if (middle < y0 || middle > y1 || y1 - y0 > 0.9 * tableHeight) return sum;
        return sum + Math.max(0, Math.min(right, x1) - Math.max(left, x0));
      }, 0) >
      0.7 * (right - left)
    );
  };
  if (!colouredAt(row)) return false;
  // Every other row of a striped table is coloured.
  let coloured = 0;
  for (let at = row + 1; at < evidence.rows; at += 1) if (colouredAt(at)) coloured += 1;
  return coloured <= 0.25 * evidence.rows;
}

/** spreadHeads widens the texts of a head over the columns that they name, where nothing else stands: by the short line below, or since they are centred over them. */
export function spreadHeads(
  { shape, evidence }: Pick<HeadInput, 'shape' | 'evidence'>,
  {
    headRows,
    rulings,
    fills,
  }: Pick<HeadInput, 'fills'> & { readonly headRows: number; readonly rulings: readonly Ruling[] },
): Shape {
  if (headRows < 2) return shape;
  const rows = rowsOfTexts(evidence);
  const spread: CellText[] = [];
  for (let row = 0; row + 1 < headRows; row += 1) {
    const own = rows[row] ?? [];
    const even = evenRanges(own, rows[row + 1] ?? [], shape);
    own.forEach((text, at) => {
      if (text.rowEnd - text.row > 1) return;
      const free = [own[at - 1]?.columnEnd ?? 0, own[at + 1]?.column ?? evidence.columns] as const;
      const range =
        rangeUnder(text, { free, shape, rulings }) ??
        within(rangeOnGround(text, { shape, fills }), free) ??
        even?.get(text) ??
        centredRange(text, { free, below: rows[row + 1] ?? [] });
      if (range !== undefined) spread.push({ ...text, column: range[0], columnEnd: range[1] });
    });
  }
  return spread.length === 0 ? shape : { ...shape, cells: withSpread(shape.cells, spread) };
}

type Range = readonly [from: number, to: number];

function rangeUnder(
  { words, row }: CellText,
  { free, shape, rulings }: { readonly free: Range; readonly shape: Shape; readonly rulings: readonly Ruling[] },
): Range | undefined {
  const [from, to] = extentOf(words);
  const bottom = shape.ys[row + 1] ?? 0;
  const whole = 0.9 * ((shape.xs.at(-1) ?? 0) - (shape.xs[0] ?? 0));
  const line = rulings.find(
    (one) => Math.abs(one.at - bottom) < 6 && one.from <= from + 3 && one.to >= to - 3 && one.to - one.from < whole,
  );
  return line === undefined ? undefined : severalUnder(line, shape.xs, free);
}

/** rangeOnGround gives the columns over which the coloured area under a name of the head goes. */
function rangeOnGround(
  { words, row }: CellText,
  { shape: { xs, ys }, fills }: Pick<HeadInput, 'shape' | 'fills'>,
): Range | undefined {
  const [from, to] = extentOf(words);
  const middle = ((ys[row] ?? 0) + (ys[row + 1] ?? 0)) / 2;
  const whole = 0.9 * ((xs.at(-1) ?? 0) - (xs[0] ?? 0));
  const ground = fills.find(
    ([x0, y0, x1, y1]) => y0 < middle && y1 > middle && x0 <= from && x1 >= to && x1 - x0 < whole,
  );
  return ground === undefined ? undefined : severalUnder({ from: ground[0], to: ground[2] }, xs);
}

/** severalUnder gives the columns, two at least, that lie for a good part under a stretch of the head. */
function severalUnder(stretch: Pick<Ruling, 'from' | 'to'>, xs: readonly number[], free?: Range): Range | undefined {
  const covered = xs.slice(1).flatMap((x1, column) => {
    const x0 = xs[column] ?? 0;
    const shared = Math.min(x1, stretch.to) - Math.max(x0, stretch.from);
    const isFree = free === undefined || (column >= free[0] && column < free[1]);
    return shared > 0.4 * (x1 - x0) && isFree ? [column] : [];
  });
  const [first, last] = [covered[0], covered.at(-1)];
  return first === undefined || last === undefined || last === first ? undefined : [first, last + 1];
}

function within(range: Range | undefined, free: Range): Range | undefined {
  return range !== undefined && range[0] >= free[0] && range[1] <= free[1] ? range : undefined;
}

function extentOf(words: CellText['words']): readonly [number, number] {
  return [
    words.reduce((least, { bbox }) => Math.min(least, bbox[0]), Number.POSITIVE_INFINITY),
    words.reduce((most, { bbox }) => Math.max(most, bbox[2]), Number.NEGATIVE_INFINITY),
  ];
}

/** centredRange finds the neighbouring columns whose texts below have their middle where this text has its own. */
function centredRange(
  { words, column, columnEnd }: CellText,
  { free, below }: { readonly free: Range; readonly below: readonly CellText[] },
): Range | undefined {
  const [from, to] = extentOf(words);
  const size = words[0]?.size ?? 10;
  const inFree = below.filter((one) => one.column >= free[0] && one.columnEnd <= free[1]);
  const holds = inFree.filter((one) => one.columnEnd > column && one.column < columnEnd);
  const offset = (some: readonly CellText[]) => {
    const extents = some.map((one) => extentOf(one.words));
    const [left, right] = [Math.min(...extents.map(([x]) => x)), Math.max(...extents.map(([, x]) => x))];
    return Math.abs((left + right) / 2 - (from + to) / 2);
  };
  if (holds.length === 0 || (holds.length === 1 && columnEnd - column === 1 && offset(holds) < 1.2 * size))
    return undefined;
  let best: { readonly range: Range; readonly offset: number } | undefined;
  const [first, last] = [inFree.indexOf(holds[0] as CellText), inFree.indexOf(holds.at(-1) as CellText)];
  for (let start = 0; start <= first; start += 1)
    for (let end = last; end < inFree.length; end += 1) {
      if (end === start) continue;
      const off = offset(inFree.slice(start, end + 1));
      const range: Range = [inFree[start]?.column ?? column, inFree[end]?.columnEnd ?? columnEnd];
      if (best === undefined || off < best.offset) best = { range, offset: off };
    }
  return best !== undefined && best.offset < offCentre * size ? best.range : undefined;
}

/** withSpread puts widened cells in the place of those that they cover, which hold no text. */
function withSpread(cells: readonly GridCell[], spread: readonly CellText[]): readonly GridCell[] {
  const isCovered = (cell: GridCell) =>
    spread.some(
      (wide) =>
        cell.row === wide.row &&
        cell.rowEnd === wide.rowEnd &&
        cell.column >= wide.column &&
        cell.columnEnd <= wide.columnEnd,
    );
  const kept = cells.filter((cell) => !isCovered(cell));
  const covers = (wide: GridCell) =>
    kept.every(
      (cell) =>
        cell.rowEnd <= wide.row ||
        cell.row >= wide.rowEnd ||
        cell.columnEnd <= wide.column ||
        cell.column >= wide.columnEnd,
    );
  const places = spread.map(({ row, rowEnd, column, columnEnd }): GridCell => ({ row, rowEnd, column, columnEnd }));
  return places.every(covers) ? [...kept, ...places] : cells;
}
