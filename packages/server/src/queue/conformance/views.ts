import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJobId, type JobId } from '#jobs';
import type { Queue, WorkerInfo } from '../port.ts';
import { batchOf, type ConformanceInput, createWorld, jobOf, request, result, times, until } from './world.ts';

/** viewConformance tests: Adding, order, listing, events, retention, workers and wake-ups. */
export function viewConformance(name: string, input: ConformanceInput): void {
  const { open } = input;
  const setup = (t: Parameters<typeof createWorld>[1], policy?: Parameters<typeof createWorld>[2]) =>
    createWorld(input, t, policy);

  test(`${name}: a job keeps everything it was added with`, async (t) => {
    const { queue } = await setup(t);
    const job = jobOf({ labels: { team: 'a' }, priority: 5, range: { first: 0, last: 4 } });
    assert.deepEqual(await queue.add([job]), { id: job.id, added: true });
    const record = await queue.get('local', job.id);
    assert.deepEqual({ ...record, ...job }, record);
    assert.equal(record?.state, 'pending');
    assert.equal(await queue.get('somebody else', job.id), undefined);
  });

  test(`${name}: higher priority first, then first come`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const [first, second, urgent] = [jobOf(), jobOf(), jobOf({ priority: 3 })];
    for (const job of [first, second, urgent]) await queue.add([job]);
    const order = [await claimOne(), await claimOne(), await claimOne()].map(({ job }) => job.id);
    assert.deepEqual(order, [urgent.id, first.id, second.id]);
  });

  test(`${name}: a pending job knows how many are ahead of it`, async (t) => {
    const { queue, claimOne } = await setup(t);
    const jobs = [jobOf(), jobOf(), jobOf({ priority: 5 }), jobOf({ engine: 'office' }), jobOf()];
    for (const job of jobs) await queue.add([job]);
    const aheadOf = async (at: number, limit = 100) => {
      const job = await queue.get('local', jobs[at]?.id as JobId);
      assert.ok(job !== undefined);
      return await queue.ahead(job, limit);
    };
    assert.deepEqual(await Promise.all([0, 1, 2, 3, 4].map((at) => aheadOf(at))), [1, 2, 0, 0, 3]);
    assert.equal(await aheadOf(4, 2), 2);
    await claimOne();
    assert.equal(await aheadOf(4), 2);
  });

  test(`${name}: the backlog tells what waits for which engine`, async (t) => {
    const { queue, claimOne } = await setup(t);
    for (const job of [jobOf(), jobOf(), jobOf({ engine: 'office', queue: 'other', owner: 'somebody' })])
      await queue.add([job]);
    await claimOne();
    const backlog = [...(await queue.backlog())].sort((a, b) => a.pending - b.pending || (a.queue < b.queue ? -1 : 1));
    assert.deepEqual(
      backlog.map(({ oldest: _, ...rest }) => rest),
      [
        { queue: 'main', engine: 'pdf', pending: 1 },
        { queue: 'other', engine: 'office', pending: 1 },
      ],
    );
    assert.ok(backlog.every(({ oldest }) => Math.abs(oldest - Date.now()) < 60_000));
  });

  test(`${name}: jobs are found by the beginnings of the words of their file name`, async (t) => {
    const { queue } = await setup(t);
    const names = ['Q3_Report-final.pdf', '年度报告.docx', 'report of q3.txt', '100% *OR* "x".pdf'];
    const jobs = names.map((name) => jobOf({ file: { name, key: 'k', bytes: 1, hash: 'h', format: 'pdf' } }));
    for (const job of jobs) await queue.add([job]);
    const search = async (words: string, more: object = {}) =>
      (await queue.list({ owner: 'local', limit: 10, search: words, ...more })).jobs.map((job) => job.file?.name);
    assert.deepEqual(await search('REP'), [names[2], names[0]]);
    assert.deepEqual(await search('q3 rep fin'), [names[0]]);
    assert.deepEqual(await search('q3_rep'), [names[0]], 'words written together stand together');
    assert.deepEqual(await search('eport'), []);
    assert.deepEqual(await search('报告'), [names[1]]);
    assert.deepEqual(await search('告报'), []);
    assert.deepEqual(await search('"x" OR'), [names[3]]);
    assert.deepEqual(await search(' * '), []);
    assert.deepEqual(await search('rep', { states: ['completed'] }), []);
    assert.deepEqual(await search('rep', { owner: 'other' }), []);
    const first = await queue.list({ owner: 'local', limit: 1, search: 'rep' });
    assert.deepEqual(
      (await queue.list({ owner: 'local', limit: 1, search: 'rep', after: String(first.next) })).jobs.map(
        (job) => job.id,
      ),
      [jobs[0]?.id],
    );
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
    assert.equal((await queue.live([job.id, open.id, 'nobody' as JobId])).size, 2);
    await queue.expire([job.id]);
    assert.deepEqual([...(await queue.live([job.id, open.id]))], [open.id]);
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
    const worker = workerOf('w@host#1');
    await queue.announce(worker);
    await queue.announce({ ...worker, id: 'w@host#2' });
    const [first, second] = await queue.workers();
    assert.equal(typeof first?.seenAt, 'number');
    assert.deepEqual({ ...first, seenAt: 0 }, { ...worker, seenAt: 0, draining: false });
    assert.equal(second?.id, 'w@host#2');
    await queue.retire('w@host#2');
    assert.equal((await queue.workers()).length, 1);
    await until('the silent worker to be forgotten', async () => (await queue.workers()).length === 0);
  });

  test(`${name}: a worker that is drained hears of it when it announces itself, by its id or with all of its name`, async (t) => {
    const { queue } = await setup(t);
    const [one, two] = [workerOf('w@host#1'), workerOf('w@host#2')];
    for (const worker of [one, two]) assert.deepEqual(await queue.announce(worker), { draining: false });
    assert.equal(await queue.drain('w@host#1', true), 1);
    assert.deepEqual(await queue.announce(one), { draining: true });
    assert.deepEqual(await queue.announce(two), { draining: false });
    assert.deepEqual(
      (await queue.workers()).map(({ draining }) => draining),
      [true, false],
    );
    assert.equal(await queue.drain('w@host', true), 2);
    assert.deepEqual(await queue.announce(two), { draining: true });
    assert.equal(await queue.drain('w@host', false), 2);
    assert.deepEqual(await queue.announce(one), { draining: false });
    assert.equal(await queue.drain('nobody', true), 0);
    await queue.retire('w@host#1');
    assert.deepEqual(await queue.announce(one), { draining: false }, 'started again, it has not been told');
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

function workerOf(id: string): WorkerInfo {
  const running = [
    { jobId: createJobId(), documentId: createJobId(), progress: { pagesDone: 3, pagesTotal: 9 }, page: 3, memory: 7 },
  ];
  return { id, name: 'w@host', pid: 1, queue: 'main', engines: ['pdf'], slots: 2, memory: 5, running };
}
