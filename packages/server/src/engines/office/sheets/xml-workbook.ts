import { readFile } from 'node:fs/promises';
import type { Block, Inline } from '@docmill/document';
import { CellBudget } from '../../cell-budget.ts';
import { defaultArchiveLimits } from '../../engine.ts';
import { Comments } from '../flow/comments.ts';
import { decodeXml, parseXml, type XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, descendantsOf, elementsOf, xmlText } from '../package/xml-query.ts';
import { limitError } from '../package/zip.ts';
import type { Reader } from '../reader.ts';
import { linked } from './links.ts';
import { formatNumber } from './number-formats.ts';
import type { Area, Sheet, SheetCell } from './sheet.ts';
import { sheetPages } from './sheet-pages.ts';
import { plainText } from './xlsx/rich-text.ts';

/** Of the largest sheets; what a file puts beyond is not there. */
const [mostRows, mostColumns] = [1_048_576, 16_384];

/** Formats that have names of their own. */
const namedFormats: Readonly<Record<string, string>> = {
  'General Date': 'yyyy-mm-dd hh:mm',
  'Long Date': 'yyyy-mm-dd',
  'Medium Date': 'yyyy-mm-dd',
  'Short Date': 'yyyy-mm-dd',
  'Long Time': 'hh:mm:ss',
  'Medium Time': 'hh:mm',
  'Short Time': 'hh:mm',
  Currency: '#,##0.00',
  Fixed: '0.00',
  Standard: '#,##0.00',
  Percent: '0.00%',
  Scientific: '0.00E+00',
};

/** readXmlWorkbook reads the sheets that Excel 2003 writes as XML, and many programs since. Throws `archive_limit` with MAX_XML_BYTES. */
export const readXmlWorkbook: Reader = async (input) => {
  const data = await readFile(input.path);
  const { maxXmlBytes } = input.limits.archive ?? defaultArchiveLimits;
  if (data.byteLength > maxXmlBytes) throw limitError('MAX_XML_BYTES', maxXmlBytes, data.byteLength);
  const book = parseXml(decodeXml(data));
  const budget = new CellBudget(input.limits);
  const context: BookContext = {
    budget,
    formats: formatsOf(childOf(book, 'ss:Styles')),
    notes: input.options.comments === false ? undefined : new Comments(),
  };
  const sheets = childrenOf(book, 'ss:Worksheet').filter((sheet) => input.options.hidden === true || isVisible(sheet));
  const { pages, warnings } = sheetPages(sheets, (sheet) => readSheet(sheet, context), { input, budget });
  return { pages, metadata: {}, warnings };
};

interface BookContext {
  readonly budget: CellBudget;
  readonly formats: ReadonlyMap<string, string>;
  /** Undefined when comments are not wanted. */
  readonly notes: Comments | undefined;
}

function isVisible(sheet: XmlElement): boolean {
  const options = elementsOf(sheet).find(({ name }) => name.endsWith('WorksheetOptions'));
  const visible = elementsOf(options).find(({ name }) => name.endsWith('Visible'));
  return !/^Sheet(?:Very)?Hidden$/.test(xmlText(visible).trim());
}

function formatsOf(styles: XmlElement | undefined): ReadonlyMap<string, string> {
  return new Map(
    childrenOf(styles, 'ss:Style').map(({ attributes, children }) => {
      const format = childOf({ name: '', attributes, children }, 'ss:NumberFormat')?.attributes['ss:Format'] ?? '';
      return [attributes['ss:ID'] ?? '', namedFormats[format] ?? format] as const;
    }),
  );
}

function readSheet(sheet: XmlElement, context: BookContext): Sheet {
  const table = childOf(sheet, 'ss:Table');
  const cells: SheetCell[] = [];
  const merged: Area[] = [];
  const hiddenRows: (readonly [number, number])[] = [];
  const notes: Block[] = [];
  let row = -1;
  for (const element of childrenOf(table, 'ss:Row')) {
    row = placeAfter(row, element, mostRows);
    if (row >= mostRows) break;
    if (element.attributes['ss:Hidden'] === '1') hiddenRows.push([row, row]);
    let column = -1;
    for (const cell of childrenOf(element, 'ss:Cell')) {
      column = placeAfter(column, cell, mostColumns);
      if (column >= mostColumns) break;
      const content = contentOf(cell, context, notes);
      if (content.length > 0) cells.push({ row, column, content });
      const across = spanOf(cell.attributes['ss:MergeAcross'], mostColumns - column - 1);
      const down = spanOf(cell.attributes['ss:MergeDown'], mostRows - row - 1);
      if (across + down > 0) merged.push({ row, column, lastRow: row + down, lastColumn: column + across });
      column += across;
    }
    if (cells.length <= context.budget.limit) continue;
    context.budget.noteLoss();
    break;
  }
  const name = sheet.attributes['ss:Name'] ?? '';
  return { name, cells, merged, hiddenRows, hiddenColumns: hiddenColumnsOf(table), floating: [], notes };
}

/** A row or cell says where it is, counted from 1, or follows the one before. */
function placeAfter(before: number, { attributes }: XmlElement, most: number): number {
  const said = Number(attributes['ss:Index']);
  return Number.isInteger(said) && said > before + 1 ? Math.min(said - 1, most) : before + 1;
}

function spanOf(value: string | undefined, most: number): number {
  const span = Number(value ?? 0);
  return Number.isInteger(span) && span > 0 ? Math.min(span, most) : 0;
}

function hiddenColumnsOf(table: XmlElement | undefined): Sheet['hiddenColumns'] {
  const hidden: (readonly [number, number])[] = [];
  let column = -1;
  for (const element of childrenOf(table, 'ss:Column')) {
    const first = placeAfter(column, element, mostColumns);
    column = first + spanOf(element.attributes['ss:Span'], mostColumns);
    if (element.attributes['ss:Hidden'] === '1') hidden.push([first, column]);
  }
  return hidden;
}

function contentOf(cell: XmlElement, { formats, notes }: BookContext, remarks: Block[]): readonly Inline[] {
  const data = childOf(cell, 'ss:Data');
  const text = shown(
    xmlText(data),
    data?.attributes['ss:Type'],
    formats.get(cell.attributes['ss:StyleID'] ?? '') ?? '',
  );
  const content = linked(plainText(text), cell.attributes['ss:HRef']);
  const comment = notes === undefined ? undefined : childOf(cell, 'ss:Comment');
  if (notes === undefined || comment === undefined) return content;
  const words = descendantsOf(comment, 'ss:Data').map(xmlText).join('');
  const note = notes.add({ author: comment.attributes['ss:Author'] ?? '', at: '', content: plainText(words) });
  remarks.push(note);
  return [...content, { type: 'note', label: note.label }];
}

function shown(value: string, type: string | undefined, format: string): string {
  switch (type) {
    case 'Number':
      return Number.isFinite(Number(value)) ? formatNumber(Number(value), format, false) : value;
    case 'DateTime': {
      const day = serialOf(value);
      if (day === undefined) return value;
      return formatNumber(day, format || (Number.isInteger(day) ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm'), false);
    }
    case 'Boolean':
      return value.trim() === '1' ? 'TRUE' : 'FALSE';
    default:
      return value;
  }
}

/** serialOf gives the days since the beginning of Excel's time: `2026-03-14T12:00:00.000` -> 46095.5 */
function serialOf(time: string): number | undefined {
  const at = Date.parse(`${time.trim().slice(0, 23)}Z`);
  return Number.isNaN(at) ? undefined : (at - Date.UTC(1899, 11, 30)) / 86_400_000;
}
