import { columnAt } from './rows.ts';
import type { OpenTable } from './stacks.ts';
import { linesOf, type TextLine, type Word, wordsBetween } from './words.ts';

/** A head that is printed again has no more lines, which stand this close to each other and to the table, in sizes. */
const mostLines = 4;
const nextLine = 1.7;
const nextRow = 2.6;
/** A word may reach over the edge of its column by so many points. */
const slack = 2;

/**
 * withRepeatedHead gives a table that continues one of the page before the names of its columns that are printed again above it: programs tag
 * them as no part of the document.
 */
export function withRepeatedHead(table: OpenTable, words: readonly Word[]): OpenTable {
  const { shape, bbox, over, headRows = 0 } = table;
  if (over?.continues !== true || headRows > 0) return table;
  const lines = linesAbove(table, words);
  const named = new Set(lines.flatMap((line) => line.words.map((word) => columnOf(word, shape.xs))));
  const [first] = lines;
  if (first === undefined || named.has(-1) || named.size < Math.max(2, (shape.xs.length - 1) / 2)) return table;
  const top = first.bbox[1];
  const middle = ((lines.at(-1)?.bbox[3] ?? bbox[1]) + (shape.ys[0] ?? 0)) / 2;
  const head = shape.xs.slice(1).map((_, column) => ({ row: 0, rowEnd: 1, column, columnEnd: column + 1 }));
  const moved = shape.cells.map((cell) => ({ ...cell, row: cell.row + 1, rowEnd: cell.rowEnd + 1 }));
  return {
    ...table,
    shape: {
      xs: shape.xs,
      ys: [top, Math.min(middle, shape.ys[0] ?? middle), ...shape.ys.slice(1)],
      cells: [...head, ...moved],
    },
    bbox: [bbox[0], top, bbox[2], bbox[3]],
    headRows: 1,
  };
}

/** linesAbove gives the lines that end right above a table, from top to bottom. */
function linesAbove({ bbox }: OpenTable, words: readonly Word[]): readonly TextLine[] {
  const beside = words.filter((word) => word.bbox[0] > bbox[0] - slack && word.bbox[2] < bbox[2] + slack);
  const lines = linesOf(wordsBetween(beside, 0, bbox[1])).toReversed();
  const found: TextLine[] = [];
  let below = bbox[1];
  for (const line of lines) {
    if (below - line.baseline > (found.length === 0 ? nextRow : nextLine) * line.size) break;
    found.unshift(line);
    below = line.baseline;
  }
  return found.length > mostLines ? [] : found;
}

function columnOf({ bbox }: Word, xs: readonly number[]): number {
  const column = columnAt(xs, (bbox[0] + bbox[2]) / 2);
  const [from, to] = [xs[column] ?? 0, xs[column + 1] ?? 0];
  return bbox[0] > from - slack && bbox[2] < to + slack ? column : -1;
}
