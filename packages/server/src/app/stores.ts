import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '#config';
import { AppError } from '#errors';
import { createSqliteQueue, openRedisQueue, type Queue, type RedisQueue } from '#queue';
import { createLocalStorage, type Storage } from '#storage';
import type { Log } from '#telemetry';

/** Redis is waited for so long, ms; then a command gives up, and a service starts without it. */
const redisPatience = 2_000;

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

/** openQueue opens the queue as the configuration says: embedded, or on Redis, which may come later. */
async function openQueue(config: Config, log: Log): Promise<Queue> {
  if (config.redis === undefined) return await openEmbeddedQueue(config);
  return await reachedSoon(await openRedisQueue({ address: config.redis, policy: policyOf(config), log }));
}

/** reachedSoon waits for Redis a moment, so that a service whose Redis is there is ready when it says so. Throws `schema_too_new`. */
async function reachedSoon(queue: RedisQueue): Promise<RedisQueue> {
  const patience = new AbortController();
  try {
    const late = delay(redisPatience, undefined, { signal: patience.signal });
    await Promise.race([queue.reached(), late]);
    return queue;
  } catch (error) {
    await queue.close();
    throw error;
  } finally {
    patience.abort();
  }
}

async function openEmbeddedQueue(config: Config): Promise<Queue> {
  return await createSqliteQueue({ path: queuePathOf(config), policy: policyOf(config) });
}

function policyOf({ tasks: { maxRetries, retryDelay } }: Config) {
  return { maxRetries, retryDelay };
}

/** openReadyQueue opens a queue that can be used now; throws `store_unavailable` when Redis does not answer within seconds. */
export async function openReadyQueue(config: Config): Promise<Queue> {
  if (config.redis === undefined) return await openEmbeddedQueue(config);
  const queue = await reachedSoon(await openRedisQueue({ address: config.redis, policy: policyOf(config) }));
  try {
    await queue.ping();
    return queue;
  } catch (error) {
    await queue.close();
    throw error;
  }
}

/** openExistingQueue opens a queue that is there; throws `queue_missing` where no service has run yet, and as openReadyQueue does. */
export async function openExistingQueue(config: Config): Promise<Queue> {
  if (config.redis === undefined && !existsSync(queuePathOf(config)))
    throw new AppError('queue_missing', { params: { folder: config.folders.data } });
  return await openReadyQueue(config);
}

/** openStores opens them as the configuration says. */
export async function openStores(config: Config, log: Log): Promise<Stores> {
  return { ...openStorages(config), queue: await openQueue(config, log) };
}
