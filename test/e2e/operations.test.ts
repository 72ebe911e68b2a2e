import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { faultFile } from './faulty-engine.ts';
import { type Answer, dataFolder, getTask, startService, submit, until, untilStatus } from './service.ts';

async function call(url: string, method = 'GET'): Promise<{ status: number; body: Answer }> {
  const response = await fetch(url, { method });
  return { status: response.status, body: (await response.json()) as Answer };
}

test('a pending task says what it waits for: nobody, the queue, those ahead, its next attempt', async (t) => {
  const data = dataFolder(t);
  const env = { TASK_MAX_RETRIES: '1', TASK_RETRY_DELAY: '60', TASK_SOFT_TIME_LIMIT: '1' };
  const api = await startService(t, { data, env: { EMBEDDED_WORKER: 'false' } });
  const ids: string[] = [];
  for (const name of ['a.txt', 'b.txt', 'c.txt']) ids.push((await submit(api.url, { name, data: name })).body.task_id);
  const waitingFor = async (at: number) => (await getTask(api.url, String(ids[at]))).waiting_for;
  assert.deepEqual(await waitingFor(2), {
    reason: 'no_worker',
    message: "No worker on queue 'mineru-tasks' serves engine 'text'. Start one with: docmill worker",
    engine: 'text',
  });
  assert.equal((await call(`${api.url}/api/v1/queue/pause`, 'POST')).body.paused, true);
  assert.equal((await waitingFor(0)).reason, 'paused');
  assert.equal((await call(`${api.url}/api/v1/queue/stats`)).body.paused, true);

  await startService(t, { data, command: 'worker', program: 'faulty', env });
  await call(`${api.url}/api/v1/queue/resume`, 'POST');
  for (const id of ids) await untilStatus(api.url, id, ['completed']);
  const slow = await submit(api.url, { name: 'slow.pdf', data: faultFile({ pages: 100, pageTime: 100 }) });
  const again = await untilStatus(api.url, slow.body.task_id, ['processing']);
  assert.equal(again.waiting_for, null);
  const delayed = await (async () => {
    for (;;) {
      const task = await getTask(api.url, slow.body.task_id);
      if (task.status === 'pending') return task;
    }
  })();
  assert.equal(delayed.waiting_for.reason, 'retry');
  assert.match(delayed.waiting_for.retry_at, /^\d{4}-/);
  assert.equal(delayed.attempts[0].error.code, 'task_timeout');
});

test('places in the queue are counted, workers are listed', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), program: 'faulty', env: { WORKER_CONCURRENCY: '1' } });
  const busy = await submit(url, { name: 'busy.pdf', data: faultFile({ pages: 1_000, pageTime: 50 }) });
  await untilStatus(url, busy.body.task_id, ['processing']);
  const places: Answer[] = [];
  for (const name of ['a.pdf', 'b.pdf']) {
    const { body } = await submit(url, { name, data: faultFile({ pages: 1 }) });
    places.push(await getTask(url, body.task_id));
  }
  assert.deepEqual(
    places.map((task) => [task.queue_position, task.waiting_for.ahead]),
    [
      [1, 0],
      [2, 1],
    ],
  );
  const { body } = await call(`${url}/api/v1/workers`);
  assert.equal(body.count, 1);
  const [worker] = body.workers;
  assert.match(worker.worker_id, /^mineru-worker@/);
  assert.deepEqual([worker.slots, worker.serves_this_queue], [1, true]);
  await call(`${url}/api/v1/tasks/${busy.body.task_id}`, 'DELETE');
});

test('a task runs again with its file and its options while the file is kept', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), program: 'faulty' });
  const sent = await submit(
    url,
    { name: 'bad.pdf', data: faultFile({ pages: 2, badPage: 1 }) },
    { on_page_error: 'fail', priority: '7' },
  );
  const failed = await untilStatus(url, sent.body.task_id, ['failed']);
  assert.equal(failed.error.code, 'page_failed');
  const { status, body } = await call(`${url}/api/v1/tasks/${sent.body.task_id}/retry`, 'POST');
  assert.equal(status, 200);
  assert.deepEqual([body.retry_of, body.priority, body.file_name], [sent.body.task_id, 7, 'bad.pdf']);
  const second = await untilStatus(url, body.task_id, ['failed']);
  assert.equal(second.error.code, 'page_failed', 'on_page_error came along');
  assert.equal(second.retry_of, sent.body.task_id);

  const done = await submit(url, { name: 'good.txt', data: 'x' });
  // The layout is noted last: then the file is gone.
  await until('the layout', async () => (await getTask(url, done.body.task_id)).result_path !== null);
  const gone = await call(`${url}/api/v1/tasks/${done.body.task_id}/retry`, 'POST');
  assert.deepEqual([gone.status, gone.body.error.code], [410, 'file_gone']);
  const slow = await submit(url, { name: 'slow.pdf', data: faultFile({ pages: 500, pageTime: 50 }) });
  const early = await call(`${url}/api/v1/tasks/${slow.body.task_id}/retry`, 'POST');
  assert.deepEqual([early.status, early.body.error.code], [409, 'task_not_finished']);
  assert.equal((await call(`${url}/api/v1/tasks/none/retry`, 'POST')).status, 404);
  await call(`${url}/api/v1/tasks/${slow.body.task_id}`, 'DELETE');
});

test('purge removes file and result; the record says that they are gone', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data });
  const { body: sent } = await submit(url, { name: 'a.txt', data: 'x' });
  await until('the layout', async () => (await getTask(url, sent.task_id)).result_path !== null);
  assert.ok((await getTask(url, sent.task_id)).markdown_content !== undefined);
  const lean = await call(`${url}/api/v1/tasks/${sent.task_id}?content=false`);
  assert.deepEqual([lean.body.status, lean.body.markdown_content, lean.body.data], ['completed', undefined, undefined]);

  assert.equal((await call(`${url}/api/v1/tasks/${sent.task_id}`, 'DELETE')).status, 409);
  const purged = await call(`${url}/api/v1/tasks/${sent.task_id}?purge=true`, 'DELETE');
  assert.deepEqual([purged.status, purged.body.message], [200, `Task ${sent.task_id} has been deleted`]);
  const answer = await call(`${url}/api/v1/tasks/${sent.task_id}`);
  assert.deepEqual([answer.status, answer.body.error.code], [410, 'result_expired']);
  assert.equal((await call(`${url}/api/v1/tasks/${sent.task_id}?content=0`)).body.status, 'completed');
  const output = join(data, 'data', 'output');
  assert.equal(existsSync(join(output, sent.task_id)) || existsSync(join(output, '.attempts', sent.task_id)), false);
});

test('tasks are found by words of their file name, old ones cleaned up on request, stale ones given back', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  for (const name of ['Quarterly_Report-2026.txt', '年度报告.txt', 'notes.txt']) {
    const { body } = await submit(url, { name, data: 'x' });
    await untilStatus(url, body.task_id, ['completed']);
  }
  const search = async (words: string) =>
    (await call(`${url}/api/v1/queue/tasks?search=${encodeURIComponent(words)}`)).body.tasks.map(
      (task: Answer) => task.file_name,
    );
  assert.deepEqual(await search('report'), ['Quarterly_Report-2026.txt']);
  assert.deepEqual(await search('报告'), ['年度报告.txt']);
  assert.equal((await search('')).length, 3);
  assert.deepEqual((await call(`${url}/api/v1/admin/reset-stale`, 'POST')).body.reset_count, 0);
  assert.deepEqual((await call(`${url}/api/v1/admin/cleanup`, 'POST')).body.deleted_count, 0);
  assert.deepEqual((await call(`${url}/api/v1/admin/cleanup?days=0`, 'POST')).body.deleted_count, 3);
  assert.equal((await call(`${url}/api/v1/admin/cleanup?days=x`, 'POST')).status, 422);
});

test('probes and engines answer', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t) });
  assert.deepEqual(await call(`${url}/livez`), { status: 200, body: { status: 'ok' } });
  assert.deepEqual(await call(`${url}/readyz`), { status: 200, body: { status: 'ok' } });
  const { body } = await call(`${url}/api/v1/engines`);
  assert.ok(body.engines.document.some((engine: Answer) => engine.name === 'pipeline'));
  assert.deepEqual(
    body.list.map((engine: Answer) => [engine.name, engine.available]),
    [
      ['pdf', true],
      ['text', true],
      ['web', true],
      ['mail', true],
      ['archive', true],
      ['office', true],
      ['ofd', true],
    ],
  );
});
