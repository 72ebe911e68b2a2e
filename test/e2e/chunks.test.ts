import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makePdf, type PageSpec } from '../fixtures/pdf-maker.ts';
import { faultFile } from './faulty-engine.ts';
import { type Answer, dataFolder, getTask, startService, submit, until, untilStatus } from './service.ts';

const small = { MINERU_PAGINATION_THRESHOLD: '10', MINERU_PAGE_CHUNK_SIZE: '10', MINERU_MAX_PARALLEL_CHUNKS: '3' };
const apart = { ...small, EMBEDDED_WORKER: 'false' };

function pagesIn(journal: string): readonly number[] {
  return existsSync(journal) ? readFileSync(journal, 'utf8').trim().split('\n').map(Number) : [];
}

async function workersAt(url: string): Promise<readonly Answer[]> {
  const response = await fetch(`${url}/api/v1/workers`);
  return ((await response.json()) as Answer).workers;
}

test('a large document is read by two workers, each page once, with progress in pages from all chunks', async (t) => {
  const data = dataFolder(t);
  const journal = join(data, 'journal');
  const api = await startService(t, { data, program: 'faulty', env: apart });
  const worker = { data, program: 'faulty', command: 'worker', env: { ...small, WORKER_CONCURRENCY: '1' } } as const;
  await startService(t, worker);
  await startService(t, worker);
  const { body } = await submit(api.url, { name: 'book.pdf', data: faultFile({ pages: 45, pageTime: 400, journal }) });
  const busy = await until('both workers to read', async () => {
    const workers = await workersAt(api.url);
    // One page each, after all that comes before it, tells no pace yet.
    return workers.every(({ tasks }) => tasks.some((task: Answer) => task.pages_done > 1)) ? workers : undefined;
  });
  for (const { tasks, slots } of busy) {
    assert.equal(slots, 1);
    const [task] = tasks;
    assert.equal(task.task_id, body.task_id);
    assert.ok(task.page_number >= 1 && task.page_number <= 45 && task.memory_bytes > 10_000_000);
  }
  const midway = await getTask(api.url, body.task_id);
  assert.equal(midway.status, 'processing');
  assert.equal(midway.progress.pages_total, 45);
  assert.ok(midway.progress.pages_done > 0 && midway.progress.pages_done < 45);
  assert.ok(midway.progress.eta_seconds > 0 && midway.progress.eta_seconds < 60);
  assert.equal(midway.progress.chunks_total, 5);

  const answer = await untilStatus(api.url, body.task_id, ['completed', 'failed']);
  assert.equal(answer.outcome, 'full');
  assert.equal(answer.retry_count, 0);
  assert.deepEqual(answer.progress, {
    pages_done: 45,
    pages_total: 45,
    eta_seconds: null,
    chunks_total: 5,
    chunks_done: 5,
  });
  const expected = Array.from({ length: 45 }, (_, index) => index);
  assert.deepEqual(
    [...pagesIn(journal)].sort((a, b) => a - b),
    expected,
  );
  assert.equal(answer.markdown_content, `${expected.map((index) => `page ${index + 1}`).join('\n\n')}\n`);
  await until('upload and checkpoints to go', () => {
    const temp = join(data, 'data', 'temp');
    return ['uploads', '.checkpoints'].every((name) => !existsSync(join(temp, name, body.task_id)));
  });
});

test('read in chunks or whole, every artifact is the same byte for byte', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data, env: { ...small, WORKER_CONCURRENCY: '2' } });
  const bytes = makePdf({ pages: Array.from({ length: 34 }, (_, at) => reportPage(at)) });
  const chunked = await submit(url, { name: 'report.pdf', data: bytes });
  const whole = await submit(url, { name: 'report.pdf', data: bytes }, { enable_pagination: 'false' });
  const [a, b] = await Promise.all(
    [chunked, whole].map(({ body }) =>
      until('its layout to stand', async () => {
        const answer = await getTask(url, body.task_id);
        return answer.result_path === null ? undefined : answer;
      }),
    ),
  );
  assert.equal(a?.progress.chunks_total, 4);
  assert.equal(b?.progress.chunks_total, undefined);
  const filesOf = (answer: Answer | undefined) => {
    const folder = answer?.result_path as string;
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]);
  };
  assert.deepEqual(filesOf(a), filesOf(b));
  assert.match(a?.markdown_content, /goes on over the page/);
});

function reportPage(at: number): PageSpec {
  const { x, size } = { x: 72, size: 11 };
  const lines = Array.from({ length: 20 }, (_, line) => ({
    x,
    y: 680 - line * 14,
    size,
    text:
      line === 19
        ? `The last paragraph of page ${at + 1} goes on over the page and`
        : `Line ${line} of page ${at + 1} has words.`,
  }));
  return {
    words: [
      { x, y: 760, size: 9, text: 'Annual report' },
      ...(at % 7 === 0 ? [{ x, y: 720, size: 18, text: `${at / 7 + 1} Chapter` }] : []),
      ...lines,
      { x: 300, y: 30, size: 9, text: String(at + 1) },
    ],
  };
}

test('a worker killed in the middle of its chunk costs no page that was read, and the rest is done by the other', async (t) => {
  const data = dataFolder(t);
  const journal = join(data, 'journal');
  const api = await startService(t, { data, program: 'faulty', env: apart });
  const worker = { data, program: 'faulty', command: 'worker', env: { ...small, WORKER_CONCURRENCY: '1' } } as const;
  const first = await startService(t, worker);
  const { body } = await submit(api.url, { name: 'book.pdf', data: faultFile({ pages: 30, pageTime: 30, journal }) });
  await until('some pages to be read', () => pagesIn(journal).length > 4);
  await first.kill('SIGKILL');
  await startService(t, worker);
  const answer = await untilStatus(api.url, body.task_id, ['completed', 'failed'], 40_000);
  assert.equal(answer.outcome, 'full');
  const read = pagesIn(journal);
  assert.equal(new Set(read).size, 30);
  assert.ok(read.length <= 31, `${read.length - 30} pages were read twice`);
});

test('pages of chunks that kill the engine, hang, cannot be read or fail as a whole are named, and the rest is there', async (t) => {
  const data = dataFolder(t);
  const env = { ...small, PAGE_TIME_LIMIT: '1' };
  const { url } = await startService(t, { data, program: 'faulty', env });
  const faults = [
    [{ crash: 14 }, 'engine_crashed'],
    [{ hang: 20 }, 'engine_stalled'],
    [{ badPage: 3 }, 'page_failed'],
    [{ fail: 17 }, 'engine_failed'],
    [{ fail: 20 }, 'engine_failed'],
  ] as const;
  await Promise.all(
    faults.map(async ([orders, code]) => {
      const [bad = 0] = Object.values(orders);
      const { body } = await submit(url, { name: 'bad.pdf', data: faultFile({ pages: 25, ...orders }) });
      const answer = await untilStatus(url, body.task_id, ['completed', 'failed'], 60_000);
      assert.equal(answer.outcome, 'partial');
      assert.deepEqual(answer.failed_pages, [{ page_number: bad + 1, code }]);
      const { chunks } = await getTask(url, `${body.task_id}?chunks=true`);
      const told = chunks.flatMap((chunk: Answer) => chunk.attempts.map((attempt: Answer) => attempt.error?.code));
      assert.ok(code === 'page_failed' || told.includes(code), `${told} tells what happened`);
      const others = Array.from({ length: 25 }, (_, at) => at).filter((at) => at !== bad);
      assert.equal(answer.markdown_content, `${others.map((at) => `page ${at + 1}`).join('\n\n')}\n`);
    }),
  );
});

test('a document that may not lose a page fails with the page that could not be read', async (t) => {
  const { url } = await startService(t, { data: dataFolder(t), program: 'faulty', env: small });
  const file = { name: 'bad.pdf', data: faultFile({ pages: 25, crash: 14 }) };
  const { body } = await submit(url, file, { on_page_error: 'fail' });
  const answer = await untilStatus(url, body.task_id, ['completed', 'failed']);
  assert.equal(answer.status, 'failed');
  assert.equal(answer.error.code, 'page_failed');
  assert.match(answer.error_message, /15/);
});

test('cancelling a document takes its chunks from all workers within two seconds', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data, program: 'faulty', env: { ...small, WORKER_CONCURRENCY: '2' } });
  const journal = join(data, 'journal');
  const { body } = await submit(url, { name: 'book.pdf', data: faultFile({ pages: 3_000, pageTime: 50, journal }) });
  await until('both slots to read', async () => {
    const [worker] = await workersAt(url);
    return worker?.tasks.filter((task: Answer) => task.pages_done > 0).length === 2;
  });
  const asked = performance.now();
  assert.equal((await fetch(`${url}/api/v1/tasks/${body.task_id}`, { method: 'DELETE' })).status, 200);
  const next = await submit(url, { name: 'next.pdf', data: faultFile({ pages: 1 }) });
  await untilStatus(url, next.body.task_id, ['processing', 'completed'], 5_000);
  assert.ok(performance.now() - asked < 2_000, `it took ${performance.now() - asked} ms`);
  const read = pagesIn(journal).length;
  await untilStatus(url, next.body.task_id, ['completed']);
  assert.equal(pagesIn(journal).length, read, 'no page of it is read any more');
  assert.equal((await getTask(url, body.task_id)).status, 'cancelled');
  await until('its pages to go', () => !existsSync(join(data, 'data', 'temp', '.checkpoints', body.task_id)));
});

test('a time limit holds for a document and all its chunks together', async (t) => {
  const env = { ...small, TASK_SOFT_TIME_LIMIT: '1', TASK_TIME_LIMIT: '5' };
  const { url } = await startService(t, { data: dataFolder(t), program: 'faulty', env });
  const { body } = await submit(url, { name: 'slow.pdf', data: faultFile({ pages: 400, pageTime: 20 }) });
  const answer = await untilStatus(url, body.task_id, ['completed', 'failed']);
  assert.equal(answer.error.code, 'task_timeout');
});

test('an invoice is done long before a book that came first, and the book is done too', async (t) => {
  const env = { ...small, WORKER_CONCURRENCY: '1' };
  const { url } = await startService(t, { data: dataFolder(t), program: 'faulty', env });
  const book = await submit(url, { name: 'book.pdf', data: faultFile({ pages: 60, pageTime: 30 }) });
  await until('the book to be read', async () => (await getTask(url, book.body.task_id)).progress.pages_done > 0);
  const invoices = await Promise.all(
    [1, 2, 3].map((n) => submit(url, { name: `invoice ${n}.pdf`, data: faultFile({ pages: 1 }) })),
  );
  for (const { body } of invoices) await untilStatus(url, body.task_id, ['completed']);
  const then = await getTask(url, book.body.task_id);
  // Behind the chunk that ran when they came, and before the other five.
  assert.ok(then.progress.pages_done <= 30, `the book was at page ${then.progress.pages_done}`);
  assert.equal((await untilStatus(url, book.body.task_id, ['completed', 'failed'])).outcome, 'full');
});

test('a worker that drains ends what it runs and takes nothing new until it is told to', async (t) => {
  const data = dataFolder(t);
  const { url } = await startService(t, { data, program: 'faulty', env: { WORKER_NAME: 'blue' } });
  const running = await submit(url, { name: 'a.pdf', data: faultFile({ pages: 60, pageTime: 50 }) });
  await until('it to run', async () => (await getTask(url, running.body.task_id)).status === 'processing');
  const [worker] = await workersAt(url);
  const path = `${url}/api/v1/workers/${worker?.worker_id}`;
  const post = async (what: string): Promise<Answer> => {
    const response = await fetch(`${path}/${what}`, { method: 'POST' });
    return { status: response.status, ...((await response.json()) as Answer) };
  };
  assert.deepEqual(
    [await post('drain')].map(({ status, draining, count }) => [status, draining, count]),
    [[200, true, 1]],
  );
  assert.equal((await fetch(`${url}/api/v1/workers/nobody/drain`, { method: 'POST' })).status, 404);
  await until('the worker to hear of it', async () => (await workersAt(url))[0]?.draining);
  assert.equal((await untilStatus(url, running.body.task_id, ['completed', 'failed'])).status, 'completed');
  const next = await submit(url, { name: 'b.pdf', data: faultFile({ pages: 1 }) });
  await until('the place to be free', async () => (await workersAt(url))[0]?.running.length === 0);
  const waiting = await getTask(url, next.body.task_id);
  assert.deepEqual([waiting.status, waiting.queue_position], ['pending', 1]);
  assert.equal((await post('resume')).draining, false);
  await untilStatus(url, next.body.task_id, ['completed']);
});
