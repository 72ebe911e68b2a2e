import type { FilledLine, Filling, TextRow } from './rows.ts';
import type { Ruling } from './ruling.ts';
import { isValue, middleOf } from './words.ts';

/** Texts centred on two rows stand this close to each, in sizes; a line between the rows puts them further apart. */
const halfRow = 0.95;
const halfRuledRow = 1.25;
/** Such a text stands in the middle between them but for so many sizes; the rule of a head pushes the row below it away. */
const offMiddle = 0.3;
const offRuledMiddle = 0.45;

/** PartedLines are lines of rows, and those that stand between two rows by the line above them. */
export interface PartedLines {
  readonly lines: readonly FilledLine[];
  readonly between: ReadonlyMap<FilledLine, FilledLine>;
}

/**
 * partCentred takes out the lines whose texts are centred on two rows, as those of cells over several rows are:
 *
 *            owner   120
 *     Rural                  <- between two rows, in a column that both leave empty
 *            tenant   88
 */
export function partCentred(all: readonly FilledLine[], rulings: readonly Ruling[]): PartedLines {
  const between = new Map<FilledLine, FilledLine>();
  const lines = all.filter((line, at) => {
    const [above, below] = [all[at - 1], all[at + 1]];
    if (above === undefined || below === undefined || between.has(above)) return true;
    if (!standsBetween(line, { above, below, rulings })) return true;
    between.set(above, line);
    return false;
  });
  return { lines, between };
}

interface Around {
  readonly above: FilledLine;
  readonly below: FilledLine;
  readonly rulings: readonly Ruling[];
}

function standsBetween({ line, fillings }: FilledLine, { above, below, rulings }: Around): boolean {
  const [up, down] = [line.baseline - above.line.baseline, below.line.baseline - line.baseline];
  const isRuled = rulings.some(({ at }) => at > above.line.baseline - 1 && at < middleOf(below.line) + 1);
  if (Math.abs(up - down) > 2 * (isRuled ? offRuledMiddle : offMiddle) * line.size) return false;
  if (Math.max(up, down) > (isRuled ? halfRuledRow : halfRow) * line.size) return false;
  const isFree = ({ column, columnEnd }: Filling) =>
    [...above.fillings, ...below.fillings].every((one) => one.columnEnd <= column || one.column >= columnEnd);
  return fillings.every(isFree) && (isRuled || areRows(above, below));
}

/** areRows: two lines hold values below each other, or several texts of which none goes on in the next line, or the second one parts what the first one names. */
function areRows(above: FilledLine, below: FilledLine): boolean {
  const pairs = above.fillings.flatMap((one) =>
    below.fillings
      .filter(({ column, columnEnd }) => column < one.columnEnd && columnEnd > one.column)
      .map((other) => [one, other] as const),
  );
  if (pairs.some(([one, other]) => isValue(one.text) && isValue(other.text))) return true;
  const goOn = pairs.some(([, other]) => /^[\p{Ll}(&]/u.test(other.text) && other.column > 0);
  return !goOn && (pairs.length > 1 || below.fillings.length > above.fillings.length);
}

/** RowSpan is a cell of one column over several rows, the end exclusive. */
export interface RowSpan {
  readonly column: number;
  readonly row: number;
  readonly rowEnd: number;
}

/** rowSpans tells the rows over which centred texts go: those of a column share out all rows between them, or at least the two that they stand between. */
export function rowSpans(rows: readonly TextRow[]): readonly RowSpan[] {
  const headEnd = rows.findIndex(({ head }) => !head);
  const parts = headEnd > 0 ? [[0, headEnd] as const, [headEnd, rows.length] as const] : [[0, rows.length] as const];
  return parts.flatMap(([from, to]) => {
    const columns = new Set(
      rows.slice(from, to).flatMap(({ centred }) => centred?.fillings.map(({ column }) => column) ?? []),
    );
    if (columns.size === 0 && from === Math.max(0, headEnd)) return groupNames(rows, { column: 0, from, to });
    return [...columns].flatMap((column) => spansOf(rows, { column, from, to }));
  });
}

interface Stretch {
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

/** groupNames: each text of the first column stands on the middle one of an odd number of rows, all of which they share out. */
function groupNames(rows: readonly TextRow[], stretch: Stretch): readonly RowSpan[] {
  const marks = marksOf(rows, stretch);
  const spans = marks.length > 1 && marks.length < stretch.to - stretch.from ? shared(marks, stretch) : undefined;
  return spans?.length === marks.length ? spans : [];
}

function spansOf(rows: readonly TextRow[], stretch: Stretch): readonly RowSpan[] {
  const { column, to } = stretch;
  const marks = marksOf(rows, stretch);
  return (
    shared(marks, stretch) ??
    marks.flatMap((at) => (Number.isInteger(at) ? [] : [{ column, row: at - 0.5, rowEnd: Math.min(to, at + 1.5) }]))
  );
}

/** marksOf gives the rows in which a column has text; what stands between two rows is at the half. */
function marksOf(rows: readonly TextRow[], { column, from, to }: Stretch): readonly number[] {
  const isIn = (one: Filling) => one.column <= column && one.columnEnd > column;
  const marks: number[] = [];
  for (let row = from; row < to; row += 1) {
    const own = rows[row];
    if (own?.lines.some(({ fillings }) => fillings.some(isIn))) marks.push(row);
    if (own?.centred?.fillings.some(isIn)) marks.push(row + 0.5);
  }
  return marks;
}

/** shared gives to each text the rows around it, of which it stands in the middle; undefined when some are left or two texts share one. */
function shared(marks: readonly number[], { column, from, to }: Stretch): readonly RowSpan[] | undefined {
  const spans: RowSpan[] = [];
  let row = from;
  for (const [at, mark] of marks.entries()) {
    const rowEnd = 2 * mark - row + 1;
    if (rowEnd <= row || rowEnd > to || (marks[at + 1] ?? to) < rowEnd) return undefined;
    spans.push({ column, row, rowEnd });
    row = rowEnd;
  }
  return row === to ? spans.filter((one) => one.rowEnd - one.row > 1) : undefined;
}
