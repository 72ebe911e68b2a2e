/** app joins ports to adapters, once a process: server, worker, slot, and parsing without a server. */
export { type CleanUpRequest, cleanUp } from './clean-up.ts';
export { diagnose } from './doctor.ts';
export { type ParsedFile, type ParseRequest, parseFiles } from './parse-files.ts';
export { type RunningServer, startServer } from './server.ts';
export { taskLog } from './task-log.ts';
export { type RunningWorker, startWorker } from './worker.ts';
export { listWorkers } from './worker-list.ts';
