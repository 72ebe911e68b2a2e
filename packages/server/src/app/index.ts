/** app joins ports to adapters, once a process: server, worker, slot, and parsing without a server. */
export { type ParsedFile, type ParseRequest, parseFiles } from './parse-files.ts';
export { type RunningServer, startServer } from './server.ts';
export { type RunningWorker, startWorker } from './worker.ts';
