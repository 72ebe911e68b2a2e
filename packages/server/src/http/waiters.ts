import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#errors';
import { isFinal, type JobId, type JobRecord } from '#jobs';
import type { Queue } from '#queue';
import type { Log } from '#telemetry';

/** A job whose last waiter left is cancelled after this time, unless somebody joins it again, ms. */
const defaultGrace = 30_000;
const firstLook = 25;
const slowestLook = 500;

/** WaitersDeps: `grace` is for tests. */
export interface WaitersDeps {
  readonly queue: Queue;
  readonly log: Log;
  readonly grace?: number;
  /** Called when a job was cancelled because nobody waits for it any more. */
  onCancelled(job: JobRecord): Promise<void>;
}

/** Waiters are the callers that keep a connection open until a job is final. */
export interface Waiters {
  /**
   * wait gives the job when it is final. `gone` is the caller's leaving: the wait then rejects with `upload_aborted`, and the job is
   * cancelled unless another waiter has come within the grace time. Rejects with `shutting_down` when the service stops; the job goes on.
   */
  wait(job: { readonly owner: string; readonly id: JobId }, gone: AbortSignal): Promise<JobRecord>;
  /** close ends all waits. */
  close(): void;
}

/** createWaiters makes the Waiters of one process. */
export function createWaiters(deps: WaitersDeps): Waiters {
  const { queue, log, grace = defaultGrace } = deps;
  const counts = new Map<JobId, number>();
  const departures = new Map<JobId, NodeJS.Timeout>();
  const stopping = new AbortController();

  const cancel = async (owner: string, id: JobId) => {
    departures.delete(id);
    try {
      if ((await queue.cancel(owner, id)) !== 'cancelled') return;
      log.info({ job: id }, 'cancelled: nobody waits for it any more');
      const job = await queue.get(owner, id);
      if (job !== undefined) await deps.onCancelled(job);
    } catch (cause) {
      log.warn({ job: id, cause: String(cause) }, 'could not cancel a job that nobody waits for');
    }
  };
  const come = (id: JobId) => {
    clearTimeout(departures.get(id));
    departures.delete(id);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  };
  const leave = (owner: string, id: JobId, done: boolean) => {
    const left = (counts.get(id) ?? 1) - 1;
    if (left > 0) {
      counts.set(id, left);
      return;
    }
    counts.delete(id);
    if (!done && !stopping.signal.aborted)
      departures.set(
        id,
        setTimeout(() => void cancel(owner, id), grace),
      );
  };
  return {
    async wait({ owner, id }, gone) {
      const either = AbortSignal.any([gone, stopping.signal]);
      let done = false;
      come(id);
      try {
        for (let pause = firstLook; ; pause = Math.min(slowestLook, pause * 1.3)) {
          const job = await queue.get(owner, id);
          if (job === undefined || isFinal(job.state)) {
            done = true;
            if (job === undefined) throw new AppError('task_not_found', { params: { task: id } });
            return job;
          }
          await delay(pause, undefined, { signal: either }).catch(() => undefined);
          if (stopping.signal.aborted) throw new AppError('shutting_down');
          if (gone.aborted) throw new AppError('upload_aborted');
        }
      } finally {
        leave(owner, id, done);
      }
    },
    close() {
      stopping.abort();
      for (const timer of departures.values()) clearTimeout(timer);
    },
  };
}
