import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createJobId, type DocumentResult, type JobId, type JobResult, type NewJob } from '#jobs';
import type { ClaimRequest, LeasedJob, LeaseTimes, Parking, Queue } from '../port.ts';

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

/** times are short, so that leases end while a test waits. */
export const times: LeaseTimes = { lease: 300, heartbeat: 100 };
/** result is what a completed job is given. */
export const result: DocumentResult = {
  manifestKey: '.attempts/x/1/manifest.json',
  resultVersion: 1,
  outcome: 'full',
  failedPages: [],
  warnings: [],
  engine: { name: 'pdf', version: '1' },
  pages: 3,
};

/** jobOf makes jobs for tests. */
export function jobOf(changes: Partial<NewJob> = {}): NewJob {
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

/** batchOf makes jobs for tests. */
export function batchOf(count: number, changes: Partial<NewJob> = {}): readonly NewJob[] {
  const { file: _, ...head } = jobOf({ kind: 'batch', engine: '', engineFingerprint: '', ...changes });
  const documents = Array.from({ length: count }, (__, index) => jobOf({ rootId: head.id, parentId: head.id, index }));
  return [head, ...documents];
}

/** chunksOf makes jobs for tests. */
export function chunksOf(parent: JobId, count: number): readonly NewJob[] {
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

/** parkingOf sends all chunks out at once, nothing read before. */
export function parkingOf(chunks: readonly NewJob[]): Parking {
  return { chunks, parallel: chunks.length, progress: { pagesDone: 0 } };
}

/** chunkResult is what a chunk is given that has read so many pages. */
export function chunkResult(pages: number): JobResult {
  const { manifestKey: _, ...rest } = result;
  return { ...rest, pages };
}

/** request claims one job of the queue `main`. */
export const request: ClaimRequest = { workerId: 'w@host', queue: 'main', engines: ['pdf'], limit: 1, idle: true };

/** until looks again every few milliseconds, since a lease's end is a matter of time. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`gave up waiting: ${what}`);
    await delay(10);
  }
}

/** createWorld gives a fresh queue with what tests do to it. */
export async function createWorld(
  { open }: ConformanceInput,
  t: TestContext,
  policy: { maxRetries?: number; retryDelay?: number } = {},
) {
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
}
