import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBareAlgorithms } from './bare-algorithms.ts';
import type { Glyph } from './glyphs.ts';
import type { Font } from './page-content.ts';

const fonts = [
  { name: 'Text', bold: false, italic: false, mono: false },
  { name: 'Text-Bold', bold: true, italic: false, mono: false },
] as unknown as readonly Font[];

/** glyphsOf sets a text from x on, five points a letter; what stands between stars is bold. */
function glyphsOf(text: string, x: number, y: number): readonly Glyph[] {
  let [left, font] = [x, 0];
  return [...text].flatMap((letter) => {
    if (letter === '*') {
      font = 1 - font;
      return [];
    }
    const bbox = [left, y - 8, left + 5, y + 2] as const;
    left += 5;
    return { text: letter, bbox, baseline: y, size: 10, font, angle: 0, generated: false, invisible: false };
  });
}

const before = glyphsOf('The order of the items is not known, and so they are looked at one by one.', 70, 76);
const steps = [
  ...glyphsOf('*Input:* a list', 70, 100),
  ...glyphsOf('*for* each item *do*', 70, 112),
  ...glyphsOf('*if* it is large *then*', 85, 124),
  ...glyphsOf('store it;', 100, 136),
  ...glyphsOf('*end*', 85, 148),
  ...glyphsOf('*end*', 70, 160),
];

test('steps told by their words in bold are a program, with the name below them', () => {
  const name = glyphsOf('*Algorithm 1:* Sampling', 180, 184);
  const { programs, glyphs } = findBareAlgorithms([...before, ...steps, ...name], fonts);
  assert.equal(programs[0]?.caption, 'Algorithm 1: Sampling');
  assert.deepEqual(programs[0]?.text.split('\n'), [
    'Input: a list',
    'for each item do',
    '    if it is large then',
    '        store it;',
    '    end',
    'end',
  ]);
  assert.deepEqual(glyphs, before);
});

test('bold words within a text are no steps', () => {
  const text = [...before, ...glyphsOf('what they *do* is known, and *then* they do it', 70, 88)];
  assert.deepEqual(findBareAlgorithms(text, fonts), { programs: [], glyphs: text });
});
