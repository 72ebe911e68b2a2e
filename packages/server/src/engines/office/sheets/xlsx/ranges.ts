import { textOf } from '@docmill/document';
import type { CellRanges } from '../../drawing/charts.ts';
import type { OfficePackage } from '../../package/office-package.ts';
import { elementsInPieces, rootTag, spanOf } from '../pieces.ts';
import { areaOf } from '../sheet.ts';
import { cellsOfRow, type Values } from './cells.ts';
import type { SheetSource } from './worksheet.ts';

/** Cells that charts of one workbook may ask for, and ranges; each costs a walk over its sheet. */
const maxCells = 100_000;
const maxRanges = 500;

/** RangeSource is the workbook whose cells are asked for. */
export interface RangeSource {
  readonly sheets: readonly SheetSource[];
  readonly values: Values;
}

/** cellRanges reads the cells that a chart refers to, of charts that do not keep what they show. */
export function cellRanges(file: OfficePackage, { sheets, values }: RangeSource): CellRanges {
  const known = new Map<string, ReadonlyMap<string, string>>();
  let asked = 0;
  const cellsOf = (name: string): ReadonlyMap<string, string> => {
    const read =
      known.get(name) ?? readCells(file, { part: sheets.find((sheet) => sheet.name === name)?.part, values });
    known.set(name, read);
    return read;
  };
  return (range) => {
    asked += 1;
    const [, quoted, plain, reference = ''] = /^(?:'((?:[^']|'')+)'|([^'!]+))!([^!,]+)$/.exec(range) ?? [];
    const area = areaOf(reference);
    if (area === undefined || asked > maxRanges) return [];
    const cells = cellsOf(quoted?.replaceAll("''", "'") ?? plain ?? '');
    const shown: string[] = [];
    for (let row = area.row; row <= area.lastRow && shown.length < 10_000; row += 1)
      for (let column = area.column; column <= area.lastColumn && shown.length < 10_000; column += 1)
        shown.push(cells.get(`${row} ${column}`) ?? '');
    return shown;
  };
}

interface CellSource {
  readonly part: string | undefined;
  readonly values: Values;
}

function readCells(file: OfficePackage, { part, values }: CellSource): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  const text = file.text(part) ?? '';
  const data = spanOf(text, 'sheetData');
  if (data === undefined) return cells;
  let next = 0;
  for (const row of elementsInPieces({ text, root: rootTag(text), name: 'row', from: data.from, to: data.to })) {
    for (const { row: index, column, content } of cellsOfRow(row, values, next)) {
      cells.set(`${index} ${column}`, textOf(content));
      next = index;
    }
    next += 1;
    if (cells.size > maxCells) break;
  }
  return cells;
}
