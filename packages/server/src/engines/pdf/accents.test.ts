import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAccents } from './accents.ts';
import type { Glyph } from './glyphs.ts';

/** glyphsOf sets a text from x on, five points a letter; `_` is a blank that PDFium infers. */
function glyphsOf(text: string, x: number, y = 100): readonly Glyph[] {
  return [...text].map((letter, at): Glyph => {
    const bbox = [x + 5 * at, y - 8, x + 5 * at + 5, y + 2] as const;
    const sign = letter === '_' ? ' ' : letter;
    return { text: sign, bbox, baseline: y, size: 10, font: 0, angle: 0, generated: letter === '_', invisible: false };
  });
}

function textOf(glyphs: readonly Glyph[]): string {
  return glyphs.map(({ text }) => text).join('');
}

test('an accent goes onto the letter behind it or before it', () => {
  assert.equal(textOf(withAccents([...glyphsOf('caf', 0), ...glyphsOf('´', 15), ...glyphsOf('e', 15)])), 'café');
  assert.equal(textOf(withAccents([...glyphsOf('cafe', 0), ...glyphsOf('´', 15)])), 'café');
});

test('an accent that PDFium puts behind its line finds its letter there', () => {
  const line = [...glyphsOf('Andres Quiroga', 0), ...glyphsOf('_', 70), ...glyphsOf('´', 20, 99.8)];
  assert.equal(textOf(withAccents(line)), 'Andrés Quiroga');
});

test('a dotless letter gets its own sign back under an accent', () => {
  assert.equal(textOf(withAccents([...glyphsOf('´', 5), ...glyphsOf('ı', 5), ...glyphsOf('n', 10)])), 'ín');
});

test('a sign over no letter stays as it is', () => {
  const line = glyphsOf('echo `date`', 0);
  assert.equal(textOf(withAccents(line)), 'echo `date`');
});
