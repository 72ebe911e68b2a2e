import type { RedisAddress } from './redis/connection.ts';
import type { RedisFacts } from './redis/facts.ts';
import type { RedisQueue, RedisQueueOptions } from './redis/redis-queue.ts';

export type { RedisAddress, RedisFacts, RedisQueue, RedisQueueOptions };

/** openRedisQueue is `createRedisQueue`, whose client and scripts are loaded only where there is a Redis. */
export async function openRedisQueue(options: RedisQueueOptions): Promise<RedisQueue> {
  const { createRedisQueue } = await import('./redis/redis-queue.ts');
  return createRedisQueue(options);
}

/** redisFacts asks the server about itself, for people. Throws `store_unavailable`. */
export async function redisFacts(address: RedisAddress): Promise<RedisFacts> {
  const { lookAtRedis } = await import('./redis/facts.ts');
  return await lookAtRedis(address);
}
