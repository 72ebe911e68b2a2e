import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Glyph } from './glyphs.ts';
import { toSegments } from './segments.ts';

interface Letters {
  readonly text: string;
  readonly x: number;
  readonly size: number;
  readonly baseline?: number;
}

/** Letters half as wide as their size. */
function glyphsOf({ text, x, size, baseline = 100 }: Letters): readonly Glyph[] {
  return [...text].map((letter, at) => ({
    text: letter,
    bbox: [x + (at * size) / 2, baseline - size, x + ((at + 1) * size) / 2, baseline],
    baseline,
    size,
    angle: 0,
    font: 0,
    generated: false,
    invisible: false,
  }));
}

const risesOf = (...letters: readonly Letters[]) =>
  toSegments(letters.flatMap(glyphsOf)).flatMap(({ runs }) => runs.map(({ text, rise }) => [text, Math.sign(rise)]));

test('an index longer than its word is below it, also where the word is in small capitals', () => {
  const word = { text: 'flow', x: 100, size: 10 };
  assert.deepEqual(risesOf(word, { text: 'longest', x: 120, size: 7, baseline: 102 }), [
    ['flow', 0],
    ['longest', -1],
  ]);
  const capitals = [
    { text: 'M', x: 100, size: 10 },
    { text: 'ILL', x: 105, size: 8 },
  ];
  assert.deepEqual(risesOf(...capitals, { text: 'NORTH', x: 117, size: 7, baseline: 102 }).at(-1), ['NORTH', -1]);
});

test('the blank of a tight line parts words, a thin space does not', () => {
  const textAt = (gap: number) =>
    risesOf({ text: '(2000)', x: 100, size: 10 }, { text: 'suggest', x: 130 + gap, size: 10 })
      .map(([text]) => text)
      .join('');
  assert.equal(textAt(1.9), '(2000) suggest');
  assert.equal(textAt(1.66), '(2000)suggest');
});

test('a star that is set high belongs to its name', () => {
  const name = [...'MILLER'].map((text, at) => ({ text, x: 100 + 6 * at, size: 12 }));
  const star = { text: '*', x: 136, size: 8, baseline: 91.3 };
  assert.deepEqual(risesOf(...name, star), [
    ['MILLER', 0],
    ['*', 1],
  ]);
});
