import type { JobId, JobRecord } from '#jobs';
import type { Question, Queue } from '../port.ts';
import type { Ask } from './caller.ts';
import { createJobEvents } from './job-events.ts';
import { type Bucket, buckets, type EventRow, eventOf, type Found, foundOf, type Row } from './record.ts';
import { beforeOf, type NewestRequest, pageOf, searchJobs } from './search.ts';

/** Reads answers the questions of the port. */
export type Reads = Pick<Queue, Question> & {
  /** find gives a job whoever owns it. */
  find(id: JobId): Promise<JobRecord | undefined>;
};

const finalBuckets: ReadonlySet<string> = new Set<Bucket>(['completed', 'failed', 'cancelled']);

/** createReads makes the Reads. `lease`, ms, is how long a result may be without its layout. */
export function createReads(ask: Ask, lease: number): Reads {
  const found = async (command: Parameters<Ask>[0]): Promise<readonly Found[]> => {
    const { value, now } = await ask(command);
    return (value as readonly (Row | '')[]).filter((row) => row !== '').map((row) => foundOf(row, now));
  };
  const records = async (command: Parameters<Ask>[0]) => (await found(command)).map(({ job }) => job);
  const newest = ({ kinds = ['document'], states, owner, before, limit }: NewestRequest) => {
    const asked = buckets.filter((bucket) => states?.includes(bucket === 'delayed' ? 'pending' : bucket) ?? true);
    return found({ c: 'list', owner, kinds, buckets: asked, before: `(${before}`, limit });
  };
  const find = async (id: JobId) => (await records({ c: 'get', ids: [id] }))[0];
  const states = async (ids: readonly JobId[]) =>
    ids.length === 0 ? [] : ((await ask({ c: 'states', ids })).value as readonly [bucket: string, expired: string][]);
  const jobEvents = createJobEvents(ask);
  const search = {
    newest,
    get: (ids: readonly JobId[]) => found({ c: 'get', ids }),
    named: async (name: object) => ((await ask({ c: 'named', ...name })).value ?? undefined) as JobId[] | undefined,
  };
  return {
    find,
    async get(owner, id) {
      const job = await find(id);
      return job?.owner === owner ? job : undefined;
    },
    children: async (owner, id) => (await records({ c: 'children', id })).filter((job) => job.owner === owner),
    list: async (request) =>
      request.search === undefined
        ? pageOf(await newest({ ...request, before: beforeOf(request.after), limit: request.limit + 1 }), request.limit)
        : await searchJobs(search, request),
    ahead: async ({ id }, limit) => Number((await ask({ c: 'ahead', id, limit })).value),
    async counts(owner) {
      const { value } = await ask({ c: 'counts', owner, buckets });
      const numbers = value as readonly number[];
      const count = Object.fromEntries(buckets.map((bucket, at) => [bucket, numbers[at] ?? 0])) as Record<
        Bucket,
        number
      >;
      return { ...count, pending: count.pending + count.delayed };
    },
    async backlog() {
      const lanes = (await ask({ c: 'backlog' })).value as readonly [lane: string, pending: number, oldest: number][];
      return lanes.map(([lane, pending, oldest]) => ({ ...laneOf(lane), pending, oldest }));
    },
    async open(ids) {
      const all = await states(ids);
      return new Set(ids.filter((_, at) => all[at]?.[0] !== '' && !finalBuckets.has(all[at]?.[0] ?? '')));
    },
    async live(ids) {
      const all = await states(ids);
      return new Set(ids.filter((_, at) => all[at]?.[0] !== '' && all[at]?.[1] === ''));
    },
    async events({ after, limit, jobId }) {
      if (jobId !== undefined) return await jobEvents({ after, limit, jobId });
      return ((await ask({ c: 'events', after, limit })).value as readonly EventRow[]).map(eventOf);
    },
    expirable: (before, limit) => records({ c: 'inSet', set: 'final', before, limit }),
    unprojected: (limit) => records({ c: 'inSet', set: 'unprojected', age: lease, limit }),
    async held(leases) {
      const { value } = await ask({ c: 'held', leases: leases.map(({ jobId: id, token }) => ({ id, token })) });
      return (value as readonly number[]).map((one) => one === 1);
    },
    paused: async () => (await ask({ c: 'paused' })).value === 1,
    async workers() {
      const { value } = await ask({ c: 'workers' });
      const rows = value as readonly [info: string, seenAt: number, draining: number][];
      return rows
        .map(([info, seenAt, draining]) => ({ ...JSON.parse(info), seenAt, draining: draining === 1 }))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}

/** `{docmill}:jobs:prioritized:main:pdf` is the lane of the queue `main` and the engine `pdf`; only engines are sure to have no colon. */
function laneOf(lane: string): { readonly queue: string; readonly engine: string } {
  const name = lane.slice(lane.indexOf(':prioritized:') + ':prioritized:'.length);
  const at = name.lastIndexOf(':');
  return { queue: name.slice(0, at), engine: name.slice(at + 1) };
}
