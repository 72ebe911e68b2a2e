import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobId } from '#jobs';
import { type ConformanceInput, createWorld, jobOf, request, result, times, until } from './world.ts';

/** leaseConformance tests: What a lease gives, and what becomes of a run without a result. */
export function leaseConformance(name: string, input: ConformanceInput): void {
  const setup = (t: Parameters<typeof createWorld>[1], policy?: Parameters<typeof createWorld>[2]) =>
    createWorld(input, t, policy);

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
    const { queue, claimOne } = await setup(t, { maxRetries: 2, retryDelay: 500 });
    const job = jobOf();
    await queue.add([job]);
    const end = { type: 'failure', error: { code: 'storage_failed', params: { key: 'k' } }, retryable: true } as const;
    for (const wait of [500, 1_000]) {
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
}
