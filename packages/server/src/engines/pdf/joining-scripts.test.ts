import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Glyph } from './glyphs.ts';
import { withNonJoiners, withoutStrokes } from './joining-scripts.ts';
import { withMarksInPlace } from './lone-marks.ts';

const glyph = (text: string, x: number, width = 6, baseline = 100): Glyph => ({
  text,
  bbox: [x, baseline - 10, x + width, width === 0 ? baseline - 10 : baseline],
  baseline,
  size: 10,
  font: 0,
  angle: 0,
  generated: false,
  invisible: false,
});
const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('');

test('a non-joiner stays between letters, behind a word it goes', () => {
  const word = [glyph('م', 94), glyph('ی', 88), glyph('\u200c', 88, 0), glyph('ر', 82), glyph('\u200c', 82, 0)];
  assert.equal(textOf(withNonJoiners([...word, glyph(' ', 79, 3)])), 'می\u200cر ');
});

test('a non-joiner that is of one glyph with a letter stands on its other side', () => {
  const halves = [glyph('ک', 94), glyph('ه', 88), glyph('ه', 82, 3), glyph('\u200c', 85, 3), glyph('ا', 76)];
  assert.equal(textOf(withNonJoiners(halves)), 'که\u200cها');
  const shared = [glyph('ه', 94), glyph('ی', 88), glyph('\u200c', 88)];
  assert.equal(textOf(withNonJoiners(shared)), 'ه\u200cی');
});

test('a stroke without a meaning that stretches a word goes, and parts it no more', () => {
  const word = [glyph('س', 94), glyph('\ufffd', 91, 3), glyph('ي', 85), glyph('ا', 79)];
  assert.equal(textOf(withoutStrokes(word)), 'سيا');
  assert.equal(withoutStrokes(word)[0]?.bbox[0], 91);
  // Behind a letter that never joins it is something else.
  assert.equal(textOf(withoutStrokes([glyph('د', 94), glyph('\ufffd', 91, 3), glyph('ي', 85)])), 'د\ufffdي');
});

test('a digit that stands only where strokes do is one', () => {
  const word = (x: number, sign: string) => [glyph('س', x, 4), glyph(sign, x - 3, 3), glyph('ي', x - 7, 4)];
  const line = [90, 70, 50].flatMap((x) => word(x, '5'));
  assert.equal(textOf(withoutStrokes(line)), 'سيسيسي');
  assert.equal(textOf(withoutStrokes([...line, glyph(' ', 40), glyph('5', 30, 3)])), 'س5يس5يس5ي 5');
});

test('an Arabic mark that is printed before its word stands on its letter', () => {
  const lone = [glyph(' ', 70, 0, 99), glyph('\u064b', 61, 2, 99), glyph(' ', 100, 0)];
  const line = [glyph('2', 102), ...lone, glyph('ص', 66), glyph('ا', 60)];
  assert.equal(textOf(withMarksInPlace(line)), '2صا\u064b');
});
