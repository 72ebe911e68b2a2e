/** app joins ports to adapters, once a process: server, worker, slot, and parsing without a server. Each command loads only its own part. */
export type { CleanUpRequest } from './clean-up.ts';
export type { ParsedFile, ParseRequest } from './parse-files.ts';
export type { RunningServer } from './server.ts';
export type { RunningWorker } from './worker.ts';

type CleanUp = typeof import('./clean-up.ts').cleanUp;
type Diagnose = typeof import('./doctor.ts').diagnose;
type ParseFiles = typeof import('./parse-files.ts').parseFiles;
type StartServer = typeof import('./server.ts').startServer;
type StartWorker = typeof import('./worker.ts').startWorker;
type ListWorkers = typeof import('./worker-list.ts').listWorkers;

/** cleanUp removes what is over its time; see its own file. */
export const cleanUp: CleanUp = async (...input) => (await import('./clean-up.ts')).cleanUp(...input);
/** diagnose looks for what keeps the service from its work; see its own file. */
export const diagnose: Diagnose = async (...input) => (await import('./doctor.ts')).diagnose(...input);
/** parseFiles parses files without a server; see its own file. */
export const parseFiles: ParseFiles = async (...input) => (await import('./parse-files.ts')).parseFiles(...input);
/** startServer starts the service; see its own file. */
export const startServer: StartServer = async (...input) => (await import('./server.ts')).startServer(...input);
/** startWorker starts a worker; see its own file. */
export const startWorker: StartWorker = async (...input) => (await import('./worker.ts')).startWorker(...input);
/** listWorkers tells who works at what; see its own file. */
export const listWorkers: ListWorkers = async (...input) => (await import('./worker-list.ts')).listWorkers(...input);

type TaskLog = typeof import('./task-log.ts').taskLog;

/** taskLog tells what happened to a task; see its own file. */
export const taskLog: TaskLog = async function* taskLog(...input) {
  yield* (await import('./task-log.ts')).taskLog(...input);
};
