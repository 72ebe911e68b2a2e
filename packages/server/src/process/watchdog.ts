import { Worker } from 'node:worker_threads';
import { entryUrl } from './entry.ts';

/** WatchdogData is what the watchdog's thread is given. */
export interface WatchdogData {
  readonly parentPid: number;
}

/**
 * startWatchdog ends this process and its group within half a second of its parent's death. It is a thread of its own since a
 * process that is busy in WASM neither sees its channel close nor runs a timer.
 */
export function startWatchdog(parentPid: number): void {
  const data: WatchdogData = { parentPid };
  const thread = new Worker(entryUrl('watchdog'), {
    workerData: data,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  thread.unref();
}
