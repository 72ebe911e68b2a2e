import type { Block, CellNode, Inline, RowNode } from '@docmill/document';
import { flatten, joinParts, leadOf } from '../building/flatten.ts';
import { realSpans, type Spans } from '../building/spans.ts';
import { attributeOf, childElements, type Element } from './dom.ts';
import { isHidden } from './hidden.ts';
import { blocksOf, maxNesting, type Place, walkAsBlock } from './place.ts';

interface ReadCell {
  readonly header: boolean;
  readonly spans: Spans;
  readonly blocks: readonly Block[];
}

type ReadRow = readonly ReadCell[];

const groupTags: ReadonlySet<string> = new Set(['thead', 'tbody', 'tfoot']);

/** putTable makes a table, or, where it only lays out a page, the blocks of its cells one after the other. */
export function putTable(element: Element, place: Place): void {
  if (place.nesting >= maxNesting) walkAsBlock(element, place);
  else addTable(element, place);
}

function addTable(element: Element, place: Place): void {
  const inside = { ...place, nesting: place.nesting + 1, inItem: false };
  const children = childElements(element).filter((child) => !isHidden(child, place.page.survey));
  const caption = joinParts(
    children.filter(({ tagName }) => tagName === 'caption').map((child) => flatten(blocksOf([child], inside), '\n')),
    '\n',
  );
  const groups = groupsOf(children).map((rows) => rows.map((row) => rowOf(row, inside)));
  place.flow.endParagraph();
  if (isLayout(element, groups.flat(), caption)) {
    if (caption.length > 0) place.flow.add({ type: 'caption', content: caption });
    for (const { blocks } of groups.flat(2)) for (const block of blocks) place.flow.add(block);
    return;
  }
  const rows = rowsOf(groups);
  const captions = caption.length === 0 ? {} : { captions: [{ type: 'caption' as const, content: caption }] };
  if (caption.length > 0 || rows.some(hasContent)) place.flow.add({ type: 'table', rows, ...captions });
}

/** groupsOf gives the rows by their groups; the foot comes last, wherever it stands in the page. */
function groupsOf(children: readonly Element[]): readonly (readonly Element[])[] {
  const feet = children.filter(({ tagName }) => tagName === 'tfoot');
  const others = children.filter(({ tagName }) => tagName !== 'tfoot' && groupTags.has(tagName));
  return [...others, ...feet].map((group) => childElements(group).filter(({ tagName }) => tagName === 'tr'));
}

function rowOf(row: Element, place: Place): ReadRow {
  const shown = (element: Element) => !isHidden(element, place.page.survey);
  if (!shown(row)) return [];
  const inHead = row.parentNode?.nodeName === 'thead';
  return childElements(row)
    .filter((cell) => (cell.tagName === 'td' || cell.tagName === 'th') && shown(cell))
    .map((cell) => ({
      header: inHead || cell.tagName === 'th',
      spans: { rowSpan: spanOf(cell, 'rowspan'), columnSpan: spanOf(cell, 'colspan') },
      blocks: blocksOf([cell], place),
    }));
}

function spanOf(cell: Element, name: 'rowspan' | 'colspan'): number {
  const value = attributeOf(cell, name);
  const span = value === undefined ? 1 : Number.parseInt(value, 10);
  return Number.isSafeInteger(span) && span >= 0 ? span : 1;
}

function rowsOf(groups: readonly (readonly ReadRow[])[]): readonly RowNode[] {
  const spans = realSpans(groups.map((rows) => rows.map((row) => row.map((cell) => cell.spans))));
  return groups
    .flat()
    .map((row, at): RowNode => ({ cells: row.map((cell, column) => cellOf(cell, spans[at]?.[column])) }))
    .filter(({ cells }) => cells.length > 0);
}

function cellOf({ header, blocks }: ReadCell, spans: Spans = { rowSpan: 1, columnSpan: 1 }): CellNode {
  const { content, rest } = leadOf(blocks, blocks.length);
  return {
    ...(spans.rowSpan > 1 ? { rowSpan: spans.rowSpan } : {}),
    ...(spans.columnSpan > 1 ? { columnSpan: spans.columnSpan } : {}),
    ...(header ? { header } : {}),
    content,
    ...(rest.length === 0 ? {} : { blocks: rest }),
  };
}

function hasContent({ cells }: RowNode): boolean {
  return cells.some((cell) => cell.content.length > 0 || cell.blocks !== undefined);
}

/**
 * isLayout tells tables that only lay out a page: they say so, have one cell, or hold headings or tables (in a single column any
 * blocks) without the marks of a table of data: header cells, caption, border, or rows that are mostly plain values.
 */
function isLayout(element: Element, rows: readonly ReadRow[], caption: readonly Inline[]): boolean {
  if (/^(presentation|none)$/i.test(attributeOf(element, 'role') ?? '')) return true;
  const cells = rows.flat();
  if (caption.length > 0 || cells.some(({ header }) => header)) return false;
  if (cells.length <= 1) return true;
  if (Number.parseInt(attributeOf(element, 'border') ?? '0', 10) > 0) return false;
  const isColumn = rows.every((row) => row.length <= 1);
  return cells.some(({ blocks }) => blocks.some((block) => lays(block, isColumn))) && !hasValues(rows);
}

function lays({ type }: Block, isColumn: boolean): boolean {
  return type === 'title' || type === 'table' || (isColumn && type !== 'text' && type !== 'image');
}

/** hasValues tells whether at least two rows have several cells and most cells that say something are plain text. */
function hasValues(rows: readonly ReadRow[]): boolean {
  const cells = rows.flat().filter(({ blocks }) => blocks.length > 0);
  const plain = cells.filter(({ blocks: [first, second] }) => first?.type === 'text' && second === undefined);
  return rows.filter((row) => row.length > 1).length > 1 && plain.length * 2 > cells.length;
}
