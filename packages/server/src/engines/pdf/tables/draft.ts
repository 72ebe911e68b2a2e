import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { Segment } from '../page-content.ts';
import { toSegments } from '../segments.ts';
import { columnAt } from './rows.ts';
import type { Shape } from './shape.ts';
import type { CellDraft, TableDraft } from './table-draft.ts';

/** draftOf puts glyphs, in the order of the file, into the cells of a table. */
export function draftOf(shape: Shape, bbox: Bbox, glyphs: readonly Glyph[]): TableDraft {
  const { xs, ys, cells } = shape;
  const columns = xs.length - 1;
  const cellAt = new Map<number, number>();
  cells.forEach((cell, index) => {
    for (let row = cell.row; row < cell.rowEnd; row += 1)
      for (let column = cell.column; column < cell.columnEnd; column += 1) cellAt.set(row * columns + column, index);
  });
  const texts: Glyph[][] = cells.map(() => []);
  let last = -1;
  for (const glyph of glyphs) {
    if (glyph.text !== ' ') {
      const column = columnAt(xs, (glyph.bbox[0] + glyph.bbox[2]) / 2);
      const row = columnAt(ys, glyph.baseline - 0.3 * glyph.size);
      last = cellAt.get(row * columns + column) ?? -1;
    }
    texts[last]?.push(glyph);
  }
  const drafts = cells.map(
    (cell, index): CellDraft => ({
      ...cell,
      bbox: [xs[cell.column] ?? 0, ys[cell.row] ?? 0, xs[cell.columnEnd] ?? 0, ys[cell.rowEnd] ?? 0],
      lines: cellLines(toSegments(texts[index] ?? [])),
    }),
  );
  return { type: 'table', bbox, xs, rowCount: ys.length - 1, cells: drafts };
}

/** cellLines puts what stands on one baseline together, from top to bottom and left to right. */
function cellLines(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [];
  for (const segment of [...segments].sort((a, b) => a.baseline - b.baseline)) {
    const line = lines.at(-1);
    if (line !== undefined && segment.baseline - (line[0]?.baseline ?? 0) < 0.45 * segment.size) line.push(segment);
    else lines.push([segment]);
  }
  return lines.map((line) => line.sort((a, b) => a.bbox[0] - b.bbox[0]));
}
