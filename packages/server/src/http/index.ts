/** http speaks the wire formats: it reads requests, asks the queue, and streams answers. */
export type { HttpDeps } from './deps.ts';
export { renderErrorTable } from './error-table.ts';
export { renderOptionTable } from './option-table.ts';
export { createHttpServer } from './server.ts';
export { createStartTimes, type StartTimes } from './v1/start-times.ts';
export { renderWarningTable } from './warning-table.ts';
