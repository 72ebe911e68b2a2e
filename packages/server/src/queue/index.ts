/** queue is the durable store of jobs: one port, one conformance suite, an adapter a store. */
export * from './port.ts';
export { openRedisQueue, type RedisFacts, type RedisQueue, type RedisQueueOptions, redisFacts } from './redis.ts';
export { createSqliteQueue, type SqliteQueueOptions } from './sqlite/sqlite-queue.ts';
