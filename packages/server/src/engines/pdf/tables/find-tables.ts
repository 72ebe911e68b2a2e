import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import { readingOrder } from '../order.ts';
import type { Font } from '../page-content.ts';
import { toSegments } from '../segments.ts';
import { draftOf, type FoundTable } from './draft.ts';
import { evidenceOf } from './evidence.ts';
import { type Grid, gridBox, gridsOf } from './grid.ts';
import { headRowsOf, spreadHeads } from './heads.ts';
import { isTable, type Marking } from './judge.ts';
import { borderlessTables, type OpenTable, stacksOf, tablesInStack } from './open-tables.ts';
import type { PageRulings } from './page-rulings.ts';
import { gridHolds, ruledShape } from './ruled.ts';
import type { Ruling } from './ruling.ts';
import type { TableDraft } from './table-draft.ts';
import { type PageSize, turnOf } from './turn.ts';
import { linesOf, piecesOf, type Word, wordsOf } from './words.ts';

/** FoundTables are the tables of a page and the glyphs that stand outside of them. */
export interface FoundTables {
  readonly tables: readonly TableDraft[];
  readonly rest: readonly Glyph[];
}

/** Text of another direction than the page's with fewer glyphs than this is a label. */
const fewestTurned = 40;

/** TablesInput is a page's text and lines. */
export interface TablesInput extends PageSize {
  readonly glyphs: readonly Glyph[];
  readonly fonts: readonly Font[];
  readonly rulings: PageRulings;
}

/** findTables finds the tables of a page, in each direction of text, and takes their glyphs. */
export function findTables({ glyphs, fonts, rulings, ...size }: TablesInput): FoundTables {
  const upright = glyphs.filter(({ angle }) => angle === 0);
  if (upright.length === glyphs.length) return tablesOf({ glyphs, fonts, rulings });
  const tables: TableDraft[] = [];
  const rest: Glyph[] = [];
  for (const angle of [0, 90, 180, 270] as const) {
    const own = glyphs.filter((glyph) => glyph.angle === angle);
    const turn = turnOf(angle, size);
    if (angle !== 0 && own.length < fewestTurned) {
      rest.push(...own);
      continue;
    }
    const original = new Map(own.map((glyph) => [turn.glyph(glyph), glyph]));
    const found = tablesOf({ glyphs: [...original.keys()], fonts, rulings: turn.rulings(rulings) });
    for (const glyph of found.rest) rest.push(original.get(glyph) ?? glyph);
    for (const table of found.tables)
      tables.push(angle === 0 ? table : { ...table, bbox: turn.back(table.bbox), angle });
  }
  return { tables, rest };
}

/** tablesOf finds tables of text that runs from left to right: the surest first, each takes its words. */
function tablesOf({ glyphs, fonts, rulings }: Omit<TablesInput, keyof PageSize>): FoundTables {
  const found: FoundTable[] = [];
  let free = wordsOf(glyphs);
  const take = (table: OpenTable | undefined, marking: Marking) => {
    if (table === undefined) return;
    const own = free.filter((word) => holdsWord(table.bbox, word));
    const evidence = evidenceOf(table.shape, own);
    if (!isTable(marking, evidence) || isDrawing(table.bbox, rulings)) return;
    const { shape, bbox } = table;
    const headRows = table.headRows ?? headRowsOf({ shape, evidence, fonts, fills: rulings.fills });
    found.push({ shape: spreadHeads({ shape, evidence }, { headRows, rulings: rulings.horizontal }), bbox, headRows });
    free = free.filter((word) => !holdsWord(table.bbox, word));
  };
  for (const grid of gridsOf(rulings)) take(ruledTable(grid, free), 'grid');
  const horizontal = rulings.horizontal.filter((ruling) => !found.some(({ bbox }) => crosses(ruling, bbox)));
  for (const stack of stacksOf(horizontal))
    for (const table of tablesInStack({ stack, horizontal, words: free })) take(table, 'lines');
  if (linesOf(free).filter((line) => piecesOf(line, 0.9).length > 1).length >= 3) {
    const outside = glyphs.filter((glyph) => !found.some(({ bbox }) => holdsGlyph(bbox, glyph)));
    for (const column of readingOrder({ segments: toSegments(outside), solids: [] }))
      for (const table of borderlessTables(free.filter((word) => holdsWord(column.bbox, word)))) take(table, 'none');
  }
  return withText(found, glyphs);
}

function crosses({ at, from, to }: Ruling, [x0, y0, x1, y1]: Bbox): boolean {
  return at > y0 - 3 && at < y1 + 3 && from < x1 && to > x0;
}

/** isDrawing: a curve or a broken line runs through a good part of it, as in a diagram. */
function isDrawing([x0, y0, x1, y1]: Bbox, { shapes }: PageRulings): boolean {
  return shapes.some((shape) => {
    const inside = shape[0] > x0 - 2 && shape[1] > y0 - 2 && shape[2] < x1 + 2 && shape[3] < y1 + 2;
    const [width, height] = [(shape[2] - shape[0]) / (x1 - x0), (shape[3] - shape[1]) / (y1 - y0)];
    return inside && width > 0.15 && height > 0.15 && (width < 0.9 || height < 0.9);
  });
}

function ruledTable(grid: Grid, words: readonly Word[]): OpenTable | undefined {
  const own = words.filter((word) => gridHolds(grid, word));
  return own.length < 2 ? undefined : { shape: ruledShape(grid, own), bbox: gridBox(grid) };
}

function holdsWord(
  [x0, y0, x1, y1]: Bbox,
  { bbox, baseline, size }: Pick<Word, 'bbox' | 'baseline' | 'size'>,
): boolean {
  const [x, y] = [(bbox[0] + bbox[2]) / 2, baseline - 0.3 * size];
  return x > x0 && x < x1 && y > y0 && y < y1;
}

const holdsGlyph: (box: Bbox, glyph: Glyph) => boolean = holdsWord;

function withText(found: readonly FoundTable[], glyphs: readonly Glyph[]): FoundTables {
  if (found.length === 0) return { tables: [], rest: glyphs };
  const taken: Glyph[][] = found.map(() => []);
  const rest: Glyph[] = [];
  let last = -1;
  for (const glyph of glyphs) {
    // A blank goes where the glyph before it went: inferred ones have no place of their own.
    if (glyph.text !== ' ') last = found.findIndex(({ bbox }) => holdsGlyph(bbox, glyph));
    (taken[last] ?? rest).push(glyph);
  }
  return { rest, tables: found.map((table, at) => draftOf(table, taken[at] ?? [])) };
}
