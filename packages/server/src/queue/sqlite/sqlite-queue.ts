import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RetryPolicy } from '#jobs';
import { defaultLeaseTimes, type LeaseTimes, type Queue } from '../port.ts';
import { openReader } from './reader.ts';
import { createWake } from './wake.ts';
import { startWriter } from './writer.ts';

/** SqliteQueueOptions: `path` of the database file, on a local disk; its folder is made when it is missing. */
export interface SqliteQueueOptions {
  readonly path: string;
  readonly policy: RetryPolicy;
  readonly times?: LeaseTimes;
}

/**
 * createSqliteQueue opens the embedded queue. Several processes of one machine may share the file. Throws `schema_too_new` or
 * `store_unavailable`.
 */
export async function createSqliteQueue({
  path,
  policy,
  times = defaultLeaseTimes,
}: SqliteQueueOptions): Promise<Queue> {
  mkdirSync(dirname(path), { recursive: true });
  let ring: () => void = () => undefined;
  const writer = await startWriter({ path, times, policy }, () => ring());
  const reader = openReader(path, times);
  const wake = createWake(`${path}.wake`);
  ring = wake.ring;
  return {
    times,
    add: (jobs) => writer.send('add', jobs),
    claim: (request) => writer.send('claim', request),
    heartbeat: (beats) => writer.send('heartbeat', beats),
    complete: (lease, result) => writer.send('complete', { lease, result }),
    settle: (lease, end) => writer.send('settle', { lease, end }),
    park: (lease, parking) => writer.send('park', { lease, parking }),
    projected: (id) => writer.send('projected', id),
    cancel: (owner, id) => writer.send('cancel', { owner, id }),
    rescue: async () => (reader.rescueDue(Date.now()) ? await writer.send('rescue', undefined) : 0),
    expire: (ids) => writer.send('expire', ids),
    purge: (before, limit) => writer.send('purge', { before, limit }),
    pause: () => writer.send('pause', true),
    resume: () => writer.send('pause', false),
    announce: (worker) => writer.send('announce', worker),
    drain: (worker, draining) => writer.send('drain', { worker, draining }),
    retire: (workerId) => writer.send('retire', workerId),
    async ping() {
      reader.paused();
      await writer.send('ping', undefined);
    },
    held: async (leases) => reader.held(leases),
    unprojected: async (limit) => reader.unprojected(limit),
    get: async (owner, id) => reader.get(owner, id),
    children: async (owner, id) => reader.children(owner, id),
    list: async (request) => reader.list(request),
    ahead: async (job, limit) => reader.ahead(job, limit),
    counts: async (owner) => reader.counts(owner),
    backlog: async () => reader.backlog(),
    live: async (ids) => reader.live(ids),
    open: async (ids) => reader.open(ids),
    events: async (request) => reader.events(request),
    expirable: async (before, limit) => reader.expirable(before, limit),
    paused: async () => reader.paused(),
    workers: async () => reader.workers(),
    onWake: (listener) => wake.listen(listener),
    async close() {
      wake.close();
      await writer.close();
      reader.close();
    },
  };
}
