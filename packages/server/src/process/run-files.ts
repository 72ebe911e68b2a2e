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
  /** orphans gives the ids of children that are alive though their parent is gone. */
  orphans(): readonly number[];
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
    orphans: () => pathsIn(folder).flatMap((path) => orphanOf(readRunFile(path)) ?? []),
    sweep: () => pathsIn(folder).filter(sweepOne).length,
  };
}

function pathsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .map((name) => join(folder, name));
}

type RunFile = z.infer<typeof runFileSchema>;

function parentLives(entry: RunFile): boolean {
  return startOf(entry.parentPid) === entry.parentStart;
}

function orphanOf(entry: RunFile | undefined): number | undefined {
  if (entry === undefined || parentLives(entry) || startOf(entry.pid) !== entry.start) return undefined;
  return entry.pid;
}

/** sweepOne forgets a child whose parent is gone, and ends it when it is alive. */
function sweepOne(path: string): boolean {
  const entry = readRunFile(path);
  if (entry !== undefined && parentLives(entry)) return false;
  rmSync(path, { force: true });
  const orphan = orphanOf(entry);
  if (orphan === undefined) return false;
  killGroup(orphan);
  return true;
}

function readRunFile(path: string): RunFile | undefined {
  try {
    return runFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    // A file cut off by the death of its writer says nothing; its child is found by its own watchdog.
    return undefined;
  }
}
