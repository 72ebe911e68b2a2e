import { type Bbox, type IndexBlock, type Inline, type ListItemBlock, unionBbox } from '@docmill/document';
import { joined } from './inlines.ts';
import { type KeptLine, textOfRow } from './lines.ts';
import { numberingDepth } from './numbering.ts';
import type { Item } from './order.ts';
import type { Paragraph } from './paragraphs.ts';
import { textOfRuns } from './run-text.ts';
import type { CellDraft, TableDraft } from './tables/table-draft.ts';

const leader = /\s*(?:[.·…‥_]\s?){3,}\s*/;
const endNumber = /[\s.·…]([\divxlc]{1,6}|[A-Z]?-?\d+(?:-\d+)?)\.?$/i;
/** So many entries make a table of contents, fewer below a title that says so. */
const fewest = 3;

const contentsTitle =
  /^(tables?\s+of\s+contents?|(brief\s+|detailed\s+)?contents|index|list\s+of\s+(figures|tables|illustrations|abbreviations)|inhalt(sverzeichnis)?|(abbildungs|tabellen)verzeichnis|table\s+des\s+mati[eè]res|sommaire|[íi]ndice(\s+general)?|sum[aá]rio|indice|inhoud(sopgave)?|spis\s+tre[śs]ci|obsah|содержание|оглавление|目\s*[录錄次]|차\s*례|목\s*차|فهرس|المحتويات)$/i;

/** isContentsTitle tells titles of tables of contents in several languages. */
export function isContentsTitle(text: string): boolean {
  return contentsTitle.test(text.replace(/^[\d.\s]+/, '').trim());
}

/** isEntry tells entries of a table of contents: a leader of dots and a page number, or below a title that says so only the number. */
export function isEntry({ rows, text }: Paragraph, inContents: boolean): boolean {
  if (rows.at(-1)?.leader) return true;
  return inContents && text.length < 200 && endNumber.test(text) && /\p{L}{2}/u.test(text);
}

/** isContents tells whether so many entries are a table of contents. */
export function isContents(entries: readonly Paragraph[], inContents: boolean): boolean {
  return entries.length >= (inContents ? 1 : fewest);
}

/** Entry is a line of a table of contents: where it begins in its column, points. */
interface Entry {
  readonly text: string;
  readonly left: number;
  readonly bbox?: Bbox;
}

/** beginsWithPages: each line is a page number and, apart from it, a title, as magazines have them; below a title that says so. */
export function beginsWithPages({ rows }: Paragraph): boolean {
  return rows.every(({ items: [number, title] }) => title !== undefined && pageNumber.test(textOfItem(number)));
}

/** indexOfPages makes a table of contents of lines that begin with page numbers: `7   Methods` becomes `Methods 7`. */
export function indexOfPages(paragraphs: readonly Paragraph[]): IndexBlock {
  const rows = paragraphs.flatMap((paragraph) => paragraph.rows);
  return indexOf(
    rows.map(({ items: [number, ...title], bbox }): Entry => {
      const text = [...title, number].map(textOfItem).join(' ');
      return { text, left: title[0]?.bbox[0] ?? 0, bbox };
    }),
  );
}

function textOfItem(item: Item | undefined): string {
  return textOfRuns(item?.segment?.runs ?? []).trim();
}

/** indexBlock makes a table of contents of its entries, nested by their numbers or else by their indents. */
export function indexBlock(entries: readonly Paragraph[]): IndexBlock {
  return indexOf(entries.flatMap(entriesOf));
}

/** indexOfTable makes a table of contents of what looks like a table of titles and page numbers; undefined for any other. */
export function indexOfTable({ cells, rowCount, xs, bbox }: TableDraft): IndexBlock | undefined {
  const rows = Array.from({ length: rowCount }, (_, row) =>
    cells.filter((cell) => cell.row === row && cell.lines.length > 0).sort((a, b) => a.column - b.column),
  ).filter((row) => row.length > 0);
  const textOf = ({ lines }: CellDraft) =>
    lines
      .flat()
      .map((segment) => textOfRuns(segment.runs).trim())
      .join(' ');
  const numbered = rows.filter((row) => {
    const last = row.at(-1);
    return row.length > 1 && last?.columnEnd === xs.length - 1 && pageNumber.test(textOf(last));
  });
  if (rows.length < fewest || numbered.length < numberedShare * rows.length) return undefined;
  const entries = rows.map((row): Entry => {
    const [first] = row[0]?.lines[0] ?? [];
    return { text: row.map(textOf).join(' '), left: first?.bbox[0] ?? 0 };
  });
  return { ...indexOf(entries), bbox };
}

const pageNumber = /^(?:[ivxlc]{1,7}|[A-Z]?-?\d{1,4})$/i;
/** So many rows of contents have a page number; others go on, or name a part. */
const numberedShare = 0.7;

function indexOf(entries: readonly Entry[]): IndexBlock {
  const lefts = levelsOf(entries.map(({ left }) => left));
  const root: OpenItem = { level: -1, item: { type: 'list_item', content: [] }, children: [] };
  const open: OpenItem[] = [root];
  const numbered = entries.filter(({ text }) => numberingDepth(text) > 1).length > 0.3 * entries.length;
  for (const { text, left, bbox } of entries) {
    const depth = numberingDepth(text);
    const level = numbered && depth > 0 ? depth - 1 : lefts(left);
    while (open.length > 1 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    const content: Inline[] = [{ type: 'text', text }];
    const item: OpenItem = {
      level,
      item: { type: 'list_item', ...(bbox === undefined ? {} : { bbox }), content },
      children: [],
    };
    open.at(-1)?.children.push(item);
    if (open.length < 6) open.push(item);
  }
  const bbox = unionBbox(entries.flatMap((entry) => (entry.bbox === undefined ? [] : [entry.bbox])));
  return { type: 'index', ...(bbox === undefined ? {} : { bbox }), items: root.children.map(closed) };
}

interface OpenItem {
  readonly level: number;
  readonly item: ListItemBlock;
  readonly children: OpenItem[];
}

function closed({ item, children }: OpenItem): ListItemBlock {
  if (children.length === 0) return item;
  return { ...item, children: [{ type: 'list', ordered: false, items: children.map(closed) }] };
}

/** levelsOf numbers places from the left, those that are nearly the same as one. */
function levelsOf(lefts: readonly number[]): (left: number) => number {
  const steps: number[] = [];
  for (const left of [...lefts].sort((a, b) => a - b))
    if (steps.length === 0 || left > (steps.at(-1) ?? 0) + 4) steps.push(left);
  return (left) => steps.findLastIndex((step) => left >= step - 1);
}

/** A line that ends with a page number ends an entry, though others follow close to it. */
function entriesOf({ rows, column }: Paragraph): readonly Entry[] {
  const parts: KeptLine[][] = [[]];
  rows.forEach((row, at) => {
    parts.at(-1)?.push(row);
    const number = row.items.length > 1 ? textOfItem(row.items.at(-1)) : '';
    if (at + 1 < rows.length && (row.leader || pageNumber.test(number))) parts.push([]);
  });
  return parts.map((part) => entryOf(part, column));
}

/** `1.2 Wheels . . . . 7` becomes `1.2 Wheels 7`: the leader is an ornament. */
function entryOf(rows: readonly KeptLine[], column: Paragraph['column']): Entry {
  const text = rows.map(textOfRow).reduce((all, row) => (all === '' ? row : joined(all, row) + row), '');
  const bbox = unionBbox(rows.map((row) => row.bbox));
  const left = (rows[0]?.bbox[0] ?? 0) - column[0];
  return { text: text.replace(leader, ' ').trim(), left, ...(bbox === undefined ? {} : { bbox }) };
}
