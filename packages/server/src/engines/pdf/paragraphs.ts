import { type Bbox, unionBbox } from '@docmill/document';
import { isRightToLeftPage, mirrorBox, mirrored } from './direction.ts';
import { isPageNumber, marginOf } from './furniture.ts';
import type { Column, Row } from './order.ts';
import { readingOrder } from './order.ts';
import type { Font, PdfPageContent, Run, Solid } from './page-content.ts';

/** Paragraph is a group of rows that belong together, before it is known what it is in the document. */
export interface Paragraph {
  readonly type: 'paragraph';
  readonly rows: readonly Row[];
  readonly bbox: Bbox;
  /** Size of most of its characters. */
  readonly size: number;
  readonly bold: boolean;
  /** Name of the font of most of its characters. */
  readonly font: string;
  readonly text: string;
  /** The printed mark when it begins like an item of a list. */
  readonly marker?: string;
  /** Its rows have wide gaps, like those of a table: each stays a line. */
  readonly tabular: boolean;
  readonly lastInColumn: boolean;
  /** The last row goes far enough to the column's right, so that the text may go on elsewhere; not every text is justified. */
  readonly full: boolean;
  /** How many pieces of it are raised, as marks of notes and affiliations are. */
  readonly raised: number;
  /** What stands above and below it in the column. */
  readonly around: Surroundings;
}

/** Surroundings of a paragraph: distances of baselines, points (absent at the column's ends), and how the next paragraph is set. */
export interface Surroundings {
  readonly above?: number;
  readonly below?: number;
  readonly next?: { readonly font: string; readonly size: number; readonly rows: number };
}

/** Part is what a page consists of, in reading order. */
export type Part = Paragraph | Solid;

/** PageLayout is a page in reading order. `asides` are texts that run in another direction than the page. */
export interface PageLayout {
  readonly parts: readonly Part[];
  readonly asides: readonly Paragraph[];
}

/** layoutPage orders a page's content and joins its rows into paragraphs. Pure. */
export function layoutPage(content: PdfPageContent): PageLayout {
  return isRightToLeftPage(content)
    ? mirroredLayout(layoutLeftToRight(mirrored(content)), content)
    : layoutLeftToRight(content);
}

function layoutLeftToRight(content: PdfPageContent): PageLayout {
  const main = content.segments.filter((segment) => segment.angle === 0);
  const others = content.segments.filter((segment) => segment.angle !== 0);
  const columns = readingOrder({ segments: main, solids: content.solids });
  const asides = others.map((segment): Paragraph => {
    const row: Row = { items: [{ segment, bbox: segment.bbox }], bbox: segment.bbox, baseline: segment.baseline };
    return paragraphOf([row], {
      fonts: content.fonts,
      last: true,
      edges: [segment.bbox[0], segment.bbox[2]],
      around: {},
    });
  });
  return { parts: columns.flatMap((column) => partsOf(column, content)), asides };
}

/** mirroredLayout puts the boxes of a layout that was made on the mirrored page back to their places. */
function mirroredLayout({ parts, asides }: PageLayout, { width }: PdfPageContent): PageLayout {
  const back = <Placed extends { readonly bbox: Bbox }>(part: Placed): Placed => ({
    ...part,
    bbox: mirrorBox(part.bbox, width),
  });
  return { parts: parts.map(back), asides: asides.map(back) };
}

function partsOf(column: Column, { fonts, height }: PdfPageContent): readonly Part[] {
  const rightOf = rightEdges(column);
  const groups = groupRows(column, fonts).flatMap((rows) => pageNumberApart(rows, height));
  const parts: Part[] = [];
  for (let at = groups.length - 1; at >= 0; at -= 1) {
    const rows = groups[at] ?? [];
    const solid = rows[0]?.items[0]?.solid;
    if (solid !== undefined) {
      parts.unshift(solid);
      continue;
    }
    const last = at === groups.length - 1;
    const [first] = rows;
    const around = surroundings({ rows, before: groups[at - 1], after: groups[at + 1], next: parts[0] });
    parts.unshift(
      paragraphOf(rows, {
        fonts,
        last,
        edges: [column.bbox[0], first === undefined ? column.bbox[2] : rightOf(first)],
        around,
      }),
    );
  }
  return parts;
}

/** A page number stands beside the running head: `256    P. Lane et al.` are two things. */
function pageNumberApart(rows: readonly Row[], height: number): readonly (readonly Row[])[] {
  const [row] = rows;
  if (row === undefined || rows.length > 1 || row.items.length < 2) return [rows];
  if (marginOf({ bbox: row.bbox, rows }, { height }) === undefined) return [rows];
  const parts = row.items.map((item): Row => ({ ...row, items: [item], bbox: item.bbox }));
  const ends = [parts[0], parts.at(-1)];
  return ends.some((end) => end !== undefined && isPageNumber(textOfRow(end))) ? parts.map((part) => [part]) : [rows];
}

interface Neighbours {
  readonly rows: readonly Row[];
  readonly before: readonly Row[] | undefined;
  readonly after: readonly Row[] | undefined;
  readonly next: Part | undefined;
}

function surroundings({ rows, before, after, next }: Neighbours): Surroundings {
  const [first, last] = [rows[0], rows.at(-1)];
  const [above, below] = [before?.at(-1), after?.[0]];
  return {
    ...(first === undefined || above === undefined ? {} : { above: first.baseline - above.baseline }),
    ...(last === undefined || below === undefined ? {} : { below: below.baseline - last.baseline }),
    ...(next?.type === 'paragraph' ? { next: { font: next.font, size: next.size, rows: next.rows.length } } : {}),
  };
}

const bullet = /^([•◦▪●○■□‣⁃∙·✓➢➤►▶❖◆◇★☆]|[\uf0a7\uf0b7\uf0d8\uf076\uf0fc]|[–—-](?=\s+[\p{L}\p{N}("“]))\s*/u;
const number = /^(\(?\d{1,3}[.)]|\(?[a-z][.)]|\([ivx]{1,5}\))\s+(?=\S)/;

/** markerOf gives the mark that an item of a list begins with. */
export function markerOf(text: string): string | undefined {
  return (bullet.exec(text) ?? number.exec(text))?.[0].trim();
}

/** A numbered heading: its second line hangs under the first one's words. */
const numberedStart = /^\d+(\.\d+)*\.?\s+\p{L}/u;

function groupRows(column: Column, fonts: readonly Font[]): readonly (readonly Row[])[] {
  const leading = usualLeading(column.rows);
  const rightOf = rightEdges(column);
  const groups: Row[][] = [];
  for (const row of column.rows) {
    const group = groups.at(-1);
    if (group === undefined || startsParagraph(group, row, { column, leading, fonts, rightOf })) groups.push([row]);
    else group.push(row);
  }
  return groups;
}

/** usualLeading is the middle distance of baselines that follow each other closely. */
function usualLeading(rows: readonly Row[]): number {
  const distances = rows
    .slice(1)
    .map((row, at) => row.baseline - (rows[at]?.baseline ?? 0))
    .filter((distance) => distance > 2)
    .sort((a, b) => a - b);
  return distances[Math.floor(distances.length * 0.4)] ?? 12;
}

/** rightEdges tells how far text of a row's size goes in a column: solids, titles and running heads may go further. */
function rightEdges({ rows, bbox }: Column): (row: Row) => number {
  const edges = new Map<number, number>();
  const sizes = rows.map((row) => (isSolid(row) ? 0 : largestSize(row)));
  return (row) => {
    const size = largestSize(row);
    const known = edges.get(size);
    if (known !== undefined) return known;
    const alike = rows.filter((_, at) => isAlike(sizes[at] ?? 0, size));
    const edge = alike.reduce((most, one) => Math.max(most, one.bbox[2]), bbox[0]);
    edges.set(size, edge);
    return edge;
  };
}

function largestSize(row: Row): number {
  return runsOfRow(row).reduce((most, run) => (run.rise === 0 ? Math.max(most, run.size) : most), 0);
}

interface GroupContext {
  readonly column: Column;
  readonly rightOf: (row: Row) => number;
  readonly leading: number;
  readonly fonts: readonly Font[];
}

function startsParagraph(group: readonly Row[], row: Row, { column, leading, fonts, rightOf }: GroupContext): boolean {
  const previous = group.at(-1);
  const [first] = group;
  if (previous === undefined || first === undefined) return true;
  if (isSolid(row) || isSolid(previous)) return true;
  const [size, before] = [sizeOf(row), sizeOf(previous)];
  const distance = row.baseline - previous.baseline;
  const usual = Math.max(leading, 1.05 * Math.max(size, before));
  if (distance > Math.min(1.4 * usual, 2.4 * size) || distance <= 0) return true;
  if (!isAlike(size, before) && !sharesSize(row, previous)) return true;
  if (isTabular(row) !== isTabular(previous)) return true;
  if (isTabular(row)) return false;
  if (
    isBold(row, fonts) !== isBold(previous, fonts) &&
    group.every((one) => isBold(one, fonts) === isBold(previous, fonts))
  )
    return true;
  if (startsBold(row, fonts) && !startsBold(previous, fonts) && /[.:!?。！？：]$/.test(textOfRow(previous)))
    return true;
  const hanging = markerOf(textOfRow(first)) !== undefined || numberedStart.test(textOfRow(first));
  if (markerOf(textOfRow(row)) !== undefined && (hanging || previousEnds(previous, row, rightOf(previous))))
    return true;
  const indent = row.bbox[0] - previous.bbox[0];
  if (hanging && group.length === 1 && indent > 0 && indent < 5 * size) return false;
  if (indent > 0.9 * size && indent < 0.4 * (column.bbox[2] - column.bbox[0])) return true;
  return previousEnds(previous, row, rightOf(previous));
}

function isAlike(size: number, other: number): boolean {
  return Math.abs(size - other) <= 0.09 * Math.max(size, other);
}

/** A line may mix sizes: `FOR INFORMATION` in small letters of another font, then the name in the text's own. */
function sharesSize(row: Row, previous: Row): boolean {
  const sizesOf = (one: Row) =>
    runsOfRow(one).flatMap((run) => (run.rise === 0 && run.text.trim() !== '' ? run.size : []));
  const others = sizesOf(previous);
  return sizesOf(row).some((size) => others.some((other) => isAlike(size, other)));
}

/** A paragraph may begin with bold words that say what it is about. */
function startsBold(row: Row, fonts: readonly Font[]): boolean {
  const [first] = runsOfRow(row);
  return first !== undefined && fonts[first.font]?.bold === true && /\p{L}{2}/u.test(first.text);
}

/** previousEnds: the next row's first word would have found room, so the line was broken on purpose. */
function previousEnds(previous: Row, row: Row, right: number): boolean {
  const room = right - previous.bbox[2];
  const text = textOfRow(row);
  if (/\p{L}[-\u2010]$/u.test(textOfRow(previous)) && /^\p{L}/u.test(text)) return false;
  const word = /^[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(text) ? 1 : (text.split(' ')[0]?.length ?? 1);
  const perLetter = (row.bbox[2] - row.bbox[0]) / Math.max(1, text.length);
  return room > (word + 1) * perLetter + 0.5 * sizeOf(row);
}

function isSolid(row: Row): boolean {
  return row.items[0]?.solid !== undefined;
}

function runsOfRow(row: Row): readonly Run[] {
  return row.items.flatMap((item) => item.segment?.runs ?? []);
}

function sizeOf(row: Row): number {
  const [widest] = [...row.items].sort((a, b) => b.bbox[2] - b.bbox[0] - (a.bbox[2] - a.bbox[0]));
  return widest?.segment?.size ?? 10;
}

function isBold(row: Row, fonts: readonly Font[]): boolean {
  return runsOfRow(row).every((run) => fonts[run.font]?.bold || run.text.trim() === '');
}

/** Two segments a row could be a justified line with a hole; a gap of two sizes is one between cells. */
function isTabular(row: Row): boolean {
  const wide = row.items.filter(
    (item, at) => at > 0 && item.bbox[0] - (row.items[at - 1]?.bbox[2] ?? 0) > 2 * sizeOf(row),
  );
  return wide.length > 0 && markerOf(textOfRow({ ...row, items: row.items.slice(0, 1) })) === undefined;
}

/** textOfRow gives a row's characters, its segments parted by blanks. */
export function textOfRow(row: Row): string {
  return row.items
    .map((item) => (item.segment?.runs ?? []).map((run) => run.text).join(''))
    .join(' ')
    .trim();
}

/** A line that is no shorter than this part of the column's width may have been broken for want of room. */
const fullShare = 0.7;

interface ParagraphContext {
  readonly fonts: readonly Font[];
  readonly last: boolean;
  /** x of the column's edges. */
  readonly edges: readonly [number, number];
  readonly around: Surroundings;
}

function paragraphOf(rows: readonly Row[], { fonts, last, edges: [left, right], around }: ParagraphContext): Paragraph {
  const runs = rows.flatMap(runsOfRow);
  const text = rows.map(textOfRow).join(' ');
  const marker = markerOf(text);
  const lastRow = rows.at(-1);
  return {
    type: 'paragraph',
    rows,
    bbox: unionBbox(rows.flatMap((row) => row.items.map((item) => item.segment?.bbox ?? item.bbox))) ?? [0, 0, 0, 0],
    size: sizeOfRuns(runs, text),
    font: heaviest(runs, (run) => fonts[run.font]?.name ?? '') ?? '',
    bold: rows.every((row) => isBold(row, fonts)),
    text,
    ...(marker === undefined ? {} : { marker }),
    tabular: rows.some(isTabular),
    lastInColumn: last,
    full: lastRow !== undefined && lastRow.bbox[2] > left + fullShare * (right - left),
    raised: runs.filter((run) => run.rise > 0).length,
    around,
  };
}

/** Small capitals are capitals of two sizes, and the larger one is meant. */
function sizeOfRuns(runs: readonly Run[], text: string): number {
  if (/\p{Lu}{3}/u.test(text) && !/\p{Ll}/u.test(text))
    return Math.max(...runs.filter((run) => run.rise === 0 && /\p{L}/u.test(run.text)).map((run) => run.size), 1);
  return heaviest(runs, (run) => run.size) ?? 10;
}

/** heaviest gives the value that most characters have. */
function heaviest<Value>(runs: readonly Run[], keyOf: (run: Run) => Value): Value | undefined {
  const weights = new Map<Value, number>();
  for (const run of runs) weights.set(keyOf(run), (weights.get(keyOf(run)) ?? 0) + run.text.length);
  return [...weights].sort((a, b) => b[1] - a[1])[0]?.[0];
}
