import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findAlgorithms } from './algorithms.ts';
import type { Glyph } from './glyphs.ts';
import type { PagePath } from './paths.ts';

/** glyphsOf sets a text from x on, five points a letter. */
function glyphsOf(text: string, x: number, y: number): readonly Glyph[] {
  return [...text].map((letter, at): Glyph => {
    const left = x + 5 * at;
    const bbox = [left, y - 8, left + 5, y + 2] as const;
    return { text: letter, bbox, baseline: y, size: 10, font: 0, angle: 0, generated: false, invisible: false };
  });
}

function rule(y: number): PagePath {
  return { kind: 'horizontal', bbox: [70, y, 300, y], stroke: 0, thickness: 0.8, object: 0 };
}

const steps = [
  ...glyphsOf('Require: size n', 70, 140),
  ...glyphsOf('1: while k < n do', 75, 152),
  ...glyphsOf('2:', 75, 164),
  ...glyphsOf('draw a value', 105, 164),
  ...glyphsOf('3: end while', 75, 176),
];

test('what stands between rules below the name of an algorithm is a program with its indents', () => {
  const text = [...glyphsOf('before it', 70, 80), ...glyphsOf('Algorithm 1 Sampling', 70, 120), ...steps];
  const { programs, glyphs } = findAlgorithms(text, [rule(106), rule(126), rule(190)]);
  assert.equal(programs[0]?.caption, 'Algorithm 1 Sampling');
  assert.deepEqual(programs[0]?.text.split('\n'), [
    'Require: size n',
    'while k < n do',
    '    draw a value',
    'end while',
  ]);
  assert.equal(glyphs.map((glyph) => glyph.text).join(''), 'before it');
});

test('a name whose box begins above the rule is one all the same', () => {
  const text = [...glyphsOf('Algorithm 1 Sampling', 70, 120), ...steps];
  assert.equal(findAlgorithms(text, [rule(113), rule(126), rule(190)]).programs.length, 1);
});

test('a table between rules is none', () => {
  const text = [...glyphsOf('Method 1 Time', 70, 120), ...steps];
  assert.deepEqual(findAlgorithms(text, [rule(106), rule(126), rule(190)]), { programs: [], glyphs: text });
});
