import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { killGroup, startOf } from './identity.ts';

const runFileSchema = z.object({
  pid: z.number().int().positive(),
  start: z.string(),
  parentPid: z.number().int().positive(),
  parentStart: z.string(),
});

/** RunFiles remembers child processes on disk, so that the next start can end those that outlived their parent. */
export interface RunFiles {
  /** add notes a child of this process. */
  add(pid: number): void;
  remove(pid: number): void;
  /** sweep ends the children whose parent is gone and gives how many it ended. */
  sweep(): number;
}

/** createRunFiles keeps one small file a child in `folder`. */
export function createRunFiles(folder: string): RunFiles {
  mkdirSync(folder, { recursive: true });
  const pathOf = (pid: number) => join(folder, `${pid}.json`);
  const own = startOf(process.pid) ?? '';
  return {
    add(pid) {
      const start = startOf(pid);
      if (start === undefined) return;
      writeFileSync(pathOf(pid), JSON.stringify({ pid, start, parentPid: process.pid, parentStart: own }));
    },
    remove(pid) {
      rmSync(pathOf(pid), { force: true });
    },
    sweep() {
      const orphans = readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
      return orphans.filter((name) => sweepOne(join(folder, name))).length;
    },
  };
}

function sweepOne(path: string): boolean {
  const entry = readRunFile(path);
  if (entry !== undefined && startOf(entry.parentPid) === entry.parentStart) return false;
  rmSync(path, { force: true });
  if (entry === undefined || startOf(entry.pid) !== entry.start) return false;
  killGroup(entry.pid);
  return true;
}

function readRunFile(path: string): z.infer<typeof runFileSchema> | undefined {
  try {
    return runFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    // A file cut off by the death of its writer says nothing; its child is found by its own watchdog.
    return undefined;
  }
}
