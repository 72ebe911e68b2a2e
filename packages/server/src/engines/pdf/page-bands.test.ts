import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bbox } from '@docmill/document';
import { withoutBands } from './page-bands.ts';

const page = { width: 600, height: 800 };
const bands = (count: number, height: number) =>
  Array.from({ length: count }, (_, at): { readonly bbox: Bbox } => ({
    bbox: [0, at * height, 600, (at + 1) * height],
  }));
const picture = { bbox: [100, 100, 300, 200] as const };

test('bands that fill the page are its ground, a picture on them is none', () => {
  assert.deepEqual(withoutBands([...bands(8, 100), picture], page), [picture]);
  const down = [0, 1, 2].map((at) => ({ bbox: [200 * at, 0, 200 * (at + 1), 800] as const }));
  assert.deepEqual(withoutBands([...down, picture], page), [picture]);
});

test('a picture across the head of a page stays', () => {
  const images = [...bands(2, 100), picture];
  assert.deepEqual(withoutBands(images, page), images);
});
