import { type Bbox, isFurniture } from '@docmill/document';
import type { Segment } from '../page-content.ts';
import type { PlacedBlock } from '../placed.ts';
import { textOfRuns } from '../run-text.ts';
import { goesOnAs, joinedTable } from './continuation.ts';
import { cellIndex } from './evidence.ts';
import { rowsOf } from './rows.ts';
import { shapeOf } from './shape.ts';
import { type TableContext, tableBlock } from './table-block.ts';
import type { CellDraft, TableDraft } from './table-draft.ts';
import { isAlignedWith, type TextColumn, textColumns } from './text-columns.ts';
import { boxOfWords, linesOf, middleOf, piecesOf, type TextLine, type Word } from './words.ts';

/** A table that ends higher than this, in parts of the page, has room below for its other rows. */
const lowest = 0.6;
/** Letters of a table differ by no more, in parts of their size. */
const sameSize = 0.06;
/** Texts closer than this, in sizes, are one. */
const pieceGap = 0.8;
/** Rows follow each other within so many sizes. */
const rowReach = 4;

/** LooseRowsInput: the last table of the page before, and what stands on a page. */
export interface LooseRowsInput {
  readonly table: TableDraft;
  readonly placed: readonly PlacedBlock[];
  readonly pageIndex: number;
  /** Of the page, points. */
  readonly height: number;
  readonly context: TableContext;
}

/**
 * withLooseRows makes a table of the text at the top of a page that stands in the columns of the table before it: a few rows that nothing marks as
 * a table, or the end of a row that the page cut in two.
 */
export function withLooseRows({ table, placed, pageIndex, height, context }: LooseRowsInput): readonly PlacedBlock[] {
  if (table.angle !== undefined || table.bbox[3] < lowest * height) return placed;
  const first = placed.find(({ block }) => !isFurniture(block));
  if (first?.paragraph === undefined) return placed;
  const taken = topLines(placed, table);
  const [top] = taken.lines;
  if (top === undefined) return placed;
  const left = placed.filter((entry) => !taken.entries.has(entry));
  const at = left.findIndex(({ block }) => !isFurniture(block));
  const next = left[at];
  const loose = looseTable(taken, table, context);
  const goesOn = next !== undefined && goesOnAs(loose, next);
  if (!goesOn && taken.lines.every((line) => piecesOf(line, pieceGap).length < 2)) return placed;
  if (!goesOn) return left.toSpliced(at < 0 ? left.length : at, 0, loose);
  return left.with(at, joinedTable(loose, next, { from: pageIndex, to: pageIndex }));
}

/** TopLines are the lines at the top of a page that stand in columns, with the entries that they are all of. */
interface TopLines {
  readonly lines: readonly TextLine[];
  readonly entries: ReadonlySet<PlacedBlock>;
  readonly segments: ReadonlyMap<Word, Segment>;
}

function topLines(placed: readonly PlacedBlock[], table: TableDraft): TopLines {
  const segments = new Map<Word, Segment>();
  const owners = new Map<Segment, PlacedBlock>();
  for (const entry of placed) {
    if (isFurniture(entry.block)) continue;
    if (entry.paragraph === undefined) break;
    for (const { segment } of entry.paragraph.rows.flatMap(({ items }) => items)) {
      if (segment === undefined) continue;
      owners.set(segment, entry);
      for (const word of wordsOfSegment(segment)) segments.set(word, segment);
    }
  }
  const entriesOf = (line: TextLine) =>
    new Set(line.words.flatMap((word) => owners.get(segments.get(word) as Segment) ?? []));
  const all = linesOf([...segments.keys()]);
  const fits = fitterOf(table);
  let end = all.findIndex((line, at) => !fits(line, all[at - 1]));
  if (end < 0) end = all.length;
  // A paragraph is taken whole or not at all.
  for (let at = end; at < all.length; at += 1) {
    const owned = entriesOf(all[at] as TextLine);
    const first = all.findIndex((line) => [...entriesOf(line)].some((entry) => owned.has(entry)));
    if (first < end) [end, at] = [first, first - 1];
  }
  const lines = all.slice(0, end);
  return { lines, segments, entries: new Set(lines.flatMap((line) => [...entriesOf(line)])) };
}

/** wordsOfSegment parts a segment at its blanks; the places of its words are estimated by their letters. */
function wordsOfSegment({ runs, bbox, baseline, size }: Segment): readonly Word[] {
  const text = textOfRuns(runs);
  const width = (bbox[2] - bbox[0]) / Math.max(1, text.length);
  const font = runs[0]?.font ?? 0;
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const from = bbox[0] + width * index;
    const box: Bbox = [from, baseline - 0.75 * size, from + width * word.length, baseline + 0.2 * size];
    return { bbox: box, baseline, size, text: word, font, indexed: false };
  });
}

/** fitterOf tells lines that stand in the columns of a table: each text begins or ends where those of its column do, and leaves the others free. */
function fitterOf(table: TableDraft): (line: TextLine, above: TextLine | undefined) => boolean {
  const columns = textColumns(table);
  const size = sizeOf(table);
  return (line, above) => {
    if (Math.abs(line.size - size) > sameSize * size) return false;
    if (above !== undefined && line.baseline - above.baseline > rowReach * size) return false;
    const places = piecesOf(line, pieceGap).map((piece) => columnOf(piece, columns));
    const isInColumns = places.every((place, at) => place >= 0 && place > (places[at - 1] ?? -1));
    // A text alone in the first column may be anything.
    return isInColumns && (places.length > 1 || places[0] !== 0);
  };
}

/** columnOf finds the column that a text is aligned with and does not leave; -1 where there is none. */
function columnOf({ from, to }: TextColumn, columns: readonly (TextColumn | undefined)[]): number {
  return columns.findIndex((column, at) => {
    if (column === undefined || !isAlignedWith(column, { from, to })) return false;
    const [before, after] = [columns[at - 1]?.to ?? Number.NEGATIVE_INFINITY, columns[at + 1]?.from];
    return from > Math.min(before, column.from - 1) && to < Math.max(after ?? Number.POSITIVE_INFINITY, column.to + 1);
  });
}

function sizeOf({ cells }: TableDraft): number {
  const sizes = cells.flatMap(({ lines }) => lines.flat().map(({ size }) => size)).sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 0;
}

function looseTable(
  { lines, segments }: TopLines,
  { xs, bbox: above }: TableDraft,
  context: TableContext,
): PlacedBlock {
  const shape = shapeOf(rowsOf({ lines, xs, rulings: [], short: [] }), xs);
  const indexOf = cellIndex(shape);
  const texts: Segment[][][] = shape.cells.map(() => []);
  for (const line of lines) {
    const byCell = Map.groupBy(new Set(line.words.flatMap((word) => segments.get(word) ?? [])), ({ bbox, ...place }) =>
      indexOf((bbox[0] + bbox[2]) / 2, middleOf(place)),
    );
    for (const [cell, own] of byCell) texts[cell]?.push(own);
  }
  const cells = shape.cells.map(
    (cell, at): CellDraft => ({
      ...cell,
      bbox: [xs[cell.column] ?? 0, shape.ys[cell.row] ?? 0, xs[cell.columnEnd] ?? 0, shape.ys[cell.rowEnd] ?? 0],
      lines: texts[at] ?? [],
    }),
  );
  const [, top, , bottom] = boxOfWords(lines.flatMap(({ words }) => words));
  const rowCount = shape.ys.length - 1;
  const draft: TableDraft = {
    type: 'table',
    bbox: [above[0], top, above[2], bottom],
    xs,
    rowCount,
    headRows: 0,
    cells,
  };
  return { block: tableBlock(draft, context), table: draft };
}
