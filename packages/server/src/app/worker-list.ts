import type { Config } from '#config';
import { AppError } from '#errors';
import type { RegisteredWorker } from '#queue';
import { openExistingQueue } from './stores.ts';

/** WorkersRequest: names (`name@host`) or ids (with `#<pid>`) of workers that are to take nothing new, or to go on. */
export interface WorkersRequest {
  readonly drain: readonly string[];
  readonly resume: readonly string[];
}

/** listWorkers does what was asked and gives all living workers, of every queue. Throws `queue_missing` or `worker_not_found`. */
export async function listWorkers(
  config: Config,
  { drain, resume }: WorkersRequest,
): Promise<readonly RegisteredWorker[]> {
  const queue = await openExistingQueue(config);
  try {
    for (const [names, draining] of [
      [drain, true],
      [resume, false],
    ] as const)
      for (const worker of names)
        if ((await queue.drain(worker, draining)) === 0) throw new AppError('worker_not_found', { params: { worker } });
    return await queue.workers();
  } finally {
    await queue.close();
  }
}
