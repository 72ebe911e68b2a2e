import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bbox } from '@docmill/document';
import { drawnBullets } from './drawn-bullets.ts';
import type { Run, Segment } from './page-content.ts';
import type { PagePath } from './paths.ts';

function line(x: number, y: number, ...runs: readonly Partial<Run>[]): Segment {
  const text = runs.map((run) => run.text ?? '').join('');
  return {
    bbox: [x, y - 8, x + 5 * text.length, y + 2],
    baseline: y,
    size: 10,
    angle: 0,
    runs: runs.map((run): Run => ({ text: '', font: 0, size: 10, rise: 0, ...run })),
  };
}

function ball(bbox: Bbox): PagePath {
  return { kind: 'shape', bbox, fill: 0x808080, thickness: 0, object: 0 };
}

function marksOf({ segments }: ReturnType<typeof drawnBullets>): readonly string[] {
  return segments.map(({ runs }) => runs.map(({ text }) => text).join(''));
}

test('a small shape before a line is its bullet', () => {
  const found = drawnBullets([line(30, 20, { text: 'cheap sensors' })], [ball([20, 14, 25, 19])]);
  assert.deepEqual(marksOf(found), ['•']);
});

test('a small number in a ball at the beginning of a line is the mark of an item', () => {
  const first = line(22, 20, { text: '1', size: 7, rise: 0.2 }, { text: ' Collect the data' });
  const found = drawnBullets([first], [ball([19, 11, 28, 20])]);
  assert.deepEqual(marksOf(found), ['1. Collect the data']);
  assert.deepEqual([...found.numbers], [first]);
});

test('a number in a circle before a line is its mark', () => {
  const [number, words] = [line(22, 20, { text: '2' }), line(40, 20, { text: 'Fit the model' })];
  const found = drawnBullets([number, words], [ball([18, 11, 30, 23])]);
  assert.deepEqual(marksOf(found), ['2.']);
  assert.equal(found.numbers.has(number), true);
});
