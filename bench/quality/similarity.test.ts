import assert from 'node:assert/strict';
import { test } from 'node:test';
import { f1, inOrder, longestCommon, matchCounts, wordRatio } from './similarity.ts';

/** The textbook way, for comparison. */
function slowLongestCommon(first: readonly string[], second: readonly string[]): number {
  let before = new Array<number>(second.length + 1).fill(0);
  for (const a of first) {
    const row = [0];
    for (const [at, b] of second.entries())
      row.push(a === b ? (before[at] ?? 0) + 1 : Math.max(before[at + 1] ?? 0, row[at] ?? 0));
    before = row;
  }
  return before[second.length] ?? 0;
}

function words(count: number, seed: number): string[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return `w${Math.floor(state / 65_536) % 17}`;
  });
}

test('the longest common subsequence is that of the textbook, over many blocks of bits', () => {
  for (const [a, b] of [
    [0, 5],
    [1, 1],
    [31, 40],
    [32, 33],
    [64, 200],
    [257, 190],
  ]) {
    const first = words(a ?? 0, 7);
    const second = words(b ?? 0, 99);
    assert.equal(longestCommon(first, second), slowLongestCommon(first, second), `${a} words, ${b} words`);
  }
});

test('the word ratio is 1 for equal texts, 0 for foreign ones, and counts order', () => {
  assert.equal(wordRatio(['a', 'b'], ['a', 'b']), 1);
  assert.equal(wordRatio(['a'], ['b']), 0);
  assert.equal(wordRatio(['a', 'b', 'c'], ['c', 'a', 'b']), 2 / 3);
  assert.equal(wordRatio([], []), 1);
});

test('50,000 words are compared within seconds', () => {
  const many = words(50_000, 3);
  const before = process.cpuUsage().user;
  assert.ok(wordRatio(many, words(50_000, 5)) > 0.3);
  assert.ok(process.cpuUsage().user - before < 20e6);
});

test('F1 counts what is missing and what is too much', () => {
  const match = matchCounts(
    new Map([['a', 2]]),
    new Map([
      ['a', 1],
      ['b', 1],
    ]),
  );
  assert.deepEqual(match, { hit: 1, wanted: 2, given: 2 });
  assert.equal(f1(match), 0.5);
  assert.equal(f1({ hit: 0, wanted: 0, given: 3 }), 0);
});

test('counts the places that rise', () => {
  assert.equal(inOrder([1, 2, 9, 3, 4]), 4);
  assert.equal(inOrder([]), 0);
});
