import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import { readingOrder } from '../order.ts';
import type { Segment } from '../page-content.ts';
import { toSegments } from '../segments.ts';
import { type Grid, gridBox, gridsOf } from './grid.ts';
import { borderlessTables, type OpenTable, ruledBands } from './open-tables.ts';
import type { PageRulings } from './page-rulings.ts';
import { columnAt } from './rows.ts';
import { gridHolds, ruledShape } from './ruled.ts';
import type { Shape } from './shape.ts';
import type { CellDraft, TableDraft } from './table-draft.ts';
import { linesOf, piecesOf, type Word, wordsOf } from './words.ts';

/** FoundTables are the tables of a page and the glyphs that stand outside of them. */
export interface FoundTables {
  readonly tables: readonly TableDraft[];
  readonly rest: readonly Glyph[];
}

/** findTables finds the tables of a page and takes their text. */
export function findTables(glyphs: readonly Glyph[], rulings: PageRulings): FoundTables {
  const words = wordsOf(glyphs);
  const found: OpenTable[] = [];
  let free = words;
  const take = (table: OpenTable) => {
    found.push(table);
    free = free.filter((word) => !holdsWord(table.bbox, word));
  };
  for (const grid of gridsOf(rulings)) {
    const table = ruledTable(grid, free);
    if (table !== undefined) take(table);
  }
  const outside = rulings.horizontal.filter(
    ({ at, from, to }) =>
      !found.some(({ bbox }) => at > bbox[1] - 3 && at < bbox[3] + 3 && from < bbox[2] && to > bbox[0]),
  );
  for (const table of ruledBands(outside, free)) take(table);
  if (linesOf(free).filter((line) => piecesOf(line, 0.9).length > 1).length >= 3) {
    const segments = toSegments(glyphs.filter((glyph) => !found.some(({ bbox }) => holdsGlyph(bbox, glyph))));
    for (const column of readingOrder({ segments, solids: [] }))
      for (const table of borderlessTables(free.filter((word) => holdsWord(column.bbox, word)))) take(table);
  }
  return withText(found, glyphs);
}

function ruledTable(grid: Grid, words: readonly Word[]): OpenTable | undefined {
  const own = words.filter((word) => gridHolds(grid, word));
  if (own.length < 2) return undefined;
  const shape = ruledShape(grid, own);
  if (shape === undefined || shape.xs.length < 3 || shape.ys.length < 2) return undefined;
  return { shape, bbox: gridBox(grid) };
}

function holdsWord([x0, y0, x1, y1]: Bbox, { bbox, baseline, size }: Word): boolean {
  const [x, y] = [(bbox[0] + bbox[2]) / 2, baseline - 0.3 * size];
  return x > x0 && x < x1 && y > y0 && y < y1;
}

function holdsGlyph([x0, y0, x1, y1]: Bbox, { bbox, baseline, size }: Glyph): boolean {
  const [x, y] = [(bbox[0] + bbox[2]) / 2, baseline - 0.3 * size];
  return x > x0 && x < x1 && y > y0 && y < y1;
}

function withText(found: readonly OpenTable[], glyphs: readonly Glyph[]): FoundTables {
  const taken: Glyph[][] = found.map(() => []);
  const rest: Glyph[] = [];
  let last = -1;
  for (const glyph of glyphs) {
    // A blank goes where the glyph before it went: inferred ones have no place of their own.
    if (glyph.text !== ' ') last = found.findIndex(({ bbox }) => holdsGlyph(bbox, glyph));
    (taken[last] ?? rest).push(glyph);
  }
  return { rest, tables: found.map(({ shape, bbox }, at) => draftOf(shape, bbox, taken[at] ?? [])) };
}

function draftOf(shape: Shape, bbox: Bbox, glyphs: readonly Glyph[]): TableDraft {
  const columns = shape.xs.length - 1;
  const at = new Map<number, number>();
  shape.cells.forEach((cell, index) => {
    for (let row = cell.row; row < cell.rowEnd; row += 1)
      for (let column = cell.column; column < cell.columnEnd; column += 1) at.set(row * columns + column, index);
  });
  const texts: Glyph[][] = shape.cells.map(() => []);
  let last = -1;
  for (const glyph of glyphs) {
    if (glyph.text !== ' ') {
      const column = columnAt(shape.xs, (glyph.bbox[0] + glyph.bbox[2]) / 2);
      const row = columnAt(shape.ys, glyph.baseline - 0.3 * glyph.size);
      last = at.get(row * columns + column) ?? -1;
    }
    texts[last]?.push(glyph);
  }
  const cells = shape.cells.map(
    (cell, index): CellDraft => ({
      ...cell,
      bbox: [
        shape.xs[cell.column] ?? 0,
        shape.ys[cell.row] ?? 0,
        shape.xs[cell.columnEnd] ?? 0,
        shape.ys[cell.rowEnd] ?? 0,
      ],
      lines: cellLines(toSegments(texts[index] ?? [])),
    }),
  );
  return { type: 'table', bbox, xs: shape.xs, rowCount: shape.ys.length - 1, cells };
}

function cellLines(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [];
  for (const segment of [...segments].sort((a, b) => a.baseline - b.baseline)) {
    const line = lines.at(-1);
    if (line !== undefined && segment.baseline - (line[0]?.baseline ?? 0) < 0.45 * segment.size) line.push(segment);
    else lines.push([segment]);
  }
  return lines.map((line) => line.sort((a, b) => a.bbox[0] - b.bbox[0]));
}
