import type { Inline } from '@docmill/document';
import { AppError } from '#errors';
import { CellBudget } from '../../../cell-budget.ts';
import { Comments } from '../../flow/comments.ts';
import { type OfficePackage, openPackage } from '../../package/office-package.ts';
import { coreMetadata } from '../../package/properties.ts';
import type { XmlElement } from '../../package/xml.ts';
import { childOf, childrenOf } from '../../package/xml-query.ts';
import type { Reader } from '../../reader.ts';
import { elementsInPieces, rootTag } from '../pieces.ts';
import { sheetPages } from '../sheet-pages.ts';
import type { Values } from './cells.ts';
import { cellRanges } from './ranges.ts';
import { richText } from './rich-text.ts';
import { numberFormats } from './styles.ts';
import { readWorksheet, type SheetSource, type WorkbookContext } from './worksheet.ts';

/** readXlsx reads the workbooks of Excel: xlsx, xlsm and their templates. */
export const readXlsx: Reader = async (input) => {
  const { path, limits, options, pictures } = input;
  const file = await openPackage(path, limits.archive);
  const workbook = file.related('', 'officeDocument') ?? 'xl/workbook.xml';
  const root = file.xml(workbook);
  if (root === undefined) throw new AppError('file_corrupt', { params: { reason: `it has no ${workbook}` } });
  const values: Values = {
    strings: sharedStrings(file, workbook),
    formatOf: numberFormats(file, workbook),
    date1904: ['1', 'true'].includes(childOf(root, 'x:workbookPr')?.attributes.date1904 ?? ''),
  };
  const relations = file.relations(workbook);
  const context: WorkbookContext = {
    file,
    workbook,
    values,
    ranges: cellRanges(file, { sheets: sheetsOf(root, relations), values }),
    pictures,
    budget: new CellBudget(limits),
    notes: options.comments === false ? undefined : new Comments(),
  };
  const sources = sheetsOf(root, relations).filter(({ hidden }) => options.hidden === true || !hidden);
  const { pages, warnings } = sheetPages(sources, (source) => readWorksheet(source, context), {
    input,
    budget: context.budget,
  });
  return { pages, metadata: coreMetadata(file), warnings };
};

interface ListedSheet extends SheetSource {
  readonly hidden: boolean;
}

function sheetsOf(root: XmlElement, relations: ReturnType<OfficePackage['relations']>): readonly ListedSheet[] {
  return childrenOf(childOf(root, 'x:sheets'), 'x:sheet').flatMap(({ attributes }) => {
    const part = relations.get(attributes['r:id'] ?? '')?.part;
    const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden';
    return part === undefined ? [] : [{ name: attributes.name ?? '', part, hidden }];
  });
}

function sharedStrings(file: OfficePackage, workbook: string): readonly (readonly Inline[])[] {
  const text = file.text(file.related(workbook, 'sharedStrings'));
  if (text === undefined) return [];
  const root = rootTag(text);
  const from = text.indexOf(root) + root.length;
  return Array.from(elementsInPieces({ text, root, name: 'si', from, to: text.length }), richText);
}
