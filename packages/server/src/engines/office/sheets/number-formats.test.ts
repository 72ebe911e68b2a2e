import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatNumber } from './number-formats.ts';

test('numbers and times are written as their formats show them, in the manner of many countries', () => {
  for (const [format, expected] of [
    ['dd.mm.yyyy', '14.03.2026'],
    ['D.M.YY hh:mm', '14.3.26 12:00'],
    ['[$-407]d. mmmm yyyy;@', '14. March 2026'],
    ['hh:mm:ss.00', '12:00:00.00'],
    ['yyyy"年"m"月"d"日"', '2026年3月14日'],
    ['#,##0.00\\ "€"', '46,095.50 €'],
    ['0.0"d"', '46095.5d'],
  ] as const)
    assert.equal(formatNumber(46_095.5, format, false), expected, format);
});
