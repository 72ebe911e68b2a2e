import { unescapeHtml } from './plain-text.ts';

/** TableCell covers rows `row0` to `row1` and columns `column0` to `column1`, inclusive, from 0. */
export interface TableCell {
  readonly row0: number;
  readonly column0: number;
  readonly row1: number;
  readonly column1: number;
  readonly text: string;
}

/** Relations is a multiset of neighbouring cells: text, text of the neighbour, direction. */
export type Relations = ReadonlyMap<string, number>;

/** A span beyond this is a mistake or an attack. */
const mostSpan = 1_000;

/** normaliseCell makes texts of cells comparable as the published ICDAR-2013 score does: no blanks, plain dashes, lower case. */
export function normaliseCell(text: string): string {
  return text
    .replace(/[\s\u00a0]+/g, '')
    .replaceAll('ﬁ', 'fi')
    .replaceAll('ﬂ', 'fl')
    .replace(/[\u2010\u2013\u2212]/g, '-')
    .toLowerCase();
}

/** relationsOf gives the relations of one table: each cell with the next filled cell to its right and below, for each row and column it covers. */
export function relationsOf(cells: readonly TableCell[]): Relations {
  const grid = gridOf(cells);
  const rows = grid.length;
  const columns = grid.reduce((most, row) => Math.max(most, row.length), 0);
  const found = new Set<string>();
  const filled = (row: number, column: number): number | undefined => {
    const at = grid[row]?.[column];
    return at !== undefined && cells[at]?.text !== '' ? at : undefined;
  };
  for (const [at, cell] of cells.entries()) {
    if (cell.text === '') continue;
    for (let row = cell.row0; row <= cell.row1; row += 1) {
      let column = cell.column1 + 1;
      while (column < columns && filled(row, column) === undefined) column += 1;
      note(at, filled(row, column), 'h');
    }
    for (let column = cell.column0; column <= cell.column1; column += 1) {
      let row = cell.row1 + 1;
      while (row < rows && filled(row, column) === undefined) row += 1;
      note(at, filled(row, column), 'v');
    }
  }
  return countOf(
    [...found].map((pair) => {
      const [from = '', to = '', direction = ''] = pair.split(' ');
      return `${cells[Number(from)]?.text}\u0000${cells[Number(to)]?.text}\u0000${direction}`;
    }),
  );

  function note(from: number, to: number | undefined, direction: 'h' | 'v'): void {
    if (to !== undefined && to !== from) found.add(`${from} ${to} ${direction}`);
  }
}

function gridOf(cells: readonly TableCell[]): (number | undefined)[][] {
  const grid: (number | undefined)[][] = [];
  for (const [at, { row0, column0, row1, column1 }] of cells.entries()) {
    for (let row = row0; row <= row1; row += 1) {
      grid[row] ??= [];
      const line = grid[row] ?? [];
      for (let column = column0; column <= column1; column += 1) line[column] ??= at;
    }
  }
  return Array.from(grid, (row) => row ?? []);
}

/** countOf makes a multiset of a list. */
export function countOf(items: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** addCounts joins multisets. */
export function addCounts(all: Iterable<ReadonlyMap<string, number>>): Map<string, number> {
  const sum = new Map<string, number>();
  for (const counts of all) for (const [item, count] of counts) sum.set(item, (sum.get(item) ?? 0) + count);
  return sum;
}

/** Cleaner makes the text of a cell comparable; `raw` is its inner HTML, or its Markdown. */
export type Cleaner = (raw: string, from: 'html' | 'pipe') => string;

const asPublished: Cleaner = (raw, from) =>
  normaliseCell(from === 'pipe' ? raw.replace(/[*_`]|<br\/?>/g, '') : unescapeHtml(raw.replace(/<[^>]+>/g, '')));

/** tablesIn finds the tables of a Markdown text, HTML tables first, then pipe tables. */
export function tablesIn(markdown: string, clean: Cleaner = asPublished): readonly (readonly TableCell[])[] {
  const html = markdown.match(/<table.*?<\/table>/gs) ?? [];
  const rest = markdown.replace(/<table.*?<\/table>/gs, '');
  return [...html.map((source) => htmlCells(source, clean)), ...pipeTables(rest, clean)];
}

function htmlCells(source: string, clean: Cleaner): readonly TableCell[] {
  const cells: TableCell[] = [];
  const taken = new Set<string>();
  for (const [row, line] of (source.match(/<tr.*?<\/tr>/gs) ?? []).entries()) {
    let column = 0;
    for (const [, attributes = '', body = ''] of line.matchAll(/<t[dh]([^>]*)>(.*?)<\/t[dh]>/gs)) {
      while (taken.has(`${row} ${column}`)) column += 1;
      const rowSpan = spanOf(attributes, 'rowspan');
      const columnSpan = spanOf(attributes, 'colspan');
      for (let down = 0; down < rowSpan; down += 1)
        for (let right = 0; right < columnSpan; right += 1) taken.add(`${row + down} ${column + right}`);
      cells.push({
        row0: row,
        column0: column,
        row1: row + rowSpan - 1,
        column1: column + columnSpan - 1,
        text: clean(body, 'html'),
      });
      column += columnSpan;
    }
  }
  return cells;
}

function spanOf(attributes: string, name: string): number {
  return Math.min(mostSpan, Number(new RegExp(`${name}="?(\\d+)`).exec(attributes)?.[1] ?? 1));
}

function pipeTables(markdown: string, clean: Cleaner): readonly (readonly TableCell[])[] {
  const tables: TableCell[][] = [];
  let row = 0;
  for (const line of markdown.split('\n')) {
    if (!line.trim().startsWith('|')) {
      row = 0;
      continue;
    }
    const texts = line
      .trim()
      .replace(/^\|+|\|+$/g, '')
      .split(/(?<!\\)\|/)
      .map((text) => text.trim().replaceAll('\\|', '|'));
    if (texts.every((text) => /^:?-+:?$/.test(text))) continue;
    if (row === 0) tables.push([]);
    for (const [column, text] of texts.entries())
      tables.at(-1)?.push({ row0: row, row1: row, column0: column, column1: column, text: clean(text, 'pipe') });
    row += 1;
  }
  return tables;
}

/** withSpansRepeated gives each covered place a cell of its own, as Markdown without spans repeats texts. */
export function withSpansRepeated(cells: readonly TableCell[]): readonly TableCell[] {
  return gridOf(cells).flatMap((line, row) =>
    line.flatMap((at, column) => {
      const cell = at === undefined ? undefined : cells[at];
      return cell === undefined ? [] : [{ row0: row, row1: row, column0: column, column1: column, text: cell.text }];
    }),
  );
}
