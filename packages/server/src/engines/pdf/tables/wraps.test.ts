import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FilledLine, fillingsOf } from './rows.ts';
import { linesOf, type Word } from './words.ts';
import { endingShare, wrapsOf } from './wraps.ts';

const size = 10;
const width = 5;
const xs = [0, 100, 240, 400];

function word(text: string, x: number, y: number): Word {
  return { text, bbox: [x, y - 7.5, x + width * text.length, y + 2], baseline: y, size, font: 0, indexed: false };
}

/** setUp puts texts, left edges at those of the columns, on lines of given baselines. */
function setUp(lines: readonly (readonly [y: number, ...texts: string[]])[]): readonly FilledLine[] {
  const words = lines.flatMap(([y, ...texts]) =>
    texts.flatMap((text, column) => {
      let x = (xs[column] ?? 0) + 2;
      return text.split(' ').flatMap((part) => {
        const placed = part === '' ? [] : [word(part, x, y)];
        x += width * (part.length + 0.5);
        return placed;
      });
    }),
  );
  return linesOf(words).map((line) => ({ line, fillings: fillingsOf(line, xs) }));
}

const startsOf = (lines: readonly FilledLine[]) => [...(wrapsOf(lines)?.starts ?? [])];

test('a row goes on while a text of it has no room for its next word', () => {
  const lines = setUp([
    [12, 'Rye', 'it is sown in autumn and', 'bread'],
    [24, '', 'ripe early in summer'],
    [36, 'Oats', 'These feed the horses of', 'hay'],
    [48, '', 'the post and of farms'],
  ]);
  assert.deepEqual(startsOf(lines), [0, 2]);
});

test('rows whose cells are centred on each other are told too', () => {
  const lines = setUp([
    [12, '', 'it is sown in autumn and'],
    [18, 'Rye', '', 'bread'],
    [24, '', 'ripe early in summer'],
    [44, '', 'These feed the horses of'],
    [50, 'Oats', '', 'hay'],
    [56, '', 'the post and of farms'],
  ]);
  assert.deepEqual(startsOf(lines), [0, 3]);
});

test('rows of one line each are not joined, whatever they begin with', () => {
  const lines = setUp([
    [12, 'rye', 'bread for the town', 'autumn'],
    [24, 'oats', 'horses and cattle', 'spring'],
    [36, 'wheat', 'white bread, cakes', 'autumn'],
  ]);
  assert.equal(wrapsOf(lines)?.starts.size ?? 3, 3);
});

test('texts that end before the edge of their column tell rows from prose', () => {
  const rows = setUp([
    [12, 'Rye', 'Sown in autumn', 'bread'],
    [24, 'Oats', 'Horses', 'hay'],
    [36, 'Wheat', 'White bread and fine cakes', 'flour'],
  ]);
  const prose = setUp([
    [12, 'the mill was', 'while the river carried', 'until the new wheel'],
    [24, 'built beside a', 'less water than in years', 'was set into the old'],
    [36, 'narrow bridge', 'before, the miller had to', 'channel by the builder'],
  ]);
  assert.ok(endingShare(rows) > 0.8);
  assert.ok(endingShare(prose) < 0.5);
});
