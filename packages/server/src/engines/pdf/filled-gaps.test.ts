import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withWholeClusters } from './clusters.ts';
import { withFilledGaps } from './filled-gaps.ts';
import type { Glyph } from './glyphs.ts';
import { withMarksInPlace } from './lone-marks.ts';

interface Place {
  readonly x: number;
  readonly width?: number;
  readonly font?: number;
  readonly baseline?: number;
  readonly generated?: boolean;
}

const glyph = (text: string, { x, width = 5, font = 0, baseline = 100, generated = false }: Place): Glyph => ({
  text,
  bbox: [x, baseline - 9, x + width, baseline + 2],
  baseline,
  size: 10,
  font,
  angle: 0,
  generated,
  invisible: false,
});
const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('');

test('letters of another font that are printed behind a line stand where they are seen', () => {
  const line = [
    glyph('v', { x: 0 }),
    glyph(' ', { x: 10, generated: true }),
    glyph('a', { x: 10 }),
    glyph(' ', { x: 15, width: 2.5 }),
    glyph('q', { x: 17.5 }),
    glyph('ừ', { x: 5, font: 1 }),
    glyph('ủ', { x: 22.5, font: 1 }),
  ];
  assert.equal(textOf(withFilledGaps(line)), 'vừa qủ');
});

test('a full stop of another font ends its sentence from right to left', () => {
  const line = [
    glyph('א', { x: 40 }),
    glyph('ב', { x: 35 }),
    glyph(' ', { x: 35, generated: true }),
    glyph('ג', { x: 25 }),
    glyph('.', { x: 32.5, width: 2.5, font: 1 }),
  ];
  assert.equal(textOf(withFilledGaps(line)), 'אב. ג');
});

test('what follows in another font, or lies over it, stays in the order of the file', () => {
  const follows = [glyph('a', { x: 20 }), glyph('b', { x: 25 }), glyph('c', { x: 0, font: 1 })];
  const over = [glyph('a', { x: 0 }), glyph('b', { x: 5 }), glyph('c', { x: 1, font: 1 })];
  assert.equal(withFilledGaps(follows), follows);
  assert.equal(withFilledGaps(over), over);
});

test('a mark that is printed apart from its letter stands behind it', () => {
  const line = [
    glyph('่', { x: 3, width: 2, baseline: 100.6 }),
    glyph('ร', { x: 0 }),
    glyph('ิ', { x: 0 }),
    glyph('ม', { x: 5 }),
  ];
  assert.equal(textOf(withMarksInPlace(line)), 'ริ่ม');
});

test('a cluster whose text is told for each of its pieces comes once, one that is written twice comes twice', () => {
  const cluster = (x: number, width: number) => [glyph('ท', { x, width }), glyph('ี่', { x, width })];
  assert.equal(textOf(withWholeClusters([...cluster(0, 5), ...cluster(2, 2), glyph('ง', { x: 5 })])), 'ที่ง');
  assert.equal(textOf(withWholeClusters([...cluster(0, 5), ...cluster(5, 5)])), 'ที่ที่');
});

test('no blank is inferred within scripts that have none', () => {
  const line = [glyph('ก', { x: 0 }), glyph(' ', { x: 8, generated: true }), glyph('า', { x: 8 })];
  assert.equal(textOf(withWholeClusters(line)), 'กา');
});
