import assert from 'node:assert/strict';
import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { column, makePdf } from '../fixtures/pdf-maker.ts';
import { docmill } from './docmill.ts';
import { faultFile } from './faulty-engine.ts';
import { type Answer, dataFolder, startService, submit, until, untilStatus } from './service.ts';

const bin = resolve(import.meta.dirname, '../../packages/server/bin/docmill.cjs');
const lines = (output: string) => output.split('\n').filter((line) => line !== '');

/** start starts a command that goes on, in a folder, with nothing in its environment but `env`. */
function start(
  t: TestContext,
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
  user: Pick<SpawnOptions, 'uid' | 'gid'> = {},
) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  t.after(() => child.kill('SIGKILL'));
  return child;
}

/** heard gives what a stream has said so far. */
function heard(stream: Readable): () => string {
  let said = '';
  stream.setEncoding('utf8').on('data', (piece: string) => {
    said += piece;
  });
  return () => said;
}

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

test('cleanup keeps what open tasks need, and takes what an earlier service left when it is old', async (t) => {
  const folder = dataFolder(t);
  const api = await startService(t, { data: folder, env: { EMBEDDED_WORKER: 'false' } });
  const { task_id: id } = (await submit(api.url, { name: 'a.txt', data: 'a' })).body;
  await api.kill('SIGTERM');
  const [temp, output] = [join(folder, 'data', 'temp'), join(folder, 'data', 'output')];
  const put = (path: string, age: 'old' | 'new') => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'x'.repeat(1_000_000));
    if (age === 'old') utimesSync(path, 0, 0);
  };
  for (const name of ['left.pdf', 'earlier/upload.pdf']) put(join(temp, name), 'old');
  put(join(temp, 'fresh/upload.pdf'), 'new');
  put(join(output, 'earlier-result/auto/a.md'), 'old');
  utimesSync(join(temp, 'uploads', id), 0, 0);

  const all = await docmill(folder, ['cleanup', '--dry-run']);
  assert.match(all.stdout, /Deleted: 3\nFreed: 2\.86 MB\n/);
  const dry = await docmill(folder, ['cleanup', '--temp-only', '--dry-run']);
  const real = await docmill(folder, ['cleanup', '--temp-only']);
  assert.equal(dry.stdout.replaceAll('[Will delete]', '[Deleted]'), real.stdout);
  assert.deepEqual(lines(real.stdout).sort(), [
    'Deleted: 2',
    'Freed: 1.91 MB',
    'Kept: 2',
    '[Deleted] earlier (0.95 MB)',
    '[Deleted] left.pdf (0.95 MB)',
  ]);
  assert.ok(existsSync(join(output, 'earlier-result')));
  assert.match((await docmill(folder, ['cleanup', '--temp-only', '--temp-max-age', '0'])).stdout, /\] fresh \(/);
  const rest = await docmill(dataFolder(t), ['cleanup', '--output-only', '--data-dir', join(folder, 'data')]);
  assert.match(rest.stdout, /^\[Deleted\] earlier-result \(0\.95 MB\)\nDeleted: 1\n/);
  const { url } = await startService(t, { data: folder });
  await untilStatus(url, id, ['completed']);
});

test('cleanup in intervals waits for the first one, however long, and ends at once when it is told to', async (t) => {
  const folder = dataFolder(t);
  const service = await startService(t, { data: folder });
  await service.kill('SIGTERM');
  for (const [hours, wait] of [
    ['24', 86_400_000],
    // More than a timer of Node can wait.
    ['1000', 2 ** 31 - 1],
  ] as const) {
    // The debug log of its timers tells that it waits, and so that it listens for the signal.
    const child = start(t, folder, ['cleanup', '--interval', hours], { NODE_DEBUG: 'timer' });
    const [stdout, stderr] = [heard(child.stdout), heard(child.stderr)];
    await until('it to wait', () => stderr().includes(`${wait} list`));
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    assert.deepEqual(await gone, [0, null]);
    assert.equal(stdout(), '');
  }
  const single = await docmill(folder, ['cleanup', '--interval', '24', '--run-once']);
  assert.deepEqual([single.code, lines(single.stdout)[0]], [0, 'Deleted: 0']);
  for (const flag of ['--interval=0', '--extra-hours=-1', '--temp-max-age=x'])
    assert.equal((await docmill(folder, ['cleanup', flag])).code, 2, flag);
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

test('config never shows a secret, names every wrong value, and does not mind a reader that has seen enough', async (t) => {
  const folder = dataFolder(t);
  const secrets = ['MINERU_S3_ACCESS_KEY', 'MINERU_S3_SECRET_KEY', 'MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY'];
  const env = Object.fromEntries(secrets.map((name) => [name, 'hunter2']));
  const { stdout } = await docmill(folder, ['config', '--changed'], env);
  assert.deepEqual(
    lines(stdout).map((line) => line.split(/\s+/)),
    secrets.map((name) => [name, '***', 'environment']),
  );
  assert.equal((await docmill(folder, ['config', '--changed'])).stdout, '');
  const redis = await docmill(folder, ['config'], { REDIS_URL: 'http://:hunter2@host' });
  assert.deepEqual([redis.code, redis.stderr.includes('hunter2')], [2, false]);
  assert.match(redis.stderr, /^REDIS_URL /);
  writeFileSync(join(folder, '.env'), 'WORKER_CONCURRENCY=many\n');
  const wrong = await docmill(folder, ['config', '--json'], { MAX_FILE_SIZE: '1GB' });
  assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
  assert.match(wrong.stderr, /WORKER_CONCURRENCY has the value 'many'.*MAX_FILE_SIZE has the value '1GB'/s);

  const child = start(t, dataFolder(t), ['config']);
  const stderr = heard(child.stderr);
  child.stdout.destroy();
  assert.deepEqual([await once(child, 'exit'), stderr()], [[0, null], '']);
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

test('logs of a batch tell of its files too; a task is followed from before its start to its end', async (t) => {
  const folder = dataFolder(t);
  const api = await startService(t, { data: folder, env: { EMBEDDED_WORKER: 'false' } });
  const { body } = await submit(api.url, { name: 'a.txt', data: 'a' });
  const child = start(t, folder, ['logs', body.task_id, '--follow', '--json']);
  const stdout = heard(child.stdout);
  const gone = once(child, 'exit');
  await until('its first event', () => stdout().includes('"added"'));
  assert.equal(child.exitCode, null, 'it goes on while the task waits');
  const worker = await startService(t, { data: folder, command: 'worker' });
  assert.deepEqual(await gone, [0, null]);
  const events = lines(stdout()).map((line) => JSON.parse(line) as Answer);
  assert.deepEqual(
    events
      // A busy machine takes long enough to tell how far it is.
      .filter(({ type }) => type !== 'progress')
      .slice(0, 3)
      .map(({ jobId, type }) => [jobId, type]),
    ['added', 'running', 'completed'].map((type) => [body.task_id, type]),
  );

  const form = new FormData();
  for (const name of ['one.txt', 'two.txt']) form.append('files', new Blob([name]), name);
  const answer = await fetch(`${api.url}/file_parse`, { method: 'POST', body: form });
  const { task_id: batch } = (await answer.json()) as Answer;
  const told = lines((await docmill(folder, ['logs', batch])).stdout);
  const ids = new Set(told.flatMap((line) => /\[([0-9a-f-]{36})\]/.exec(line)?.[1] ?? []));
  assert.equal(ids.size, 2);
  for (const id of ids) assert.ok(told.some((line) => line.includes(' completed ') && line.includes(id)));
  assert.ok(told.some((line) => line.includes(' completed') && ![...ids].some((id) => line.includes(id))));

  await worker.kill('SIGTERM');
  const waiting = await submit(api.url, { name: 'b.txt', data: 'b' });
  const endless = start(t, folder, ['logs', waiting.body.task_id, '--follow']);
  const heardSoFar = heard(endless.stdout);
  await until('its first event', () => heardSoFar().includes('added'));
  const ended = once(endless, 'exit');
  endless.kill('SIGINT');
  assert.deepEqual(await ended, [0, null]);
  assert.equal((await docmill(dataFolder(t), ['logs', batch])).code, 2);
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

test('submit saves pictures, keeps files of one name apart, and says in a sentence where it cannot save', async (t) => {
  const folder = dataFolder(t);
  const { url } = await startService(t, { data: folder });
  const gray = new Uint8Array(30 * 30).fill(99);
  const image = { x: 72, y: 400, width: 100, height: 100, pixels: { width: 30, height: 30 }, gray };
  const paper = makePdf({ pages: [{ words: column({ lines: ['The mill stood.'], x: 72, y: 700 }), images: [image] }] });
  mkdirSync(join(folder, 'other'));
  for (const name of ['paper.pdf', 'other/paper.pdf']) writeFileSync(join(folder, name), paper);
  writeFileSync(join(folder, 'file'), '');
  const port = { API_PORT: new URL(url).port };
  const { code, stderr } = await docmill(folder, ['submit', 'paper.pdf', 'other/paper.pdf', '-o', 'out'], port);
  assert.equal(code, 0, stderr);
  const results = readdirSync(join(folder, 'out')).map((name) => join(folder, 'out', name));
  assert.equal(results.length, 2);
  for (const result of results) {
    assert.match(readFileSync(join(result, 'paper.md'), 'utf8'), /The mill stood\./);
    const list = JSON.parse(readFileSync(join(result, 'paper_content_list.json'), 'utf8')) as Answer[];
    assert.ok(list.some(({ type }) => type === 'image'));
    const [name = ''] = readdirSync(join(result, 'images'));
    assert.ok(readFileSync(join(result, 'images', name)).length > 50);
  }
  const unsaved = await docmill(folder, ['submit', 'paper.pdf', '-o', 'file'], port);
  assert.deepEqual([unsaved.code, lines(unsaved.stderr).length], [1, 1], unsaved.stderr);
  assert.match(unsaved.stderr, /^paper\.pdf: Cannot write into 'file': ENOTDIR/);

  const refused = await docmill(folder, ['submit', 'paper.pdf', '-b', 'magic', '--url', url.replace('http://', '')]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^paper\.pdf: Backend 'magic' is not known\. Allowed: .*\n$/);
  const json = await docmill(folder, ['submit', 'paper.pdf', 'none', '-b', 'magic', '--json', '-u', `${url}/`]);
  assert.deepEqual(
    lines(json.stdout).map((line) => JSON.parse(line).error.code),
    ['unsupported_backend', 'file_unreadable'],
  );
  const address = await docmill(folder, ['submit', 'paper.pdf', '--url', 'not an address']);
  assert.deepEqual([address.code, /such as http:/.test(address.stderr)], [2, true]);
});

test('submit can be interrupted while it sends and while it waits', async (t) => {
  const folder = dataFolder(t);
  writeFileSync(join(folder, 'a.txt'), 'a');
  // A service that takes what is sent and never answers.
  const mute = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
  t.after(() => mute.close());
  await once(mute, 'listening');
  const sending = start(t, folder, [
    'submit',
    'a.txt',
    '--url',
    `127.0.0.1:${(mute.address() as { port: number }).port}`,
  ]);
  await once(mute, 'connection');
  const sent = once(sending, 'exit');
  sending.kill('SIGINT');
  assert.deepEqual(await sent, [130, null]);

  const api = await startService(t, { data: folder, env: { EMBEDDED_WORKER: 'false' } });
  const waiting = start(t, folder, ['submit', 'a.txt', '--wait', '--url', api.url]);
  const waited = once(waiting, 'exit');
  await until('the task', async () => {
    const { stats } = (await (await fetch(`${api.url}/api/v1/queue/stats`)).json()) as Answer;
    return stats.pending === 1;
  });
  waiting.kill('SIGINT');
  assert.deepEqual(await waited, [130, null]);
});

test('doctor names the program that holds the port, and an address that this machine has not', async (t) => {
  const folder = dataFolder(t);
  const script =
    "require('net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })";
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => holder.kill('SIGKILL'));
  const port = heard(holder.stdout);
  await until('its port', () => port().endsWith('\n'));
  const taken = await docmill(folder, ['doctor', 'port'], { API_PORT: port().trim() });
  assert.equal(taken.code, 1);
  assert.match(taken.stdout, new RegExp(`held by pid ${holder.pid} \\(.*net\\b.*\\)`));
  assert.match(taken.stdout, /-> Stop that program, or choose another port with API_PORT/);
  // RFC 5737 keeps this address for documentation.
  const foreign = await docmill(folder, ['doctor', 'port'], { API_HOST: '192.0.2.1' });
  assert.deepEqual(
    [foreign.code, /Cannot listen on 192\.0\.2\.1:8000 \(EADDRNOTAVAIL/.test(foreign.stdout)],
    [1, true],
  );
});

test('doctor finds what another user owns, and works for a user without a name', async (t) => {
  const uid = 54_321;
  const folder = dataFolder(t);
  chmodSync(folder, 0o755);
  const asUser = async (args: readonly string[]) => {
    const child = start(t, folder, args, { API_PORT: '0', WORKER_MAX_MEMORY_PER_CHILD: '100000' }, { uid, gid: uid });
    const [stdout] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return { code: child.exitCode, stdout };
  };
  if (process.getuid?.() !== 0) return t.skip('only root can become another user');
  if ((await asUser(['--version']).catch(() => undefined))?.code !== 0)
    return t.skip('that user cannot read the program');
  const service = await startService(t, { data: folder });
  await service.kill('SIGTERM');
  const denied = await asUser(['doctor', 'folders', 'queue']);
  assert.equal(denied.code, 1);
  assert.match(
    denied.stdout,
    /PROBLEM {2}folders .*cannot be written \(EACCES\)\.\n +-> .*: sudo chown -R 54321 \S+data\n/,
  );
  assert.match(
    denied.stdout,
    /PROBLEM {2}queue .*queue\.db\S* cannot be written by user 54321\.\n +-> .*chown 54321 \S+queue\.db\*\n/,
  );
  const data = join(folder, 'data');
  for (const name of ['', ...readdirSync(data, { recursive: true, encoding: 'utf8' })])
    chownSync(join(data, name), uid, uid);
  const healthy = await asUser(['doctor']);
  assert.doesNotMatch(healthy.stdout, /PROBLEM/);
  assert.equal(healthy.code, 0);
});

test('every check says something, in an empty folder too and in both languages', async (t) => {
  const folder = dataFolder(t);
  const { stderr } = await docmill(folder, ['doctor', 'moon']);
  const names = (/Checks: (.*)\./.exec(stderr)?.[1] ?? '').split(', ');
  assert.ok(names.includes('queue') && names.includes('processes'));
  for (const env of [{ LANG: 'C' }, { LANG: 'zh_CN.UTF-8' }] as const) {
    const { stdout } = await docmill(folder, ['doctor'], { API_PORT: '0', ...env });
    for (const name of names) assert.match(stdout, new RegExp(`^\\S+ +${name} +\\S`, 'm'));
    assert.doesNotMatch(stdout, /[{}]|undefined|\?/);
  }
  assert.deepEqual(readdirSync(folder), []);
});
