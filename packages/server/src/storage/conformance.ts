import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { AppError } from '#errors';
import type { Storage } from './port.ts';

/** storageConformance is the suite that every storage passes; `open` gives an empty one. */
export function storageConformance(name: string, open: (t: TestContext) => Promise<Storage>): void {
  const keysOf = async (storage: Storage, prefix: string) =>
    (await Array.fromAsync(storage.list(prefix))).map((object) => object.key).sort();
  const read = async (storage: Storage, key: string) => await text(await storage.read(key));

  test(`${name}: an object is read as it was written, whole or in part`, async (t) => {
    const storage = await open(t);
    const pieces: number[] = [];
    async function* source() {
      yield Buffer.from('first, ');
      yield Buffer.from('second');
    }
    const { bytes } = await storage.write('folder/论文 🦊.txt', source(), {
      onChunk: (chunk) => pieces.push(chunk.byteLength),
    });
    assert.equal(bytes, 13);
    assert.deepEqual(pieces, [7, 6]);
    assert.equal(await read(storage, 'folder/论文 🦊.txt'), 'first, second');
    assert.equal(await storage.text('folder/论文 🦊.txt'), 'first, second');
    assert.deepEqual(await storage.names('folder'), ['论文 🦊.txt']);
    await assert.rejects(
      storage.text('folder/none'),
      (error) => error instanceof AppError && error.code === 'storage_failed',
    );
    assert.equal(await text(await storage.read('folder/论文 🦊.txt', { start: 7, end: 9 })), 'sec');
    const found = await storage.stat('folder/论文 🦊.txt');
    assert.equal(found?.bytes, 13);
    assert.ok(Math.abs((found?.modifiedAt ?? 0) - Date.now()) < 60_000);
  });

  test(`${name}: a write that fails leaves the old object and nothing else`, async (t) => {
    const storage = await open(t);
    await storage.write('a/b', 'old');
    async function* broken() {
      yield Buffer.from('new');
      throw new Error('the line broke');
    }
    await assert.rejects(storage.write('a/b', broken()));
    await assert.rejects(storage.write('a/c', Buffer.alloc(100), { maxBytes: 99 }), (error) => {
      assert.ok(error instanceof AppError && error.code === 'file_too_large');
      return error.params.limit === 99;
    });
    assert.equal(await read(storage, 'a/b'), 'old');
    assert.deepEqual(await keysOf(storage, 'a'), ['a/b']);
  });

  test(`${name}: objects that were written quickly are made durable together`, async (t) => {
    const storage = await open(t);
    const keys = Array.from({ length: 40 }, (_, at) => `attempt/${at % 3}/${at}`);
    for (const key of keys) await storage.write(key, key, { durable: false });
    await storage.sync(keys);
    await storage.sync([]);
    assert.equal(await read(storage, 'attempt/1/1'), 'attempt/1/1');
    await assert.rejects(storage.sync(['attempt/none']));
  });

  test(`${name}: what is missing says so`, async (t) => {
    const storage = await open(t);
    assert.equal(await storage.stat('nothing/here'), undefined);
    await assert.rejects(
      async () => await read(storage, 'nothing/here'),
      (error) => error instanceof AppError && error.code === 'storage_failed',
    );
    await storage.remove('nothing/here');
    assert.deepEqual(await keysOf(storage, 'nothing'), []);
    assert.deepEqual(await storage.folders('nothing'), []);
    assert.deepEqual(await storage.names('nothing'), []);
  });

  test(`${name}: lists, folders and removal go by prefix`, async (t) => {
    const storage = await open(t);
    for (const key of ['x/1', 'x/y/2', 'xy/3']) await storage.write(key, key);
    assert.deepEqual(await keysOf(storage, 'x'), ['x/1', 'x/y/2']);
    assert.deepEqual(await storage.folders('x'), ['y']);
    await storage.remove('x');
    assert.deepEqual(await keysOf(storage, 'x'), []);
    assert.equal(await read(storage, 'xy/3'), 'xy/3');
  });

  test(`${name}: no key reaches outside the storage`, async (t) => {
    const storage = await open(t);
    for (const key of ['../out', 'a/../../out', '/etc/passwd', 'a\0b', '..']) {
      await assert.rejects(
        async () => await storage.write(key, 'x'),
        (error) => error instanceof AppError && error.code === 'storage_failed',
        key,
      );
      await assert.rejects(async () => await read(storage, key));
      await assert.rejects(async () => await storage.remove(key));
    }
  });

  test(`${name}: fetch gives a local path`, async (t) => {
    const storage = await open(t);
    const folder = await mkdtemp(join(tmpdir(), 'docmill-fetch-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    await storage.write('a/file', 'content');
    assert.equal(await readFile(await storage.fetch('a/file', folder), 'utf8'), 'content');
    await assert.rejects(storage.fetch('a/none', folder));
  });

  test(`${name}: a publication appears whole, and repeating it replaces it`, async (t) => {
    const storage = await open(t);
    await storage.write('.attempts/j/1/markdown.md', 'one');
    await storage.write('.attempts/j/2/markdown.md', 'two');
    await storage.publish('j', [
      { from: '.attempts/j/1/markdown.md', to: '论文/auto/论文.md' },
      { from: '.attempts/j/1/markdown.md', to: '论文/auto/old' },
    ]);
    await storage.publish('j', [{ from: '.attempts/j/2/markdown.md', to: '论文/auto/论文.md' }]);
    assert.deepEqual(await keysOf(storage, 'j'), ['j/论文/auto/论文.md']);
    assert.equal(await read(storage, 'j/论文/auto/论文.md'), 'two');
    await assert.rejects(storage.publish('k', [{ from: '.attempts/j/9/none', to: 'a' }]));
    await assert.rejects(storage.publish('k', [{ from: '.attempts/j/2/markdown.md', to: '../../out' }]));
    assert.deepEqual(await keysOf(storage, 'k'), []);
    await storage.remove('.attempts/j');
    assert.equal(await read(storage, 'j/论文/auto/论文.md'), 'two', 'a publication outlives what it was made of');
  });

  test(`${name}: many writers into one folder do not disturb each other`, async (t) => {
    const storage = await open(t);
    await Promise.all(Array.from({ length: 40 }, (_, at) => storage.write(`uploads/${at}`, String(at))));
    assert.equal((await keysOf(storage, 'uploads')).length, 40);
    assert.equal(await read(storage, 'uploads/17'), '17');
    await storage.ping();
  });
}
