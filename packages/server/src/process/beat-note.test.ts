import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openBeatNote } from './beat-note.ts';

function setup(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-beats-'));
  const [slot, worker] = [openBeatNote(join(folder, '1')), openBeatNote(join(folder, '1'))];
  t.after(() => {
    slot.close();
    worker.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { slot, worker };
}

test('a worker finds the last beat of its slot, also when the slot is gone', (t) => {
  const { slot, worker } = setup(t);
  worker.clear();
  assert.equal(worker.last(), undefined);
  slot.note({ pagesDone: 0 });
  assert.deepEqual(worker.last(), { count: 1, pagesDone: 0 });
  slot.note({ page: 0, pagesDone: 0, pagesTotal: 7 });
  slot.note({ page: 3, pagesDone: 2, pagesTotal: 7 });
  slot.close();
  assert.deepEqual(worker.last(), { count: 3, page: 3, pagesDone: 2, pagesTotal: 7 });
});

test('a run begins without the beats of the one before, and its first beat is another', (t) => {
  const { slot, worker } = setup(t);
  slot.note({ page: 5, pagesDone: 5 });
  worker.clear();
  assert.equal(worker.last(), undefined);
  slot.note({ page: 5, pagesDone: 5 });
  assert.deepEqual(worker.last(), { count: 2, page: 5, pagesDone: 5 });
});

test('a note that is closed is neither read nor written', (t) => {
  const { slot, worker } = setup(t);
  slot.note({ pagesDone: 1 });
  slot.close();
  slot.note({ pagesDone: 2 });
  assert.equal(slot.last(), undefined);
  assert.equal(worker.last()?.pagesDone, 1);
});
