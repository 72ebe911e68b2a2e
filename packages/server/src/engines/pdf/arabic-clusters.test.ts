import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withArabicClusters } from './arabic-clusters.ts';
import type { Glyph } from './glyphs.ts';

const glyph = (text: string, x: number, width: number, baseline = 100): Glyph => ({
  text,
  bbox: [x, 90, x + width, 100],
  baseline,
  size: 10,
  font: 0,
  angle: 0,
  generated: false,
  invisible: false,
});
const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('');

test('the letter stands before the marks that share its glyph, and has all of its room', () => {
  const pieces = [glyph('\u064b', 102, 2), glyph('\u0651', 100, 2), glyph('د', 104, 2)];
  const whole = withArabicClusters([glyph('ا', 106, 3), ...pieces, glyph('ا', 96, 4)]);
  assert.equal(textOf(whole), 'اد\u0651\u064bا');
  assert.deepEqual(whole[1]?.bbox, [100, 90, 106, 100]);
});

test('a letter that is told for its mark above the line stands in its word, also where the line was parted there', () => {
  const raised = [glyph('\u0651', 102, 1, 95), glyph('ل', 101, 1, 95)];
  const [right, left] = [
    [glyph('م', 115, 6), glyph('ع', 107, 8)],
    [glyph('م', 90, 8), glyph(' ', 88, 2), glyph('ه', 82, 6)],
  ];
  assert.equal(textOf(withArabicClusters([...right, ...raised, ...left])), 'معل\u0651م ه');
  assert.equal(textOf(withArabicClusters([...left, ...raised, ...right])), 'معل\u0651م ه');
  const [, , letter] = withArabicClusters([...left, ...raised, ...right]);
  assert.equal(letter?.baseline, 100);
});
