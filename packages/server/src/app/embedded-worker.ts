import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installedEngines } from '#capabilities';
import type { Config } from '#config';
import { createRunFiles, startOf } from '#process';
import { projectLayout, readManifest } from '#results';
import { discardWork, sweepCheckpoints } from '#retention';
import type { Log } from '#telemetry';
import { createSlotPool, createWorker, type Runner, type Worker } from '#worker';
import type { Stores } from './stores.ts';

interface RunnerParts {
  readonly log: Pick<Log, 'warn'>;
  /** Another program for the slots than the product's own, for engines that misbehave on purpose. */
  readonly slotEntry?: URL | undefined;
  /** Whether there is a queue to which chunks of large documents can go. */
  readonly chunked?: boolean;
  /** Slots to start at once: it is known that there is work for them. */
  readonly warm?: number;
}

/** WorkerParts is what a process brings to its worker. */
export interface WorkerParts extends RunnerParts {
  readonly log: Log;
}

/** startParsingWorker joins stores and slots into a worker at work, and ends and removes what earlier workers of this folder left behind. */
export async function startParsingWorker(
  config: Config,
  stores: Stores,
  { log, slotEntry }: WorkerParts,
): Promise<Worker> {
  const { queue, outputs } = stores;
  const worker = createWorker({
    queue,
    outputs,
    log,
    runner: createParsingRunner(config, { log, slotEntry, chunked: true }),
    maxParallelChunks: config.pagination.maxParallelChunks,
    name: config.worker.name,
    queueName: config.queueName,
    engines: installedEngines(config.services).map((engine) => engine.name),
    async project(job) {
      const key = job.result?.manifestKey;
      if (key !== undefined) await projectLayout(outputs, await readManifest(outputs, key));
    },
    discard: (job) => discardWork(stores, job),
  });
  await worker.start();
  sweepCheckpoints(stores).catch((cause: unknown) =>
    log.warn({ cause: String(cause) }, 'could not remove left-over pages; the cleaner will'),
  );
  return worker;
}

/** An engine gets this part of PAGE_TIME_LIMIT to give a page up by itself, which costs that page only; then its slot is killed. */
const pageTimeInside = 0.8;

/** createParsingRunner makes the slots of one worker process. */
export function createParsingRunner(
  config: Config,
  { log, slotEntry, chunked = false, warm = 0 }: RunnerParts,
): Runner {
  const { folders, limits, worker, tasks } = config;
  const runFiles = createRunFiles(join(folders.data, 'run'));
  const swept = runFiles.sweep();
  if (swept > 0) log.warn({ swept }, 'ended processes that an earlier worker had left running');
  const workFolder = createWorkFolder(join(folders.temp, '.work'));
  return createSlotPool({
    places: worker.concurrency,
    maxRunsPerChild: worker.maxTasksPerChild,
    runFiles,
    warm,
    ...(slotEntry === undefined ? {} : { entry: slotEntry }),
    limits: {
      memory: worker.maxMemoryPerChild,
      silence: limits.pageTime,
      softTime: tasks.softTimeLimit,
      hardTime: tasks.timeLimit,
    },
    setup: {
      filesRoot: folders.temp,
      outputsRoot: folders.output,
      workFolder,
      limits: {
        maxPages: limits.maxPages,
        maxPixels: limits.maxPagePixels,
        maxOutputBytes: limits.maxOutputBytes,
        pageTime: pageTimeInside * limits.pageTime,
        maxTableCells: limits.maxTableCells,
        libreOffice: limits.libreOffice,
        archive: limits.archive,
      },
      services: config.services,
      embedImages: config.embedImages,
      ...(chunked ? { pagination: config.pagination } : {}),
    },
  });
}

/** createWorkFolder makes this process's scratch folder and removes those of processes that are gone. */
function createWorkFolder(root: string): string {
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(root)) {
    if (startOf(Number(name)) === undefined) rmSync(join(root, name), { recursive: true, force: true });
  }
  const own = join(root, String(process.pid));
  mkdirSync(own, { recursive: true });
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  return own;
}
