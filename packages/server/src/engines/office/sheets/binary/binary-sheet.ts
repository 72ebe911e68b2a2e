import type { Block, Inline } from '@docmill/document';
import { type CellObject, utils, type WorkSheet } from '@e965/xlsx';
import type { CellBudget } from '../../../cell-budget.ts';
import type { Comments } from '../../flow/comments.ts';
import { linked } from '../links.ts';
import { formatNumber } from '../number-formats.ts';
import type { Hidden, Sheet, SheetCell } from '../sheet.ts';
import { plainText } from '../xlsx/rich-text.ts';

/** BinaryContext is what the sheets of a binary workbook share. */
export interface BinaryContext {
  readonly budget: CellBudget;
  /** Undefined when comments are not wanted. */
  readonly notes: Comments | undefined;
}

/** readBinarySheet takes a sheet over from the library that read it. */
export function readBinarySheet(name: string, sheet: WorkSheet | undefined, { budget, notes }: BinaryContext): Sheet {
  const cells: SheetCell[] = [];
  const remarks: Block[] = [];
  for (const [row, column, cell] of cellsIn(sheet)) {
    const text = plainText(shown(cell));
    const content: readonly Inline[] = [...linked(text, cell.l?.Target), ...marksOf(cell, notes, remarks)];
    if (content.length > 0) cells.push({ row, column, content });
    if (cells.length <= budget.limit) continue;
    budget.noteLoss();
    break;
  }
  if (sheet?.['!fullref'] !== undefined && sheet['!fullref'] !== sheet['!ref']) budget.noteLoss();
  const merged = (sheet?.['!merges'] ?? []).map(({ s, e }) => ({
    row: s.r,
    column: s.c,
    lastRow: e.r,
    lastColumn: e.c,
  }));
  return {
    name,
    cells,
    merged,
    hiddenRows: hiddenIn(sheet?.['!rows']),
    hiddenColumns: hiddenIn(sheet?.['!cols']),
    floating: [],
    notes: remarks,
  };
}

/** The library keeps rows in sparse arrays; only what is in them is looked at. */
function* cellsIn(sheet: WorkSheet | undefined): Generator<readonly [number, number, CellObject]> {
  const rows = (sheet?.['!data'] ?? []) as CellObject[][];
  for (const row of Object.keys(rows)) {
    const cells = rows[Number(row)] ?? [];
    for (const column of Object.keys(cells)) {
      const cell = cells[Number(column)];
      if (cell !== undefined) yield [Number(row), Number(column), cell];
    }
  }
}

function shown(cell: CellObject): string {
  switch (cell.t) {
    case 'n':
      return formatNumber(Number(cell.v), isoWhereLocal(String(cell.z ?? 'General')), false);
    case 'b':
      return cell.v === true ? 'TRUE' : 'FALSE';
    case 'z':
      return '';
    default:
      return cell.w ?? utils.format_cell(cell);
  }
}

/** The library writes the formats that follow the reader's system as those of the United States. */
function isoWhereLocal(format: string): string {
  if (format === 'm/d/yy') return 'yyyy-mm-dd';
  return format === 'm/d/yy h:mm' ? 'yyyy-mm-dd hh:mm' : format;
}

function marksOf({ c: comments = [] }: CellObject, notes: Comments | undefined, remarks: Block[]): readonly Inline[] {
  if (notes === undefined) return [];
  return [...comments].map(({ a = '', t: text }): Inline => {
    const author = a.replaceAll('\0', '').trim();
    const own = author !== '' && text.startsWith(`${author}:`) ? text.slice(author.length + 1) : text;
    const note = notes.add({ author, at: '', content: plainText(own) });
    remarks.push(note);
    return { type: 'note', label: note.label };
  });
}

function hiddenIn(infos: readonly ({ readonly hidden?: boolean } | undefined)[] | undefined): Hidden {
  return Object.entries(infos ?? [])
    .filter(([, info]) => info?.hidden === true)
    .map(([index]) => [Number(index), Number(index)] as const);
}
