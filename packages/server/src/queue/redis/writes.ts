import type { AttemptEnd, JobId, RetryPolicy } from '#jobs';
import { createJoiner } from '../batcher.ts';
import type { Lease, LeasedJob, Queue } from '../port.ts';
import type { Ask } from './caller.ts';
import { isUnanswered } from './connection.ts';
import { createDisowner } from './disown.ts';
import { createDoubts } from './doubts.ts';
import { indexedOf, textsOf, wireJobOf } from './new-job.ts';
import type { Reads } from './reads.ts';
import { type Row, recordOf } from './record.ts';
import { settleCommand } from './settle-job.ts';

/** Writes are the commands of the port. */
export type Writes = Pick<
  Queue,
  | 'add'
  | 'claim'
  | 'heartbeat'
  | 'complete'
  | 'settle'
  | 'park'
  | 'projected'
  | 'cancel'
  | 'rescue'
  | 'expire'
  | 'purge'
  | 'pause'
  | 'resume'
  | 'announce'
  | 'drain'
  | 'retire'
  | 'ping'
> & {
  /** stop ends what goes on in the background. */
  stop(): void;
};

/** WritesDeps is what the Writes are made of. */
export interface WritesDeps {
  readonly ask: Ask;
  readonly reads: Pick<Reads, 'find'>;
  readonly policy: RetryPolicy;
}

const wireLeaseOf = ({ jobId: id, token }: Lease) => ({ id, token });

/** createWrites makes the Writes. */
export function createWrites({ ask, reads, policy }: WritesDeps): Writes {
  const doubts = createDoubts();
  const disowner = createDisowner(ask);
  const settle = async (lease: Lease, end: AttemptEnd) => {
    const job = await reads.find(lease.jobId);
    if (job?.state !== 'running' || String(job.claims) !== lease.token) return false;
    const { value, now } = await ask(settleCommand(job, end, policy));
    return value === null ? false : recordOf(value as Row, now);
  };
  const projected = createJoiner<JobId>(async (ids) => {
    await ask({ c: 'projected', ids });
  });
  return {
    async add(jobs) {
      if (jobs.length === 0) throw new Error('add needs a job');
      try {
        const { value } = await ask({ c: 'add', jobs: jobs.map(wireJobOf), texts: textsOf(jobs) });
        const [id, added] = value as readonly [JobId, number];
        return { id, added: added === 1 };
      } catch (error) {
        if (isUnanswered(error)) disowner.take(jobs);
        throw error;
      }
    },
    async claim({ workerId, queue, engines, limit, idle }) {
      const { value, now } = await ask({ c: 'claim', workerId, queue, engines, limit, idle });
      return (value as readonly Row[]).map((row): LeasedJob => {
        const job = recordOf(row, now);
        return { lease: { jobId: job.id, token: String(job.claims) }, job };
      });
    },
    async heartbeat(beats) {
      const wire = beats.map(({ lease, progress }) => ({ ...wireLeaseOf(lease), ...(progress && { progress }) }));
      return ((await ask({ c: 'heartbeat', beats: wire })).value as readonly number[]).map((held) => held === 1);
    },
    async complete(lease, result) {
      const { outcome, pages } = result;
      const again = doubts.has(lease);
      doubts.note(lease);
      const { value } = await ask({
        c: 'complete',
        ...wireLeaseOf(lease),
        again,
        outcome,
        pages,
        texts: [JSON.stringify(result.failedPages), JSON.stringify(result)],
      });
      doubts.settle(lease);
      return value === 1;
    },
    settle,
    async park(lease, { chunks, parallel, progress }) {
      const { value } = await ask({
        c: 'park',
        ...wireLeaseOf(lease),
        parallel,
        progress,
        chunks: chunks.map(wireJobOf),
        texts: textsOf(chunks),
      });
      return value === 1;
    },
    projected,
    cancel: async (owner, id) => (await ask({ c: 'cancel', owner, id })).value as Awaited<ReturnType<Queue['cancel']>>,
    async rescue() {
      const { value, now } = await ask({ c: 'stalled' });
      const lost = (value as readonly (Row | null)[]).filter((row) => row !== null).map((row) => recordOf(row, now));
      const settled = await Promise.all(lost.map((job) => ask(settleCommand(job, { type: 'lost_lease' }, policy))));
      const late = Number((await ask({ c: 'overdue' })).value);
      return settled.filter((answer) => answer.value !== null).length + late;
    },
    async expire(ids) {
      if (ids.length > 0) await ask({ c: 'expire', ids });
    },
    async purge(before, limit) {
      const { value, now } = await ask({ c: 'inSet', set: 'expired', before, limit });
      const roots = (value as readonly (Row | '')[]).filter((row) => row !== '').map((row) => recordOf(row, now).id);
      let rows = 0;
      for (const root of roots) {
        const below = await ask({ c: 'below', ids: [root] });
        const jobs = (below.value as readonly (Row | '')[]).filter((row) => row !== '');
        rows += Number((await ask({ c: 'remove', jobs: jobs.map((row) => indexedOf(recordOf(row, now))) })).value);
      }
      return rows + Number((await ask({ c: 'trim', before, limit })).value);
    },
    async pause() {
      await ask({ c: 'pause', paused: true });
    },
    async resume() {
      await ask({ c: 'pause', paused: false });
    },
    async announce(worker) {
      const { value } = await ask({ c: 'announce', id: worker.id, info: JSON.stringify(worker) });
      return { draining: value === 1 };
    },
    drain: async (worker, draining) => Number((await ask({ c: 'drain', worker, draining })).value),
    async retire(id) {
      await ask({ c: 'retire', id });
    },
    async ping() {
      await ask({ c: 'ping' });
    },
    stop: disowner.close,
  };
}
