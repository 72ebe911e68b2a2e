import { areaOf, type Bbox, intersectionArea } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import { type Column, readingOrder } from '../order.ts';
import type { Font, Segment } from '../page-content.ts';
import { toSegments } from '../segments.ts';
import { draftOf, type FoundTable } from './draft.ts';
import { evidenceOf } from './evidence.ts';
import { betweenStripes, type Grid, gridBox, gridsOf } from './grid.ts';
import { headRowsOf, spreadHeads } from './heads.ts';
import { isTable, type Marking } from './judge.ts';
import { borderlessTables, type OpenTable, stacksOf, tablesInStack } from './open-tables.ts';
import { fillEdges, type PageRulings } from './page-rulings.ts';
import { ruledShape } from './ruled.ts';
import { withPlainRows } from './stripes.ts';
import type { TableDraft } from './table-draft.ts';
import { type PageSize, turnOf } from './turn.ts';
import { middleOf, type Word, wordsBetween, wordsOf } from './words.ts';

/** FoundTables are the tables of a page and the text that stands outside of them. */
export interface FoundTables {
  readonly tables: readonly TableDraft[];
  readonly segments: readonly Segment[];
}

/** Text of another direction than the page's with fewer glyphs than this is a label. */
const fewestTurned = 40;
/** So many grids and tables are looked at on one page. */
const mostGrids = 300;
const mostTables = 200;

/** TablesInput is a page's text and lines. */
export interface TablesInput extends PageSize {
  readonly glyphs: readonly Glyph[];
  readonly fonts: readonly Font[];
  readonly rulings: PageRulings;
}

/** findTables finds the tables of a page, in each direction of text, and takes their text from the segments. */
export function findTables({ glyphs, fonts, rulings, ...size }: TablesInput): FoundTables {
  if (glyphs.every(({ angle }) => angle === 0)) return tablesOf({ glyphs, fonts, rulings });
  const tables: TableDraft[] = [];
  const segments: Segment[] = [];
  for (const angle of [0, 90, 180, 270] as const) {
    const own = glyphs.filter((glyph) => glyph.angle === angle);
    if (own.length === 0) continue;
    const turn = turnOf(angle, size);
    const turned = angle === 0 ? own : own.map(turn.glyph);
    const found =
      angle !== 0 && own.length < fewestTurned
        ? undefined
        : search({ glyphs: turned, fonts, rulings: turn.rulings(rulings) });
    if (found === undefined || found.tables.length === 0) segments.push(...toSegments(own));
    else {
      const { taken, rest } = share(found.tables, turned);
      segments.push(...toSegments(rest.map((at) => own[at] as Glyph)));
      found.tables.forEach((table, index) => {
        const draft = draftOf(table, taken[index] ?? []);
        tables.push(angle === 0 ? draft : { ...draft, bbox: turn.back(draft.bbox), angle });
      });
    }
  }
  return { tables, segments };
}

type Upright = Omit<TablesInput, keyof PageSize>;

function tablesOf(input: Upright): FoundTables {
  const { tables, segments } = search(input);
  if (tables.length === 0) return { tables: [], segments: segments ?? toSegments(input.glyphs) };
  const { taken, rest } = share(tables, input.glyphs);
  return {
    segments: segments ?? toSegments(rest.map((at) => input.glyphs[at] as Glyph)),
    tables: tables.map((table, index) => draftOf(table, taken[index] ?? [])),
  };
}

interface Findings {
  readonly tables: readonly FoundTable[];
  /** The text outside of the tables, where the search has made it up already. */
  readonly segments?: readonly Segment[];
}

/** search finds tables of text that runs from left to right: the surest first, each takes its words. */
function search({ glyphs, fonts, rulings }: Upright): Findings {
  const tables: FoundTable[] = [];
  // Most pages have nothing that needs words.
  let known: readonly Word[] | undefined;
  const free = () => {
    known ??= wordsOf(glyphs);
    return known;
  };
  const take = (table: OpenTable | undefined, marking: Marking) => {
    if (table === undefined || tables.length >= mostTables) return;
    const { shape, bbox } = table;
    const own = wordsBetween(free(), bbox[1], bbox[3]).filter((word) => holds(bbox, word));
    const evidence = evidenceOf(shape, own);
    if (!isTable(marking, evidence) || isDrawing(bbox, rulings)) return;
    const headRows = table.headRows ?? headRowsOf({ shape, evidence, fonts, fills: rulings.fills });
    tables.push({ shape: spreadHeads({ shape, evidence }, { headRows, rulings: rulings.horizontal }), bbox, headRows });
    known = free().filter((word) => !holds(bbox, word));
  };
  for (const grid of smallestFirst(gridsOf(rulings)).slice(0, mostGrids)) {
    // A frame around tables is no table.
    if (tables.some(({ bbox }) => liesIn(bbox, gridBox(grid)))) continue;
    // A mere box has columns of text only, as between lines.
    take(ruledTable(grid, free()), grid.xs.length > 2 ? 'grid' : 'lines');
  }
  const horizontal = rulings.horizontal.filter(({ at, from, to }) =>
    tables.every(({ bbox: [x0, y0, x1, y1] }) => at <= y0 - 3 || at >= y1 + 3 || from >= x1 || to <= x0),
  );
  for (const stack of stacksOf(horizontal))
    for (const table of tablesInStack({ stack, horizontal, words: free() })) take(table, 'lines');
  for (const grid of smallestFirst(gridsOf(fillEdges(rulings), betweenStripes)).slice(0, mostGrids)) {
    const box = gridBox(grid);
    if (tables.some(({ bbox }) => intersectionArea(bbox, box) > 0)) continue;
    const table = ruledTable(grid, free());
    take(table === undefined ? undefined : withPlainRows(table, free()), 'fills');
  }
  const outside = tables.length === 0 ? glyphs : share(tables, glyphs).rest.map((at) => glyphs[at] as Glyph);
  const segments = toSegments(outside);
  if (!mayHoldColumns(segments)) return { tables, segments };
  const before = tables.length;
  for (const column of readingOrder({ segments, solids: [] }).filter(hasGaps)) {
    const [, y0, , y1] = column.bbox;
    const own = wordsBetween(free(), y0, y1).filter((word) => holds(column.bbox, word));
    for (const table of borderlessTables(own)) take(table, 'none');
  }
  return tables.length === before ? { tables, segments } : { tables };
}

/** Rows with gaps stand no further apart, in sizes, and so many of them make a table without lines. */
const rowReach = 2.6;
const fewestRows = 3;
/** A row of two texts as long as this, in sizes, is one of two columns of prose. */
const longText = 15;

/** mayHoldColumns tells cheaply whether rows of several short texts stand below each other. */
function mayHoldColumns(segments: readonly Segment[]): boolean {
  const sorted = segments.filter(({ angle }) => angle === 0).sort((a, b) => a.baseline - b.baseline);
  let rows = 0;
  let above = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < sorted.length; ) {
    const first = sorted[at] as Segment;
    let [end, short] = [at, false];
    for (; end < sorted.length && (sorted[end] as Segment).baseline - first.baseline < 0.42 * first.size; end += 1) {
      const { bbox, size } = sorted[end] as Segment;
      short ||= bbox[2] - bbox[0] < longText * size;
    }
    const count = end - at;
    if (first.baseline - above > rowReach * first.size) rows = 0;
    if (count > 1 && (short || count > 2)) {
      rows += 1;
      above = first.baseline;
      if (rows >= fewestRows) return true;
    }
    at = end;
  }
  return false;
}

function hasGaps({ rows }: Column): boolean {
  return rows.filter(({ items }) => items.length > 1).length >= fewestRows;
}

function smallestFirst(grids: readonly Grid[]): readonly Grid[] {
  return [...grids].sort((a, b) => areaOf(gridBox(a)) - areaOf(gridBox(b)));
}

function liesIn(inner: Bbox, outer: Bbox): boolean {
  return intersectionArea(inner, outer) > 0.9 * areaOf(inner);
}

/** So many curves and slanted lines are those of a diagram; a table may have one across an empty cell. */
const mostShapes = 2;

/** isDrawing: a curve or a broken line runs through a good part of it, or several run anywhere in it, as in a diagram. */
function isDrawing([x0, y0, x1, y1]: Bbox, { shapes }: PageRulings): boolean {
  let count = 0;
  for (const shape of shapes) {
    if (shape[0] < x0 - 2 || shape[1] < y0 - 2 || shape[2] > x1 + 2 || shape[3] > y1 + 2) continue;
    const [width, height] = [(shape[2] - shape[0]) / (x1 - x0), (shape[3] - shape[1]) / (y1 - y0)];
    if (width > 0.95 && height > 0.9) continue;
    count += 1;
    if (count > mostShapes || (width > 0.15 && height > 0.15)) return true;
  }
  return false;
}

function ruledTable(grid: Grid, words: readonly Word[]): OpenTable | undefined {
  const bbox = gridBox(grid);
  const own = wordsBetween(words, bbox[1], bbox[3]).filter((word) => holds(bbox, word));
  return own.length < 2 ? undefined : { shape: ruledShape(grid, own), bbox };
}

function holds([x0, y0, x1, y1]: Bbox, place: Pick<Word, 'bbox' | 'baseline' | 'size'>): boolean {
  const [x, y] = [(place.bbox[0] + place.bbox[2]) / 2, middleOf(place)];
  return x > x0 && x < x1 && y > y0 && y < y1;
}

/** share gives each table its glyphs, and the rest by their places in the list. */
function share(
  tables: readonly FoundTable[],
  glyphs: readonly Glyph[],
): { readonly taken: readonly (readonly Glyph[])[]; readonly rest: readonly number[] } {
  const taken: Glyph[][] = tables.map(() => []);
  const rest: number[] = [];
  let last = -1;
  glyphs.forEach((glyph, at) => {
    // A blank goes where the glyph before it went: inferred ones have no place of their own.
    if (glyph.text !== ' ') last = tables.findIndex(({ bbox }) => holds(bbox, glyph));
    if (last < 0) rest.push(at);
    else taken[last]?.push(glyph);
  });
  return { taken, rest };
}
