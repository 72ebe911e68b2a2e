import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLineSpool } from './line-spool.ts';

function setup(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-spool-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'lines');
  return { path, spool: createLineSpool(path) };
}

async function textsOf(lines: AsyncIterable<Buffer>): Promise<readonly string[]> {
  return await Array.fromAsync(lines, (line) => line.toString());
}

test('few lines need no file', async (t) => {
  const { path, spool } = setup(t);
  for (const line of ['one', '', 'drei \u2028 四']) await spool.add(Buffer.from(line));
  await spool.close();
  assert.deepEqual(await textsOf(spool.lines()), ['one', '', 'drei \u2028 四']);
  assert.equal(existsSync(path), false);
});

test('lines beyond what is kept in memory lie on disk, and are passed over again and again in their order', async (t) => {
  const { path, spool } = setup(t);
  const lines = Array.from({ length: 60 }, (_, at) => `${at} ${'长'.repeat((at % 7) * 20_000)}`);
  for (const line of lines) await spool.add(Buffer.from(line));
  await spool.close();
  assert.ok(existsSync(path));
  assert.deepEqual(await textsOf(spool.lines()), lines);
  assert.deepEqual(await textsOf(spool.lines()), lines);
});
