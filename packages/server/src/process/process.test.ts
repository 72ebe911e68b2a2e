import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { entryUrl } from './entry.ts';
import { killGroup, residentBytes, startOf } from './identity.ts';
import { createRunFiles } from './run-files.ts';

function sleeper(t: TestContext) {
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-run-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('every entry is a file', () => {
  for (const name of ['slot', 'queue-writer', 'watchdog'] as const) assert.ok(existsSync(entryUrl(name)), name);
});

test('a process is known by its id and its start', async (t) => {
  const child = sleeper(t);
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  assert.equal(startOf(pid), startOf(pid));
  assert.notEqual(startOf(pid), startOf(process.pid));
  assert.ok((residentBytes(pid) ?? 0) > 10_000_000);
  killGroup(pid);
  await once(child, 'exit');
  assert.equal(startOf(pid), undefined);
  killGroup(pid);
});

test('the next start ends children whose parent is gone, and no others', async (t) => {
  const folder = folderOf(t);
  const [orphan, own] = [sleeper(t), sleeper(t)];
  await Promise.all([once(orphan.stdout, 'data'), once(own.stdout, 'data')]);
  const runFiles = createRunFiles(folder);
  runFiles.add(own.pid ?? 0);
  const gone = { pid: orphan.pid, start: startOf(orphan.pid ?? 0), parentPid: 2 ** 22 - 1, parentStart: '1' };
  writeFileSync(join(folder, `${orphan.pid}.json`), JSON.stringify(gone));
  // The id was given to another process since: it is left alone.
  writeFileSync(join(folder, '1.json'), JSON.stringify({ ...gone, pid: process.pid, start: 'another' }));
  writeFileSync(join(folder, '2.json'), '{"pid":');
  const ended = once(orphan, 'exit');
  assert.equal(runFiles.sweep(), 1);
  await ended;
  assert.deepEqual(readdirSync(folder), [`${own.pid}.json`]);
  runFiles.remove(own.pid ?? 0);
  assert.deepEqual(readdirSync(folder), []);
});
