import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import { readingOrder } from '../order.ts';
import { toSegments } from '../segments.ts';
import { draftOf } from './draft.ts';
import { type Grid, gridBox, gridsOf } from './grid.ts';
import { evidenceOf, isTable, type Marking } from './judge.ts';
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
  readonly rulings: PageRulings;
}

/** findTables finds the tables of a page, in each direction of text, and takes their glyphs. */
export function findTables({ glyphs, rulings, ...size }: TablesInput): FoundTables {
  const upright = glyphs.filter(({ angle }) => angle === 0);
  if (upright.length === glyphs.length) return tablesOf(glyphs, rulings);
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
    const found = tablesOf([...original.keys()], turn.rulings(rulings));
    for (const glyph of found.rest) rest.push(original.get(glyph) ?? glyph);
    for (const table of found.tables)
      tables.push(angle === 0 ? table : { ...table, bbox: turn.back(table.bbox), angle });
  }
  return { tables, rest };
}

/** tablesOf finds tables of text that runs from left to right: the surest first, each takes its words. */
function tablesOf(glyphs: readonly Glyph[], rulings: PageRulings): FoundTables {
  const found: OpenTable[] = [];
  let free = wordsOf(glyphs);
  const take = (table: OpenTable | undefined, marking: Marking) => {
    if (table === undefined) return;
    const own = free.filter((word) => holdsWord(table.bbox, word));
    if (!isTable(marking, evidenceOf(table.shape, own))) return;
    found.push(table);
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

function withText(found: readonly OpenTable[], glyphs: readonly Glyph[]): FoundTables {
  if (found.length === 0) return { tables: [], rest: glyphs };
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
