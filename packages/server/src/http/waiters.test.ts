import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createJobId, type JobId, type NewJob } from '#jobs';
import { createSqliteQueue } from '#queue';
import { createLog } from '#telemetry';
import { createWaiters } from './waiters.ts';

async function setup(t: TestContext, grace: number) {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-waiters-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const queue = await createSqliteQueue({ path: join(folder, 'queue.db'), policy: { maxRetries: 0, retryDelay: 0 } });
  t.after(() => queue.close());
  const cancelled: JobId[] = [];
  const waiters = createWaiters({
    queue,
    grace,
    log: createLog({ level: 'silent', format: 'json' }),
    onCancelled: async (job) => void cancelled.push(job.id),
  });
  t.after(() => waiters.close());
  const id = createJobId();
  const base = { id, kind: 'document', rootId: id, index: 0, owner: 'local', queue: 'q', source: 'mineru3' } as const;
  const job: NewJob = {
    ...base,
    engine: 'text',
    engineFingerprint: 'text-1',
    backend: 'pipeline',
    options: {},
    optionsVersion: 1,
    priority: 0,
    labels: {},
  };
  await queue.add([job]);
  const stateOf = async () => (await queue.get('local', id))?.state;
  const untilState = async (state: string) => {
    const deadline = performance.now() + 10_000;
    while ((await stateOf()) !== state && performance.now() < deadline) await delay(10);
    assert.equal(await stateOf(), state);
  };
  return { queue, waiters, job, cancelled, stateOf, untilState };
}

test('a job is cancelled once its last waiter has been gone for the grace time', async (t) => {
  const { waiters, job, cancelled, stateOf, untilState } = await setup(t, 50);
  const [first, second] = [new AbortController(), new AbortController()];
  const waits = [waiters.wait(job, first.signal), waiters.wait(job, second.signal)];
  first.abort();
  await assert.rejects(waits[0] as Promise<unknown>, { code: 'upload_aborted' });
  await delay(150);
  assert.equal(await stateOf(), 'pending', 'somebody still waits');
  second.abort();
  await assert.rejects(waits[1] as Promise<unknown>);
  await untilState('cancelled');
  while (cancelled.length === 0) await delay(5);
  assert.deepEqual(cancelled, [job.id]);
});

test('who comes back within the grace time keeps the job', async (t) => {
  const { queue, waiters, job } = await setup(t, 60_000);
  const leaving = new AbortController();
  const left = waiters.wait(job, leaving.signal);
  leaving.abort();
  await assert.rejects(left);
  const back = waiters.wait(job, new AbortController().signal);
  await queue.cancel('local', job.id);
  assert.equal((await back).state, 'cancelled');
});

test('a stopping service ends the waits and cancels nothing', async (t) => {
  const { waiters, job, stateOf } = await setup(t, 1);
  const wait = waiters.wait(job, new AbortController().signal);
  waiters.close();
  await assert.rejects(wait, { code: 'shutting_down' });
  await delay(50);
  assert.equal(await stateOf(), 'pending');
});
