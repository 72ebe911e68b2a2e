import type { Bbox } from '@docmill/document';
import { columnGaps, medianSize } from './columns.ts';
import { rowsOf } from './rows.ts';
import type { Ruling } from './ruling.ts';
import { type Shape, shapeOf } from './shape.ts';
import { boxOfWords, linesOf, piecesOf, type TextLine, type Word } from './words.ts';

/** A table between rulings: what parts its columns. */
const columnsOfRuled = { pieceGap: 0.55, least: 0.5, support: 2 };
/** A line of a table has gaps of so many sizes. */
const lineGap = 0.9;

/** OpenTable is a table whose columns no lines part. */
export interface OpenTable {
  readonly shape: Shape;
  readonly bbox: Bbox;
  /** Rows above the ruling that ends the head, where one does. */
  readonly headRows?: number;
}

/** Rulings that begin and end together, within so many points, belong to one table. */
const sameEnds = 6;

/** stacksOf groups rulings that begin and end together, from top to bottom. */
export function stacksOf(horizontal: readonly Ruling[]): readonly (readonly Ruling[])[] {
  const stacks: Ruling[][] = [];
  for (const ruling of [...horizontal].sort((a, b) => a.at - b.at)) {
    if (ruling.to - ruling.from < 60) continue;
    const stack = stacks.find(
      ([first]) =>
        first !== undefined &&
        Math.abs(first.from - ruling.from) <= sameEnds &&
        Math.abs(first.to - ruling.to) <= sameEnds,
    );
    if (stack === undefined) stacks.push([ruling]);
    else stack.push(ruling);
  }
  return stacks.filter((stack) => stack.length > 1);
}

interface Band {
  readonly top: Ruling;
  readonly bottom: Ruling;
  readonly words: readonly Word[];
  readonly lines: readonly TextLine[];
}

/** StackInput: a stack of rulings among all horizontal ones, and the words of the page. */
export interface StackInput {
  readonly stack: readonly Ruling[];
  readonly horizontal: readonly Ruling[];
  readonly words: readonly Word[];
}

/** tablesInStack finds tables that only horizontal lines mark: text in columns stands between rulings of one extent. */
export function tablesInStack({ stack, horizontal, words }: StackInput): readonly OpenTable[] {
  const bands = stack.slice(1).map((bottom, at): Band => {
    const top = stack[at] as Ruling;
    const inside = wordsBetween(words, top, bottom);
    return { top, bottom, words: inside, lines: linesOf(inside) };
  });
  const kinds = bands.map(kindOf);
  const tables: OpenTable[] = [];
  let open: Band[] = [];
  const flush = () => {
    const table = open.some((band) => kindOf(band) === 'columns') ? tableOf(open, horizontal) : undefined;
    if (table !== undefined) tables.push(table);
    open = [];
  };
  bands.forEach((band, at) => {
    if (kinds[at] === 'prose' || (kinds[at] === 'empty' && band.bottom.at - band.top.at > 30)) flush();
    else open.push(band);
  });
  flush();
  return tables;
}

function wordsBetween(words: readonly Word[], top: Ruling, bottom: Ruling): readonly Word[] {
  return words.filter(({ bbox, baseline, size }) => {
    const y = baseline - 0.3 * size;
    const x = (bbox[0] + bbox[2]) / 2;
    return y > top.at && y < bottom.at && x > top.from - 2 && x < top.to + 2;
  });
}

/** A text this wide, in parts of the table, is no cell. */
const wideText = 0.7;

/** kindOf tells how a band between two rulings is set: in columns, in few short texts that may belong to a table, or as prose. */
function kindOf({ lines, top, bottom }: Band): 'columns' | 'texts' | 'prose' | 'empty' {
  if (lines.length === 0) return 'empty';
  const width = top.to - top.from;
  if (areColumnsOfProse(lines, width)) return 'prose';
  const gapped = lines.filter((line) => piecesOf(line, lineGap).length > 1).length;
  if (gapped >= 0.4 * lines.length) return 'columns';
  const wide = lines.filter((line) => piecesOf(line, lineGap).some(({ from, to }) => to - from > wideText * width));
  if (wide.length > 0 && lines.length > 1) return 'prose';
  return lines.length > 6 && gapped === 0 && bottom.at - top.at > 80 ? 'prose' : 'texts';
}

/** areColumnsOfProse: most lines are two long texts side by side that fill their columns. */
function areColumnsOfProse(lines: readonly TextLine[], width: number): boolean {
  if (lines.length < 3) return false;
  const full = lines.filter((line) => {
    const pieces = piecesOf(line, lineGap);
    const ink = pieces.reduce((sum, { from, to }) => sum + to - from, 0);
    return pieces.length <= 3 && line.words.length >= 8 && ink > 0.75 * width;
  });
  return full.length >= 0.5 * lines.length;
}

function tableOf(bands: readonly Band[], horizontal: readonly Ruling[]): OpenTable | undefined {
  const [first, last] = [bands[0], bands.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const words = bands.flatMap((band) => band.words);
  const lines = linesOf(words);
  const rulings = bands.slice(1).map((band) => band.top);
  const short = horizontal.filter(
    ({ at, from, to }) =>
      at > first.top.at + 3 &&
      at < last.bottom.at - 3 &&
      from >= first.top.from - 3 &&
      to <= first.top.to + 3 &&
      to - from < 0.9 * (first.top.to - first.top.from),
  );
  const table = openShape(lines, { rulings, short });
  if (table === undefined) return undefined;
  return { ...table, bbox: [first.top.from, first.top.at, first.top.to, last.bottom.at] };
}

interface OpenInput {
  readonly rulings: readonly Ruling[];
  readonly short: readonly Ruling[];
}

function openShape(lines: readonly TextLine[], { rulings, short }: OpenInput): Omit<OpenTable, 'bbox'> | undefined {
  const gaps = columnGaps(lines, columnsOfRuled);
  if (gaps.length === 0 || lines.length < 2) return undefined;
  const box = boxOfWords(lines.flatMap((line) => line.words));
  const xs = [box[0] - 1, ...gaps.map(({ from, to }) => (from + to) / 2), box[2] + 1];
  const rows = rowsOf({ lines, xs, rulings });
  if (rows.length < 2) return undefined;
  const headRows = rulings.length === 0 ? 0 : rows.filter(({ head }) => head).length;
  return { shape: shapeOf(rows, xs, short), ...(headRows === 0 ? {} : { headRows }) };
}

/** borderlessTables finds tables without any lines among the lines of one column of text. */
export function borderlessTables(words: readonly Word[]): readonly OpenTable[] {
  const lines = linesOf(words);
  return runsOf(lines).flatMap((run) => borderlessTable(run) ?? []);
}

/** runsOf gives stretches of lines with wide gaps; single texts between them may be heads of groups or wrapped words. */
function runsOf(lines: readonly TextLine[]): readonly (readonly TextLine[])[] {
  const runs: TextLine[][] = [];
  let open: TextLine[] = [];
  let pending: TextLine[] = [];
  const flush = () => {
    if (open.filter((line) => piecesOf(line, lineGap).length > 1).length > 2) runs.push(open);
    open = [];
    pending = [];
  };
  for (const line of lines) {
    const last = pending.at(-1) ?? open.at(-1);
    if (last !== undefined && line.baseline - last.baseline > 2.6 * Math.max(last.size, line.size)) flush();
    if (piecesOf(line, lineGap).length > 1) {
      open.push(...pending, line);
      pending = [];
    } else if (open.length > 0) {
      pending.push(line);
      if (pending.length > 2) flush();
    }
  }
  flush();
  return runs;
}

function borderlessTable(lines: readonly TextLine[]): OpenTable | undefined {
  const gaps = columnGaps(lines, { pieceGap: 0.8, least: 0.7, support: Math.max(3, Math.ceil(0.4 * lines.length)) });
  if (gaps.length === 0) return undefined;
  const bbox = boxOfWords(lines.flatMap((line) => line.words));
  const xs = [bbox[0] - 1, ...gaps.map(({ from, to }) => (from + to) / 2), bbox[2] + 1];
  if (medianSize(lines) <= 0) return undefined;
  const rows = rowsOf({ lines, xs, rulings: [] });
  if (rows.length < 3) return undefined;
  return { shape: shapeOf(rows, xs, []), bbox };
}
