import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Glyph } from './glyphs.ts';
import { withReadings } from './readings.ts';

const glyph = (text: string, x: number, top: number, size: number): Glyph => ({
  text,
  bbox: [x, top, x + size, top + size],
  baseline: top + 0.88 * size,
  size,
  font: 0,
  angle: 0,
  generated: false,
  invisible: false,
});
const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('');

test('a reading above its characters stands behind them in brackets', () => {
  const line = [...'古い漢字の本'].map((text, at) => glyph(text, 100 + 10 * at, 100, 10));
  const readings = [
    glyph('ふ', 100, 94, 5),
    glyph('る', 105, 94, 5),
    ...[...'かんじ'].map((text, at) => glyph(text, 121 + 6 * at, 94, 5)),
  ];
  assert.equal(textOf(withReadings([...line, ...readings])), '古(ふる)い漢字(かんじ)の本');
});

test('a reading at the right of its column stands behind its characters in brackets', () => {
  const column = [...'古い本'].map((text, at) => glyph(text, 100, 100 + 10 * at, 10));
  const reading = [glyph('ふ', 110, 100, 5), glyph('る', 110, 105, 5)];
  assert.equal(textOf(withReadings([...column, ...reading])), '古(ふる)い本');
});

test('small letters that stand beside no character are none of its readings', () => {
  const line = [...'本はここ'].map((text, at) => glyph(text, 100 + 10 * at, 100, 10));
  const note = [...'ちゅう'].map((text, at) => glyph(text, 100 + 5 * at, 140, 5));
  assert.equal(textOf(withReadings([...line, ...note])), '本はここちゅう');
});
