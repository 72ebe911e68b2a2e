import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlanInput, planPages } from './plan.ts';

const input: PlanInput = {
  pageCount: 10,
  range: { first: 0, last: Number.POSITIVE_INFINITY },
  failedPages: [],
  failedChunks: [],
  done: new Set(),
  pagination: { threshold: 4, chunkSize: 4 },
};
const crashed = (first: number, last: number) => ({
  range: { first, last },
  error: { code: 'engine_crashed', params: {} } as const,
});

test('a document above the threshold goes out in chunks, one below it is read at once', () => {
  assert.deepEqual(planPages(input).chunks, [
    { first: 0, last: 3 },
    { first: 4, last: 7 },
    { first: 8, last: 9 },
  ]);
  assert.deepEqual(planPages({ ...input, pageCount: 4 }).chunks, []);
  assert.deepEqual(planPages({ ...input, pagination: undefined }).chunks, []);
  assert.deepEqual(planPages({ ...input, range: { first: 8, last: 20 } }).wanted, [8, 9]);
});

test('the last chunks of a document are narrower, so that workers come to its end together', () => {
  const widths = (pageCount: number) =>
    planPages({ ...input, pageCount, pagination: { threshold: 100, chunkSize: 50 } }).chunks.map(
      ({ first, last }) => last - first + 1,
    );
  assert.deepEqual(widths(400), [50, 50, 50, 50, 50, 50, 50, 25, 13, 6, 6]);
  assert.deepEqual(widths(120), [50, 35, 18, 9, 5, 3]);
});

test('pages that are read or given up are not read again, and only what is missing counts', () => {
  const plan = planPages({
    ...input,
    done: new Set([0, 1, 4, 9]),
    failedPages: [{ pageIndex: 2, code: 'engine_crashed' }],
  });
  assert.deepEqual(plan.missing, [3, 5, 6, 7, 8]);
  assert.deepEqual(plan.chunks, [
    { first: 3, last: 7 },
    { first: 8, last: 8 },
  ]);
  assert.deepEqual(plan.givenUp, [{ pageIndex: 2, code: 'engine_crashed' }]);
  assert.deepEqual(planPages({ ...input, done: new Set([0, 1, 2, 3, 4, 5]) }).chunks, []);
});

test('a chunk that failed as a whole comes back in halves of what it left', () => {
  const done = new Set([0, 1, 2, 3, 8, 9]);
  assert.deepEqual(planPages({ ...input, done, failedChunks: [crashed(4, 7)] }).chunks, [
    { first: 4, last: 5 },
    { first: 6, last: 7 },
  ]);
  // 6-7 went well, 4-5 failed again.
  const failedChunks = [crashed(4, 7), crashed(4, 5)];
  assert.deepEqual(planPages({ ...input, done: new Set([...done, 6, 7]), failedChunks }).chunks, [
    { first: 4, last: 4 },
    { first: 5, last: 5 },
  ]);
});

test('a chunk of one page that failed gives that page up with its reason', () => {
  const plan = planPages({
    ...input,
    done: new Set([0, 1, 2, 3, 5, 6, 7, 8, 9]),
    failedChunks: [crashed(4, 7), crashed(4, 5), crashed(4, 4)],
  });
  assert.deepEqual(plan.givenUp, [{ pageIndex: 4, code: 'engine_crashed' }]);
  assert.deepEqual([plan.missing, plan.chunks], [[], []]);
});

test('a gap in what a failed chunk left never makes a range as wide as before', () => {
  const plan = planPages({ ...input, pageCount: 8, done: new Set([1, 2, 3, 4, 5, 6]), failedChunks: [crashed(0, 7)] });
  assert.deepEqual(plan.chunks, [
    { first: 0, last: 0 },
    { first: 7, last: 7 },
  ]);
});

test('a chunk that failed at a page comes back as that page and the rest', () => {
  const failedChunks = [{ ...crashed(0, 9), pageIndex: 6 }];
  assert.deepEqual(planPages({ ...input, done: new Set([0, 1]), failedChunks }).chunks, [
    { first: 2, last: 5 },
    { first: 6, last: 6 },
    { first: 7, last: 9 },
  ]);
});
