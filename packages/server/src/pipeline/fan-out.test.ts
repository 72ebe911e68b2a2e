import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fanOut } from './fan-out.ts';

async function* upTo(last: number, given: number[] = []): AsyncGenerator<number> {
  for (let value = 1; value <= last; value += 1) {
    given.push(value);
    yield value;
  }
}

function collector(into: number[], most = Number.POSITIVE_INFINITY) {
  return async (values: AsyncIterable<number>) => {
    for await (const value of values) {
      into.push(value);
      if (into.length >= most) return;
    }
  };
}

test('every reader gets every value, and one that ends early holds nobody up', async () => {
  const [all, some, none]: number[][] = [[], [], []];
  await fanOut(upTo(5), [collector(all ?? []), collector(some ?? [], 2), async () => void none]);
  assert.deepEqual(all, [1, 2, 3, 4, 5]);
  assert.deepEqual(some, [1, 2]);
});

test('the source is not asked for more while a reader is busy with what it has', async () => {
  const given: number[] = [];
  const busy = Promise.withResolvers<void>();
  const reading = fanOut(upTo(100, given), [
    collector([]),
    async (values) => {
      for await (const value of values) if (value === 1) await busy.promise;
    },
  ]);
  await new Promise(setImmediate);
  assert.deepEqual(given, [1, 2]);
  busy.resolve();
  await reading;
  assert.equal(given.length, 100);
});

test('the error of a reader ends the others and the source', async () => {
  const given: number[] = [];
  const ended: unknown[] = [];
  const other = async (values: AsyncIterable<number>) => {
    try {
      await collector([])(values);
    } catch (error) {
      ended.push(error);
      throw error;
    }
  };
  const failing = async () => {
    throw new Error('the disk is full');
  };
  await assert.rejects(fanOut(upTo(1_000, given), [other, failing, other]), /the disk is full/);
  assert.equal(ended.length, 2);
  assert.ok(given.length < 4);
});

test('the error of the source reaches every reader', async () => {
  const source = async function* () {
    yield 1;
    throw new Error('page 2 is bad');
  };
  const [first, second]: number[][] = [[], []];
  await assert.rejects(fanOut(source(), [collector(first ?? []), collector(second ?? [])]), /page 2 is bad/);
  assert.deepEqual([first, second], [[1], [1]]);
});
