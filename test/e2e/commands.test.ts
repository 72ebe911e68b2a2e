import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { docmill } from './docmill.ts';
import { faultFile } from './faulty-engine.ts';
import { type Answer, dataFolder, startService, submit, until, untilStatus } from './service.ts';

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

test('cleanup takes what is over its time, tells it as the original did, and counts the same without doing it', async (t) => {
  const folder = dataFolder(t);
  const service = await startService(t, { data: folder });
  const ids: string[] = [];
  for (const name of ['a.txt', 'b.txt']) {
    const { body } = await submit(service.url, { name, data: name });
    await untilStatus(service.url, body.task_id, ['completed']);
    ids.push(body.task_id);
  }
  await service.kill('SIGTERM');
  const output = join(folder, 'data', 'output');
  mkdirSync(join(output, 'earlier-service', 'auto'), { recursive: true });
  writeFileSync(join(output, 'earlier-service', 'auto', 'x.md'), 'x'.repeat(2_000));
  writeFileSync(join(output, 'note.txt'), 'mine');
  for (const path of ['earlier-service/auto/x.md', 'note.txt']) utimesSync(join(output, path), 0, 0);

  const kept = await docmill(folder, ['cleanup']);
  assert.equal(kept.code, 0, kept.stderr);
  assert.match(kept.stdout, /^\[Deleted\] earlier-service \(0\.00 MB\)\nDeleted: 1\nFreed: 0\.00 MB\nKept: 2\n$/);
  const env = { RESULT_EXPIRES: '0' };
  const dry = await docmill(folder, ['cleanup', '--dry-run'], env);
  for (const id of ids) assert.ok(dry.stdout.includes(`[Will delete] ${id} (`), dry.stdout);
  assert.deepEqual(
    lines(dry.stdout).filter((line) => !line.startsWith('[')),
    ['Deleted: 2', 'Freed: 0.00 MB', 'Kept: 0'],
  );
  assert.equal((await docmill(folder, ['cleanup', '--temp-only'], env)).stdout.includes('Deleted: 0'), true);
  assert.equal((await docmill(folder, ['cleanup', '--extra-hours', '1'], env)).stdout.includes('Deleted: 0'), true);
  const real = JSON.parse((await docmill(folder, ['cleanup', '--output-only', '--json'], env)).stdout);
  assert.deepEqual([real.dry_run, real.deleted, real.kept], [false, 2, 0]);
  assert.ok(real.freed_bytes > 0);
  assert.deepEqual(
    readdirSync(output).filter((name) => !name.startsWith('.')),
    ['note.txt'],
  );
  assert.equal((await docmill(folder, ['cleanup', '--output-only', '--temp-only'])).code, 2);
  const nothing = await docmill(dataFolder(t), ['cleanup']);
  assert.equal(nothing.code, 2);
  assert.match(nothing.stderr, /There is no queue in .*--data-dir/);
});

test('cleanup in intervals waits for the first one and ends when it is told to', async (t) => {
  const folder = dataFolder(t);
  const service = await startService(t, { data: folder });
  await service.kill('SIGTERM');
  const bin = resolve(import.meta.dirname, '../../packages/server/bin/docmill.cjs');
  const child = spawn(process.execPath, [bin, 'cleanup', '--interval', '24'], {
    cwd: folder,
    env: { PATH: process.env.PATH, NODE_DEBUG: 'timer' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  // The debug log of its timers tells that it waits; until then a signal would end it without grace.
  await once(child.stderr, 'data');
  await until('its end', () => {
    child.kill('SIGTERM');
    return child.exitCode !== null || child.signalCode !== null;
  });
  assert.equal((await docmill(folder, ['cleanup', '--interval', '24', '--run-once'])).code, 0);
});

test('config shows what is in force and where it comes from, and hides secrets', async (t) => {
  const folder = dataFolder(t);
  writeFileSync(join(folder, '.env'), 'API_PORT=9001 # mine\nWORKER_CONCURRENCY=3\n');
  const env = { WORKER_CONCURRENCY: '5', MINIO_SECRET_KEY: 'hidden', WORKER_POOL: 'threads' };
  const { code, stdout } = await docmill(folder, ['config', '--json'], env);
  assert.equal(code, 0);
  assert.doesNotMatch(stdout, /hidden/);
  const { settings, notices } = JSON.parse(stdout) as { settings: Answer[]; notices: string[] };
  const of = (name: string) => settings.find((setting) => setting.name === name);
  assert.deepEqual(of('API_PORT'), { name: 'API_PORT', value: '9001', source: '.env' });
  assert.deepEqual(of('WORKER_CONCURRENCY'), { name: 'WORKER_CONCURRENCY', value: '5', source: 'environment' });
  assert.deepEqual(of('MINIO_SECRET_KEY'), { name: 'MINIO_SECRET_KEY', value: '***', source: 'environment' });
  assert.equal(of('RESULT_EXPIRES')?.source, 'default');
  assert.match(notices[0] ?? '', /^WORKER_POOL is accepted/);
  const changed = await docmill(folder, ['config', '--changed'], env);
  assert.equal(lines(changed.stdout).length, 4);
  const wrong = await docmill(folder, ['config'], { API_PORT: 'high' });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /^API_PORT has the value 'high'\. Allowed: a whole number from 0 to 65535/);
});

test('logs tell what happened to a task, and follow it to its end', async (t) => {
  const folder = dataFolder(t);
  const { url } = await startService(t, { data: folder, program: 'faulty' });
  const bad = await submit(url, { name: 'bad.pdf', data: faultFile({ pages: 1, badPage: 0 }) });
  await untilStatus(url, bad.body.task_id, ['failed']);
  const { code, stdout } = await docmill(folder, ['logs', bad.body.task_id]);
  assert.equal(code, 0);
  const types = lines(stdout).map((line) => line.split(/\s+/)[1]);
  assert.deepEqual([types[0], types[1], types.at(-1)], ['added', 'running', 'failed']);
  assert.match(stdout, /page_failed: Page 1 cannot be read/);
  const json = await docmill(folder, ['logs', bad.body.task_id, '--json']);
  assert.equal(JSON.parse(lines(json.stdout)[0] ?? '').type, 'added');

  const slow = await submit(url, { name: 'slow.pdf', data: faultFile({ pages: 10, pageTime: 50 }) });
  const followed = await docmill(folder, ['logs', slow.body.task_id, '--follow']);
  assert.match(lines(followed.stdout).at(-1) ?? '', / (completed|projected)/);
  const unknown = await docmill(folder, ['logs', 'nonsense']);
  assert.deepEqual([unknown.code, unknown.stderr], [2, "There is no task 'nonsense'.\n"]);
});

test('submit sends files, waits, saves, and says which failed and why', async (t) => {
  const folder = dataFolder(t);
  const { url } = await startService(t, { data: folder });
  writeFileSync(join(folder, 'a.md'), '# Hello\n');
  writeFileSync(join(folder, 'bad.pdf'), '%PDF-1.7 broken');
  writeFileSync(join(folder, 'empty.txt'), '');
  const sent = await docmill(folder, ['submit', 'a.md', '--url', url]);
  assert.deepEqual([sent.code, /^a\.md: [0-9a-f-]{36}\n$/.test(sent.stdout)], [0, true]);

  const saved = await docmill(folder, [
    'submit',
    'a.md',
    'bad.pdf',
    'empty.txt',
    'none.pdf',
    '--url',
    url,
    '-o',
    'out',
  ]);
  assert.equal(saved.code, 1);
  assert.match(saved.stdout, /^a\.md: \S+ out\/a-[0-9a-f]{8}$/m);
  assert.match(saved.stdout, /^bad\.pdf: \S+ failed: The file is damaged/m);
  assert.match(saved.stderr, /^empty\.txt: The file 'empty\.txt' is empty/m);
  assert.match(saved.stderr, /^none\.pdf: Cannot read 'none\.pdf': there is no such file\.$/m);
  const [result = ''] = readdirSync(join(folder, 'out'));
  assert.equal(readFileSync(join(folder, 'out', result, 'a.md'), 'utf8'), '# Hello\n');
  assert.ok(existsSync(join(folder, 'out', result, 'a_middle.json')));

  const json = await docmill(folder, ['submit', 'a.md', 'bad.pdf', '--wait', '--json', '--url', url]);
  const byFile = new Map(lines(json.stdout).map((line) => [JSON.parse(line).file, JSON.parse(line)]));
  assert.equal(byFile.get('a.md').status, 'completed');
  assert.equal(byFile.get('bad.pdf').error.code, 'file_corrupt');
  const silent = await docmill(folder, ['submit', 'a.md', '--url', 'http://127.0.0.1:9']);
  assert.equal(silent.code, 1);
  assert.match(
    silent.stderr,
    /^a\.md: No answer from http:\/\/127\.0\.0\.1:9 \(.+\)\. Start the service with: docmill serve\n$/,
  );
});
