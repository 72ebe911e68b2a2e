import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Glyph } from './glyphs.ts';
import { withoutLineNumbers } from './line-numbers.ts';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

function written(words: string, { x, y, size }: Place): readonly Glyph[] {
  return [...words].map((text, at) => ({
    text,
    bbox: [x + 0.5 * size * at, y - size, x + 0.5 * size * (at + 1), y],
    baseline: y,
    size,
    font: 0,
    angle: 0,
    generated: false,
    invisible: false,
  }));
}

const lines = ['a line of text', 'that goes on here', 'and then there', 'until it is over', 'at the very end'];
const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ text }) => text).join('');

test('small numbers that count lines at their side are left out', () => {
  const glyphs = lines.flatMap((line, at) => [
    ...written(String(at + 8).padStart(2, ' '), { x: 20, y: 100 + 12 * at, size: 6 }),
    ...written(line, { x: 40, y: 100 + 12 * at, size: 10 }),
  ]);
  assert.equal(textOf(withoutLineNumbers(glyphs)).replaceAll(' ', ''), lines.join('').replaceAll(' ', ''));
});

test('every fifth line may bear its number, outside of all text', () => {
  const numbered = (x: number) =>
    lines.flatMap((line, at) => [
      ...(at % 2 === 0 ? written(`${5 + (5 * at) / 2}`, { x, y: 100 + 12 * at, size: 6 }) : []),
      ...written(line, { x: 40, y: 100 + 12 * at, size: 10 }),
    ]);
  assert.equal(textOf(withoutLineNumbers(numbered(20))), lines.join(''));
  const last = lines
    .slice(0, 3)
    .flatMap((line, at) => [
      ...written(`${248 + at}`, { x: 20, y: 100 + 12 * at, size: 6 }),
      ...written(line, { x: 40, y: 100 + 12 * at, size: 10 }),
    ]);
  assert.equal(textOf(withoutLineNumbers(last)), lines.slice(0, 3).join(''));
  const inside = [...numbered(20), ...written('a wider line above', { x: 10, y: 60, size: 10 })];
  assert.equal(withoutLineNumbers(inside), inside);
});

test('numbers as large as the text, or that do not count on, stay', () => {
  const numbered = (value: (at: number) => string, size: number) =>
    lines.flatMap((line, at) => [
      ...written(value(at), { x: 20, y: 100 + 12 * at, size }),
      ...written(line, { x: 40, y: 100 + 12 * at, size: 10 }),
    ]);
  for (const glyphs of [numbered((at) => `${at + 1}`, 10), numbered((at) => `${(7 * at) % 9}`, 6)])
    assert.equal(withoutLineNumbers(glyphs), glyphs);
});
