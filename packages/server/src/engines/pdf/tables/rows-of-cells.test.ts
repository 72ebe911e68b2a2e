import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '../page-content.ts';
import { mayHoldColumns } from './rows-of-cells.ts';

const size = 10;

/** Segments from x0 to x1 on each line, one line below the other. */
function page(...lines: readonly (readonly (readonly [number, number])[])[]): readonly Segment[] {
  return lines.flatMap((texts, at) => {
    const baseline = 100 + 12 * at;
    return texts.map(
      ([x0, x1]): Segment => ({ bbox: [x0, baseline - 8, x1, baseline + 2], baseline, size, angle: 0, runs: [] }),
    );
  });
}

const full = [
  [50, 290],
  [310, 550],
] as const;
const prose = Array.from({ length: 6 }, () => full);

test('the last lines of paragraphs in two columns of prose are no rows', () => {
  const short = [
    [50, 120],
    [310, 550],
  ] as const;
  assert.equal(mayHoldColumns(page(...prose, short, full, short, full, short)), false);
});

test('short texts within one of two columns of prose are rows, and short texts in both', () => {
  const cells = [
    [50, 120],
    [200, 260],
    [310, 550],
  ] as const;
  assert.equal(mayHoldColumns(page(...prose, cells, cells, cells)), true);
  const pair = [
    [50, 120],
    [310, 350],
  ] as const;
  assert.equal(mayHoldColumns(page(...prose, pair, pair, pair)), true);
});

test('a label beside a long text is a row where no prose stands in two columns', () => {
  const entry = [
    [50, 120],
    [200, 550],
  ] as const;
  assert.equal(mayHoldColumns(page(entry, entry, entry)), true);
});
