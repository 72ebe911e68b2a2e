import type { Block, RowNode } from '@docmill/document';
import { parse } from 'csv-parse/sync';

const delimiters = [',', ';', '\t', '|'] as const;

/** delimitedTable makes one table of comma- or tab-separated values; the first row is its header, short rows are filled up. */
export function delimitedTable(text: string, format: 'csv' | 'tsv'): readonly Block[] {
  const delimiter = format === 'tsv' ? '\t' : sniffDelimiter(text);
  const options = { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
  const records: readonly (readonly string[])[] = parse(text, options);
  const width = records.reduce((most, record) => Math.max(most, record.length), 0);
  if (width === 0) return [];
  const rows = records.map(
    (record, at): RowNode => ({
      cells: Array.from({ length: width }, (_, column) => cellOf(record[column] ?? '', at === 0)),
    }),
  );
  return [{ type: 'table', rows }];
}

function cellOf(value: string, header: boolean): RowNode['cells'][number] {
  const text = value.trim();
  return { ...(header ? { header } : {}), content: text === '' ? [] : [{ type: 'text', text }] };
}

/** sniffDelimiter takes the mark that parts the first lines into the most equal number of fields. */
function sniffDelimiter(text: string): string {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const score = (mark: string) => {
    const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(mark).length - 1);
    const least = Math.min(...counts);
    return counts.length === 0 ? 0 : least * 1_000 + counts.filter((count) => count === counts[0] && count > 0).length;
  };
  return delimiters.reduce((best, mark) => (score(mark) > score(best) ? mark : best), ',');
}
