import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config';
import { AppError } from '#errors';
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

/** openStorages opens the two storages. */
export function openStorages({ folders, limits }: Config): Pick<Stores, 'files' | 'outputs'> {
  return {
    files: createLocalStorage({ root: folders.temp, minFreeBytes: limits.minFreeDiskBytes }),
    outputs: createLocalStorage({ root: folders.output, minFreeBytes: limits.minFreeDiskBytes }),
  };
}

/** queuePathOf gives the file of the embedded queue. */
export function queuePathOf({ folders }: Config): string {
  return join(folders.data, 'queue.db');
}

/** openQueue opens the queue as the configuration says. */
export async function openQueue(config: Config): Promise<Queue> {
  const { maxRetries, retryDelay } = config.tasks;
  return await createSqliteQueue({ path: queuePathOf(config), policy: { maxRetries, retryDelay } });
}

/** openExistingQueue opens a queue that is there; throws `queue_missing` where no service has run yet. */
export async function openExistingQueue(config: Config): Promise<Queue> {
  if (!existsSync(queuePathOf(config)))
    throw new AppError('queue_missing', { params: { folder: config.folders.data } });
  return await openQueue(config);
}

/** openStores opens them as the configuration says. */
export async function openStores(config: Config): Promise<Stores> {
  return { ...openStorages(config), queue: await openQueue(config) };
}
