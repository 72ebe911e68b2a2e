import type { Inline } from '@docmill/document';
import type { XmlElement } from '../../package/xml.ts';
import { childOf, xmlText } from '../../package/xml-query.ts';
import { formatNumber } from '../number-formats.ts';
import { placeOf } from '../sheet.ts';
import { plainText, richText } from './rich-text.ts';
import type { NumberFormats } from './styles.ts';

/** Values is what cells need of their workbook to be read. */
export interface Values {
  readonly strings: readonly (readonly Inline[])[];
  readonly formatOf: NumberFormats;
  readonly date1904: boolean;
}

/** RawCell is a cell of a row; `formulaLink` is the address that its formula leads to. */
export interface RawCell {
  readonly row: number;
  readonly column: number;
  readonly content: readonly Inline[];
  readonly formulaLink?: string;
}

/** cellsOfRow reads the cells of a row that show something; `fallback` is its number where it does not say one. */
export function* cellsOfRow(row: XmlElement, values: Values, fallback: number): Generator<RawCell> {
  const said = Number(row.attributes.r);
  const index = Number.isInteger(said) && said > 0 ? said - 1 : fallback;
  let column = -1;
  for (const cell of row.children) {
    if (typeof cell === 'string' || cell.name !== 'x:c') continue;
    column = placeOf(cell.attributes.r ?? '')?.column ?? column + 1;
    const content = contentOf(cell, values);
    if (content.length === 0) continue;
    const formulaLink = linkOfFormula(cell);
    yield { row: index, column, content, ...(formulaLink === undefined ? {} : { formulaLink }) };
  }
}

function contentOf(cell: XmlElement, { strings, formatOf, date1904 }: Values): readonly Inline[] {
  const { t: type = 'n', s: style } = cell.attributes;
  if (type === 'inlineStr') return richText(childOf(cell, 'x:is'));
  const element = childOf(cell, 'x:v');
  if (element === undefined) return [];
  const value = xmlText(element);
  switch (type) {
    case 's':
      return strings[Number(value)] ?? [];
    case 'b':
      return plainText(value.trim() === '1' ? 'TRUE' : 'FALSE');
    case 'n': {
      const number = Number(value);
      if (value.trim() === '' || !Number.isFinite(number)) return plainText(value);
      return plainText(formatNumber(number, formatOf(style), date1904));
    }
    // Dates come in ISO 8601, texts of formulas and errors as they show.
    default:
      return plainText(value);
  }
}

function linkOfFormula(cell: XmlElement): string | undefined {
  const formula = childOf(cell, 'x:f');
  if (formula === undefined) return undefined;
  return /^(?:_xlfn\.)?HYPERLINK\(\s*"((?:[^"]|"")*)"/i
    .exec(xmlText(formula).slice(0, 4_000))?.[1]
    ?.replaceAll('""', '"');
}
