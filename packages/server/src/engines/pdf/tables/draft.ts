import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { Segment } from '../page-content.ts';
import { toSegments } from '../segments.ts';
import { cellIndex } from './evidence.ts';
import type { Shape } from './shape.ts';
import type { CellDraft, TableDraft } from './table-draft.ts';

/** FoundTable is a table with the number of rows at its top that are its head. */
export interface FoundTable {
  readonly shape: Shape;
  readonly bbox: Bbox;
  readonly headRows: number;
}

/** draftOf puts glyphs, in the order of the file, into the cells of a table. */
export function draftOf({ shape, bbox, headRows }: FoundTable, glyphs: readonly Glyph[]): TableDraft {
  const { xs, ys, cells } = shape;
  const indexOf = cellIndex(shape);
  const texts: Glyph[][] = cells.map(() => []);
  let last = -1;
  for (const glyph of glyphs) {
    if (glyph.text !== ' ') last = indexOf((glyph.bbox[0] + glyph.bbox[2]) / 2, glyph.baseline - 0.3 * glyph.size);
    texts[last]?.push(glyph);
  }
  const drafts = cells.map(
    (cell, index): CellDraft => ({
      ...cell,
      bbox: [xs[cell.column] ?? 0, ys[cell.row] ?? 0, xs[cell.columnEnd] ?? 0, ys[cell.rowEnd] ?? 0],
      lines: cellLines(toSegments(texts[index] ?? [])),
      ...(cell.row < headRows ? { header: true } : {}),
    }),
  );
  return { type: 'table', bbox, xs, rowCount: ys.length - 1, headRows, cells: drafts };
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
