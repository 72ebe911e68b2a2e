const dayMs = 86_400_000;

/**
 * formatValue writes a value of a chart as its number format shows it, where that is easy to say:
 *
 *     4.4000000000000004, General -> 4.4    0.125, 0.0% -> 12.5%    45658, yyyy-mm-dd -> 2025-01-01
 */
export function formatValue(value: string, format: string): string {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value;
  const code = format.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
  const percent = /^[#0,]*0(?:\.(0+))?%/.exec(code);
  if (percent !== null) return `${(number * 100).toFixed(percent[1]?.length ?? 0)}%`;
  if (/[dy]/i.test(code) && !/general/i.test(code) && number >= 1 && number < 2_958_466) return dateOf(number);
  // Binary fractions show at their fifteenth digit, as in Excel.
  return String(Number(number.toPrecision(15)));
}

/** Days since 1899-12-30 (ISO 29500-1, 18.17.4.1). */
function dateOf(serial: number): string {
  const date = new Date(Date.UTC(1899, 11, 30) + serial * dayMs).toISOString();
  return Number.isInteger(serial) ? date.slice(0, 10) : date.slice(0, 16).replace('T', ' ');
}
