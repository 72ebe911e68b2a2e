import { columnGaps } from './columns.ts';
import type { Grid, GridCell } from './grid.ts';
import { labelLevels } from './label-levels.ts';
import { columnAt, fillingsOf, partedAt, rowsOf } from './rows.ts';
import type { Shape } from './shape.ts';
import {
  isValue,
  levelsOf,
  linesOf,
  middleOf,
  type Piece,
  piecesOf,
  type TextLine,
  textOfWords,
  type Word,
} from './words.ts';
import { endingShare, wrapsOf } from './wraps.ts';

/** A column between rulings holds two when this band stays free, sizes, over so many lines. */
const innerColumns = { pieceGap: 0.9, least: 0.9, support: 3 };
/** A table that has no rulings between its columns. */
const openColumns = { pieceGap: 0.7, least: 0.5, support: 2 };
/** Words closer than this, in sizes, are one text. */
const joinedGap = 0.6;

/** ruledShape makes the table of a grid of rulings, or of the edges of coloured areas: what they leave open the text decides. */
export function ruledShape(grid: Grid, words: readonly Word[], marks: 'rulings' | 'fills' = 'rulings'): Shape {
  const xs = refinedColumns(grid, words);
  const ys = refinedRows(grid, { words, xs });
  const cellWords = wordsByCell(grid, words);
  const cells = grid.cells.flatMap((cell, at) => {
    const placed: GridCell = {
      row: ys.indexOf(grid.ys[cell.row] ?? 0),
      rowEnd: ys.indexOf(grid.ys[cell.rowEnd] ?? 0),
      column: xs.indexOf(grid.xs[cell.column] ?? 0),
      columnEnd: xs.indexOf(grid.xs[cell.columnEnd] ?? 0),
    };
    return splitCell(placed, {
      xs,
      ys,
      words: cellWords[at] ?? [],
      ruledRows: new Set(grid.ys),
      ruledColumns: new Set(marks === 'rulings' ? grid.xs : []),
      marks,
    });
  });
  return { xs, ys, cells };
}

/** refinedColumns adds to the ruled edges those that only the text shows. */
function refinedColumns({ xs, cells, ys }: Grid, words: readonly Word[]): readonly number[] {
  const rule = xs.length === 2 ? openColumns : innerColumns;
  const spanned = new Set(cells.filter((cell) => cell.columnEnd - cell.column > 1).map((cell) => cell.row));
  const byColumn: Word[][] = xs.slice(1).map(() => []);
  for (const word of words) {
    const column = columnAt(xs, (word.bbox[0] + word.bbox[2]) / 2);
    const row = columnAt(ys, middleOf(word));
    if (xs.length === 2 || !spanned.has(row)) byColumn[column]?.push(word);
  }
  const inner = byColumn.flatMap((column) => {
    const lines = linesOf(column);
    return columnGaps(lines, rule)
      .filter(({ support }) => xs.length === 2 || support >= 0.6 * lines.length)
      .map(({ from, to }) => (from + to) / 2);
  });
  return [...xs, ...inner].sort((a, b) => a - b);
}

interface RowInput {
  readonly words: readonly Word[];
  readonly xs: readonly number[];
}

/** refinedRows adds edges between lines of text where a ruled row holds several. */
function refinedRows({ ys }: Grid, { words, xs }: RowInput): readonly number[] {
  const bands: Word[][] = ys.slice(1).map(() => []);
  for (const word of words) bands[columnAt(ys, middleOf(word))]?.push(word);
  const levels = labelLevels(linesOf(words).map((line) => ({ line, fillings: fillingsOf(line, xs) })));
  const inner = bands.flatMap((band) => {
    const lines = linesOf(band);
    if (!holdsRows(lines, { xs, few: ys.length <= 4 })) return [];
    const rows = rowsOf({ lines, xs, rulings: [], short: [], levels });
    return rows.slice(1).map((row, at) => {
      const above = rows[at]?.lines.at(-1)?.line.bbox[3] ?? 0;
      return (above + (row.lines[0]?.line.bbox[1] ?? 0)) / 2;
    });
  });
  return [...ys, ...inner].sort((a, b) => a - b);
}

/** areCentred: the lines of cells that are centred on each other stand closer than rows, and none names several texts of another. */
function areCentred(lines: readonly TextLine[]): boolean {
  if (levelsOf(lines).length > 1) return false;
  const pieces = lines.map((line) => piecesOf(line, joinedGap));
  const countOver = ({ from, to }: Piece, other: readonly Piece[]) =>
    other.filter((one) => one.from < to && one.to > from).length;
  return pieces.every((own) => own.every((piece) => pieces.every((other) => countOver(piece, other) < 2)));
}

/** holdsRows: values stand below each other in a column, on lines that they share with another column. */
function holdsRows(
  lines: readonly TextLine[],
  { xs, few }: { readonly xs: readonly number[]; readonly few: boolean },
): boolean {
  if (lines.length < 2 || areCentred(lines)) return false;
  const counts = new Map<number, { values: number; texts: number }>();
  let shared = 0;
  for (const line of lines) {
    const byColumn = new Map<number, Word[]>();
    for (const word of line.words) {
      const column = columnAt(xs, (word.bbox[0] + word.bbox[2]) / 2);
      const list = byColumn.get(column);
      if (list === undefined) byColumn.set(column, [word]);
      else list.push(word);
    }
    if (byColumn.size > 1) shared += 1;
    for (const [column, list] of byColumn) {
      const count = counts.get(column) ?? { values: 0, texts: 0 };
      if (isValue(textOfWords(list))) count.values += 1;
      else count.texts += 1;
      counts.set(column, count);
    }
  }
  if (few && areWrappedRows(lines, xs)) return true;
  if (shared < 0.6 * lines.length) return false;
  if (few && areShortRows(lines, xs)) return true;
  // Leaders run from the label of a row to its values.
  if (lines.filter((line) => line.words.some(({ text }) => /\.{4,}$/.test(text))).length > 1) return true;
  const stacked = [...counts].filter(([, { values, texts }]) => values >= 2 && texts <= (few && values > 2 ? 1 : 0));
  return stacked.length > 0 && (few || stacked.length > 1 || shared === lines.length);
}

/** areWrappedRows: the cells have several lines, but most texts end with those beside them. */
function areWrappedRows(lines: readonly TextLine[], xs: readonly number[]): boolean {
  const filled = lines.map((line) => ({ line, fillings: fillingsOf(line, xs) }));
  const wraps = wrapsOf(filled);
  if (wraps === undefined || wraps.starts.size < 2) return false;
  const starts = [...wraps.starts].sort((a, b) => a - b);
  const shared = starts.filter((start, at) => {
    const own = filled.slice(start, starts[at + 1] ?? filled.length).flatMap(({ fillings }) => fillings);
    return new Set(own.map(({ column }) => column)).size > 1;
  }).length;
  return shared >= 0.8 * wraps.starts.size && wraps.faults(new Set([0])) > 2 * wraps.faults(wraps.starts);
}

/** areShortRows: every line fills nearly all columns with texts that end there, or with a few words; the lines of prose are longer. */
function areShortRows(lines: readonly TextLine[], xs: readonly number[]): boolean {
  const fillings = lines.map((line) => fillingsOf(line, xs));
  const full = fillings.filter((line) => line.length >= 0.8 * (xs.length - 1)).length;
  const cells = fillings.flat();
  if (lines.length < 3 || full < 0.9 * lines.length) return false;
  if (endingShare(lines.map((line, at) => ({ line, fillings: fillings[at] ?? [] }))) > 0.8) return true;
  const long = cells.filter(({ words, text }) => words.length > 3 || (words.length === 1 && text.length > 12));
  return long.length < 0.2 * cells.length;
}

function wordsByCell({ xs, ys, cells }: Grid, words: readonly Word[]): readonly (readonly Word[])[] {
  const columns = xs.length - 1;
  const at = new Map<number, number>();
  cells.forEach((cell, index) => {
    for (let row = cell.row; row < cell.rowEnd; row += 1)
      for (let column = cell.column; column < cell.columnEnd; column += 1) at.set(row * columns + column, index);
  });
  const lists: Word[][] = cells.map(() => []);
  for (const word of words) {
    const column = columnAt(xs, (word.bbox[0] + word.bbox[2]) / 2);
    const row = columnAt(ys, middleOf(word));
    lists[at.get(row * columns + column) ?? -1]?.push(word);
  }
  return lists;
}

interface Split {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly words: readonly Word[];
  readonly ruledRows: ReadonlySet<number>;
  /** Edges that are ruled in other rows. */
  readonly ruledColumns: ReadonlySet<number>;
  readonly marks: 'rulings' | 'fills';
}

/** splitCell parts a cell at the edges that the text inside respects. */
function splitCell(cell: GridCell, split: Split): readonly GridCell[] {
  const { ys, ruledRows, words } = split;
  const rows: GridCell[] = [];
  const lines = linesOf(words);
  const stacked =
    lines.length > 1 &&
    (lines.every((line) => isValue(textOfWords(line.words))) || (split.marks === 'fills' && areRows(lines, cell, ys)));
  let from = cell.row;
  for (let row = cell.row + 1; row <= cell.rowEnd; row += 1) {
    if (row < cell.rowEnd && ruledRows.has(ys[row] ?? 0) && !stacked) continue;
    rows.push({ ...cell, row: from, rowEnd: row });
    from = row;
  }
  return rows.flatMap((row) => splitAcross(row, split));
}

/** So many rows are none that a cell of the head spans. */
const fewestRows = 3;

/** areRows: each row of a cell has one line of its text, as where every second column is coloured. */
function areRows(lines: readonly TextLine[], { row, rowEnd }: GridCell, ys: readonly number[]): boolean {
  const filled = new Set(lines.map((line) => columnAt(ys, middleOf(line))));
  return lines.length >= fewestRows && lines.length === rowEnd - row && filled.size === lines.length;
}

function splitAcross(cell: GridCell, { xs, ys, words, ruledColumns }: Split): readonly GridCell[] {
  if (cell.columnEnd - cell.column < 2) return [cell];
  const [top, bottom] = [ys[cell.row] ?? 0, ys[cell.rowEnd] ?? 0];
  const own = words.filter(({ baseline, size }) => baseline - 0.3 * size >= top && baseline - 0.3 * size < bottom);
  const joined = linesOf(own).flatMap((line) => piecesOf(line, joinedGap).map((piece) => ({ piece, size: line.size })));
  // A number before words in the first column may be a part of the label.
  const pieces = joined.flatMap(({ piece, size }) => (cell.column === 0 ? [piece] : partedAt(piece, xs, size)));
  if (pieces.length === 0 || isCentred(pieces, [xs[cell.column] ?? 0, xs[cell.columnEnd] ?? 0])) return [cell];
  const cells: GridCell[] = [];
  let from = cell.column;
  for (let column = cell.column + 1; column <= cell.columnEnd; column += 1) {
    const edge = xs[column] ?? 0;
    // Where other rows are ruled and this one is not, what stands on one side of the edge has all of the room.
    const isOneSided = pieces.length === 1 || pieces.every((piece) => piece.to <= edge + 1);
    if (column < cell.columnEnd && isOneSided && ruledColumns.has(edge)) continue;
    if (column < cell.columnEnd && pieces.some((piece) => piece.from < edge - 1 && piece.to > edge + 1)) continue;
    cells.push({ ...cell, column: from, columnEnd: column });
    from = column;
  }
  return cells;
}

/** isCentred: one text in the middle of the cell. */
function isCentred(pieces: readonly Piece[], [left, right]: readonly [number, number]): boolean {
  const from = pieces.reduce((least, piece) => Math.min(least, piece.from), right);
  const to = pieces.reduce((most, piece) => Math.max(most, piece.to), left);
  const overlapping = pieces.every((piece) => piece.from < (from + to) / 2 && piece.to > (from + to) / 2);
  return overlapping && Math.abs(from - left - (right - to)) < 0.1 * (right - left);
}
