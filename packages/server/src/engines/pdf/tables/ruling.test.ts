import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distinct, mergeRulings } from './ruling.ts';

const rule = { gap: 3.5, shortest: 6 };

test('dashes of one line become one line', () => {
  const dashes = Array.from({ length: 20 }, (_, at) => ({ at: 100, from: 10 + 5 * at, to: 13 + 5 * at }));
  assert.deepEqual(mergeRulings(dashes, rule), [{ at: 100, from: 10, to: 108 }]);
});

test('a double line is one line, and two rows of lines stay two', () => {
  const lines = [100, 101.5, 112].map((at) => ({ at, from: 10, to: 90 }));
  assert.deepEqual(
    mergeRulings(lines, rule).map(({ at }) => at),
    [100.75, 112],
  );
});

test('what stays short is no line', () => {
  assert.deepEqual(mergeRulings([{ at: 5, from: 0, to: 4 }], rule), []);
});

test('values that lie close are one', () => {
  assert.deepEqual(distinct([30, 10, 11, 31, 50], 3), [10.5, 30.5, 50]);
});
