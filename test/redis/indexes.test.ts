import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Redis } from 'ioredis';
import type { JobId } from '../../packages/server/src/jobs/index.ts';
import {
  batchOf,
  chunksOf,
  jobOf,
  parkingOf,
  request,
  result,
} from '../../packages/server/src/queue/conformance/world.ts';
import type { Queue } from '../../packages/server/src/queue/index.ts';
import { serverForTests } from './world.ts';

const world = serverForTests('redis');
const owner = 'local';

/** everything reads what our indexes answer for. */
async function everything(queue: Queue, ids: readonly JobId[]) {
  const states = ['pending', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const;
  const kinds = ['document', 'batch', 'chunk'] as const;
  const lists = await Promise.all(states.map((state) => queue.list({ owner, kinds, states: [state], limit: 100 })));
  const idsOf = (jobs: readonly { readonly id: JobId }[]) => jobs.map(({ id }) => id);
  return {
    lists: lists.map(({ jobs }) => idsOf(jobs)),
    counts: await queue.counts(owner),
    search: idsOf((await queue.list({ owner, limit: 100, search: 'rep' })).jobs),
    children: await Promise.all(ids.map(async (id) => idsOf(await queue.children(owner, id)))),
    expirable: idsOf(await queue.expirable(Date.now() + 60_000, 100)),
    backlog: await queue.backlog(),
    joined: await queue.add([jobOf({ idempotencyKey: 'k' })]),
  };
}

test('lost indexes are made anew from what BullMQ and the records hold', async (t) => {
  const prefix = randomUUID();
  const queue = await world.open(t, { prefix, policy: { maxRetries: 1, retryDelay: 60_000 } });
  const named = jobOf({
    idempotencyKey: 'k',
    file: { name: 'report.pdf', key: 'k', bytes: 1, hash: 'h', format: 'pdf' },
  });
  const [batch, book, cancelled] = [batchOf(3), jobOf(), jobOf()];
  for (const jobs of [[named], batch, [book], [cancelled]]) await queue.add(jobs);
  const leased = await queue.claim({ ...request, limit: 5 });
  const leaseOf = (id: JobId | undefined) => {
    const found = leased.find(({ job }) => job.id === id);
    assert.ok(found !== undefined);
    return found.lease;
  };
  await queue.complete(leaseOf(batch[1]?.id), result);
  const passing = {
    type: 'failure',
    error: { code: 'storage_failed', params: { key: 'k' } },
    retryable: true,
  } as const;
  await queue.settle(leaseOf(batch[2]?.id), passing);
  await queue.settle(leaseOf(batch[3]?.id), { ...passing, retryable: false });
  await queue.park(leaseOf(book.id), { ...parkingOf(chunksOf(book.id, 3)), parallel: 1 });
  await queue.cancel(owner, cancelled.id);
  const parents = [batch[0]?.id as JobId, book.id];
  const before = await everything(queue, parents);
  assert.deepEqual(before.joined, { id: named.id, added: false });

  const redis = new Redis(world.server().port, '127.0.0.1');
  t.after(() => redis.disconnect());
  const lost = await redis.keys(`{${prefix}}:index:*`);
  await redis.del(...lost);
  const after = await world.open(t, { prefix });
  assert.deepEqual(await everything(after, parents), before);

  const [chunk] = await after.claim(request);
  assert.equal(chunk?.job.kind, 'chunk');
  await after.complete(chunk.lease, result);
  assert.equal((await after.claim(request))[0]?.job.index, 1, 'the chunk that was held back is let out');
});

test('what is asked in one turn with writes sees those before it', async (t) => {
  const queue = await world.open(t);
  const [first, second] = [jobOf(), jobOf()];
  const [, [claimed], , running, , counts] = await Promise.all([
    queue.add([first]),
    queue.claim(request),
    queue.add([second]),
    queue.list({ owner, states: ['running'], limit: 10 }),
    queue.cancel(owner, second.id),
    queue.counts(owner),
  ]);
  assert.equal(claimed?.job.id, first.id);
  assert.deepEqual(
    running.jobs.map(({ id }) => id),
    [first.id],
  );
  assert.deepEqual([counts.pending, counts.running, counts.cancelled], [0, 1, 1]);
});

test('a call that fails leaves the others of its turn alone', async (t) => {
  const queue = await world.open(t);
  const [first, second] = [jobOf(), jobOf()];
  const [, again, other] = await Promise.allSettled([queue.add([first]), queue.add([first]), queue.add([second])]);
  assert.deepEqual([again.status, other.status], ['rejected', 'fulfilled']);
  const { jobs } = await queue.list({ owner, states: ['pending'], limit: 10 });
  assert.deepEqual(
    jobs.map(({ id }) => id),
    [second.id, first.id],
  );
});

test('nothing is left of jobs that were purged', async (t) => {
  const prefix = randomUUID();
  const queue = await world.open(t, { prefix });
  const redis = new Redis(world.server().port, '127.0.0.1');
  t.after(() => redis.disconnect());
  const round = async () => {
    const [batch, book] = [batchOf(2), jobOf({ idempotencyKey: 'k', waitingLimit: 60_000 })];
    await queue.add(batch);
    await queue.add([book]);
    for (let leased = await queue.claim(request); leased.length > 0; leased = await queue.claim(request)) {
      for (const { lease, job } of leased) {
        if (job.id === book.id && job.children === undefined) await queue.park(lease, parkingOf(chunksOf(book.id, 2)));
        else await queue.complete(lease, result);
      }
    }
    const later = Date.now() + 60_000;
    await queue.expire((await queue.expirable(later, 10)).map(({ id }) => id));
    await queue.purge(later, 1_000);
    return (await redis.keys(`{${prefix}}*`)).sort();
  };
  const first = await round();
  assert.ok(first.length < 12, first.join(' '));
  assert.deepEqual(await round(), first);
});

test('BullMQ sees its own queue', async (t) => {
  const prefix = randomUUID();
  const queue = await world.open(t, { prefix });
  for (const job of [jobOf(), jobOf()]) await queue.add([job]);
  const [leased] = await queue.claim(request);
  assert.ok(leased !== undefined);
  await queue.complete(leased.lease, result);
  const { Queue: BullQueue } = await import('bullmq');
  const bull = new BullQueue('jobs', {
    prefix: `{${prefix}}`,
    connection: { host: '127.0.0.1', port: world.server().port },
  });
  t.after(() => bull.close());
  const job = await bull.getJob(leased.job.id);
  assert.deepEqual([await job?.getState(), job?.returnvalue, job?.attemptsStarted], ['completed', result, 1]);
  assert.equal(await bull.getCompletedCount(), 1);
});

test('a step of priority is worth a minute of waiting, to the millisecond and over decades', async (t) => {
  const queue = await world.open(t);
  const minute = 60_000;
  const decades = 40 * 365 * 24 * 60 * minute;
  const jobs = [
    jobOf({ priority: 3, rankDelay: 3 * minute - 1_000 }),
    jobOf(),
    jobOf({ priority: 3, rankDelay: 3 * minute + 1_000 }),
    jobOf({ priority: 1_000, rankDelay: 1_000 * minute + 2_000 }),
    jobOf({ priority: -1_000 }),
    jobOf({ rankDelay: decades }),
    jobOf({ rankDelay: decades + 1_000 }),
  ];
  for (const job of [...jobs].reverse()) await queue.add([job]);
  const order = await queue.claim({ ...request, limit: 10 });
  assert.deepEqual(
    order.map(({ job }) => job.id),
    jobs.map(({ id }) => id),
  );
});
