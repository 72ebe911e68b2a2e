import type { Config } from '#config';
import { startParsingWorker, type WorkerParts } from './embedded-worker.ts';
import { openStores } from './stores.ts';

/** RunningWorker is a worker process at work. */
export interface RunningWorker {
  readonly id: string;
  close(drain: number): Promise<void>;
}

/** startWorker brings up a worker without an API. */
export async function startWorker(config: Config, parts: WorkerParts): Promise<RunningWorker> {
  const stores = await openStores(config, parts.log);
  const worker = await startParsingWorker(config, stores, parts);
  return {
    id: worker.id,
    async close(drain) {
      await worker.close(drain);
      await stores.queue.close();
    },
  };
}
