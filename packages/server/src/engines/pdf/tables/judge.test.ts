import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence } from './evidence.ts';
import { isTable } from './judge.ts';
import type { Word } from './words.ts';

const word = (text: string, x: number, y: number): Word => ({
  text,
  bbox: [x, y - 8, x + 5 * text.length, y],
  baseline: y,
  size: 10,
  font: 0,
  indexed: false,
});

/** Rows of three columns: prose, a mark, the words of an item, of several lines. */
function evidenceOf(marks: readonly string[], gap: number): Evidence {
  const texts = marks.flatMap((mark, row) =>
    ['the mill stands', mark, 'shut the gate'].map((text, column) => {
      const x = [50, 200, 200 + 5 * mark.length + gap][column] ?? 0;
      const words = [word(text, x, 100 + 40 * row), word(text, x, 112 + 40 * row)];
      const place = { row, rowEnd: row + 1, column, columnEnd: column + 1 };
      return { ...place, text: column === 1 ? mark : text, words: column === 1 ? words.slice(0, 1) : words };
    }),
  );
  return { rows: marks.length, columns: 3, texts, cells: texts.length };
}

test('a list beside a column of prose is no table, numbers far from what stands beside them may be', () => {
  assert.equal(isTable('wrapped', evidenceOf(['1.', '2.', '3.', '4.'], 6)), false);
  assert.equal(isTable('wrapped', evidenceOf(['1.', '2.', '3.', '4.'], 60)), true);
});

test('lines of prose of which one is set so wide that its words stand apart are no table, whatever its caption says', () => {
  const line = (text: string, place: readonly [number, number, number]) => {
    const [row, column, columnEnd] = place;
    const words = text.split(' ').map((part, at) => word(part, 50 + 70 * column + 30 * at, 100 + 12 * row));
    return { row, rowEnd: row + 1, column, columnEnd, text, words };
  };
  const across = ['opened at noon and', 'stood so until one', 'of the boats came in'];
  const loose = ['The', 'sluice', 'was'].map((text, column) => line(text, [0, column, column + 1]));
  const texts = [...loose, ...across.map((text, at) => line(text, [at + 1, 0, 3]))];
  assert.equal(isTable('caption', { rows: 4, columns: 3, texts, cells: 6 }), false);
});
