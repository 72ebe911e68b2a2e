import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { faultFile } from './faulty-engine.ts';
import { type Answer, dataFolder, getTask, startService, submit, until, untilStatus } from './service.ts';

const json = async (url: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: Answer }> => {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
};

test('v1 answers every field that clients of the original read', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data });
  const sent = await submit(
    url,
    { name: '论文.md', data: '# Title\n\nSome *text*.\n' },
    { priority: ' 3 ', lang: 'auto', formula_enable: 'Off', unknown: 'x' },
  );
  assert.equal(sent.status, 200);
  assert.equal(sent.body.success, true);
  assert.equal(sent.body.status, 'pending');
  assert.equal(sent.body.message, 'Task submitted successfully');
  assert.equal(sent.body.file_name, '论文.md');
  assert.equal(sent.body.backend, 'pipeline');
  assert.equal(sent.body.priority, 3);
  assert.match(sent.body.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);

  const done = await untilStatus(url, sent.body.task_id, ['completed', 'failed']);
  assert.equal(done.status, 'completed', JSON.stringify(done.error));
  for (const field of [
    'task_id',
    'status',
    'created_at',
    'started_at',
    'completed_at',
    'file_name',
    'backend',
    'result_path',
    'error_message',
    'retry_count',
  ]) {
    assert.ok(field in done.task, `task.${field}`);
    assert.deepEqual(done[field], done.task[field]);
  }
  assert.match(done.markdown_content, /^# Title\n\nSome \*text\*\./);
  assert.ok(Array.isArray(done.content_list) && done.content_list[0].type === 'text');
  assert.ok(Array.isArray(done.middle_json.pdf_info));
  assert.deepEqual(done.images, []);
  assert.equal(done.data.content, done.markdown_content);
  assert.equal(done.data.markdown_file, '论文.md');
  assert.equal(done.data.json_available, true);
  assert.equal(done.engine.name, 'text');
  assert.equal(done.outcome, 'full');
  await until('the layout to be projected', async () => (await getTask(url, sent.body.task_id)).result_path !== null);
  const folder = (await getTask(url, sent.body.task_id)).result_path;
  assert.equal(folder, join(data, 'data', 'output', sent.body.task_id, '论文', 'auto'));
  assert.deepEqual(readdirSync(folder).sort(), [
    '论文.md',
    '论文_content_list.json',
    '论文_content_list_v2.json',
    '论文_middle.json',
    '论文_model.json',
  ]);

  const both = await json(`${url}/api/v1/tasks/${sent.body.task_id}?format=both`);
  assert.deepEqual(both.body.data.json_content, both.body.content_list);
});

test('lists, counts and health are true', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push((await submit(url, { name: `${n}.txt`, data: `${n}` })).body.task_id);
  for (const id of ids) await untilStatus(url, id, ['completed']);
  const { body: stats } = await json(`${url}/api/v1/queue/stats`);
  assert.deepEqual(stats.stats, {
    pending: 0,
    processing: 0,
    completed: 5,
    failed: 0,
    cancelled: 0,
    total_active: 0,
    total_scheduled: 0,
  });
  assert.equal(stats.workers.total_workers, 1);
  const { body: page } = await json(`${url}/api/v1/queue/tasks?limit=2&status=completed`);
  assert.deepEqual(
    page.tasks.map((task: Answer) => task.task_id),
    ids.toReversed().slice(0, 2),
  );
  assert.equal(page.count, 2);
  assert.equal(page.status_filter, 'completed');
  const { body: rest } = await json(`${url}/api/v1/queue/tasks?limit=10&after=${encodeURIComponent(page.next)}`);
  assert.deepEqual(
    rest.tasks.map((task: Answer) => task.task_id),
    ids.toReversed().slice(2),
  );
  assert.equal((await json(`${url}/api/v1/queue/tasks?status=unheard`)).body.count, 0);
  assert.equal((await json(`${url}/api/v1/queue/tasks?limit=0`)).body.count, 0);
  const tooMany = await json(`${url}/api/v1/queue/tasks?limit=1001`);
  assert.equal(tooMany.status, 422);
  assert.deepEqual(tooMany.body.detail[0].loc, ['query', 'limit']);
  const { body: health } = await json(`${url}/api/v1/health`);
  assert.equal(health.status, 'healthy');
  assert.deepEqual(health.workers, { active: 1, available: true });
});

test('wrong requests get coded errors in the shape that FastAPI clients read', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const file = { name: 'a.txt', data: 'a' };
  const missing = await json(`${url}/api/v1/tasks/submit`, { method: 'POST', body: new FormData() });
  assert.equal(missing.status, 422);
  assert.deepEqual(missing.body.detail[0], {
    type: 'missing',
    loc: ['body', 'file'],
    msg: 'Field required',
    input: null,
  });
  assert.equal(missing.body.error.code, 'file_missing');
  const cases: readonly [Record<string, string>, number, string][] = [
    [{ priority: 'high' }, 422, 'invalid_parameter'],
    [{ table_enable: 'maybe' }, 422, 'invalid_parameter'],
    [{ method: 'guess' }, 422, 'invalid_parameter'],
    [{ backend: 'vlm-vllm-engine' }, 422, 'unsupported_backend'],
    [{ backend: 'nonsense' }, 422, 'unsupported_backend'],
  ];
  for (const [fields, status, code] of cases) {
    const answer = await submit(url, file, fields);
    assert.equal(answer.status, status, JSON.stringify(fields));
    assert.equal(answer.body.error.code, code);
    assert.equal(answer.body.detail[0].loc[1], Object.keys(fields)[0]);
  }
  const empty = await submit(url, { name: 'a.txt', data: '' });
  assert.equal(empty.body.error.code, 'file_empty');
  const unknown = await submit(url, { name: 'a.bin', data: new Uint8Array([0, 1, 2, 3, 255, 254, 0, 9]) });
  assert.equal(unknown.status, 422);
  assert.equal(unknown.body.error.code, 'unsupported_format');
  const lost = await json(`${url}/api/v1/tasks/6f9619ff-8b86-4011-b42d-00c04fc964ff`);
  assert.equal(lost.status, 404);
  assert.equal(typeof lost.body.detail, 'string');
  assert.equal((await json(`${url}/nowhere`)).body.detail, 'Not Found');
  const wrong = await json(`${url}/api/v1/queue/stats`, { method: 'DELETE' });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.body.detail, 'Method Not Allowed');
  assert.equal((await json(`${url}/api/v1/queue/stats/`)).status, 200);
  const chinese = await json(`${url}/api/v1/tasks/submit`, {
    method: 'POST',
    body: new FormData(),
    headers: { 'accept-language': 'zh-CN,zh;q=0.9' },
  });
  assert.match(chinese.body.error.message, /文件/);
});

test('a body where none belongs is passed over', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const headers = { 'content-type': 'application/json' };
  const sent = await submit(url, { name: 'a.txt', data: 'a' });
  for (const body of [undefined, '{}', '{bad']) {
    const init = { method: 'POST', headers, ...(body === undefined ? {} : { body }) };
    assert.equal((await json(`${url}/api/v1/queue/pause`, init)).status, 200);
    assert.equal((await json(`${url}/api/v1/tasks/submit`, init)).body.error.code, 'file_missing');
  }
  assert.equal((await json(`${url}/api/v1/tasks/${sent.body.task_id}`, { method: 'DELETE', headers })).status, 200);
});

test('a finished task cannot be cancelled, a cancelled one can be again', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data, env: { EMBEDDED_WORKER: 'false' } });
  const { body } = await submit(url, { name: 'a.txt', data: 'a' });
  for (let n = 0; n < 2; n += 1) {
    const answer = await json(`${url}/api/v1/tasks/${body.task_id}`, { method: 'DELETE' });
    assert.equal(answer.status, 200);
  }
  assert.ok(!existsSync(join(data, 'data', 'temp', 'uploads', body.task_id)), 'the upload of a cancelled task is gone');
  const worker = await startService(t, { data, command: 'worker' });
  const done = await submit(url, { name: 'b.txt', data: 'b' });
  await untilStatus(url, done.body.task_id, ['completed']);
  const refused = await json(`${url}/api/v1/tasks/${done.body.task_id}`, { method: 'DELETE' });
  assert.equal(refused.status, 409);
  assert.equal(refused.body.error.code, 'task_already_finished');
  await worker.kill('SIGTERM');
});

test('fields may follow the file, and an Idempotency-Key joins the first submit', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const send = async () => {
    const form = new FormData();
    form.set('file', new Blob(['text']), 'a.txt');
    form.set('priority', '7.0');
    return await json(`${url}/api/v1/tasks/submit`, {
      method: 'POST',
      body: form,
      headers: { 'idempotency-key': 'one' },
    });
  };
  const [first, second] = [await send(), await send()];
  assert.equal(first.body.priority, 7);
  assert.equal(second.body.task_id, first.body.task_id);
});

test('a file over the limit is refused with the limit, and an upload that breaks off leaves nothing', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data, env: { MAX_FILE_SIZE: '1048576', EMBEDDED_WORKER: 'false' } });
  const large = await submit(url, { name: 'large.txt', data: 'x'.repeat(1_048_577) });
  assert.equal(large.status, 413);
  assert.equal(large.body.detail, 'File too large. Maximum size: 1MB');

  const { hostname, port } = new URL(url);
  const upload = request({
    hostname,
    port,
    path: '/api/v1/tasks/submit',
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  });
  upload.on('error', () => undefined);
  upload.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nthe beginning');
  const uploads = join(data, 'data', 'temp', 'uploads');
  await until('the upload to begin', () => existsSync(uploads) && readdirSync(uploads).length > 0);
  upload.destroy();
  await until('the broken upload to be gone', () => readdirSync(uploads).length === 0);
});

test('names of all kinds come back as sent', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  const names = [
    '报告 2026.txt',
    '🦊.txt',
    `${'长'.repeat(240)}.txt`,
    '../../etc/passwd.txt',
    'CON.txt',
    '..txt',
    'a".txt',
    '.hidden.txt',
  ];
  for (const name of names) {
    const { status, body } = await submit(url, { name, data: 'text' });
    assert.equal(status, 200, name);
    // A browser's form encodes a quotation mark as %22.
    assert.equal(body.file_name.replaceAll('%22', '"'), name);
    assert.equal((await untilStatus(url, body.task_id, ['completed', 'failed'])).status, 'completed');
  }
});

test('a healthy service writes no line with the letters of an error, a failed job writes one with its id', async (t) => {
  const service = await startService(t, { data: dataFolder(t), program: 'faulty' });
  const good = await submit(service.url, { name: 'a.txt', data: 'a' });
  await untilStatus(service.url, good.body.task_id, ['completed']);
  assert.deepEqual(
    service.log.filter((line) => /error/i.test(JSON.stringify(line))),
    [],
  );
  const bad = await submit(service.url, { name: 'bad.pdf', data: faultFile({ pages: 1, badPage: 0 }) });
  await untilStatus(service.url, bad.body.task_id, ['failed']);
  const lines = await until('the line', () => {
    const found = service.log.filter((line) => line.level === 'ERROR');
    return found.length > 0 && found;
  });
  assert.equal(lines.length, 1);
  assert.ok(JSON.stringify(lines[0]).includes(bad.body.task_id));
});

test('CORS answers the configured origins only, errors included', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const allowed = await json(`${url}/nowhere`, { headers: { origin: 'http://localhost:3000' } });
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'http://localhost:3000');
  assert.equal(allowed.headers.get('access-control-allow-credentials'), 'true');
  const other = await json(`${url}/api/v1/health`, { headers: { origin: 'http://evil.example' } });
  assert.equal(other.headers.get('access-control-allow-origin'), null);
});

test('documentation is served from this machine alone', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const openapi = await json(`${url}/openapi.json`);
  assert.deepEqual(Object.keys(openapi.body.paths).sort(), [
    '/',
    '/api/v1/admin/cleanup',
    '/api/v1/admin/reset-stale',
    '/api/v1/engines',
    '/api/v1/health',
    '/api/v1/queue/pause',
    '/api/v1/queue/resume',
    '/api/v1/queue/stats',
    '/api/v1/queue/tasks',
    '/api/v1/tasks/submit',
    '/api/v1/tasks/{task_id}',
    '/api/v1/tasks/{task_id}/retry',
    '/api/v1/workers',
    '/api/v1/workers/{worker_id}/drain',
    '/api/v1/workers/{worker_id}/resume',
    '/file_parse',
    '/livez',
    '/readyz',
    '/tasks/{task_id}',
    '/tasks/{task_id}/result',
  ]);
  for (const page of ['/docs', '/redoc']) {
    const response = await fetch(`${url}${page}`);
    assert.equal(response.status, 200);
    assert.doesNotMatch(await response.text(), /(src|href)="(https?:)?\/\//);
  }
  assert.equal((await fetch(`${url}/redoc/redoc.js`)).status, 200);
});

test('file names arrive in every way that clients write them, and a part without one is no file', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), env: { EMBEDDED_WORKER: 'false' } });
  const send = async (disposition: string) => {
    const body = `--b\r\ncontent-disposition: form-data; name="file"; ${disposition}\r\n\r\ntext\r\n--b--\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    return (await json(`${url}/api/v1/tasks/submit`, { method: 'POST', body, headers })).body;
  };
  assert.equal((await send('filename="论文.txt"')).file_name, '论文.txt');
  assert.equal((await send("filename*=utf-8''%E8%AE%BA%E6%96%87.txt")).file_name, '论文.txt');
  assert.equal((await send('filename="%E8%AE%BA%E6%96%87%201.txt"')).file_name, '论文 1.txt');
  assert.equal((await send('filename="100%25.txt"')).file_name, '100%25.txt');
  assert.equal((await send('filename=""')).error.code, 'file_missing');
});

test('a disk below its floor answers 507 and keeps nothing, and a store that broke is unhealthy', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, {
    data,
    env: { EMBEDDED_WORKER: 'false', MIN_FREE_DISK_BYTES: '9007199254740991' },
  });
  const refused = await submit(url, { name: 'a.txt', data: 'a' });
  assert.equal(refused.status, 507);
  assert.equal(refused.body.error.code, 'disk_full');
  assert.equal((await json(`${url}/api/v1/queue/stats`)).body.total, 0);
  // Another process holds the database for longer than the service waits.
  const db = new DatabaseSync(join(data, 'data', 'queue.db'));
  db.exec('BEGIN EXCLUSIVE');
  const { status, body } = await json(`${url}/api/v1/health`);
  db.exec('ROLLBACK');
  db.close();
  assert.equal(status, 200);
  assert.deepEqual([body.success, body.status], [false, 'unhealthy']);
  assert.equal((await json(`${url}/api/v1/health`)).body.status, 'healthy');
});
