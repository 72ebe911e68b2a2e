import type { CellBudget } from '../../../cell-budget.ts';
import type { OfficePackage } from '../../package/office-package.ts';
import { decodeXml } from '../../package/xml.ts';

/** Bytes of a sheet that are read; far more than MAX_TABLE_CELLS cells take. */
const maxSheetBytes = 128 * 1_024 * 1_024;

/** sheetText gives the XML of a sheet. Of one that is too long the rows at the end are left out, not what follows them. */
export function sheetText(file: OfficePackage, part: string, budget: CellBudget): string {
  const data = file.read(part);
  if (data === undefined) return '';
  if (data.byteLength <= maxSheetBytes) return decodeXml(data);
  const rowEnd = data.lastIndexOf('</row>', maxSheetBytes);
  const dataEnd = data.lastIndexOf('</sheetData>');
  budget.noteLoss();
  const rows = decodeXml(data.subarray(0, rowEnd === -1 ? maxSheetBytes : rowEnd + 6));
  // What follows the rows is short in any sane file.
  const isShort = dataEnd !== -1 && data.byteLength - dataEnd < maxSheetBytes / 4;
  return isShort ? rows + decodeXml(data.subarray(dataEnd)) : rows;
}
