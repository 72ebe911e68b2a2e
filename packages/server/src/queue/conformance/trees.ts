import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobId } from '#jobs';
import {
  batchOf,
  type ConformanceInput,
  chunkResult,
  chunksOf,
  createWorld,
  jobOf,
  parkingOf,
  request,
  result,
  until,
} from './world.ts';

/** treeConformance tests: Batches and chunks. */
export function treeConformance(name: string, input: ConformanceInput): void {
  const setup = (t: Parameters<typeof createWorld>[1], policy?: Parameters<typeof createWorld>[2]) =>
    createWorld(input, t, policy);

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

  test(`${name}: a document that was refused at the door is born failed and counts in its batch`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const [head, good, bad] = batchOf(2);
    assert.ok(head !== undefined && good !== undefined && bad !== undefined);
    const refusal = { code: 'file_empty', params: { file: 'a' } } as const;
    await queue.add([head, good, { ...bad, refusal, engine: '' }]);
    const born = await queue.get('local', bad.id);
    assert.deepEqual([born?.state, born?.error, typeof born?.finishedAt], ['failed', refusal, 'number']);
    assert.equal((await queue.counts('local')).failed, 1);
    const { lease } = await claimOne();
    assert.equal(lease.jobId, good.id);
    await queue.complete(lease, result);
    const batch = await queue.get('local', head.id);
    assert.deepEqual([batch?.state, batch?.outcome], ['completed', 'partial']);
    const types = (await queue.events({ after: 0, limit: 10, jobId: bad.id })).map((event) => event.type);
    assert.deepEqual(types, ['added', 'failed']);
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
    assert.equal(await queue.park(lease, parkingOf(chunks)), true);
    assert.equal(await queue.park(lease, parkingOf(chunks)), false);
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
    await queue.park((await claimOne()).lease, parkingOf(chunks));
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

  test(`${name}: of the chunks only so many are out at once, and the end of one lets out the next`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    const chunks = chunksOf(job.id, 4);
    await queue.park((await claimOne()).lease, { ...parkingOf(chunks), parallel: 2 });
    const claimAll = () => queue.claim({ ...request, limit: 10 });
    const first = await claimAll();
    assert.deepEqual(
      first.map(({ job: { index } }) => index),
      [0, 1],
    );
    const [a, b] = first;
    assert.ok(a !== undefined && b !== undefined);
    await queue.complete(a.lease, chunkResult(10));
    const [third, ...none] = await claimAll();
    assert.deepEqual([third?.job.index, none], [2, []]);
    // One that goes back to the queue is still out.
    await queue.settle(b.lease, { type: 'shutdown' });
    const [again, ...noneYet] = await claimAll();
    assert.deepEqual([again?.job.index, noneYet], [1, []]);
    assert.equal(await queue.cancel('local', job.id), 'cancelled');
    assert.deepEqual(
      (await queue.children('local', job.id)).map(({ state }) => state),
      ['completed', 'cancelled', 'cancelled', 'cancelled'],
    );
    assert.deepEqual(await claimAll(), []);
  });

  test(`${name}: a chunk that fails for a reason that is none of its pages' ends its siblings, and its document is asked`, async (t) => {
    const { queue, claimOne, stateOf } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    await queue.park((await claimOne()).lease, { ...parkingOf(chunksOf(job.id, 4)), parallel: 2 });
    const [a, b] = [await claimOne(), await claimOne()];
    const crash = { type: 'slot_death', code: 'engine_crashed' } as const;
    await queue.settle(a.lease, crash);
    await queue.settle((await claimOne()).lease, crash);
    assert.equal(await stateOf(job.id), 'waiting', 'its pages may have killed the engine');
    const error = { code: 'password_required', params: {} } as const;
    await queue.settle(b.lease, { type: 'failure', error, retryable: false });
    assert.deepEqual(
      (await queue.children('local', job.id)).map(({ state }) => state),
      ['failed', 'failed', 'cancelled', 'cancelled'],
    );
    const asked = await claimOne();
    assert.deepEqual([asked.job.id, asked.job.children?.open, asked.job.children?.cancelled], [job.id, 0, 2]);
  });

  test(`${name}: the progress of a waiting parent is what it had read and what its chunks read`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    const parking = { ...parkingOf(chunksOf(job.id, 2)), progress: { pagesDone: 5, pagesTotal: 25 } };
    await queue.park((await claimOne()).lease, parking);
    const progress = async () => (await queue.get('local', job.id))?.progress;
    assert.deepEqual(await progress(), { pagesDone: 5, pagesTotal: 25 });
    const [a, b] = [await claimOne(), await claimOne()];
    await queue.heartbeat([
      { lease: a.lease, progress: { pagesDone: 4, pagesTotal: 10 } },
      { lease: b.lease, progress: { pagesDone: 3, pagesTotal: 10 } },
    ]);
    assert.deepEqual(await progress(), { pagesDone: 12, pagesTotal: 25 });
    await queue.complete(a.lease, chunkResult(10));
    assert.deepEqual(await progress(), { pagesDone: 18, pagesTotal: 25 });
    // The pages of a chunk that failed will be counted by whoever reads them after all.
    const error = { code: 'engine_failed', params: { reason: 'r' } } as const;
    await queue.settle(b.lease, { type: 'failure', error, retryable: false });
    assert.deepEqual(await progress(), { pagesDone: 15, pagesTotal: 25 });
  });

  test(`${name}: the time of an attempt goes on while a chunk runs, and stands while all wait`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const job = jobOf();
    await queue.add([job]);
    await queue.park((await claimOne()).lease, parkingOf(chunksOf(job.id, 2)));
    const ranBefore = async () => (await queue.get('local', job.id))?.ranBefore ?? 0;
    const atFirst = await ranBefore();
    assert.equal((await queue.get('local', job.id))?.chunkSince, undefined);
    await delay(30);
    const a = await claimOne();
    assert.equal(a.job.ranBefore, atFirst, 'the time until a chunk began does not count');
    assert.equal(typeof (await queue.get('local', job.id))?.chunkSince, 'number');
    await delay(30);
    const b = await claimOne();
    assert.ok(b.job.ranBefore >= atFirst + 25, `a chunk is leased with the time of its parent: ${b.job.ranBefore}`);
    await queue.complete(b.lease, chunkResult(10));
    await delay(30);
    await queue.complete(a.lease, chunkResult(10));
    const used = await ranBefore();
    assert.ok(used >= atFirst + 55, `the union of both runs: ${used}`);
    await delay(30);
    const assembling = await claimOne();
    assert.deepEqual([assembling.job.id, assembling.job.ranBefore], [job.id, used]);
  });
}
