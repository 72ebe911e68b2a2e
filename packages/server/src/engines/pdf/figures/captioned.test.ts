import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bbox } from '@docmill/document';
import type { Segment } from '../page-content.ts';
import type { PagePath } from '../paths.ts';
import { findFigures } from './find-figures.ts';

const path = (kind: PagePath['kind'], bbox: Bbox): PagePath => ({
  kind,
  bbox,
  fill: 0xeeeeee,
  thickness: 0,
  object: 0,
});

const segment = (text: string, x: number, y: number): Segment => ({
  bbox: [x, y - 8, x + 5 * text.length, y + 2],
  baseline: y,
  size: 10,
  angle: 0,
  runs: [{ text, font: 0, size: 10, rise: 0 }],
});

/** Rounded boxes with words in them that stand apart, each with an arrow to the next. */
const steps = [0, 1, 2, 3];
const boxes = steps.flatMap((at) => [
  path('shape', [110, 120 + 50 * at, 330, 140 + 50 * at]),
  path('shape', [218, 148 + 50 * at, 222, 156 + 50 * at]),
]);
const words = steps.map((at) => segment('the weir is raised and water runs', 120, 134 + 50 * at));
const caption = segment('Figure 2: how the wheel is set in motion every day', 100, 345);
const found = (segments: readonly Segment[], paths = boxes) =>
  findFigures({ paths, segments, images: [], taken: [], width: 600, height: 800 });

test('boxes with words in them are a figure where a caption below says so', () => {
  assert.deepEqual(found(words), []);
  assert.deepEqual(found([...words, caption]), [[110, 120, 330, 306]]);
});

test('what the text above a caption stands on is no figure', () => {
  const prose = [320, 332].map((y) => segment('the wheel stood still for two years before it was mended', 100, y));
  assert.deepEqual(found([...words, ...prose, caption]), []);
  assert.deepEqual(found([...words, segment('Figure 2 shows how the wheel is set in motion', 100, 345)]), []);
});
