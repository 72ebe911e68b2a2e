import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { AppError } from '#errors';
import { storageConformance } from './conformance.ts';
import { createLocalStorage } from './local.ts';
import { safeStem, stemOf } from './safe-stem.ts';

function rootOf(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'docmill-storage-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

storageConformance('local', async (t) => createLocalStorage({ root: rootOf(t) }));

test('a write under way is invisible and its leftover is nobody’s object', async (t) => {
  const root = rootOf(t);
  const storage = createLocalStorage({ root });
  writeFileSync(join(root, '.tmp-1-left-over'), 'half');
  assert.deepEqual(await Array.fromAsync(storage.list('')), []);
  await storage.write('a', 'x');
  assert.deepEqual(readdirSync(root).sort(), ['.tmp-1-left-over', 'a']);
});

test('a layout that another has made already is never taken away', async (t) => {
  const root = rootOf(t);
  const storage = createLocalStorage({ root });
  const files = [{ from: '.attempts/j/1/markdown.md', to: 'a/a.md' }];
  const standing = () => statSync(join(root, 'j')).ino;
  await storage.write('.attempts/j/1/markdown.md', 'same');
  await storage.publish('j', files);
  const first = standing();
  await storage.publish('j', files);
  assert.equal(standing(), first);
  // A file system without links has copies.
  await storage.write('.attempts/j/1/markdown.md', 'same');
  await storage.publish('j', files);
  assert.equal(standing(), first);
  await storage.write('.attempts/j/1/markdown.md', 'else');
  await storage.publish('j', files);
  assert.notEqual(standing(), first);
  assert.deepEqual(readdirSync(root).sort(), ['.attempts', 'j']);
});

test('writes stop while the disk is below its floor', async (t) => {
  const storage = createLocalStorage({ root: rootOf(t), minFreeBytes: Number.MAX_SAFE_INTEGER });
  await assert.rejects(
    storage.write('a', 'x'),
    (error) => error instanceof AppError && error.code === 'disk_full' && error.retryable,
  );
});

test('any file name becomes a safe stem', () => {
  const stem = (name: string) => safeStem(stemOf(name));
  assert.equal(stem('论文 2026.pdf'), '论文 2026');
  assert.equal(stem('🦊.tar.gz'), '🦊.tar');
  assert.equal(stem('../../etc/passwd'), 'passwd');
  assert.equal(stem('C:\\temp\\a.pdf'), 'a');
  assert.equal(stem('a\0b<c>|?.pdf'), 'a_b_c___');
  assert.equal(stem('CON.pdf'), '_CON');
  assert.equal(stem('lpt1'), '_lpt1');
  assert.equal(stem('...'), '___');
  assert.equal(stem('.hidden'), '_hidden');
  assert.equal(stem('  .pdf'), 'unnamed');
  assert.equal(stem(''), 'unnamed');
  for (const name of ['长'.repeat(240), '👨‍👩‍👧‍👦'.repeat(60), 'x'.repeat(300)]) {
    const cut = stem(`${name}.pdf`);
    assert.ok(Buffer.byteLength(cut) <= 200 && cut.length > 20);
    assert.ok(name.startsWith(cut) && cut.isWellFormed());
  }
  assert.equal(stem('👨‍👩‍👧‍👦'.repeat(60)).length % '👨‍👩‍👧‍👦'.length, 0, 'an emoji is never cut in two');
});
