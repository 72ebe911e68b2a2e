import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLocalStorage } from '#storage';
import { createCheckpoints } from './checkpoints.ts';

function setup(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'docmill-checkpoints-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const checkpoints = createCheckpoints(createLocalStorage({ root }), 'job/pdf-1');
  const save = (pageIndex: number) =>
    checkpoints.save({ pageIndex, summary: { words: 3 }, content: { text: 'one\ntwo' }, assets: [], warnings: [] });
  return { checkpoints, save, pathOf: (name: string) => join(root, 'job/pdf-1', name) };
}

test('a page is read back as it was kept', async (t) => {
  const { checkpoints, save } = setup(t);
  await save(7);
  assert.deepEqual(await checkpoints.done(), new Set([7]));
  assert.deepEqual(await checkpoints.done({ first: 6, last: 8 }), new Set([7]));
  const { content, ...head } = (await checkpoints.load(7)) ?? {};
  assert.deepEqual(head, { pageIndex: 7, summary: { words: 3 }, assets: [], warnings: [] });
  assert.deepEqual(JSON.parse(String(content)), { text: 'one\ntwo' });
  assert.equal(await checkpoints.load(8), undefined);
});

test('a page that was kept in an older form counts as not yet read', async (t) => {
  const { checkpoints, save, pathOf } = setup(t);
  await save(1);
  writeFileSync(pathOf('0.json'), '{"version":1,"pageIndex":0,"content":{},"warnings":[],"assets":[]}');
  assert.deepEqual(await checkpoints.done(), new Set([1]));
  assert.deepEqual(await checkpoints.done({ first: 0, last: 1 }), new Set([1]));
});

test('a page that was cut off is forgotten, so that the next attempt reads it', async (t) => {
  for (const length of [0, 10, 80]) {
    const { checkpoints, save, pathOf } = setup(t);
    await save(0);
    truncateSync(pathOf('0.v2.jsonl'), length);
    assert.equal(await checkpoints.load(0), undefined);
    assert.deepEqual(await checkpoints.done(), new Set());
  }
});
