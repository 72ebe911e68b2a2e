import { SSF } from '@e965/xlsx';

/** Longest format that is tried; Excel allows 255 characters. */
const longestFormat = 1_000;

/**
 * formatNumber writes a number as its format shows it: `0.125, 0.0%` -> `12.5%`. Where a format follows the language of the reader's
 * system, dates come in ISO 8601. A format that cannot be read gives the plain number.
 */
export function formatNumber(value: number, format: string, date1904: boolean): string {
  if (format === 'General' || format === '' || format.length > longestFormat) return general(value);
  try {
    return String(SSF.format(withPlainStops(format), value, { date1904 })).trim();
  } catch {
    return general(value);
  }
}

/** The library takes each full stop of a date for that before parts of seconds. `dd.mm.yyyy` -> `dd\.mm\.yyyy` */
function withPlainStops(format: string): string {
  if (!format.includes('.') || !SSF.is_date(format)) return format;
  return format.replace(/"[^"]*"|\\.|\[[^\]]*\]|\.(?!0)/g, (part) => (part === '.' ? '\\.' : part));
}

function general(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e11) return String(value);
  return String(SSF.format('General', value));
}

/** Formats that Excel shows in the way of the reader's system (ISO 29500-1, 18.8.30, and the system formats of East Asia). */
const systemFormats: Readonly<Record<number, string>> = {
  14: 'yyyy-mm-dd',
  22: 'yyyy-mm-dd hh:mm',
  27: 'yyyy-mm-dd',
  28: 'm-d',
  29: 'm-d',
  30: 'm-d-yy',
  31: 'yyyy-mm-dd',
  32: 'hh:mm',
  33: 'hh:mm:ss',
  36: 'yyyy-mm-dd',
  50: 'yyyy-mm-dd',
  51: 'm-d',
  52: 'yyyy-mm',
  53: 'm-d',
  54: 'm-d',
  55: 'hh:mm',
  56: 'hh:mm:ss',
  57: 'yyyy-mm-dd',
  58: 'm-d',
};

/** builtInFormat gives the format that a number below 164 stands for; `General` for an unknown one. */
export function builtInFormat(id: number): string {
  return systemFormats[id] ?? SSF.get_table()[id] ?? 'General';
}
