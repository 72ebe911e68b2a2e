import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { faultFile } from './faulty-engine.ts';
import { dataFolder, getTask, startService, submit, until, untilStatus } from './service.ts';

/** childrenOf gives the process ids below a process, of Linux's process table. */
function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

test('a job whose worker is killed with -9 completes once after a restart, reads no page twice, and leaves no child alive', async (t) => {
  const data = dataFolder(t);
  const journal = join(data, 'journal');
  const api = await startService(t, { data, program: 'faulty', env: { EMBEDDED_WORKER: 'false' } });
  const worker = await startService(t, { data, program: 'faulty', command: 'worker' });
  const { body } = await submit(api.url, { name: 'slow.pdf', data: faultFile({ pages: 30, pageTime: 40, journal }) });
  await until(
    'some pages to be read',
    () => existsSync(journal) && readFileSync(journal, 'utf8').split('\n').length > 5,
  );
  const children = childrenOf(worker.pid);
  assert.ok(children.length > 0, 'the worker has a slot');

  await worker.kill('SIGKILL');
  const died = performance.now();
  await until('the slots to die', () => !children.some(isAlive), 2_000);
  assert.ok(performance.now() - died < 2_000);

  await startService(t, { data, program: 'faulty', command: 'worker' });
  const answer = await untilStatus(api.url, body.task_id, ['completed', 'failed'], 40_000);
  assert.equal(answer.status, 'completed');
  assert.equal(answer.outcome, 'full');
  assert.equal(answer.retry_count, 1);
  assert.equal(answer.progress.pages_done, 30);
  const read = readFileSync(journal, 'utf8').trim().split('\n').map(Number);
  const repeated = read.length - new Set(read).size;
  // The page that was being read when the worker died had no checkpoint yet.
  assert.ok(repeated <= 1, `${repeated} pages were read twice`);
});

test('200 submits that were acknowledged right before kill -9 of the server all complete after a restart', async (t) => {
  const data = dataFolder(t);
  const first = await startService(t, { data });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, n) => submit(first.url, { name: `note ${n}.txt`, data: `note ${n}` })),
  );
  await first.kill('SIGKILL');
  assert.ok(answers.every((answer) => answer.status === 200));

  const second = await startService(t, { data, env: { WORKER_CONCURRENCY: '4' } });
  for (const { body } of answers) {
    const answer = await untilStatus(second.url, body.task_id, ['completed', 'failed'], 60_000);
    assert.equal(answer.status, 'completed');
  }
  const stats = (await (await fetch(`${second.url}/api/v1/queue/stats`)).json()) as { stats: { completed: number } };
  assert.equal(stats.stats.completed, 200);
});

test('a document that kills its engine on opening is quarantined at the second death while 50 good ones complete', async (t) => {
  const data = dataFolder(t);
  const service = await startService(t, { data, program: 'faulty' });
  const bad = await submit(service.url, { name: 'crash.pdf', data: faultFile({ pages: 1, crash: 'open' }) });
  const good = await Promise.all(
    Array.from({ length: 50 }, (_, n) => submit(service.url, { name: `${n}.pdf`, data: faultFile({ pages: 2 }) })),
  );
  const failed = await untilStatus(service.url, bad.body.task_id, ['completed', 'failed']);
  assert.equal(failed.status, 'failed');
  assert.equal(failed.error.code, 'engine_crashed');
  assert.equal(failed.attempts.length, 2);
  for (const { body } of good)
    assert.equal((await untilStatus(service.url, body.task_id, ['completed', 'failed'])).status, 'completed');
});

test('a page that kills its engine twice is given up and named, the rest is there', async (t) => {
  const data = dataFolder(t);
  const service = await startService(t, { data, program: 'faulty' });
  const { body } = await submit(service.url, { name: 'bad-page.pdf', data: faultFile({ pages: 5, crash: 2 }) });
  const answer = await untilStatus(service.url, body.task_id, ['completed', 'failed']);
  assert.equal(answer.status, 'completed');
  assert.equal(answer.outcome, 'partial');
  assert.deepEqual(answer.failed_pages, [{ page_number: 3, code: 'engine_crashed' }]);
  assert.equal(answer.markdown_content, 'page 1\n\npage 2\n\npage 4\n\npage 5\n');
});

test('a page that hangs or eats memory is stopped, given up and named', async (t) => {
  const data = dataFolder(t);
  const env = { PAGE_TIME_LIMIT: '3', WORKER_MAX_MEMORY_PER_CHILD: '400000' };
  const service = await startService(t, { data, program: 'faulty', env });
  const hang = await submit(service.url, { name: 'hang.pdf', data: faultFile({ pages: 3, hang: 1 }) });
  const leak = await submit(service.url, { name: 'leak.pdf', data: faultFile({ pages: 3, leak: 0 }) });
  const hung = await untilStatus(service.url, hang.body.task_id, ['completed', 'failed']);
  assert.deepEqual(hung.failed_pages, [{ page_number: 2, code: 'engine_stalled' }]);
  const leaked = await untilStatus(service.url, leak.body.task_id, ['completed', 'failed']);
  assert.deepEqual(leaked.failed_pages, [{ page_number: 1, code: 'memory_limit' }]);
});

test('cancel of a running parse frees its slot within two seconds and leaves nothing behind', async (t) => {
  const data = dataFolder(t);
  const service = await startService(t, { data, program: 'faulty', env: { WORKER_CONCURRENCY: '1' } });
  const long = await submit(service.url, { name: 'long.pdf', data: faultFile({ pages: 1_000, pageTime: 50 }) });
  await until(
    'some pages to be read',
    async () => (await getTask(service.url, long.body.task_id)).progress.pages_done > 0,
  );
  const next = await submit(service.url, { name: 'next.pdf', data: faultFile({ pages: 1 }) });

  const asked = performance.now();
  const response = await fetch(`${service.url}/api/v1/tasks/${long.body.task_id}`, { method: 'DELETE' });
  assert.equal(response.status, 200);
  assert.equal(
    ((await response.json()) as { message: string }).message,
    `Task ${long.body.task_id} has been cancelled`,
  );
  await untilStatus(service.url, next.body.task_id, ['processing', 'completed'], 5_000);
  assert.ok(performance.now() - asked < 2_000, `the slot took ${performance.now() - asked} ms`);

  assert.equal((await getTask(service.url, long.body.task_id)).status, 'cancelled');
  await until('its upload and checkpoints to go', () => {
    const temp = join(data, 'data', 'temp');
    return (
      !existsSync(join(temp, 'uploads', long.body.task_id)) &&
      !existsSync(join(temp, '.checkpoints', long.body.task_id))
    );
  });
});

test('a worker told to stop hands its job back at no cost', async (t) => {
  const data = dataFolder(t);
  const api = await startService(t, { data, program: 'faulty', env: { EMBEDDED_WORKER: 'false' } });
  const worker = await startService(t, {
    data,
    program: 'faulty',
    command: 'worker',
    env: { WORKER_DRAIN_SECONDS: '0' },
  });
  const { body } = await submit(api.url, { name: 'slow.pdf', data: faultFile({ pages: 40, pageTime: 50 }) });
  await until('some pages to be read', async () => (await getTask(api.url, body.task_id)).progress.pages_done > 2);
  await worker.kill('SIGTERM');
  assert.equal((await getTask(api.url, body.task_id)).status, 'pending');
  await startService(t, { data, program: 'faulty', command: 'worker' });
  const answer = await untilStatus(api.url, body.task_id, ['completed', 'failed']);
  assert.equal(answer.status, 'completed');
  assert.equal(answer.retry_count, 0);
});

test('the soft time limit ends a job with task_timeout', async (t) => {
  const data = dataFolder(t);
  const service = await startService(t, {
    data,
    program: 'faulty',
    env: { TASK_SOFT_TIME_LIMIT: '1', TASK_TIME_LIMIT: '5' },
  });
  const { body } = await submit(service.url, { name: 'slow.pdf', data: faultFile({ pages: 1_000, pageTime: 20 }) });
  const answer = await untilStatus(service.url, body.task_id, ['completed', 'failed']);
  assert.equal(answer.error.code, 'task_timeout');
});
