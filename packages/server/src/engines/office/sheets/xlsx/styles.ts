import type { OfficePackage } from '../../package/office-package.ts';
import { childOf, childrenOf } from '../../package/xml-query.ts';
import { builtInFormat } from '../number-formats.ts';

/** NumberFormats gives the number format of a cell by the index of its style. */
export type NumberFormats = (style: string | undefined) => string;

/** numberFormats reads the formats of a workbook; without styles every cell is `General`. */
export function numberFormats(file: OfficePackage, workbook: string): NumberFormats {
  const root = file.tryXml(file.related(workbook, 'styles'));
  const own = new Map(
    childrenOf(childOf(root, 'x:numFmts'), 'x:numFmt').map(({ attributes }) => [
      Number(attributes.numFmtId),
      attributes.formatCode ?? '',
    ]),
  );
  const styles = childrenOf(childOf(root, 'x:cellXfs'), 'x:xf').map(({ attributes }) => {
    const id = Number(attributes.numFmtId ?? 0);
    return own.get(id) ?? builtInFormat(id);
  });
  return (style) => styles[Number(style ?? 0)] ?? 'General';
}
