import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Glyph } from './glyphs.ts';
import type { PagePath } from './paths.ts';
import { withStrikes } from './strikes.ts';

const glyph = (text: string, x: number, ink?: Glyph['ink']): Glyph => ({
  text,
  bbox: [x, 90, x + 6, 102],
  baseline: 100,
  size: 10,
  font: 0,
  angle: 0,
  generated: false,
  invisible: false,
  ink,
});
const line = (x0: number, x1: number, y: number): PagePath => ({
  bbox: [x0, y - 0.2, x1, y + 0.2],
  kind: 'horizontal',
  thickness: 0.4,
  object: 0,
});

test('a line through the middle of letters strikes them out', () => {
  const struck = withStrikes([glyph('o', 0), glyph('k', 6), glyph('!', 30)], [line(0, 12, 97)]);
  assert.deepEqual(
    struck.map(({ strike }) => strike === true),
    [true, true, false],
  );
});

test('a large sign that hangs below the bar of a fraction is not struck out', () => {
  const [root] = withStrikes([glyph('√', 4, [4, 98, 10, 112])], [line(0, 20, 96.5)]);
  assert.equal(root?.strike, undefined);
});
