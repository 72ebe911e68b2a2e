import { AppError } from '#errors';
import { CellBudget } from '../../../cell-budget.ts';
import { Comments } from '../../flow/comments.ts';
import { openPackage } from '../../package/office-package.ts';
import { odfMetadata } from '../../package/properties.ts';
import { parseXml, type XmlElement } from '../../package/xml.ts';
import { childOf, descendantsOf } from '../../package/xml-query.ts';
import type { Reader } from '../../reader.ts';
import { rootTag, spanOf } from '../pieces.ts';
import { sheetPages } from '../sheet-pages.ts';
import { readTable, type TableSource } from './table.ts';

/** readOds reads the sheets of OpenDocument, whose cells say themselves how they show. */
export const readOds: Reader = async (input) => {
  const { path, limits, options, pictures } = input;
  const file = await openPackage(path, limits.archive);
  const text = file.text('content.xml');
  if (text === undefined) throw new AppError('file_corrupt', { params: { reason: 'it has no content.xml' } });
  if (descendantsOf(file.tryXml('META-INF/manifest.xml'), 'manifest:encryption-data').length > 0)
    throw new AppError('password_required');
  const budget = new CellBudget(limits);
  const context = { file, pictures, budget, notes: options.comments === false ? undefined : new Comments() };
  const { pages, warnings } = sheetPages(
    tablesOf(text, options.hidden === true),
    (source) => readTable(source, context),
    {
      input,
      budget,
    },
  );
  return { pages, metadata: odfMetadata(file), warnings };
};

function tablesOf(text: string, withHidden: boolean): readonly TableSource[] {
  const root = rootTag(text);
  const hidden = withHidden ? new Set() : hiddenStyles(text, root);
  const body = spanOf(text, 'spreadsheet');
  const tables: TableSource[] = [];
  for (let at = body?.from ?? text.length; ; ) {
    const span = spanOf(text, 'table', at);
    if (span === undefined || span.from > (body?.to ?? 0)) return tables;
    const tag = parseXml(root + text.slice(text.lastIndexOf('<', span.from - 1), span.from));
    const attributes = tag?.children.find((node): node is XmlElement => typeof node !== 'string')?.attributes ?? {};
    const isHidden = hidden.has(attributes['table:style-name'] ?? '');
    if (!isHidden) tables.push({ name: attributes['table:name'] ?? '', text, root, ...span });
    at = span.end;
  }
}

function hiddenStyles(text: string, root: string): ReadonlySet<string> {
  const span = spanOf(text, 'automatic-styles');
  const styles = span === undefined ? undefined : parseXml(root + text.slice(span.from, span.to));
  return new Set(
    descendantsOf(styles, 'style:style')
      .filter((style) => childOf(style, 'style:table-properties')?.attributes['table:display'] === 'false')
      .map(({ attributes }) => attributes['style:name'] ?? ''),
  );
}
