import { areaOf, type Bbox, intersectionArea } from '@docmill/document';
import { captionStart, isCaption } from '../captions.ts';
import type { Glyph } from '../glyphs.ts';
import { type Column, readingOrder } from '../order.ts';
import type { Font, Segment } from '../page-content.ts';
import { textOfRuns } from '../run-text.ts';
import { toSegments } from '../segments.ts';
import { borderlessTables, captionedTables } from './borderless.ts';
import { withCellGrounds } from './cell-grounds.ts';
import { type FoundTable, holds, type Shares, share } from './draft.ts';
import { evidenceOf } from './evidence.ts';
import { betweenStripes, type Grid, gridBox, gridsOf } from './grid.ts';
import { headRowsOf, spreadHeads } from './heads.ts';
import { isTable, isUnmarked, type Marking } from './judge.ts';
import type { Mirror } from './mirror.ts';
import { fillEdges, type PageRulings } from './page-rulings.ts';
import { withPlainEdges } from './plain-edges.ts';
import { besideEachOther, holdsProse } from './regions.ts';
import { withRepeatedHead } from './repeated-heads.ts';
import { fewestRows, mayHoldColumns } from './rows-of-cells.ts';
import { ruledShape } from './ruled.ts';
import type { Ruling } from './ruling.ts';
import { stacksOf } from './ruling-stacks.ts';
import { withoutSideCaptions } from './side-captions.ts';
import { type OpenTable, type StackInput, tablesInStack } from './stacks.ts';
import { stripesOf, withPlainRows } from './stripes.ts';
import { areSums, labelledStack } from './sums.ts';
import { type TaggedTable, tableOfTags } from './tagged.ts';
import { gridOfTags } from './tagged-grids.ts';
import { mayHoldTight, tightTables } from './tight-tables.ts';
import { boxOfWords, type Word, wordsBetween, wordsOf } from './words.ts';

/** So many grids and tables are looked at on one page. */
const mostGrids = 300;
const mostTables = 200;

/** SearchInput is text of one direction, and the lines around it. */
export interface SearchInput {
  readonly glyphs: readonly Glyph[];
  readonly fonts: readonly Font[];
  readonly rulings: PageRulings;
  /** Tables as the tags of the file tell them, those inside of others first. */
  readonly tagged?: readonly TaggedTable[];
  /** For text that runs from right to left. */
  readonly mirror?: Mirror;
}

interface Findings {
  readonly tables: readonly FoundTable[];
  /** The text outside of the tables, and what is theirs, where the search has made them up already. */
  readonly segments?: readonly Segment[];
  readonly shares?: Shares;
}

/** Open is a page while its tables are taken from it. */
interface Open extends SearchInput {
  readonly tables: FoundTable[];
  /** What the rulings say. */
  readonly grids: readonly Grid[];
  /** Words that stand in no table yet. */
  free(): readonly Word[];
  /** Takes a table with its words, if it is one, and tells whether. */
  take(table: OpenTable | undefined, marking: Marking): boolean;
}

/** search finds tables: the surest first, each takes its words. */
export function search(input: SearchInput): Findings {
  const { mirror, glyphs, tagged = [] } = input;
  const page = openPage(mirror === undefined ? input : { ...input, rulings: mirror.rulings(input.rulings) });
  const found = () => (mirror === undefined ? page.tables : page.tables.map(mirror.back));
  if (tagged.length > 0) takeTagged(page, mirror?.tagged(tagged) ?? tagged);
  takeGrids(page);
  const sums = takeStacks(page);
  takeFills(page);
  const before = page.tables.length;
  const shares = before === 0 ? undefined : share(found(), glyphs);
  const outside = shares === undefined ? glyphs : shares.rest.map((at) => glyphs[at] as Glyph);
  const segments = toSegments(outside);
  takeBorderless(page, mirror?.segments(segments) ?? segments);
  for (const table of sums) {
    if (!isFree(page.tables, table)) continue;
    const stack = labelledStack(table, page.free());
    const labelled = tablesInStack({ stack, horizontal: page.rulings.horizontal, words: page.free() });
    if (!labelled.some((one) => isFree(page.tables, one) && page.take(one, 'lines'))) page.take(table, 'lines');
  }
  if (page.tables.length > before) return { tables: found() };
  return { tables: found(), segments, ...(shares === undefined ? {} : { shares }) };
}

function openPage({ glyphs, fonts, rulings, mirror }: SearchInput): Open {
  const tables: FoundTable[] = [];
  // Most pages have nothing that needs words.
  let known: readonly Word[] | undefined;
  const free = () => {
    known ??= mirror?.words(wordsOf(glyphs)) ?? wordsOf(glyphs);
    return known;
  };
  const take = (table: OpenTable | undefined, marking: Marking) => {
    if (table === undefined || tables.length >= mostTables) return false;
    const { shape, bbox } = table;
    const own = wordsBetween(free(), bbox[1], bbox[3]).filter((word) => holds(bbox, word));
    const evidence = evidenceOf(shape, own);
    if (!isTable(marking, evidence) || (marking !== 'tags' && isDrawing(bbox, rulings))) return false;
    if (marking !== 'grid' && marking !== 'tags' && areCards(shape, { bbox, words: own, vertical: rulings.vertical }))
      return false;
    if (isUnmarked(marking) && holdsBars(bbox, rulings.fills, own)) return false;
    // A program on coloured ground has its words in columns now and then.
    const isMono = ({ font }: Word) => fonts[font]?.mono === true;
    if (own.every(isMono) && (marking === 'fills' || (isUnmarked(marking) && isListing(own, page)))) return false;
    const headRows = table.headRows ?? headRowsOf({ shape, evidence, fonts, fills: rulings.fills });
    // Tags tell what spans columns.
    tables.push({
      shape:
        marking === 'tags'
          ? shape
          : spreadHeads({ shape, evidence }, { headRows, rulings: rulings.horizontal, fills: rulings.fills }),
      bbox,
      headRows,
      ...(table.over === undefined ? {} : { over: table.over }),
    });
    known = free().filter((word) => !holds(bbox, word));
    return true;
  };
  const page: Open = { glyphs, fonts, rulings, tables, grids: gridsOf(rulings), free, take };
  return page;
}

/**
 * takeTagged takes tables by their tags: first those that name their heads, with what stands in their cells, then the others, the inner ones
 * before those that they stand in, which are the layout of a page then.
 */
function takeTagged({ rulings, tables, grids, free, take }: Open, tagged: readonly TaggedTable[]): void {
  const [headed, others] = [tagged.filter(hasHeads).reverse(), tagged.filter((one) => !hasHeads(one))];
  for (const one of [...headed, ...others]) {
    if (tables.some(({ bbox }) => intersectionArea(bbox, one.bbox) > 0)) continue;
    if (one.holdsParts && !hasHeads(one)) continue;
    const repeated = withRepeatedHead(one, free());
    const readings = repeated === undefined ? [one] : [repeated, one];
    readings.some((reading) => take(gridOfTags(reading, grids), 'tags') || take(tableOfTags(reading, rulings), 'tags'));
  }
}

function hasHeads({ rows }: TaggedTable): boolean {
  return rows.some((cells) => cells.some(({ isHead }) => isHead));
}

function takeGrids({ rulings, tables, grids, free, take }: Open): void {
  for (const ruled of smallestFirst(grids)) {
    const grid = withCellGrounds(ruled, rulings.fills);
    // A frame around tables is no table.
    if (tables.some(({ bbox }) => liesIn(bbox, gridBox(grid)))) continue;
    // A mere box has columns of text only, as between lines.
    const table = ruledTable(grid, free());
    const isGrid = grid.xs.length > 2;
    take(table === undefined || !isGrid ? table : withPlainEdges(table, free()), isGrid ? 'grid' : 'lines');
  }
}

/** takeStacks takes the tables between lines, and gives those that are the values of a larger one: the lines of its sums. */
function takeStacks({ rulings, tables, free, take }: Open): readonly OpenTable[] {
  const sums: OpenTable[] = [];
  const isOutside = ({ at, from, to }: Ruling) =>
    tables.every(({ bbox: [x0, y0, x1, y1] }) => at <= y0 - 3 || at >= y1 + 3 || from >= x1 || to <= x0);
  const horizontal = rulings.horizontal.filter(isOutside);
  const edges = horizontal.length < 2 ? [] : fillEdges(rulings).horizontal;
  for (const stack of stacksOf(horizontal).filter((one) => one.some(isOutside)))
    for (const table of withoutSideCaptions({ stack, horizontal, words: free(), edges })) {
      if (areSums(table, free())) sums.push(table);
      else take(table, 'lines');
    }
  return sums;
}

function isFree(tables: readonly FoundTable[], { bbox }: OpenTable): boolean {
  return tables.every((table) => intersectionArea(table.bbox, bbox) === 0);
}

function takeFills({ rulings, tables, free, take }: Open): void {
  const grids = gridsOf(fillEdges(rulings), betweenStripes);
  for (const stack of stripesOf(grids))
    for (const table of tablesInStack({ stack, horizontal: rulings.horizontal, words: free() }))
      take(withPlainRows(table, free()), 'fills');
  for (const grid of smallestFirst(grids)) {
    const box = gridBox(grid);
    if (tables.some(({ bbox }) => intersectionArea(bbox, box) > 0)) continue;
    const table = ruledTable(grid, free(), 'fills');
    const plain = table === undefined ? undefined : withPlainRows(table, free());
    const headed = tableBelowHead(grid, { horizontal: rulings.horizontal, words: free() });
    take(headed !== undefined && isHigher(headed, plain) ? headed : plain, 'fills');
  }
}

/** Two columns side by side are text, unless one holds the labels of the other. */
const fewestBeside = 3;

function takeBorderless({ tables, free, take }: Open, segments: readonly Segment[]): void {
  const captions = segments.filter((segment) => isLoneCaption(segment, tables));
  const gapped = mayHoldColumns(segments);
  const tight = mayHoldTight(segments);
  if (!gapped && !tight && captions.length === 0) return;
  const within = (box: Bbox) => wordsBetween(free(), box[1], box[3]).filter((word) => holds(box, word));
  const columns = readingOrder({ segments, solids: [] });
  if (gapped)
    for (const box of besideEachOther(columns))
      for (const { plain, close, labelled } of borderlessTables(within(box), fewestBeside)) {
        if (take(labelled, 'labelled') || take(close, 'wrapped') || take(plain, 'wrapped')) continue;
        if (close !== undefined && !holdsProse(close, within(close.bbox))) take(close, 'close');
        else if (plain !== undefined && !holdsProse(plain, within(plain.bbox))) take(plain, 'none');
      }
  for (const column of columns) {
    const own = () => within(column.bbox);
    const found = gapped && hasGaps(column) ? borderlessTables(own()) : [];
    const told = captions.some((segment) => holds(column.bbox, segment)) ? captionedTables(own()) : [];
    const plain = found.flatMap((one) => one.plain ?? []);
    for (const table of told) if (showsMore(table, plain)) take(table, 'caption');
    const close = tight ? tightTables(own()) : [];
    for (const table of close) if (isFree(tables, table) && showsMore(table, plain)) take(table, 'close');
    for (const one of found) {
      if (one.labelled !== undefined && isFree(tables, one.labelled) && take(one.labelled, 'labelled')) continue;
      if (one.close !== undefined && isFree(tables, one.close)) take(one.close, 'close');
      if (one.plain !== undefined && isFree(tables, one.plain)) take(one.plain, 'none');
    }
    for (const table of told) if (isFree(tables, table)) take(table, 'caption');
  }
}

/** A coloured head has no more rows than this. */
const mostHeadRows = 3;

/** tableBelowHead takes a coloured area as the head of a table whose rows have no ground. */
function tableBelowHead(grid: Grid, input: Pick<StackInput, 'horizontal' | 'words'>): OpenTable | undefined {
  const [from, top, to, bottom] = gridBox(grid);
  if (grid.ys.length > mostHeadRows + 1) return undefined;
  const stack = [top, bottom].map((at): Ruling => ({ at, from, to }));
  return tablesInStack({ ...input, stack })[0];
}

function isHigher(table: OpenTable, other: OpenTable | undefined): boolean {
  return other === undefined || table.bbox[3] > other.bbox[3];
}

/** showsMore: a table that its caption tells of is higher, or has more columns, than what was found in its place without. */
function showsMore({ bbox, shape }: OpenTable, others: readonly OpenTable[]): boolean {
  const heightOf = (box: Bbox) => box[3] - box[1];
  return others
    .filter((other) => intersectionArea(other.bbox, bbox) > 0)
    .every((other) => {
      const share = heightOf(bbox) / heightOf(other.bbox);
      return share > 1.1 || (share > 0.95 && shape.xs.length > other.shape.xs.length);
    });
}

/** A caption stands this close to its table, points. */
const captionReach = 30;

/** isLoneCaption: it begins like the caption of a table, and no table stands close. */
function isLoneCaption({ runs, bbox }: Segment, tables: readonly FoundTable[]): boolean {
  const text = textOfRuns(runs);
  if (captionStart(text)?.kind !== 'table' || !isCaption(text)) return false;
  const near = (table: FoundTable) =>
    table.bbox[0] < bbox[2] &&
    table.bbox[2] > bbox[0] &&
    Math.max(table.bbox[1] - bbox[3], bbox[1] - table.bbox[3]) < captionReach;
  return !tables.some(near);
}

function hasGaps({ rows }: Column): boolean {
  return rows.filter(({ items }) => items.length > 1).length >= fewestRows;
}

function smallestFirst(grids: readonly Grid[]): readonly Grid[] {
  return [...grids].sort((a, b) => areaOf(gridBox(a)) - areaOf(gridBox(b))).slice(0, mostGrids);
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

/** A page of which less is set in other fonts is a document of a font of one width, whose tables are set in it too. */
const otherFonts = 0.1;
/** Words of a listing begin at whole letters, but for this part of one. */
const wholeLetter = 0.12;

/** isListing: what a terminal shows, in a font of one width, whose letters stand below each other all over; `own` are its words. */
function isListing(own: readonly Word[], { glyphs, fonts }: Pick<Open, 'glyphs' | 'fonts'>): boolean {
  const others = glyphs.filter(({ font }) => fonts[font]?.mono !== true);
  const [first] = own;
  const long = own.reduce((most, word) => (word.text.length > most.text.length ? word : most), first as Word);
  if (first === undefined || others.length < otherFonts * glyphs.length || long.text.length < 3) return false;
  const letter = (long.bbox[2] - long.bbox[0]) / long.text.length;
  return own.every(({ bbox }) => {
    const letters = (bbox[0] - first.bbox[0]) / letter;
    return Math.abs(letters - Math.round(letters)) < wholeLetter + 0.01 * Math.abs(letters);
  });
}

/** So many bars are those of a chart. */
const fewestBars = 3;

/** holdsBars: coloured areas that begin at one place, with nothing written in them, stand among the texts. */
function holdsBars([x0, y0, x1, y1]: Bbox, fills: readonly Bbox[], words: readonly Word[]): boolean {
  const inside = fills.filter((fill) => fill[0] > x0 && fill[2] < x1 && fill[1] > y0 - 2 && fill[3] < y1 + 2);
  const bars = inside.slice(0, mostGrids).filter((fill) => !words.some((word) => holds(fill, word)));
  return [...Map.groupBy(bars, ([left]) => Math.round(left)).values()].some(({ length }) => length >= fewestBars);
}

/** Frames side by side leave so much between them, points. */
const frameDistance = [5, 60] as const;

interface CardsInput {
  readonly bbox: Bbox;
  readonly words: readonly Word[];
  readonly vertical: readonly Ruling[];
}

/** areCards: each column stands in a frame of its own, and nothing is written between the frames. */
function areCards({ xs }: Pick<OpenTable['shape'], 'xs'>, { bbox, words, vertical }: CardsInput): boolean {
  const box = boxOfWords(words);
  const sides = vertical.filter(
    ({ from, to }) => from < box[3] - 2 && to > box[1] + 2 && to - from > frameShare * (bbox[3] - bbox[1]),
  );
  const places = sides.map(({ at }) => at).sort((a, b) => a - b);
  if (places.length > mostFrameSides) return false;
  const gaps = places.slice(1).flatMap((behind, at) => {
    const before = places[at] ?? behind;
    return behind - before < frameDistance[0] || behind - before > frameDistance[1] ? [] : [{ before, behind }];
  });
  const isBetween = (edge: number) =>
    gaps.some(({ before, behind }) => {
      const [from, to] = [Math.min(edge, before) + 1, Math.max(edge, behind) - 1];
      return !words.some((word) => word.bbox[0] < to && word.bbox[2] > from);
    });
  return gaps.length > 0 && xs.slice(1, -1).every(isBetween);
}

/** More lines down are a drawing, or a grid. */
const mostFrameSides = 60;
/** The sides of a frame are at least this part of the height of what would be a table. */
const frameShare = 0.4;

function ruledTable(grid: Grid, words: readonly Word[], marks: 'rulings' | 'fills' = 'rulings'): OpenTable | undefined {
  const bbox = gridBox(grid);
  const own = wordsBetween(words, bbox[1], bbox[3]).filter((word) => holds(bbox, word));
  return own.length < 2 ? undefined : { shape: ruledShape(grid, own, marks), bbox };
}
