import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { startOf } from '../../packages/server/src/process/index.ts';
import { docmill } from './docmill.ts';
import { faultFile } from './faulty-engine.ts';
import { type Answer, dataFolder, startService, submit, until, untilStatus } from './service.ts';

async function diagnose(folder: string, env: Record<string, string> = {}, checks: readonly string[] = []) {
  const { code, stdout, stderr } = await docmill(folder, ['doctor', ...checks, '--json'], { API_PORT: '0', ...env });
  assert.ok(stdout.startsWith('{'), stderr);
  const { findings } = JSON.parse(stdout) as { findings: Answer[] };
  return { code, findings, codes: findings.filter(({ status }) => status !== 'ok').map((finding) => finding.code) };
}

test('a healthy machine has nothing to mend, and looking leaves nothing behind', async (t) => {
  const folder = dataFolder(t);
  const { code, codes } = await diagnose(folder, { WORKER_MAX_MEMORY_PER_CHILD: '100000' });
  // Whoever runs this test may be short of disk.
  assert.deepEqual([code, codes.filter((one) => !['disk_low', 'inodes_low'].includes(one))], [0, []]);
  assert.deepEqual(readdirSync(folder), []);
  const spoken = await docmill(folder, ['doctor', 'node', 'settings'], { LANG: 'zh_CN.UTF-8' });
  assert.match(spoken.stdout, /所有配置均有效/);
  const unknown = await docmill(folder, ['doctor', 'moon']);
  assert.deepEqual([unknown.code, /There is no check 'moon'\. Checks: node, /.test(unknown.stderr)], [2, true]);
});

test('a port is told to be ours or another program’s', async (t) => {
  const folder = dataFolder(t);
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const taken = await diagnose(folder, { API_PORT: String(port) }, ['port']);
  assert.deepEqual([taken.code, taken.codes], [1, ['port_taken']]);
  assert.match(taken.findings[0]?.detail, new RegExp(`held by pid ${process.pid} \\(`));

  const { url } = await startService(t, { data: folder });
  const ours = await diagnose(folder, { API_PORT: new URL(url).port }, ['port']);
  assert.deepEqual([ours.code, ours.findings[0]?.code], [0, 'port_ours']);
});

test('disk, memory, folders and settings that do not fit are named with a remedy', async (t) => {
  const folder = dataFolder(t);
  writeFileSync(join(folder, 'file'), '');
  const env = {
    MIN_FREE_DISK_BYTES: String(2 ** 52),
    WORKER_MAX_MEMORY_PER_CHILD: '999999999999',
    API_HOST: '0.0.0.0',
    WORKER_POOL: 'threads',
    OUTPUT_DIR: join(folder, 'file', 'below'),
  };
  const { code, codes, findings } = await diagnose(folder, env);
  assert.equal(code, 1);
  for (const expected of ['disk_full', 'memory_short', 'open_to_all', 'setting_without_effect', 'folder_unwritable'])
    assert.ok(codes.includes(expected), `${expected} in ${codes}`);
  for (const finding of findings.filter(({ status }) => status === 'problem')) assert.ok(finding.remedy.length > 10);
});

test('tasks that nobody can take, a paused queue and workers elsewhere are found', async (t) => {
  const folder = dataFolder(t);
  const env = { DATA_DIR: join(folder, 'data') };
  const api = await startService(t, { data: folder, env: { EMBEDDED_WORKER: 'false' } });
  await submit(api.url, { name: 'a.txt', data: 'a' });
  await fetch(`${api.url}/api/v1/queue/pause`, { method: 'POST' });
  await startService(t, { data: folder, command: 'worker', env: { MINERU_QUEUE: 'other' } });
  const sick = await diagnose(folder, env, ['queue', 'workers', 'tasks']);
  assert.deepEqual(sick.codes, ['queue_paused', 'workers_none', 'workers_elsewhere', 'backlog_unserved']);
  assert.match(
    sick.findings.find(({ code }) => code === 'backlog_unserved')?.detail,
    /^Tasks that wait for engine text on queue mineru-tasks: 1 \(/,
  );
  await startService(t, { data: folder, command: 'worker' });
  const better = await diagnose(folder, env, ['workers', 'tasks']);
  assert.deepEqual(better.codes, ['workers_elsewhere']);
});

test('a task whose worker was killed is found, and so is a child that outlived its worker', async (t) => {
  const folder = dataFolder(t);
  const data = join(folder, 'data');
  const service = await startService(t, { data: folder, program: 'faulty' });
  const { body } = await submit(service.url, { name: 'a.pdf', data: faultFile({ pages: 1_000, pageTime: 50 }) });
  await untilStatus(service.url, body.task_id, ['processing']);
  await service.kill('SIGKILL');
  const found = await until('the lease to end', async () => {
    const { codes } = await diagnose(folder, { DATA_DIR: data }, ['tasks']);
    return codes.includes('stuck_jobs');
  });
  assert.ok(found);

  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  mkdirSync(join(data, 'run'), { recursive: true });
  const entry = { pid, start: startOf(pid), parentPid: service.pid, parentStart: 'long ago' };
  writeFileSync(join(data, 'run', `${pid}.json`), JSON.stringify(entry));
  const { findings } = await diagnose(folder, { DATA_DIR: data }, ['processes']);
  assert.deepEqual([findings[0]?.code, findings[0]?.params.pids], ['children_orphaned', String(pid)]);
});

test('a queue that cannot be used is a finding, not a crash', async (t) => {
  const folder = dataFolder(t);
  const data = join(folder, 'data');
  mkdirSync(data);
  writeFileSync(join(data, 'queue.db'), 'this is no database, however long it may be');
  const broken = await diagnose(folder, { DATA_DIR: data });
  assert.equal(broken.code, 1);
  assert.ok(broken.codes.includes('queue_broken'));

  const other = dataFolder(t);
  const db = new DatabaseSync(join(other, 'queue.db'));
  db.exec('PRAGMA user_version = 999');
  db.close();
  const newer = await diagnose(other, { DATA_DIR: other }, ['queue']);
  assert.match(newer.findings[0]?.detail, /version 999/);
});
