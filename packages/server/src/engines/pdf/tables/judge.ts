import { isBullet, markerOf } from '../lines.ts';
import type { CellText, Evidence } from './evidence.ts';
import { isValue } from './words.ts';

/** How a table is marked on the page: by tags, by a grid, by horizontal lines, by coloured areas, by its caption, by nothing but labels before texts of several lines, cells of several lines, columns that stand close, or columns. */
export type Marking = 'tags' | 'grid' | 'lines' | 'fills' | 'caption' | 'labelled' | 'wrapped' | 'close' | 'none';

/** isTable decides by what the cells hold: the less a table is marked, the more its text must look like one. */
export function isTable(marking: Marking, evidence: Evidence): boolean {
  if (evidence.columns < 2 || !spreads(evidence) || areSymbols(evidence)) return false;
  if (isUnmarked(marking) && holdsItems(evidence)) return false;
  if ((isUnmarked(marking) || marking === 'caption') && goesAcross(evidence)) return false;
  switch (marking) {
    case 'tags':
      return isTaggedTable(evidence);
    case 'grid':
      return isGridTable(evidence);
    case 'lines':
      return isLinesTable(evidence) && !isScale(evidence);
    case 'fills':
      return isLinesTable(evidence) && isGridTable(evidence) && !isScale(evidence) && !areBars(evidence);
    case 'labelled':
      return evidence.columns === 2 ? isLabelled(evidence) : isWrapped(evidence);
    case 'wrapped':
      return isWrapped(evidence);
    case 'close':
      return !isList(evidence) && (isWrapped(evidence) || isClose(evidence));
    case 'caption':
      return evidence.rows > 2 && !isProse(evidence, 14) && !isFormula(evidence) && isSetInColumns(evidence);
    case 'none':
      return isBorderless(evidence);
  }
}

/** spreads: text stands in two columns at least, and a line of it in two rows. */
function spreads({ texts }: Evidence): boolean {
  return new Set(texts.map(({ column }) => column)).size > 1;
}

/** goesAcross: in most rows one text goes over all columns, as the lines of prose do of which one is set wide. */
function goesAcross({ rows, columns, texts }: Evidence): boolean {
  return texts.filter((one) => one.columnEnd - one.column === columns).length > 0.5 * rows;
}

function isLinesTable(evidence: Evidence): boolean {
  const { rows, columns, texts } = evidence;
  if (rows < 2 || isProse(evidence, 14) || isFormula(evidence, true) || isMarked(evidence)) return false;
  return columns > 2 || texts.length >= 0.6 * rows * columns;
}

/** Cells of so many words, in the middle, are columns of a page. */
const mostCellWords = 50;

/** isTaggedTable: at least two rows and columns hold text, most cells no whole paragraphs, and the first column not the marks of a list alone. */
function isTaggedTable(evidence: Evidence): boolean {
  const { rows, texts } = evidence;
  if (rows < 2 || isMarked(evidence) || new Set(texts.map(({ row }) => row)).size < 2) return false;
  const counts = texts.map(({ words }) => words.length).sort((a, b) => a - b);
  return (counts[counts.length >> 1] ?? 0) <= mostCellWords;
}

function isGridTable({ rows, columns, texts, cells }: Evidence): boolean {
  if (rows === 1 && columns < 3) return false;
  if (texts.length < 0.2 * cells) return false;
  // Boxes side by side, joined by lines, leave places between them.
  const [first] = texts;
  const isOneRow = texts.every(({ row }) => row === first?.row);
  // A form has the names of its columns only.
  const isForm = first?.row === 0 && columns > 2 && texts.length === columns;
  if (isOneRow && !isForm && texts.length < 0.9 * cells) return false;
  const long = texts.filter(({ words }) => words.length > 60).length;
  return !(texts.length <= 4 && long >= 0.5 * texts.length);
}

/** areBars: between the coloured areas nothing is written, as between the bars of a chart. */
function areBars({ rows, texts }: Evidence): boolean {
  return new Set(texts.map(({ row }) => row)).size < 0.6 * rows;
}

function isProse({ texts }: Evidence, most: number): boolean {
  const words = texts.reduce((sum, one) => sum + one.words.length, 0);
  return words > most * texts.length;
}

/** More cells than this part are symbols in a matrix. */
const mostSymbols = 0.6;

const operator = /[=∑∏∫∂∇∈∉⊂⊆∀∃≤≥≈≡→∞√∧∨⊕⊗←⇒]/u;

/** areSymbols: most cells hold symbols with indices, which are entries of a matrix, or parts of a diagram. */
function areSymbols({ texts }: Evidence): boolean {
  const symbols = texts.filter(({ words }) => words.length < 3 && words.some(({ indexed }) => indexed));
  return symbols.length > mostSymbols * texts.length;
}

/** What statistics say beside their values: `df = 1`, `(n = 432)`, `p < 0.05`. */
const statistic = /^\(?(?:df|n|p|r|t|F|SD|SE|M|χ2?|[a-z]+\(\d+\))\s?[=<>≤≥≈]\s?[-−]?[\d.,]+\)?\*{0,3}$/iu;

/** isFormula: relations and operators, or the bars and brackets of a matrix, stand in many cells; between lines some are those of statistics. */
function isFormula({ texts }: Evidence, isLined = false): boolean {
  const bars = texts.filter(({ text }) => bar.test(text));
  const isRelation = (text: string) => operator.test(text) && !(isLined && statistic.test(text));
  const signs = texts.filter(({ text }) => isRelation(text)).length + bars.length;
  return signs > 0.25 * texts.length && signs - passes(bars, texts) > 0.25 * texts.length;
}

const bar = /^[|∣‖()[\]{}⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎫⎬⎭\s]+$/u;

/** passes counts the bars among the times of a train that does not stop; the bars of a matrix have a column to themselves. */
function passes(bars: Evidence['texts'], texts: Evidence['texts']): number {
  const times = new Set(texts.flatMap(({ column, text }) => (/^\d{1,2}[:.]\d\d$/.test(text) ? [column] : [])));
  return bars.filter(({ column, text }) => /^[|∣]$/.test(text) && times.has(column)).length;
}

/** isMarked: two columns, the first of which holds only the marks of a list or the numbers of lines. */
function isMarked({ columns, texts }: Evidence): boolean {
  if (columns !== 2) return false;
  const first = texts.filter(({ column }) => column === 0);
  return first.every(({ text }) => /^[[(]?[\dA-Za-z]{1,4}[\]).:]+$/.test(text) || markerOf(`${text} x`) !== undefined);
}

/** A mark stands no further before its words than this, in sizes. */
const markReach = 2.5;

/** isUnmarked: neither lines, nor grounds, nor a caption say that a table stands here. */
export function isUnmarked(marking: Marking): boolean {
  return !['tags', 'grid', 'lines', 'fills', 'caption'].includes(marking);
}

/** holdsItems: a later column is the marks of a list, counted up right before their words, beside which the prose of another column stands. */
function holdsItems({ columns, texts }: Evidence): boolean {
  for (let column = 1; column + 1 < columns; column += 1) {
    const own = texts.filter((one) => one.column === column);
    const numbers = own.map(({ text }) => Number(/^[(（]?(\d{1,2})[.)．、）]$/.exec(text)?.[1] ?? Number.NaN));
    if (own.length < 3 || !numbers.every((number, at) => at === 0 || number === (numbers[at - 1] ?? 0) + 1)) continue;
    const isBeforeWords = own.every((one) => {
      const next = texts.find(({ row, column: behind }) => row === one.row && behind === column + 1);
      const mark = one.words.at(-1);
      const from = next?.words[0]?.bbox[0] ?? Number.POSITIVE_INFINITY;
      return mark !== undefined && from - mark.bbox[2] < markReach * mark.size;
    });
    if (isBeforeWords) return true;
  }
  return false;
}

/** isList: most texts of a column begin with a sign that marks items, or it holds such signs right before the words of the next column. */
function isList({ rows, columns, texts }: Evidence): boolean {
  const byPlace = new Map(texts.map((one) => [one.row * columns + one.column, one]));
  for (let column = 0; column < columns; column += 1) {
    const own = texts.filter((one) => one.column === column);
    const items = own.filter((one) => {
      const marker = markerOf(`${one.text} x`);
      if (marker === undefined || !isBullet(marker)) return false;
      if (one.text !== marker) return true;
      if (column + 1 === columns) return false;
      const [mark, next] = [one.words[0], byPlace.get(one.row * columns + column + 1)];
      const from = next?.words[0]?.bbox[0] ?? Number.POSITIVE_INFINITY;
      // Ticks and crosses stand before each other, marks before words.
      const words = next !== undefined && !isValue(next.text);
      return mark !== undefined && words && from - mark.bbox[2] < markReach * mark.size;
    });
    if (items.length > 1 && items.length > 0.5 * rows) return true;
  }
  return false;
}

/** Leaders and page numbers are those of a table of contents. */
function isContents({ columns, texts }: Evidence): boolean {
  if (columns > 3) return false;
  const led = texts.filter(({ text }) => /(?:\.\s?){4,}|…{2,}|(?:·\s?){4,}/.test(text));
  // Leaders to one number are those of contents, leaders to several those of a table.
  if (led.length > 0) return columns < 3 || led.some(({ columnEnd }) => columnEnd > 1);
  const last = texts.filter(({ column }) => column === columns - 1);
  const numbers = last.map(({ text }) => Number(text));
  const rising = numbers.every((number, at) => Number.isInteger(number) && number >= (numbers[at - 1] ?? 0));
  const rest = texts.filter(({ column }) => column < columns - 1);
  return rising && rest.every(({ text }) => /[\p{L}\p{M}]{2}|^[\d.]+$|^[A-Z]\.?$/u.test(text));
}

/** A text of more words is none of a table without lines, unless its cells are wrapped. */
const longestText = 24;

function isBorderless(evidence: Evidence): boolean {
  const { rows, columns, texts } = evidence;
  if (isList(evidence)) return false;
  if (isWrapped(evidence)) return true;
  if (
    rows < 3 ||
    isProse(evidence, 7) ||
    texts.some(({ words }) => words.length > longestText) ||
    isFormula(evidence) ||
    isMarked(evidence) ||
    isContents(evidence)
  )
    return false;
  if (texts.some(({ text }) => text.includes('@'))) return false;
  const across = texts.filter((one) => one.columnEnd - one.column > 1 && one.words.length > 8);
  if (across.length > 0.15 * rows) return false;
  const values = valueShare(evidence);
  if (isScale(evidence)) return false;
  const full = texts.length / (rows * columns);
  if (columns === 2) return values >= 0.5 && full >= 0.7;
  if (values >= 0.3) return full >= 0.4;
  if (areRecords(evidence) && isSetInColumns(evidence, 0.8)) return true;
  return full >= 0.7 && areAligned(evidence) && hasHead(evidence);
}

/** So many columns and rows, nearly all of them filled, are those of records: part of a table whose head stands on another page. */
const recordColumns = 4;
const recordRows = 4;
const fullRecords = 0.9;
/** Two columns of records at least hold nothing but values. */
const valueColumns = 2;

/** The widest of uneven columns is so many times as wide as the narrowest. */
const unevenRatio = 1.3;

/** areRecords: rows of texts with dates, numbers or amounts in two columns, as names and words in columns do not have. */
function areRecords(evidence: Evidence): boolean {
  const { rows, columns, texts } = evidence;
  if (columns < recordColumns || rows < recordRows || texts.length < fullRecords * rows * columns) return false;
  const byColumn = [...Map.groupBy(texts, ({ column }) => column).values()];
  const values = byColumn.filter((own) => own.every(({ row, text }) => row === 0 || isValue(text)));
  const count = values.filter((own) => own.every(({ text }) => isValue(text))).length;
  return count >= valueColumns || (values.length > 0 && areUneven(byColumn) && isSetInColumns(evidence, 0.9));
}

/** areUneven: columns are as wide as their texts ask for; lists are set in columns of one width. */
function areUneven(columns: readonly Evidence['texts'][]): boolean {
  const starts = columns
    .map((own) =>
      own.reduce((least, { words }) => Math.min(least, words[0]?.bbox[0] ?? least), Number.POSITIVE_INFINITY),
    )
    .sort((a, b) => a - b);
  const widths = starts.slice(1).map((start, at) => start - (starts[at] ?? 0));
  return Math.max(...widths) > unevenRatio * Math.min(...widths);
}

/** Below a head, so many columns may hold nothing but words. */
const wordColumns = 4;

/** isClose: values among texts, in columns that all begin or end at one place each. */
function isClose(evidence: Evidence): boolean {
  const { rows, columns, texts } = evidence;
  const full = texts.length / (rows * columns);
  if (rows < 4 || columns < 3 || full < 0.8) return false;
  if (valueShare(evidence) < 0.3 && !(columns >= wordColumns && hasHead(evidence))) return false;
  return isBorderless(evidence) && isSetInColumns(evidence, 0.9);
}

function valueShare({ texts }: Evidence): number {
  const inner = texts.filter(({ column }) => column > 0);
  return inner.filter(({ text }) => isValue(text)).length / Math.max(1, inner.length);
}

/** Lines of a cell: the first and the last baseline of its text, points, and the size. */
interface CellLines extends CellText {
  readonly first: number;
  readonly last: number;
  readonly size: number;
}

function linesOfCells(texts: Evidence['texts']): readonly CellLines[] {
  return texts.map((one) => {
    const baselines = one.words.map(({ baseline }) => baseline);
    return { ...one, first: Math.min(...baselines), last: Math.max(...baselines), size: one.words[0]?.size ?? 10 };
  });
}

function hasLines({ first, last, size }: CellLines): boolean {
  return last - first > 0.8 * size;
}

/** rowsTogether counts the rows whose texts begin beside their label. */
function rowsTogether(rows: Iterable<readonly CellLines[]>): number {
  return [...rows].filter((own) => {
    const [label] = own;
    return (
      label?.column === 0 && own.filter(({ first }) => Math.abs(first - label.first) < 1).length > 0.6 * own.length
    );
  }).length;
}

/** isWrapped: texts of several lines begin side by side, row after row; those of columns of prose do not begin together. */
function isWrapped(evidence: Evidence): boolean {
  const { rows, columns, texts } = evidence;
  if (columns < 3 || rows < 3 || texts.length < 0.75 * rows * columns || isFormula(evidence)) return false;
  const cells = linesOfCells(texts);
  const several = cells.filter(hasLines).length;
  if (several < 0.25 * texts.length) return false;
  const byRow = Map.groupBy(cells, ({ row }) => row);
  // The entries of an index stand side by side too, but each is as high as its neighbours.
  const uneven = [...byRow.values()].filter((own) => own.some(({ last }) => last !== own[0]?.last)).length;
  if (uneven < 0.3 * rows && several < 0.75 * texts.length) return false;
  const together = rowsTogether(byRow.values());
  // Where each text of each row begins with the others, below a head, they may be long.
  const isSure = together === rows && texts.length === rows * columns && rows > 3 && hasHead(evidence);
  return together >= 0.8 * rows && areAligned(evidence) && !isProse(evidence, isSure ? 45 : 14);
}

/** A label has no more words. */
const labelWords = 5;

/** isLabelled: beside each text, most of which have several lines, stands a label that is a value or set in another font. */
function isLabelled(evidence: Evidence): boolean {
  const { rows, texts } = evidence;
  if (rows < 3 || texts.length < 2 * rows || isFormula(evidence) || isMarked(evidence) || isList(evidence))
    return false;
  const cells = linesOfCells(texts);
  const [labels, others] = [0, 1].map((at) => cells.filter(({ column }) => column === at));
  if (labels === undefined || others === undefined || others.filter(hasLines).length < 0.6 * rows) return false;
  if (labels.some((label) => label.words.length > labelWords || hasLines(label))) return false;
  if (rowsTogether(Map.groupBy(cells, ({ row }) => row).values()) < rows || !areAligned(evidence)) return false;
  const fonts = new Set(others.flatMap(({ words }) => words.slice(0, 1).map(({ font }) => font)));
  return (
    labels.every(({ text }) => isValue(text)) ||
    labels.every(({ words }) => words.every(({ font }) => !fonts.has(font)))
  );
}

/** isScale: numbers alone are the scale of a diagram. */
function isScale({ texts }: Evidence): boolean {
  return texts.every(({ text }) => isValue(text));
}

/** isSetInColumns: the texts of each column begin at one place, or end at one, or have their middle there. */
function isSetInColumns({ columns, texts }: Evidence, share = 0.6): boolean {
  for (let column = 0; column < columns; column += 1) {
    const own = texts.filter((one) => one.column === column && one.columnEnd === column + 1);
    const starts = own.map(({ words }) => words.reduce((least, { bbox }) => Math.min(least, bbox[0]), Infinity));
    const ends = own.map(({ words }) => words.reduce((most, { bbox }) => Math.max(most, bbox[2]), -Infinity));
    const middles = starts.map((start, at) => (start + (ends[at] ?? start)) / 2);
    if (![starts, ends, middles].some((places) => standTogether(places, share))) return false;
  }
  return true;
}

function standTogether(places: readonly number[], share: number): boolean {
  const sorted = [...places].sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? 0;
  return places.filter((place) => Math.abs(place - middle) < 2).length >= share * places.length;
}

/** areAligned: the texts of each column begin at one place; those of an author grid are centred. */
function areAligned({ columns, texts }: Evidence): boolean {
  for (let column = 0; column < columns; column += 1) {
    const starts = texts.filter((one) => one.column === column).map(({ words }) => words[0]?.bbox[0] ?? 0);
    if (!standTogether(starts, 0.8)) return false;
  }
  return true;
}

/** hasHead: all of the first row is set in another font than most of what follows. */
function hasHead({ texts }: Evidence): boolean {
  const [first] = texts;
  const fontsOf = (some: Evidence['texts']) => some.flatMap(({ words }) => words.map(({ font }) => font));
  const head = fontsOf(texts.filter(({ row }) => row === first?.row));
  const body = fontsOf(texts.filter(({ row }) => row !== first?.row));
  return body.filter((font) => head.includes(font)).length < 0.2 * body.length;
}
