import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** main is the program as users start it. */
export const main = join(import.meta.dirname, '../packages/server/bin/docmill.cjs');

/** Program is a process of the product that a bench started. */
export interface Program {
  readonly pid: number;
  /** Address of the service; empty for a worker. */
  readonly url: string;
  /** Milliseconds from the start of the process to its first sign of readiness. */
  readonly startTime: number;
  /** Resident memory now, bytes. */
  resident(): number;
  /** Highest resident memory so far, bytes (Linux: proc(5), VmHWM). */
  peak(): number;
  /** Ids of the processes that it started and that run. */
  children(): readonly number[];
  stop(): Promise<void>;
}

/** startProgram starts `docmill ARGS` on the data in `folder` and waits until it listens or works. */
export async function startProgram(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const began = performance.now();
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATA_DIR: folder, API_PORT: '0', LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await ready(child);
  const startTime = performance.now() - began;
  const pid = child.pid ?? 0;
  return {
    pid,
    url,
    startTime,
    resident: () => memoryOf(pid, 'VmRSS'),
    peak: () => peakOf(pid),
    children: () => childrenOf(pid),
    async stop() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function ready(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface({ input: child.stdout });
  return await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`docmill ended with ${code}`)));
    lines.on('line', (line) => {
      if (!line.startsWith('{')) return;
      const entry = JSON.parse(line) as { message?: string; url?: string };
      if (entry.message === 'listening' || entry.message === 'worker started') resolve(entry.url ?? '');
    });
  });
}

/** childrenOf gives the ids of the processes that a process started and that run; none when it is gone. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** peakOf gives the highest resident memory of a process so far, bytes; 0 when it is gone. */
export function peakOf(pid: number): number {
  try {
    return memoryOf(pid, 'VmHWM');
  } catch {
    return 0;
  }
}

function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0) * 1_024;
}
