import type { Block, Inline } from '@docmill/document';
import type { PictureStore } from '../../../building/picture-store.ts';
import type { CellBudget } from '../../../cell-budget.ts';
import type { Comments } from '../../flow/comments.ts';
import type { OfficePackage } from '../../package/office-package.ts';
import { parseXml, type XmlElement } from '../../package/xml.ts';
import { childOf, childrenOf, descendantsOf, elementsOf, xmlText } from '../../package/xml-query.ts';
import { elementsInPieces, type Span } from '../pieces.ts';
import type { Area, Floating, Sheet, SheetCell } from '../sheet.ts';
import { cellContent, linesOf } from './content.ts';
import { shapeBlocks } from './shapes.ts';

/** TableSource is one sheet: its name and where it lies in the text of the content. */
export interface TableSource extends Span {
  readonly name: string;
  readonly text: string;
  readonly root: string;
}

/** OdsContext is what all sheets of a file share. */
export interface OdsContext {
  readonly file: OfficePackage;
  readonly pictures: PictureStore;
  readonly budget: CellBudget;
  /** Undefined when comments are not wanted. */
  readonly notes: Comments | undefined;
}

/** Rows and columns of the largest sheets that LibreOffice makes; what a file puts beyond is not there. */
const maxRows = 1_048_576;
const maxColumns = 16_384;

/** readTable reads one sheet. */
export function readTable({ name, text, root, from, to }: TableSource, context: OdsContext): Sheet {
  const reading = new TableReading(context);
  const firstRow = text.slice(from, to).search(/<(?:[\w.-]+:)?table-row[\s/>]/);
  const rows = firstRow === -1 ? to : from + firstRow;
  reading.addHead(parseXml(root + text.slice(from, rows)));
  for (const row of elementsInPieces({ text, root, name: 'table-row', from: rows, to }))
    if (!reading.addRow(row)) break;
  return reading.sheet(name);
}

class TableReading {
  private readonly cells: SheetCell[] = [];
  private readonly merged: Area[] = [];
  private readonly hiddenRows: (readonly [number, number])[] = [];
  private readonly hiddenColumns: (readonly [number, number])[] = [];
  private readonly floating: Floating[] = [];
  private readonly remarks: Block[] = [];
  private row = 0;
  private readonly context: OdsContext;

  constructor(context: OdsContext) {
    this.context = context;
  }

  sheet(name: string): Sheet {
    const { cells, merged, hiddenRows, hiddenColumns, floating } = this;
    return { name, cells, merged, hiddenRows, hiddenColumns, floating, notes: this.remarks };
  }

  /** addHead takes the columns and what lies over the sheet as a whole. */
  addHead(head: XmlElement | undefined): void {
    let column = 0;
    for (const { attributes } of descendantsOf(head, 'table:table-column')) {
      const last = column + repeats(attributes['table:number-columns-repeated'], maxColumns) - 1;
      if (isHidden(attributes['table:visibility'])) this.hiddenColumns.push([column, last]);
      column = last + 1;
    }
    for (const shapes of descendantsOf(head, 'table:shapes')) this.addShapes(shapes, 0, 0);
  }

  /** addRow takes a row and its repetitions; false when no more cells may be read. */
  addRow(row: XmlElement): boolean {
    const times = repeats(row.attributes['table:number-rows-repeated'], maxRows - this.row);
    if (isHidden(row.attributes['table:visibility'])) this.hiddenRows.push([this.row, this.row + times - 1]);
    const before = this.cells.length;
    this.addCells(row);
    const read = this.cells.slice(before);
    const { budget } = this.context;
    for (let again = 1; again < times && read.length > 0 && this.cells.length <= budget.limit; again += 1)
      for (const cell of read) this.cells.push({ ...cell, row: cell.row + again });
    this.row += times;
    if (this.cells.length <= budget.limit) return this.row < maxRows;
    budget.noteLoss();
    return false;
  }

  private addCells(row: XmlElement): void {
    let column = 0;
    for (const cell of elementsOf(row)) {
      if (cell.name !== 'table:table-cell' && cell.name !== 'table:covered-table-cell') continue;
      const times = repeats(cell.attributes['table:number-columns-repeated'], maxColumns - column);
      if (cell.children.length > 0 && cell.name === 'table:table-cell') this.addCell(cell, column, times);
      column += times;
      if (column >= maxColumns) return;
    }
  }

  private addCell(cell: XmlElement, column: number, times: number): void {
    const { row } = this;
    const content = [...cellContent(cell), ...this.marksOf(cell)];
    if (content.length > 0)
      for (let again = 0; again < times; again += 1) this.cells.push({ row, column: column + again, content });
    this.addShapes(cell, row, column);
    const down = repeats(cell.attributes['table:number-rows-spanned'], maxRows);
    const across = repeats(cell.attributes['table:number-columns-spanned'], maxColumns);
    if (down > 1 || across > 1)
      this.merged.push({ row, column, lastRow: row + down - 1, lastColumn: column + across - 1 });
  }

  private marksOf(cell: XmlElement): readonly Inline[] {
    const { notes } = this.context;
    if (notes === undefined) return [];
    return childrenOf(cell, 'office:annotation').map((annotation): Inline => {
      const note = notes.add({
        author: xmlText(childOf(annotation, 'dc:creator')).trim(),
        at: xmlText(childOf(annotation, 'dc:date')).trim(),
        content: linesOf(annotation),
      });
      this.remarks.push(note);
      return { type: 'note', label: note.label };
    });
  }

  private addShapes(parent: XmlElement, row: number, column: number): void {
    const blocks = shapeBlocks(parent, this.context);
    if (blocks.length > 0) this.floating.push({ row, column, blocks });
  }
}

function repeats(value: string | undefined, most: number): number {
  const times = Number(value ?? 1);
  return Number.isInteger(times) && times > 0 ? Math.min(times, Math.max(1, most)) : 1;
}

function isHidden(visibility: string | undefined): boolean {
  return visibility === 'collapse' || visibility === 'filter';
}
