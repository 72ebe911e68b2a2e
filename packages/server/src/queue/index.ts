/** queue is the durable store of jobs: one port, one conformance suite, an adapter a store. */
export * from './port.ts';
export { createSqliteQueue, type SqliteQueueOptions } from './sqlite/sqlite-queue.ts';
