import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#errors';
import { isFinal, type JobRecord } from '#jobs';
import type { LeasedJob, Queue } from '#queue';
import { attemptFolderOf } from '#results';
import type { Storage } from '#storage';
import type { Log } from '#telemetry';
import { chunkJobsOf } from './chunk-jobs.ts';
import type { RunEnd } from './runner.ts';

/** How many left-over layouts one look takes up. */
const projectBatch = 20;
/** An end that the queue does not take is given up after so many tries; while the store is away, it is tried again every so often, ms. */
const mostTries = 3;
const slowestTry = 1_000;

/** FinisherDeps is what the end of a run needs. */
export interface FinisherDeps {
  readonly queue: Queue;
  readonly outputs: Storage;
  readonly log: Log;
  /** Of one document so many chunks are out at once (MINERU_MAX_PARALLEL_CHUNKS). */
  readonly maxParallelChunks: number;
  /** project makes the contract's layout of a completed job stand. */
  project(job: Pick<JobRecord, 'id' | 'result'>): Promise<void>;
  /** discard removes what a final job no longer needs: its upload and its checkpoints. */
  discard(job: JobRecord): Promise<void>;
}

/** Finisher brings the ends of runs into the queue. */
export interface Finisher {
  /** finish resolves when the queue knows of the end, and never rejects: what it could not be told, the lease's end will. */
  finish(leased: LeasedJob, end: RunEnd, stopping: boolean): Promise<void>;
  /** projectLeftOver redoes the layouts that a worker did not get to before it died. */
  projectLeftOver(): Promise<void>;
  /** hurry: the worker closes, a store that is away is no longer waited for. */
  hurry(): void;
  /** quiet resolves when nothing is left to follow. */
  quiet(): Promise<void>;
}

type EndOf<Type extends RunEnd['type']> = Extract<RunEnd, { readonly type: Type }>;

/** createFinisher makes a Finisher. */
export function createFinisher(deps: FinisherDeps): Finisher {
  const { queue, outputs, log } = deps;

  /** The note comes last: what a killed worker did not get to, whoever redoes the layout does as well. */
  const followUp = async (job: JobRecord) => {
    await deps.project(job);
    await deps.discard(job);
    await queue.projected(job.id);
  };
  const following = new Set<Promise<void>>();
  /** What follows a result needs no place in the worker: the next job may begin meanwhile. */
  const follow = (job: JobRecord) => {
    const work = followUp(job)
      .catch((cause: unknown) =>
        log.warn({ job: job.id, cause: String(cause) }, 'could not project a layout; trying again later'),
      )
      .finally(() => following.delete(work));
    following.add(work);
  };
  const tooLate = async (job: JobRecord) => {
    log.warn({ job: job.id }, 'the lease was lost before the end of the job could be told');
    await outputs.remove(attemptFolderOf(job.id, job.claims));
    await discardIfFinal(job);
  };
  const complete = async ({ lease, job }: LeasedJob, { result }: EndOf<'done' | 'read'>) => {
    if (!(await queue.complete(lease, result))) return await tooLate(job);
    const { outcome, pages, engine } = result;
    log.info({ job: job.id, outcome, pages, engine: engine.name }, 'job completed');
    // What a chunk has read is its document's.
    if (job.kind !== 'chunk') follow({ ...job, state: 'completed', result });
  };
  const park = async ({ lease, job }: LeasedJob, { chunks, progress }: EndOf<'planned'>) => {
    const parking = { chunks: chunkJobsOf(job, chunks), parallel: deps.maxParallelChunks, progress };
    if (!(await queue.park(lease, parking))) return await tooLate(job);
    log.info({ job: job.id, file: job.file?.name, chunks: chunks.length, ...progress }, 'job waits for its chunks');
  };
  const settle = async ({ lease, job }: LeasedJob, end: EndOf<'ended' | 'stopped'>, stopping: boolean) => {
    const how = end.type === 'ended' ? end.end : stopping ? ({ type: 'shutdown' } as const) : undefined;
    const settled = how === undefined ? false : await queue.settle(lease, how);
    await outputs.remove(attemptFolderOf(job.id, job.claims));
    const detail = end.type === 'ended' ? end.detail : undefined;
    if (settled === false) {
      log.info({ job: job.id }, 'job stopped');
      await discardIfFinal(job);
    } else if (settled.state === 'failed') {
      log.error(
        { job: job.id, file: job.file?.name, code: settled.error?.code, params: settled.error?.params, detail },
        'job failed',
      );
      if (job.kind !== 'chunk') await deps.discard(settled);
    } else {
      log.info(
        { job: job.id, reason: how?.type, detail, availableAt: settled.availableAt },
        'job goes back to the queue',
      );
    }
  };
  /** A chunk's pages lie with its document, which may have ended without it. */
  const discardIfFinal = async (job: JobRecord) => {
    const now = await queue.get(job.owner, job.kind === 'chunk' ? (job.parentId ?? job.id) : job.id);
    if (now !== undefined && isFinal(now.state)) await deps.discard(now);
  };

  let hurried = false;

  return {
    hurry() {
      hurried = true;
    },
    async finish(leased, end, stopping) {
      const give = () => {
        if (end.type === 'done' || end.type === 'read') return complete(leased, end);
        return end.type === 'planned' ? park(leased, end) : settle(leased, end, stopping);
      };
      for (let tries = 1; ; tries += 1) {
        try {
          return await give();
        } catch (cause) {
          log.warn(
            { job: leased.job.id, tries, cause: String(cause) },
            'could not bring the end of a job into the queue',
          );
          if (tries >= mostTries && (hurried || !isAway(cause))) return;
          await delay(Math.min(200 * tries, slowestTry));
        }
      }
    },
    async quiet() {
      await Promise.all(following);
    },
    async projectLeftOver() {
      for (const job of await queue.unprojected(projectBatch)) await followUp(job);
    },
  };
}

function isAway(cause: unknown): boolean {
  return cause instanceof AppError && cause.code === 'store_unavailable';
}
