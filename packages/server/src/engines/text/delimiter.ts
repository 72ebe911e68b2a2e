/** Dialect is how a file of values is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escapedBy: string;
  /** Characters before the first row: the line `sep=;` that Excel understands. */
  readonly skip: number;
}

/** Of equally regular marks the first is taken: a comma may stand in numbers and texts. */
const delimiters = ['\t', ';', '|', ','] as const;

/** How much of a file is looked at. */
const sampleLength = 64 * 1_024;

/** sniffDialect finds the mark between values, that around them and that before a quotation mark inside, by the first rows. */
export function sniffDialect(text: string, format: 'csv' | 'tsv'): Dialect {
  const start = text.slice(0, sampleLength);
  const named = /^\uFEFF?sep=(.)\r?\n/i.exec(start);
  const skip = named?.[0].length ?? (start.startsWith('\uFEFF') ? 1 : 0);
  const sample = start.slice(skip);
  const delimiter = named?.[1] ?? (format === 'tsv' && sample.includes('\t') ? '\t' : likeliestDelimiter(sample));
  const quote = !sample.includes('"') && hasSingleQuotes(sample, delimiter) ? "'" : '"';
  const escapedBy = sample.includes(`\\${quote}`) && !sample.includes(quote + quote) ? '\\' : quote;
  return { delimiter, quote, escapedBy, skip };
}

/** likeliestDelimiter takes the mark that comes equally often in most rows. */
function likeliestDelimiter(sample: string): string {
  const rows = sample
    .replace(/"(?:[^"]|"")*"/g, '""')
    .split(/\r\n?|\n/)
    .filter((row) => row.trim() !== '')
    .slice(0, 50);
  // The last row of a long file is cut off.
  if (rows.length > 2 && sample.length === sampleLength) rows.pop();
  const scored = delimiters.map((mark) => ({
    mark,
    share: regularShare(rows.map((row) => row.split(mark).length - 1)),
  }));
  const best = scored.reduce((most, next) => (next.share > most.share ? next : most));
  return best.share > 0 ? best.mark : ',';
}

/** The share of rows with the commonest number of marks, those without any left out; a mark in half of the rows counts little. */
function regularShare(counts: readonly number[]): number {
  const numbers = new Map<number, number>();
  for (const count of counts) if (count > 0) numbers.set(count, (numbers.get(count) ?? 0) + 1);
  return counts.length === 0 ? 0 : Math.max(0, ...numbers.values()) / counts.length;
}

function hasSingleQuotes(sample: string, delimiter: string): boolean {
  const mark = delimiter === '|' ? '\\|' : delimiter;
  const quoted = new RegExp(`(?:^|${mark})'[^'\\n]*'(?=${mark}|\\r?$)`, 'gm');
  return (sample.match(quoted) ?? []).length > 1;
}
