/** queue is the durable store of jobs: one port, one conformance suite, an adapter a store. */
export * from './port.ts';
export { createRedisQueue, type RedisQueue, type RedisQueueOptions } from './redis/redis-queue.ts';
export { createSqliteQueue, type SqliteQueueOptions } from './sqlite/sqlite-queue.ts';
