import { workerData } from 'node:worker_threads';
import { killGroup } from './identity.ts';
import type { WatchdogData } from './watchdog.ts';

const { parentPid } = workerData as WatchdogData;

setInterval(() => {
  if (process.ppid !== parentPid) killGroup(process.pid);
}, 250);
