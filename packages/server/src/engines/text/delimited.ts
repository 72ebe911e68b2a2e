import type { CellNode, RowNode, TableBlock } from '@docmill/document';
import { type Options, parse } from 'csv-parse/sync';
import type { CellBudget } from '../cell-budget.ts';
import { sniffDialect } from './delimiter.ts';

/**
 * delimitedTable makes one table of comma- or tab-separated values; the first row is its header, short rows are filled up. Rows that
 * pass the budget are left out.
 */
export function delimitedTable(text: string, format: 'csv' | 'tsv', budget: CellBudget): readonly TableBlock[] {
  const records = recordsOf(text, format, budget);
  const width = records.reduce((most, record) => Math.max(most, filledWidth(record)), 0);
  if (width === 0) return [];
  const rows: RowNode[] = [];
  for (const record of records) {
    if (!budget.take(width)) break;
    rows.push({ cells: Array.from({ length: width }, (_, column) => cellOf(record[column] ?? '', rows.length === 0)) });
  }
  return rows.length === 0 ? [] : [{ type: 'table', rows }];
}

type Records = readonly (readonly string[])[];

function recordsOf(text: string, format: 'csv' | 'tsv', budget: CellBudget): Records {
  const { delimiter, quote, escapedBy, skip } = sniffDialect(text, format);
  const values = text.slice(skip);
  try {
    return parse(values, { ...bounded(budget), delimiter, quote, escape: escapedBy });
  } catch {
    // A quotation mark that is never closed: then it is a character like any other.
    return parse(values, { ...bounded(budget), delimiter, quote: false });
  }
}

/** Records beyond the budget are dropped as they come, so that they never lie in memory together. */
function bounded(budget: CellBudget): Options<string[]> {
  const mostColumns = Math.max(1, Math.floor(budget.limit / 2));
  let cells = 0;
  return {
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    on_record: (record: string[]) => {
      cells += record.length;
      if (cells > budget.limit || record.length > mostColumns) budget.noteLoss();
      if (cells > budget.limit && record.length <= mostColumns) return null;
      return record.length > mostColumns ? record.slice(0, mostColumns) : record;
    },
  };
}

/** Fields at the end that are empty in every row say nothing. */
function filledWidth(record: readonly string[]): number {
  let width = record.length;
  while (width > 0 && (record[width - 1] ?? '').trim() === '') width -= 1;
  return width;
}

function cellOf(value: string, header: boolean): CellNode {
  const text = value.replace(/\r\n?/g, '\n').trim();
  return { ...(header ? { header } : {}), content: text === '' ? [] : [{ type: 'text', text }] };
}
