import type { Block, Inline } from '@docmill/document';
import type { PictureStore } from '../../../building/picture-store.ts';
import type { CellBudget } from '../../../cell-budget.ts';
import type { CellRanges } from '../../drawing/charts.ts';
import type { Comments } from '../../flow/comments.ts';
import type { OfficePackage } from '../../package/office-package.ts';
import { parseXml, type XmlElement } from '../../package/xml.ts';
import { childOf, childrenOf } from '../../package/xml-query.ts';
import { linked } from '../links.ts';
import { elementsInPieces, rootTag, type Span, spanOf } from '../pieces.ts';
import { type Area, areaOf, type Floating, type Hidden, placeOf, type Sheet, type SheetCell } from '../sheet.ts';
import { cellsOfRow, type Values } from './cells.ts';
import { commentsOf } from './comments.ts';
import { floatingOf } from './drawings.ts';
import { sheetText } from './sheet-text.ts';

/** SheetSource is one sheet of a workbook: its name and its part. */
export interface SheetSource {
  readonly name: string;
  readonly part: string;
}

/** WorkbookContext is what all sheets of a workbook share. */
export interface WorkbookContext {
  readonly file: OfficePackage;
  readonly workbook: string;
  readonly values: Values;
  readonly pictures: PictureStore;
  readonly ranges: CellRanges;
  readonly budget: CellBudget;
  /** Undefined when comments are not wanted. */
  readonly notes: Comments | undefined;
}

/** readWorksheet reads a sheet of cells, or one that is a chart only. */
export function readWorksheet({ name, part }: SheetSource, context: WorkbookContext): Sheet {
  const text = sheetText(context.file, part, context.budget);
  const root = rootTag(text);
  const data = spanOf(text, 'sheetData') ?? { from: text.length, to: text.length, end: text.length };
  const before = parseXml(root + text.slice(text.indexOf(root) + root.length, data.from));
  const after = parseXml(data.end === text.length ? text : root + text.slice(data.end));
  const { cells, hiddenRows } = readCells({ text, root, data }, context);
  const { remarks, notes } = remarksOf(part, context);
  return {
    name,
    cells: finished(cells, { links: linksOf(after, part, context), remarks }),
    merged: childrenOf(childOf(after, 'x:mergeCells'), 'x:mergeCell').flatMap(({ attributes }) =>
      areasOf(attributes.ref),
    ),
    hiddenRows,
    hiddenColumns: hiddenColumnsOf(before),
    floating: floatingIn(after, part, context),
    notes,
  };
}

interface RawCell extends SheetCell {
  readonly formulaLink?: string;
}

interface RowSource {
  readonly text: string;
  readonly root: string;
  readonly data: Span;
}

function readCells({ text, root, data }: RowSource, { values, budget }: WorkbookContext) {
  const cells: RawCell[] = [];
  const hiddenRows: (readonly [number, number])[] = [];
  let next = 0;
  for (const row of elementsInPieces({ text, root, name: 'row', from: data.from, to: data.to })) {
    const index = rowIndex(row, next);
    next = index + 1;
    if (isSet(row.attributes.hidden)) hiddenRows.push([index, index]);
    for (const cell of cellsOfRow(row, values, index)) cells.push(cell);
    if (cells.length <= budget.limit) continue;
    budget.noteLoss();
    break;
  }
  return { cells, hiddenRows };
}

function rowIndex({ attributes }: XmlElement, next: number): number {
  const said = Number(attributes.r);
  return Number.isInteger(said) && said > 0 ? said - 1 : next;
}

function isSet(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

function areasOf(reference: string | undefined): readonly Area[] {
  const area = areaOf(reference ?? '');
  return area === undefined ? [] : [area];
}

function hiddenColumnsOf(before: XmlElement | undefined): Hidden {
  return childrenOf(childOf(before, 'x:cols'), 'x:col')
    .filter(({ attributes }) => isSet(attributes.hidden))
    .map(({ attributes }) => [Number(attributes.min) - 1, Number(attributes.max) - 1] as const)
    .filter(([first, last]) => first >= 0 && last >= first);
}

/** Links and labels of comments by place of cell. */
type ByPlace<Value> = ReadonlyMap<string, Value>;

function placeKey({ row, column }: { readonly row: number; readonly column: number }): string {
  return `${row} ${column}`;
}

function linksOf(after: XmlElement | undefined, part: string, { file }: WorkbookContext): ByPlace<string> {
  const links = new Map<string, string>();
  for (const { attributes } of childrenOf(childOf(after, 'x:hyperlinks'), 'x:hyperlink')) {
    const area = areaOf(attributes.ref ?? '');
    const url = file.relations(part).get(attributes['r:id'] ?? '')?.url;
    const location = attributes.location === undefined ? '' : `#${attributes.location}`;
    if (area !== undefined && url !== undefined) links.set(placeKey(area), url + location);
  }
  return links;
}

interface Remarks {
  /** Labels of the comments of a cell. */
  readonly remarks: ByPlace<readonly string[]>;
  readonly notes: readonly Block[];
}

function remarksOf(part: string, { file, workbook, notes }: WorkbookContext): Remarks {
  const remarks = new Map<string, string[]>();
  if (notes === undefined) return { remarks, notes: [] };
  const blocks = commentsOf(file, part, workbook).flatMap((comment) => {
    const place = placeOf(comment.reference);
    if (place === undefined) return [];
    const note = notes.add(comment);
    remarks.set(placeKey(place), [...(remarks.get(placeKey(place)) ?? []), note.label]);
    return [note];
  });
  return { remarks, notes: blocks };
}

interface Additions {
  readonly links: ByPlace<string>;
  readonly remarks: ByPlace<readonly string[]>;
}

/** finished puts links and marks of comments into the cells; an empty cell with a comment shows its mark. */
function finished(cells: readonly RawCell[], { links, remarks }: Additions): readonly SheetCell[] {
  if (links.size === 0 && remarks.size === 0 && cells.every(({ formulaLink }) => formulaLink === undefined))
    return cells;
  const open = new Map(remarks);
  const done = cells.map(({ row, column, content, formulaLink }): SheetCell => {
    const key = placeKey({ row, column });
    const labels = open.get(key) ?? [];
    open.delete(key);
    return { row, column, content: [...linked(content, links.get(key) ?? formulaLink), ...labels.map(markOf)] };
  });
  for (const [key, labels] of open) {
    const [row = 0, column = 0] = key.split(' ').map(Number);
    done.push({ row, column, content: labels.map(markOf) });
  }
  return done;
}

function markOf(label: string): Inline {
  return { type: 'note', label };
}

function floatingIn(
  after: XmlElement | undefined,
  part: string,
  { file, pictures, ranges }: WorkbookContext,
): readonly Floating[] {
  const id = childOf(after, 'x:drawing')?.attributes['r:id'];
  const drawing = file.relations(part).get(id ?? '')?.part;
  return drawing === undefined ? [] : floatingOf({ file, part: drawing, pictures, ranges });
}
