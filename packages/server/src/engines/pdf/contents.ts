import { type IndexBlock, type Inline, type ListItemBlock, unionBbox } from '@docmill/document';
import { joined } from './inlines.ts';
import { textOfRow } from './lines.ts';
import { numberingDepth } from './numbering.ts';
import type { Paragraph } from './paragraphs.ts';

const leader = /\s*(?:[.·…‥_]\s?){3,}\s*/;
const endNumber = /[\s.·…]([\divxlc]{1,6}|[A-Z]?-?\d+(?:-\d+)?)\.?$/i;
/** So many entries make a table of contents, fewer below a title that says so. */
const fewest = 3;

const contentsTitle =
  /^(table\s+of\s+contents|(brief\s+|detailed\s+)?contents|index|list\s+of\s+(figures|tables|illustrations|abbreviations)|inhalt(sverzeichnis)?|(abbildungs|tabellen)verzeichnis|table\s+des\s+mati[eè]res|sommaire|[íi]ndice(\s+general)?|sum[aá]rio|indice|inhoud(sopgave)?|spis\s+tre[śs]ci|obsah|содержание|оглавление|目\s*[录錄次]|차\s*례|목\s*차|فهرس|المحتويات)$/i;

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

/** indexOf makes a table of contents of its entries, nested by their numbers or else by their indents. */
export function indexBlock(entries: readonly Paragraph[]): IndexBlock {
  const lefts = levelsOf(entries.map(leftOf));
  const root: OpenItem = { level: -1, item: { type: 'list_item', content: [] }, children: [] };
  const open: OpenItem[] = [root];
  const numbered = entries.filter(({ text }) => numberingDepth(text) > 1).length > 0.3 * entries.length;
  for (const entry of entries) {
    const depth = numberingDepth(entry.text);
    const level = numbered && depth > 0 ? depth - 1 : lefts(leftOf(entry));
    while (open.length > 1 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    const item: OpenItem = { level, item: itemOf(entry), children: [] };
    open.at(-1)?.children.push(item);
    if (open.length < 6) open.push(item);
  }
  const bbox = unionBbox(entries.map((entry) => entry.bbox));
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

function leftOf({ rows, column }: Paragraph): number {
  return (rows[0]?.bbox[0] ?? 0) - column[0];
}

/** levelsOf numbers places from the left, those that are nearly the same as one. */
function levelsOf(lefts: readonly number[]): (left: number) => number {
  const steps: number[] = [];
  for (const left of [...lefts].sort((a, b) => a - b))
    if (steps.length === 0 || left > (steps.at(-1) ?? 0) + 4) steps.push(left);
  return (left) => steps.findLastIndex((step) => left >= step - 1);
}

/** `1.2 Wheels . . . . 7` becomes `1.2 Wheels 7`: the leader is an ornament. */
function itemOf({ rows, bbox }: Paragraph): ListItemBlock {
  const text = rows.reduce(
    (all, row) => (all === '' ? textOfRow(row) : joined(all, textOfRow(row)) + textOfRow(row)),
    '',
  );
  const content: Inline[] = [{ type: 'text', text: text.replace(leader, ' ').trim() }];
  return { type: 'list_item', bbox, content };
}
