import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withWholeClusters } from './clusters.ts';
import type { Glyph } from './glyphs.ts';
import { withoutScattered } from './scattered-clusters.ts';

const glyph = (text: string, x: number, width: number, generated = false): Glyph => ({
  text,
  bbox: [x, 90, x + width, 100],
  baseline: 100,
  size: 10,
  font: 0,
  angle: 0,
  generated,
  invisible: false,
});
const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('');

test('a cluster whose mark is printed behind the next letter comes once', () => {
  const word = [glyph('ช', 100, 6), glyph('่', 104, 2), glyph('ว', 106, 6)];
  const again = [glyph('ช', 103, 2), glyph('่', 103, 2), glyph(' ', 105, 0, true)];
  assert.equal(textOf(withoutScattered([...word, ...again, glyph('ง', 112, 6)])), 'ช่วง');
  // Written twice it stands beside itself.
  const twice = [...word.slice(0, 2), glyph('ช', 106, 6), glyph('่', 110, 2)];
  assert.equal(textOf(withoutScattered(twice)), 'ช่ช่');
});

test('a cluster whose mark is printed before its line comes once, the mark first as PDFium gives it', () => {
  const lone = glyph('\u064b', 66, 2);
  const halves = [lone, { ...glyph('ص', 66, 2), bbox: lone.bbox }];
  const mark = glyph('\u064b', 64, 8);
  const line = [mark, { ...glyph('ص', 64, 8), bbox: mark.bbox }, glyph('ا', 60, 3)];
  assert.equal(textOf(withoutScattered([glyph('خ', 72, 6), ...halves, ...line])), 'خ\u064bصا');
  const blank = glyph(' ', 66, 0, true);
  assert.equal(textOf(withoutScattered([blank, ...halves, glyph('خ', 72, 6), ...line])), 'خ\u064bصا');
});

test('the vowel am is whole, though its ring stands apart and has no meaning', () => {
  const word = [glyph('น', 100, 6), glyph('\ufffd', 103, 3), glyph('้', 104, 2), glyph('า', 106, 6)];
  assert.equal(textOf(withWholeClusters(word)), 'น้ำ');
  assert.equal(textOf(withWholeClusters([glyph('ค', 100, 6), glyph('\u0e4d', 103, 3), glyph('า', 106, 6)])), 'คำ');
});

test('what PDFium does not tell of a cluster reaches to the next letter', () => {
  const word = [glyph('ட', 100, 3), glyph('ை', 103, 3), glyph(' ', 99, 0, true), glyph('க', 118, 6)];
  const others = ['ட', ' ', 'க'].map((text, at) => glyph(text, 130 + 7 * at, 6));
  assert.deepEqual(withWholeClusters([...word, ...others])[1]?.bbox, [103, 90, 118, 100]);
});
