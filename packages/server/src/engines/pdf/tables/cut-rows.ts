import { type CellNode, type RowNode, textOf } from '@docmill/document';
import { endedFor } from '../joins.ts';
import { isValue } from './words.ts';

type Rows = readonly RowNode[];

/**
 * withWholeRow puts a row that the end of the page cut in two together again: what stands at the top of the next page goes on from the last row.
 * `isCut` is what the tags of the file know of it.
 */
export function withWholeRow(
  above: Rows,
  below: Rows,
  isCut: boolean | undefined,
): readonly [above: Rows, below: Rows] {
  const [upper, lower] = [above.at(-1), below[0]];
  if (upper === undefined || lower === undefined || isCut === false) return [above, below];
  if (isCut === true) return withCutCells(above, below) ?? [above, below];
  if (!goesOn(lower, above)) return [above, below];
  const cells = upper.cells.map((cell, at) => joinedCell(cell, lower.cells[at]));
  return [[...above.slice(0, -1), { ...upper, cells }], below.slice(1)];
}

const inTheMiddle = /^\p{Ll}/u;

/** goesOn: all that a row holds goes on in the middle of a text of the row above. */
function goesOn(lower: RowNode, above: Rows): boolean {
  const upper = above.at(-1)?.cells ?? [];
  if (upper.length !== lower.cells.length || upper.some(hasSpans) || lower.cells.some(hasSpans)) return false;
  const [texts, before] = [textsOf(lower), upper.map(textOfCell)];
  const filled = texts.flatMap((text, at) => (text === '' ? [] : [at]));
  const areTexts = filled.every((at) => ![texts[at], before[at]].some((text = '') => text === '' || isValue(text)));
  const begun = filled.filter((at) => inTheMiddle.test(texts[at] ?? ''));
  if (!areTexts || begun.length === 0) return false;
  // A row of its own has a label, and begins as the others do.
  if (filled.length < before.filter((text) => text !== '').length) return true;
  const others = above.slice(0, -1).map(textsOf);
  return (
    begun.length === filled.length &&
    begun.some((at) => others.length > 1 && others.every((row) => !inTheMiddle.test(row[at] ?? '')))
  );
}

function textsOf({ cells }: RowNode): readonly string[] {
  return cells.map(textOfCell);
}

function textOfCell({ content }: CellNode): string {
  return textOf(content).trim();
}

function hasSpans({ rowSpan = 1, columnSpan = 1 }: CellNode): boolean {
  return rowSpan > 1 || columnSpan > 1;
}

function joinedCell(upper: CellNode, lower: CellNode | undefined): CellNode {
  const text = textOf(lower?.content ?? []);
  if (lower === undefined || text.trim() === '') return upper;
  return { ...upper, content: [...endedFor(upper.content, text), ...lower.content] };
}

/** withCutCells joins the cells of the first row below to those that reach the end of the page in the same columns; undefined where some have none. */
function withCutCells(above: Rows, below: Rows): readonly [above: Rows, below: Rows] | undefined {
  const [lower, ...rest] = below;
  const atEnd = new Map<number, CellNode>();
  for (const { cell, column, rowEnd } of placedCells(above)) if (rowEnd >= above.length) atEnd.set(column, cell);
  const joined = new Map<CellNode, CellNode>();
  for (const { cell, column } of placedCells([lower ?? { cells: [] }])) {
    if (textOfCell(cell) === '') continue;
    const upper = atEnd.get(column);
    if (upper === undefined) return undefined;
    joined.set(upper, joinedCell(upper, cell));
  }
  const isDrawn = (cell: CellNode) => (cell.rowSpan ?? 1) > 1;
  if (lower === undefined || lower.cells.some(isDrawn)) return undefined;
  const rows = above.map((row) =>
    row.cells.some((cell) => joined.has(cell))
      ? { ...row, cells: row.cells.map((cell) => joined.get(cell) ?? cell) }
      : row,
  );
  return [rows, rest];
}

interface PlacedCell {
  readonly cell: CellNode;
  readonly column: number;
  readonly rowEnd: number;
}

/** placedCells gives each cell its column and the end of its rows: what goes down from above leaves no place. */
function placedCells(rows: Rows): readonly PlacedCell[] {
  const below: number[] = [];
  return rows.flatMap(({ cells }, row) => {
    let column = 0;
    return cells.map((cell): PlacedCell => {
      while ((below[column] ?? 0) > row) column += 1;
      const from = column;
      const rowEnd = row + (cell.rowSpan ?? 1);
      for (; column < from + (cell.columnSpan ?? 1); column += 1) below[column] = rowEnd;
      return { cell, column: from, rowEnd };
    });
  });
}
