import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOfRow } from './lines.ts';
import { readingOrder } from './order.ts';
import type { Segment, Solid } from './page-content.ts';

function line(text: string, x: number, y: number): Segment {
  const bbox = [x, y - 8, x + 5 * text.length, y + 2] as const;
  return { bbox, baseline: y, size: 10, angle: 0, runs: [{ text, font: 0, size: 10, rise: 0 }] };
}

const picture = (x: number, bottom: number): Solid => ({ type: 'picture', bbox: [x, bottom - 60, x + 80, bottom] });

function read(segments: readonly Segment[], solids: readonly Solid[]): readonly string[] {
  return readingOrder({ segments, solids, width: 600, height: 800 }).flatMap(({ rows }) =>
    rows.map((row) => (row.items[0]?.solid === undefined ? textOfRow(row) : 'picture')),
  );
}

const names = [
  line('(b) The second run, with the noise that', 320, 200),
  line('(a) The first run, without noise', 60, 211),
  line('was told of', 320, 211),
];

test('each part of a figure is read with its own name', () => {
  const whole = line('Figure 2: All that was done in the experiment, and all that was left out of it.', 60, 232);
  assert.deepEqual(read([...names, whole], [picture(100, 194), picture(360, 186)]), [
    'picture',
    '(a) The first run, without noise',
    'picture',
    '(b) The second run, with the noise that',
    'was told of',
    'Figure 2: All that was done in the experiment, and all that was left out of it.',
  ]);
});

test('names that do not follow each other are read line by line', () => {
  const choices = [line('(a) one thing', 60, 100), line('(c) a third thing', 320, 100)];
  assert.deepEqual(read(choices, []), ['(a) one thing (c) a third thing']);
});
