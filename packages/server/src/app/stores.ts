import { join } from 'node:path';
import type { Config } from '#config';
import { createSqliteQueue, type Queue } from '#queue';
import { createLocalStorage, type Storage } from '#storage';

/** Stores are the three durable things every process of the service shares. */
export interface Stores {
  readonly queue: Queue;
  /** Uploads and checkpoints (TEMP_DIR). */
  readonly files: Storage;
  /** Attempts and results (OUTPUT_DIR). */
  readonly outputs: Storage;
}

/** openStores opens them as the configuration says. */
export async function openStores(config: Config): Promise<Stores> {
  const { folders, limits, tasks } = config;
  const files = createLocalStorage({ root: folders.temp, minFreeBytes: limits.minFreeDiskBytes });
  const outputs = createLocalStorage({ root: folders.output, minFreeBytes: limits.minFreeDiskBytes });
  const queue = await createSqliteQueue({
    path: join(folders.data, 'queue.db'),
    policy: { maxRetries: tasks.maxRetries, retryDelay: tasks.retryDelay },
  });
  return { queue, files, outputs };
}
