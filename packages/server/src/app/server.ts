import { createReadStream } from 'node:fs';
import { installedEngines } from '#capabilities';
import type { Config } from '#config';
import { AppError } from '#errors';
import { createHttpServer, createStartTimes, type HttpDeps } from '#http';
import { createIntake } from '#intake';
import { cleanOnce, createCleaner, scheduleCleaning } from '#retention';
import type { Log } from '#telemetry';
import { startParsingWorker, type WorkerParts } from './embedded-worker.ts';
import { openStores, type Stores } from './stores.ts';
import { redocScriptPath, version } from './version.ts';

const hour = 3_600_000;

/** RunningServer is a service that listens. */
export interface RunningServer {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string;
  /** close drains: no new work, runs under way get `drain` ms, the rest goes back to the queue. */
  close(drain: number): Promise<void>;
}

/** startServer brings up API, queue and, unless EMBEDDED_WORKER is false, a worker and the cleaner. */
export async function startServer(config: Config, parts: WorkerParts): Promise<RunningServer> {
  const { log } = parts;
  const stores = await openStores(config, log);
  const app = await createHttpServer(httpDeps(config, stores, log));
  const url = await listen(app, config).catch(async (error: unknown) => {
    // What was opened would keep the process alive.
    await stores.queue.close();
    throw error;
  });
  const worker = config.worker.embedded ? await startParsingWorker(config, stores, parts) : undefined;
  const stopCleaner = config.worker.embedded ? startCleaning(config, stores, log) : undefined;
  return {
    url,
    async close(drain) {
      await app.close();
      await worker?.close(drain);
      await stopCleaner?.();
      await stores.queue.close();
    },
  };
}

function httpDeps(config: Config, stores: Stores, log: Log): HttpDeps {
  const { limits } = config;
  return {
    ...stores,
    log,
    version,
    intake: createIntake({
      files: stores.files,
      maxBytes: limits.maxFileSize,
      maxUploads: limits.maxConcurrentUploads,
    }),
    engines: installedEngines(config.services),
    defaults: config.defaults,
    queueName: config.queueName,
    strictBackend: config.strictBackend,
    outputRoot: config.folders.output,
    returnImages: config.returnImages,
    corsOrigins: config.cors.origins,
    limits: {
      fileBytes: limits.maxFileSize,
      filesPerRequest: limits.maxFilesPerRequest,
      queueLength: limits.maxQueueLength,
    },
    startTimes: createStartTimes(stores.queue),
    cleanUp: (days) => createCleaner(stores).clean({ outputsBefore: Date.now() - days * 24 * hour }),
    redocScript: () => createReadStream(redocScriptPath()),
  };
}

function startCleaning({ tasks, cleanup }: Config, stores: Stores, log: Log): () => Promise<void> {
  const times = { resultsKept: tasks.resultExpires + cleanup.extra, tempKept: 24 * hour };
  return scheduleCleaning(() => cleanOnce(stores, times), { interval: cleanup.interval, first: 'now', log });
}

async function listen(app: Awaited<ReturnType<typeof createHttpServer>>, config: Config): Promise<string> {
  const { host, port } = config.api;
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new AppError('port_in_use', { params: { host, port }, cause });
    throw cause;
  }
}
