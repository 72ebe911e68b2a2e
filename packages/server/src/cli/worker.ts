import { startWorker } from '#app';
import { loadConfig } from '#config';
import { createLog } from '#telemetry';
import { untilSignal } from './until-signal.ts';

/** WorkerOptions are the flags of `docmill worker`. */
export interface WorkerOptions {
  readonly name?: string;
  readonly concurrency?: number;
  readonly dataDir?: string;
}

/** work runs a worker until it is told to stop. */
export async function work(options: WorkerOptions): Promise<number> {
  const flags = {
    ...(options.name === undefined ? {} : { WORKER_NAME: options.name }),
    ...(options.concurrency === undefined ? {} : { WORKER_CONCURRENCY: String(options.concurrency) }),
    ...(options.dataDir === undefined ? {} : { DATA_DIR: options.dataDir }),
  };
  const { config, notices } = loadConfig({ flags });
  const log = createLog(config.log);
  for (const notice of notices) log.warn(notice);
  const worker = await startWorker(config, { log });
  log.info({ worker: worker.id, data: config.folders.data, slots: config.worker.concurrency }, 'worker started');
  const signal = await untilSignal();
  log.info({ signal }, 'stopping');
  await worker.close(config.worker.drain);
  log.info('stopped');
  return 0;
}
