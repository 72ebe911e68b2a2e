import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { Segment } from '../page-content.ts';
import { toSegments } from '../segments.ts';
import { cellIndex } from './evidence.ts';
import type { Shape } from './shape.ts';
import type { CellDraft, OverPages, TableDraft } from './table-draft.ts';
import { middleOf } from './words.ts';

/** FoundTable is a table with the number of rows at its top that are its head. */
export interface FoundTable {
  readonly shape: Shape;
  readonly bbox: Bbox;
  readonly headRows: number;
  readonly over?: OverPages;
}

/** draftOf puts glyphs, in the order of the file, into the cells of a table. */
export function draftOf({ shape, bbox, headRows, over }: FoundTable, glyphs: readonly Glyph[]): TableDraft {
  const { xs, ys, cells } = shape;
  const indexOf = cellIndex(shape);
  const texts: Glyph[][] = cells.map(() => []);
  let last = -1;
  for (const glyph of glyphs) {
    if (glyph.text !== ' ') last = indexOf((glyph.bbox[0] + glyph.bbox[2]) / 2, middleOf(glyph));
    texts[last]?.push(glyph);
  }
  const drafts = cells.map(
    (cell, index): CellDraft => ({
      ...cell,
      bbox: [xs[cell.column] ?? 0, ys[cell.row] ?? 0, xs[cell.columnEnd] ?? 0, ys[cell.rowEnd] ?? 0],
      lines: cellLines(toSegments(withoutLeaders(texts[index] ?? []))),
      ...(cell.row < headRows ? { header: true } : {}),
    }),
  );
  const known = over === undefined ? {} : { over };
  return { type: 'table', bbox, xs, rowCount: ys.length - 1, headRows, cells: drafts, ...known };
}

/** A row of so many dots leads from a label to its value. */
const leaders = 4;

/** withoutLeaders drops the dots that lead to the next cell: `Revenue .........` is `Revenue`. */
function withoutLeaders(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => text === '.')) return glyphs;
  const kept: Glyph[] = [];
  let dots: Glyph[] = [];
  const flush = () => {
    if (dots.filter(({ text }) => text === '.').length < leaders) kept.push(...dots);
    dots = [];
  };
  for (const glyph of glyphs) {
    if (glyph.text === '.' || (glyph.text === ' ' && dots.length > 0)) dots.push(glyph);
    else {
      flush();
      kept.push(glyph);
    }
  }
  flush();
  return kept;
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

/** holds tells whether the middle of a text lies in a box. */
export function holds(box: Bbox, place: Pick<Glyph, 'bbox' | 'baseline' | 'size'>): boolean {
  const x = (place.bbox[0] + place.bbox[2]) / 2;
  const y = middleOf(place);
  return y > box[1] && y < box[3] && x > box[0] && x < box[2];
}

/** Shares are the glyphs of each table, and the rest by their places in the list. */
export interface Shares {
  readonly taken: readonly (readonly Glyph[])[];
  readonly rest: readonly number[];
}

/** share gives each table its glyphs. */
export function share(tables: readonly FoundTable[], glyphs: readonly Glyph[]): Shares {
  const taken: Glyph[][] = tables.map(() => []);
  const rest: number[] = [];
  let last = -1;
  for (let at = 0; at < glyphs.length; at += 1) {
    const glyph = glyphs[at] as Glyph;
    // A blank goes where the glyph before it went: inferred ones have no place of their own.
    if (glyph.text !== ' ') last = ownerOf(tables, glyph);
    if (last < 0) rest.push(at);
    else taken[last]?.push(glyph);
  }
  return { taken, rest };
}

function ownerOf(tables: readonly FoundTable[], glyph: Glyph): number {
  for (let at = 0; at < tables.length; at += 1) if (holds((tables[at] as FoundTable).bbox, glyph)) return at;
  return -1;
}
