import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createJobId, type JobId, type JobResult, type NewJob } from '#jobs';
import type { ClaimRequest, LeasedJob, LeaseTimes, Queue } from './port.ts';

/** ConformanceInput: `open` gives a queue on a fresh store; with `again` a second one on the store of the first, as another process would have. */
export interface ConformanceInput {
  open(
    t: TestContext,
    options: {
      readonly times: LeaseTimes;
      readonly maxRetries: number;
      readonly retryDelay: number;
      readonly again?: Queue;
    },
  ): Promise<Queue>;
}

const times: LeaseTimes = { lease: 300, heartbeat: 100 };
const result: JobResult = {
  manifestKey: '.attempts/x/1/manifest.json',
  resultVersion: 1,
  outcome: 'full',
  failedPages: [],
  warnings: [],
  engine: { name: 'pdf', version: '1' },
  pages: 3,
};

function jobOf(changes: Partial<NewJob> = {}): NewJob {
  const id = changes.id ?? createJobId();
  return {
    id,
    kind: 'document',
    rootId: id,
    index: 0,
    owner: 'local',
    queue: 'main',
    source: 'v1',
    engine: 'pdf',
    engineFingerprint: 'pdf-1',
    backend: 'pipeline',
    file: { name: '论文.pdf', key: `uploads/${id}`, bytes: 10, hash: 'a'.repeat(64), format: 'pdf' },
    options: { lang: 'ch' },
    optionsVersion: 1,
    priority: 0,
    labels: {},
    ...changes,
  };
}

function batchOf(count: number, changes: Partial<NewJob> = {}): readonly NewJob[] {
  const { file: _, ...head } = jobOf({ kind: 'batch', engine: '', engineFingerprint: '', ...changes });
  const documents = Array.from({ length: count }, (__, index) => jobOf({ rootId: head.id, parentId: head.id, index }));
  return [head, ...documents];
}

function chunksOf(parent: JobId, count: number): readonly NewJob[] {
  return Array.from({ length: count }, (_, index) =>
    jobOf({
      kind: 'chunk',
      rootId: parent,
      parentId: parent,
      index,
      range: { first: index * 10, last: index * 10 + 9 },
    }),
  );
}

const request: ClaimRequest = { workerId: 'w@host', queue: 'main', engines: ['pdf'], limit: 1, idle: true };

/** until looks again every few milliseconds, since a lease's end is a matter of time. */
async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`gave up waiting: ${what}`);
    await delay(10);
  }
}

/** queueConformance is the suite that every adapter passes unchanged. */
export function queueConformance(name: string, { open }: ConformanceInput): void {
  const setup = async (t: TestContext, policy: { maxRetries?: number; retryDelay?: number } = {}) => {
    const queue = await open(t, { times, maxRetries: policy.maxRetries ?? 0, retryDelay: policy.retryDelay ?? 0 });
    const claimOne = async (changes: Partial<ClaimRequest> = {}): Promise<LeasedJob> => {
      const [leased] = await queue.claim({ ...request, ...changes });
      assert.ok(leased !== undefined, 'a job to claim');
      return leased;
    };
    const stateOf = async (id: JobId) => (await queue.get('local', id))?.state;
    const loseLease = async (id: JobId, before: number) =>
      await until('the lease to be lost', async () => {
        await queue.rescue();
        const job = await queue.get('local', id);
        return job !== undefined && (job.lostLeases > before || job.state === 'failed') && job;
      });
    return { queue, claimOne, stateOf, loseLease };
  };

  test(`${name}: a job keeps everything it was added with`, async (t) => {
    const { queue } = await setup(t);
    const job = jobOf({ labels: { team: 'a' }, priority: 5, range: { first: 0, last: 4 } });
    assert.deepEqual(await queue.add([job]), { id: job.id, added: true });
    const record = await queue.get('local', job.id);
    assert.deepEqual({ ...record, ...job }, record);
    assert.equal(record?.state, 'pending');
    assert.equal(await queue.get('somebody else', job.id), undefined);
  });

  test(`${name}: a job runs once, from claim to result`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    const { lease, job: running } = await claimOne();
    assert.equal(running.state, 'running');
    assert.equal(running.claims, 1);
    assert.deepEqual(await queue.claim(request), []);
    assert.equal(await queue.complete(lease, result), true);
    assert.equal(await queue.complete(lease, result), false, 'final is final');
    const done = await queue.get('local', job.id);
    assert.equal(done?.state, 'completed');
    assert.deepEqual(done?.result, result);
    assert.equal(done?.attempts.length, 1);
    assert.ok(done?.finishedAt !== undefined && done.startedAt !== undefined && done.finishedAt >= done.startedAt);
  });

  test(`${name}: higher priority first, then first come`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const [first, second, urgent] = [jobOf(), jobOf(), jobOf({ priority: 3 })];
    for (const job of [first, second, urgent]) await queue.add([job]);
    const order = [await claimOne(), await claimOne(), await claimOne()].map(({ job }) => job.id);
    assert.deepEqual(order, [urgent.id, first.id, second.id]);
  });

  test(`${name}: a worker gets jobs of its queue and its engines only`, async (t) => {
    const { queue, claimOne } = await setup(t);
    await queue.add([jobOf({ queue: 'other' })]);
    await queue.add([jobOf({ engine: 'office' })]);
    assert.deepEqual(await queue.claim(request), []);
    assert.equal((await claimOne({ engines: ['pdf', 'office'] })).job.engine, 'office');
    assert.equal((await claimOne({ queue: 'other' })).job.queue, 'other');
  });

  test(`${name}: an idempotency key joins the first job of its owner`, async (t) => {
    const { queue } = await setup(t);
    const first = jobOf({ idempotencyKey: 'k' });
    await queue.add([first]);
    assert.deepEqual(await queue.add([jobOf({ idempotencyKey: 'k' })]), { id: first.id, added: false });
    assert.equal((await queue.add([jobOf({ idempotencyKey: 'k', owner: 'other' })])).added, true);
    assert.equal((await queue.counts('local')).pending, 1);
  });

  test(`${name}: add is all or nothing`, async (t) => {
    const { queue } = await setup(t);
    const taken = jobOf();
    await queue.add([taken]);
    const [head, ...documents] = batchOf(2);
    assert.ok(head !== undefined);
    await assert.rejects(
      queue.add([head, ...documents, jobOf({ id: taken.id, rootId: head.id, parentId: head.id, index: 2 })]),
    );
    assert.equal(await queue.get('local', head.id), undefined);
    assert.equal((await queue.counts('local')).pending, 1);
  });

  test(`${name}: a lost lease fences off its holder and gives the job to the next`, async (t) => {
    const { queue, claimOne, loseLease } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    const first = await claimOne();
    const lost = await loseLease(job.id, 0);
    assert.equal(lost.state, 'pending');
    assert.deepEqual(await queue.held([first.lease]), [false]);
    const second = await claimOne();
    assert.notEqual(second.lease.token, first.lease.token);
    assert.deepEqual(await queue.heartbeat([{ lease: first.lease }, { lease: second.lease }]), [false, true]);
    assert.equal(await queue.complete(first.lease, result), false);
    assert.equal(await queue.settle(first.lease, { type: 'shutdown' }), false);
    assert.equal(await queue.complete(second.lease, result), true);
    const done = await queue.get('local', job.id);
    assert.equal(done?.lostLeases, 1);
    assert.equal(done?.failures, 0);
    assert.equal(done?.attempts.length, 2);
    assert.equal(done?.attempts[0]?.error?.code, 'worker_lost');
  });

  test(`${name}: a heartbeat keeps the lease and reports pages`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    const { lease, job: running } = await claimOne();
    const end = (running.leaseUntil ?? 0) + times.lease;
    await until('two leases to pass', async () => {
      assert.deepEqual(await queue.heartbeat([{ lease, progress: { pagesDone: 2, pagesTotal: 9 } }]), [true]);
      await queue.rescue();
      return Date.now() > end;
    });
    const now = await queue.get('local', job.id);
    assert.equal(now?.state, 'running');
    assert.deepEqual(now?.progress, { pagesDone: 2, pagesTotal: 9 });
  });

  test(`${name}: a job whose worker vanished twice runs alone, and the fifth time is put aside`, async (t) => {
    const { queue, claimOne, loseLease } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    for (let lost = 0; lost < 2; lost += 1) {
      await claimOne();
      await loseLease(job.id, lost);
    }
    const other = jobOf();
    await queue.add([other]);
    assert.deepEqual(
      await queue.claim({ ...request, limit: 5, idle: false }),
      [],
      'a busy worker takes neither it nor what is behind it',
    );
    const alone = await queue.claim({ ...request, limit: 5 });
    assert.deepEqual(
      alone.map((leased) => leased.job.id),
      [job.id],
    );
    await loseLease(job.id, 2);
    await claimOne();
    await loseLease(job.id, 3);
    await claimOne();
    const ended = await loseLease(job.id, 4);
    assert.equal(ended.state, 'failed');
    assert.equal(ended.error?.code, 'worker_lost');
  });

  test(`${name}: retryable failures are tried again with growing delay, up to the limit`, async (t) => {
    const { queue, claimOne } = await setup(t, { maxRetries: 2, retryDelay: 40 });
    const job = jobOf();
    await queue.add([job]);
    const end = { type: 'failure', error: { code: 'storage_failed', params: { key: 'k' } }, retryable: true } as const;
    for (const wait of [40, 80]) {
      const { lease } = await claimOne();
      const settled = await queue.settle(lease, end);
      assert.ok(settled !== false && settled.state === 'pending');
      const last = settled.attempts.at(-1);
      assert.ok(settled.availableAt - (last?.finishedAt ?? 0) >= wait);
      assert.equal((await queue.counts('local')).delayed, 1);
      assert.deepEqual(await queue.claim(request), []);
      await until('the delay to pass', async () => Date.now() >= settled.availableAt);
    }
    const settled = await queue.settle((await claimOne()).lease, end);
    assert.ok(settled !== false && settled.state === 'failed');
    assert.equal(settled.failures, 3);
    assert.equal((await queue.counts('local')).delayed, 0);
  });

  test(`${name}: a failure that cannot pass ends the job at once`, async (t) => {
    const { queue, claimOne } = await setup(t, { maxRetries: 5 });
    await queue.add([jobOf()]);
    const { lease } = await claimOne();
    const settled = await queue.settle(lease, {
      type: 'failure',
      error: { code: 'password_required', params: {} },
      retryable: false,
    });
    assert.ok(settled !== false && settled.state === 'failed');
    assert.deepEqual(settled.error, { code: 'password_required', params: {} });
  });

  test(`${name}: the second slot death outside pages quarantines, on one page gives that page up`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const [opening, reading] = [jobOf(), jobOf()];
    await queue.add([opening]);
    await queue.add([reading]);
    const die = async (id: JobId, pageIndex?: number) => {
      const [one, two] = [await claimOne(), await claimOne()];
      const mine = one.job.id === id ? one : two;
      const other = mine === one ? two : one;
      await queue.settle(other.lease, { type: 'shutdown' });
      return await queue.settle(mine.lease, {
        type: 'slot_death',
        code: 'engine_crashed',
        ...(pageIndex === undefined ? {} : { pageIndex }),
      });
    };
    await die(reading.id, 4);
    const again = await die(reading.id, 4);
    assert.ok(again !== false && again.state === 'pending');
    assert.deepEqual(again.failedPages, [{ pageIndex: 4, code: 'engine_crashed' }]);
    await die(opening.id);
    const ended = await die(opening.id);
    assert.ok(ended !== false && ended.state === 'failed');
    assert.equal(ended.error?.code, 'engine_crashed');
  });

  test(`${name}: a shutdown costs no attempt`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    const settled = await queue.settle((await claimOne()).lease, { type: 'shutdown' });
    assert.ok(settled !== false && settled.state === 'pending');
    assert.deepEqual(settled.attempts, []);
    assert.equal(settled.failures + settled.lostLeases, 0);
    assert.equal((await claimOne()).job.claims, 2);
  });

  test(`${name}: cancel ends pending and running jobs, and fences off the runner`, async (t) => {
    const { queue, claimOne, stateOf } = await setup(t);
    const [pending, running] = [jobOf(), jobOf({ priority: 1 })];
    await queue.add([pending]);
    await queue.add([running]);
    const { lease } = await claimOne();
    assert.equal(await queue.cancel('local', running.id), 'cancelled');
    assert.equal(await queue.cancel('local', pending.id), 'cancelled');
    assert.equal(await queue.cancel('local', pending.id), 'already_cancelled');
    assert.equal(await queue.cancel('other', pending.id), 'not_found');
    assert.deepEqual(await queue.held([lease]), [false]);
    assert.equal(await queue.complete(lease, result), false);
    assert.equal(await stateOf(running.id), 'cancelled');
    const done = jobOf();
    await queue.add([done]);
    await queue.complete((await claimOne()).lease, result);
    assert.equal(await queue.cancel('local', done.id), 'finished');
  });

  test(`${name}: the last document ends its batch`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const finish = async (ends: readonly ('completed' | 'failed' | 'cancelled')[]) => {
      const jobs = batchOf(ends.length);
      await queue.add(jobs);
      const [head, ...documents] = jobs;
      assert.equal((await queue.get('local', head?.id as JobId))?.state, 'waiting');
      for (const [at, end] of ends.entries()) {
        const id = documents[at]?.id as JobId;
        if (end === 'cancelled') await queue.cancel('local', id);
        else {
          const { lease } = await claimOne();
          if (end === 'completed') await queue.complete(lease, result);
          else
            await queue.settle(lease, {
              type: 'failure',
              error: { code: 'file_corrupt', params: { reason: 'r' } },
              retryable: false,
            });
        }
      }
      const batch = await queue.get('local', head?.id as JobId);
      return [batch?.state, batch?.outcome ?? batch?.error?.code];
    };
    assert.deepEqual(await finish(['completed', 'completed']), ['completed', 'full']);
    assert.deepEqual(await finish(['completed', 'failed', 'completed']), ['completed', 'partial']);
    assert.deepEqual(await finish(['failed', 'cancelled']), ['failed', 'file_corrupt']);
    assert.deepEqual(await finish(['cancelled', 'cancelled']), ['cancelled', undefined]);
  });

  test(`${name}: cancelling a batch cancels what is open below it`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const jobs = batchOf(3);
    await queue.add(jobs);
    await queue.complete((await claimOne()).lease, result);
    const { lease } = await claimOne();
    const head = jobs[0]?.id as JobId;
    assert.equal(await queue.cancel('local', head), 'cancelled');
    assert.deepEqual(
      (await queue.children('local', head)).map((child) => child.state),
      ['completed', 'cancelled', 'cancelled'],
    );
    assert.deepEqual(await queue.held([lease]), [false]);
  });

  test(`${name}: a parent waits for its chunks and then goes on in the same attempt`, async (t) => {
    const { queue, claimOne, stateOf } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    const { lease } = await claimOne();
    const chunks = chunksOf(job.id, 2);
    assert.equal(await queue.park(lease, chunks), true);
    assert.equal(await queue.park(lease, chunks), false);
    assert.equal(await stateOf(job.id), 'waiting');
    assert.deepEqual(await queue.held([lease]), [false]);
    assert.equal((await queue.counts('local')).waiting, 1, 'chunks are not counted as documents');
    await queue.complete((await claimOne()).lease, result);
    assert.equal(await stateOf(job.id), 'waiting');
    await queue.settle((await claimOne()).lease, {
      type: 'failure',
      error: { code: 'page_failed', params: { page: 11, reason: 'r' } },
      retryable: false,
    });
    const parent = await queue.get('local', job.id);
    assert.equal(parent?.state, 'pending');
    assert.deepEqual(parent?.children, { total: 2, open: 0, completed: 1, partial: 0, failed: 1, cancelled: 0 });
    const assembling = await claimOne();
    assert.equal(assembling.job.id, job.id);
    await queue.complete(assembling.lease, result);
    assert.equal((await queue.get('local', job.id))?.attempts.length, 1);
  });

  test(`${name}: a wait that lasts too long fails with task_timeout and takes its chunks with it`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf({ waitingLimit: 30 });
    await queue.add([job]);
    const chunks = chunksOf(job.id, 1);
    await queue.park((await claimOne()).lease, chunks);
    const ended = await until('the wait to end', async () => {
      await queue.rescue();
      const now = await queue.get('local', job.id);
      return now?.state === 'failed' && now;
    });
    assert.equal(ended.error?.code, 'task_timeout');
    assert.deepEqual(
      (await queue.children('local', job.id)).map((child) => child.state),
      ['cancelled'],
    );
  });

  test(`${name}: lists are paged newest first, by state, documents only`, async (t) => {
    const { queue } = await setup(t);
    const jobs = Array.from({ length: 5 }, () => jobOf());
    for (const job of jobs) await queue.add([job]);
    await queue.add(batchOf(0));
    const first = await queue.list({ owner: 'local', limit: 2 });
    assert.ok(first.next !== undefined);
    const second = await queue.list({ owner: 'local', limit: 9, after: first.next });
    assert.equal(second.next, undefined);
    assert.deepEqual(
      [...first.jobs, ...second.jobs].map((job) => job.id),
      jobs.map((job) => job.id).reverse(),
    );
    assert.deepEqual((await queue.list({ owner: 'local', states: ['running'], limit: 9 })).jobs, []);
    assert.deepEqual((await queue.list({ owner: 'other', limit: 9 })).jobs, []);
  });

  test(`${name}: events tell every transition in order`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    const { lease } = await claimOne();
    await queue.heartbeat([{ lease, progress: { pagesDone: 1 } }]);
    await queue.settle(lease, { type: 'shutdown' });
    await queue.complete((await claimOne()).lease, result);
    await queue.projected(job.id);
    const events = await queue.events({ after: 0, limit: 100, jobId: job.id });
    assert.deepEqual(
      events.map((event) => event.type),
      ['added', 'running', 'progress', 'requeued', 'running', 'completed', 'projected'],
    );
    const [, second] = events;
    assert.deepEqual(
      (await queue.events({ after: second?.seq ?? 0, limit: 2 })).map((event) => event.type),
      ['progress', 'requeued'],
    );
  });

  test(`${name}: a layout that was not projected is handed to a rescuer`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    await queue.complete((await claimOne()).lease, result);
    const left = await until('it to be left over', async () => {
      const jobs = await queue.unprojected(10);
      return jobs.length > 0 && jobs;
    });
    assert.deepEqual(
      left.map((one) => one.id),
      [job.id],
    );
    await queue.projected(job.id);
    assert.deepEqual(await queue.unprojected(10), []);
    assert.equal((await queue.get('local', job.id))?.projected, true);
  });

  test(`${name}: content expires before the record goes`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const [job, open] = [jobOf(), jobOf()];
    await queue.add([job]);
    await queue.complete((await claimOne()).lease, result);
    await queue.add([open]);
    const later = Date.now() + 60_000;
    assert.deepEqual(await queue.expirable(0, 10), []);
    assert.deepEqual(
      (await queue.expirable(later, 10)).map((one) => one.id),
      [job.id],
    );
    assert.deepEqual([...(await queue.open([job.id, open.id]))], [open.id]);
    await queue.expire([job.id]);
    assert.deepEqual(await queue.expirable(later, 10), []);
    assert.ok((await queue.get('local', job.id))?.expiredAt !== undefined);
    assert.ok((await queue.purge(later, 100)) > 0);
    assert.equal(await queue.get('local', job.id), undefined);
    assert.equal((await queue.counts('local')).completed, 0);
    assert.equal((await queue.get('local', open.id))?.state, 'pending');
  });

  test(`${name}: a paused queue hands out nothing`, async (t) => {
    const { queue, claimOne } = await setup(t);
    await queue.add([jobOf()]);
    await queue.pause();
    assert.equal(await queue.paused(), true);
    assert.deepEqual(await queue.claim(request), []);
    await queue.resume();
    await claimOne();
  });

  test(`${name}: workers announce themselves, are forgotten when silent, and retire`, async (t) => {
    const { queue } = await setup(t);
    const worker = { id: 'w@host#1', name: 'w@host', pid: 1, queue: 'main', engines: ['pdf'], slots: 2, running: [] };
    await queue.announce(worker);
    await queue.announce({ ...worker, id: 'w@host#2' });
    assert.deepEqual(
      (await queue.workers()).map((one) => one.id),
      ['w@host#1', 'w@host#2'],
    );
    await queue.retire('w@host#2');
    assert.equal((await queue.workers()).length, 1);
    await until('the silent worker to be forgotten', async () => (await queue.workers()).length === 0);
  });

  test(`${name}: other processes wake at once when work comes or a lease is taken`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const second = await open(t, { times, maxRetries: 0, retryDelay: 0, again: queue });
    const woken = () =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const stop = second.onWake(() => {
          stop();
          resolve(performance.now() - began);
        });
      });
    const job = jobOf();
    const forWork = woken();
    await queue.add([job]);
    assert.ok((await forWork) < 500);
    await claimOne();
    const forCancel = woken();
    await queue.cancel('local', job.id);
    assert.ok((await forCancel) < 500);
  });

  test(`${name}: many claimers share the jobs without taking one twice`, async (t) => {
    const { queue } = await setup(t);
    const second = await open(t, { times, maxRetries: 0, retryDelay: 0, again: queue });
    for (let at = 0; at < 60; at += 1) await queue.add([jobOf()]);
    const taken: JobId[] = [];
    const claimAll = async (from: Queue) => {
      for (
        let leased = await from.claim({ ...request, limit: 4 });
        leased.length > 0;
        leased = await from.claim({ ...request, limit: 4 })
      ) {
        taken.push(...leased.map(({ job }) => job.id));
      }
    };
    await Promise.all([claimAll(queue), claimAll(second), claimAll(queue), claimAll(second)]);
    assert.equal(taken.length, 60);
    assert.equal(new Set(taken).size, 60);
  });
}
