import type { WaitingFor } from '@docmill/api';
import type { Language } from '#errors';
import { renderWaiting } from '#errors';
import type { JobRecord } from '#jobs';
import type { Queue } from '#queue';
import { localTime } from '../times.ts';

/** Counting the tasks ahead stops here, so that a status costs the same however long the queue is. */
const mostCounted = 1_000;

/** waitingForOf says why a pending job does not run yet; null for any other. */
export async function waitingForOf(queue: Queue, job: JobRecord, language: Language): Promise<WaitingFor | null> {
  if (job.state !== 'pending') return null;
  const say = (
    reason: WaitingFor['reason'],
    params: Record<string, string | number>,
    more: Partial<WaitingFor> = {},
  ) => ({
    reason,
    message: renderWaiting(reason, params, language),
    ...more,
  });
  if (await queue.paused()) return say('paused', {});
  const workers = (await queue.workers()).filter((worker) => worker.queue === job.queue);
  if (!workers.some((worker) => worker.engines.includes(job.engine)))
    return say('no_worker', { engine: job.engine, queue: job.queue }, { engine: job.engine });
  if (job.availableAt > Date.now()) {
    const at = localTime(job.availableAt);
    return say('retry', { at }, { retry_at: at });
  }
  const ahead = await queue.ahead(job, mostCounted);
  if (ahead >= mostCounted) return say('long_queue', { ahead: mostCounted }, { ahead: mostCounted });
  return say('queue', { ahead }, { ahead });
}

/** positionOf gives the place in the queue, from 1; null when the job does not stand in it or is too far behind to count. */
export function positionOf(waiting: WaitingFor | null): number | null {
  return waiting?.reason === 'queue' && waiting.ahead !== undefined ? waiting.ahead + 1 : null;
}
