import type { GridCell } from './grid.ts';
import { columnAt } from './rows.ts';
import type { Shape } from './shape.ts';
import { middleOf, textOfWords, type Word } from './words.ts';

/** CellText is a cell with what stands in it. */
export interface CellText extends GridCell {
  readonly text: string;
  readonly words: readonly Word[];
}

/** Evidence is what a table consists of: what decides whether it is one, and how it is read. */
export interface Evidence {
  readonly rows: number;
  readonly columns: number;
  /** The cells that hold text, row by row. */
  readonly texts: readonly CellText[];
  /** All cells. */
  readonly cells: number;
}

/** evidenceOf puts words into the cells of a shape. */
export function evidenceOf({ xs, ys, cells }: Shape, words: readonly Word[]): Evidence {
  const indexOf = cellIndex({ xs, ys, cells });
  const byCell = new Map<number, Word[]>();
  for (const word of words) {
    const index = indexOf((word.bbox[0] + word.bbox[2]) / 2, middleOf(word));
    const list = byCell.get(index);
    if (list === undefined) byCell.set(index, [word]);
    else list.push(word);
  }
  const texts = [...byCell].flatMap(([index, list]): readonly CellText[] => {
    const cell = cells[index];
    return cell === undefined ? [] : [{ ...cell, text: textOfWords(list), words: list }];
  });
  texts.sort((a, b) => a.row - b.row || a.column - b.column);
  return { rows: ys.length - 1, columns: xs.length - 1, texts, cells: cells.length };
}

/** cellIndex finds the cell that holds a point; -1 where none does. */
export function cellIndex({ xs, ys, cells }: Shape): (x: number, y: number) => number {
  const columns = xs.length - 1;
  const cellAt = new Map<number, number>();
  cells.forEach((cell, index) => {
    for (let row = cell.row; row < cell.rowEnd; row += 1)
      for (let column = cell.column; column < cell.columnEnd; column += 1) cellAt.set(row * columns + column, index);
  });
  return (x, y) => cellAt.get(columnAt(ys, y) * columns + columnAt(xs, x)) ?? -1;
}
