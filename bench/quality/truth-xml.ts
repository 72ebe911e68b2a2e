import { globSync, readFileSync } from 'node:fs';
import { unescapeHtml } from './plain-text.ts';
import { addCounts, normaliseCell, type Relations, relationsOf, type TableCell } from './table-relations.ts';

/** TableTruth is one accepted reading of all tables of a document. */
export interface TableTruth {
  readonly relations: Relations;
  readonly tables: number;
}

/** truthsOf gives the accepted readings of a PDF of the ICDAR-2013 set: one, or two when `NAMEa-str.xml` and `NAMEb-str.xml` lie beside it. */
export function truthsOf(pdf: string): readonly TableTruth[] {
  const base = pdf.replace(/\.pdf$/, '').replace(/(\d)[a-z]$/, '$1');
  const paths = [...globSync(`${base}-str.xml`), ...globSync(`${base}[a-z]-str.xml`)].sort();
  return paths.map((path) => readTruth(readFileSync(path, 'utf8')));
}

/** readTruth reads a `-str.xml` file: tables of regions of cells with their rows and columns. */
export function readTruth(xml: string): TableTruth {
  const tables = Array.from(xml.matchAll(/<table\b.*?<\/table>/gs), ([table]) => relationsOf(cellsOf(table)));
  return { relations: addCounts(tables), tables: tables.length };
}

function cellsOf(table: string): readonly TableCell[] {
  return Array.from(table.matchAll(/<region\b([^>]*)>(.*?)<\/region>/gs)).flatMap(([, attributes = '', body = '']) => {
    const down = numberOf(attributes, 'row-increment') ?? 0;
    const right = numberOf(attributes, 'col-increment') ?? 0;
    return Array.from(body.matchAll(/<cell\b([^>]*)>(.*?)<\/cell>/gs), ([, place = '', content = '']) => {
      const row0 = (numberOf(place, 'start-row') ?? 0) + down;
      const column0 = (numberOf(place, 'start-col') ?? 0) + right;
      return {
        row0,
        column0,
        row1: (numberOf(place, 'end-row') ?? row0 - down) + down,
        column1: (numberOf(place, 'end-col') ?? column0 - right) + right,
        text: normaliseCell(textOf(/<content\b[^>]*>(.*?)<\/content>/s.exec(content)?.[1] ?? '')),
      };
    });
  });
}

function numberOf(attributes: string, name: string): number | undefined {
  const value = new RegExp(`\\b${name}=['"](-?\\d+)['"]`).exec(attributes)?.[1];
  return value === undefined ? undefined : Number(value);
}

function textOf(xml: string): string {
  return xml
    .split(/<!\[CDATA\[(.*?)\]\]>/s)
    .map((part, at) => (at % 2 === 1 ? part : unescapeHtml(part.replace(/<[^>]*>/g, ''))))
    .join('');
}
