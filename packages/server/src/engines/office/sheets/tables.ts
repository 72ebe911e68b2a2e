import type { Block, CaptionBlock, CellNode, RowNode, TableBlock } from '@docmill/document';
import type { CellBudget } from '../../cell-budget.ts';
import type { Item } from './grid.ts';
import type { Region } from './regions.ts';

/** blockOfRegion makes a paragraph of a cell that stands alone, and a table of any other island; undefined when no cell is left for it. */
export function blockOfRegion({ items }: Region, budget: CellBudget): Block | undefined {
  const [first] = items;
  if (first === undefined) return undefined;
  if (items.length === 1) return budget.take(1) ? { type: 'text', content: first.cell.content } : undefined;
  const rows = rowsOf(items);
  const titles = titleRows(rows);
  return tableOf(rows.slice(titles), { captions: rows.slice(0, titles).map(captionOf), budget });
}

function rowsOf(items: readonly Item[]): readonly (readonly Item[])[] {
  const rows: Item[][] = [];
  for (const item of items) {
    if (rows.at(-1)?.[0]?.row === item.row) rows.at(-1)?.push(item);
    else rows.push([item]);
  }
  return rows;
}

/**
 * titleRows counts the rows above a table that hold its title: one cell at its left edge, where the rows below hold more.
 *
 *     Sales of 2025 |      |            <- title
 *     Region        | Q1   | Q2
 */
function titleRows(rows: readonly (readonly Item[])[]): number {
  const left = Math.min(...rows.slice(0, 50).map(([first]) => first?.column ?? 0));
  const found = rows.findIndex((row) => row.length > 1);
  const isTitle = rows.slice(0, Math.max(0, found)).every(([only], at) => {
    const next = rows[at + 1]?.[0];
    return only !== undefined && next !== undefined && only.column === left && only.lastRow < next.row;
  });
  const below = rows[found];
  // A lone cell over an empty corner names the columns or rows of the table.
  return isTitle && found <= 3 && below?.[0]?.column === left && rows.length - found > 1 ? found : 0;
}

function captionOf([title]: readonly Item[]): CaptionBlock {
  return { type: 'caption', content: title?.cell.content ?? [] };
}

interface TableContext {
  readonly captions: readonly CaptionBlock[];
  readonly budget: CellBudget;
}

function tableOf(items: readonly (readonly Item[])[], { captions, budget }: TableContext): TableBlock | undefined {
  const columns = placesOf(items.flatMap((row) => row.map(({ column }) => column)));
  const rowPlaces = placesOf(items.flatMap(([first]) => (first === undefined ? [] : [first.row])));
  const headers = headerRows(items, rowPlaces);
  const coveredUntil = new Map<number, number>();
  const rows: RowNode[] = [];
  for (const [at, row] of items.entries()) {
    if (!budget.take(columns.count)) break;
    rows.push({ cells: cellsOf(row, { at, header: at < headers, columns, rowPlaces, coveredUntil }) });
  }
  if (rows.length === 0) return undefined;
  return { type: 'table', rows, ...(captions.length === 0 ? {} : { captions }) };
}

/** Places number the rows or columns of a table in which a cell begins; what lies between them is empty. */
interface Places {
  readonly count: number;
  /** upTo counts the places up to one on the scale of the sheet, that one included. */
  upTo(place: number): number;
}

function placesOf(all: readonly number[]): Places {
  const sorted = [...new Set(all)].sort((a, b) => a - b);
  const numbers = new Map(sorted.map((place, at) => [place, at + 1] as const));
  const upTo = (place: number): number => {
    const known = numbers.get(place);
    if (known !== undefined) return known;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { count: sorted.length, upTo };
}

/** The first row heads the table, with those that its merged cells reach into, and the one below merged columns. */
function headerRows(items: readonly (readonly Item[])[], rowPlaces: Places): number {
  const [first = []] = items;
  const tall = Math.max(
    ...first.slice(0, 1_000).map((item) => rowPlaces.upTo(item.lastRow) - rowPlaces.upTo(item.row) + 1),
  );
  const wide = first.length > 1 && first.some((item) => item.lastColumn > item.column);
  return Math.min(Math.max(1, tall, wide ? 2 : 1), Math.max(1, items.length - 1));
}

interface RowContext {
  readonly at: number;
  readonly header: boolean;
  readonly columns: Places;
  readonly rowPlaces: Places;
  /** For each column the first row that is free again. */
  readonly coveredUntil: Map<number, number>;
}

function cellsOf(
  items: readonly Item[],
  { at, header, columns, rowPlaces, coveredUntil }: RowContext,
): readonly CellNode[] {
  const mark = header ? { header } : {};
  const cells: CellNode[] = [];
  const isCovered = (column: number) => (coveredUntil.get(column) ?? 0) > at;
  let column = 0;
  const fillTo = (end: number) => {
    for (; column < end; column += 1) if (!isCovered(column)) cells.push({ ...mark, content: [] });
  };
  for (const item of items) {
    const start = columns.upTo(item.column) - 1;
    fillTo(start);
    if (start < column || isCovered(start)) continue;
    let width = 1;
    const widest = columns.upTo(item.lastColumn) - start;
    while (width < widest && !isCovered(start + width)) width += 1;
    const height = rowPlaces.upTo(item.lastRow) - rowPlaces.upTo(item.row) + 1;
    if (height > 1) for (let over = 0; over < width; over += 1) coveredUntil.set(start + over, at + height);
    column = start + width;
    const spans = { ...(height > 1 ? { rowSpan: height } : {}), ...(width > 1 ? { columnSpan: width } : {}) };
    cells.push({ ...mark, ...spans, content: item.cell.content });
  }
  fillTo(columns.count);
  return cells;
}
