/**
 * Loaded before a program of a run (`node --import`): while the file that SLOW_DISK names is there, what reaches for the disk waits a while,
 * as on a volume that others use too.
 */
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';

const flag = process.env.SLOW_DISK ?? '';
const slowest = 300;

function slowed<Args extends readonly unknown[], Result>(call: (...args: Args) => Promise<Result>) {
  return async (...args: Args): Promise<Result> => {
    if (existsSync(flag)) await delay(Math.random() * slowest);
    return await call(...args);
  };
}

for (const name of ['open', 'rename', 'link', 'stat', 'unlink'] as const)
  Object.assign(fs, { [name]: slowed(fs[name] as (...args: unknown[]) => Promise<unknown>) });
syncBuiltinESMExports();
