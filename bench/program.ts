import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const main = join(import.meta.dirname, '../packages/server/src/cli/main.ts');

/** Program is a process of the product that a bench started. */
export interface Program {
  readonly pid: number;
  /** Address of the service; empty for a worker. */
  readonly url: string;
  /** Milliseconds from the start of the process to its first sign of readiness. */
  readonly startTime: number;
  /** Resident memory now, bytes. */
  resident(): number;
  /** Highest resident memory since `resetPeak`, bytes. */
  peak(): number;
  resetPeak(): Promise<void>;
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
  let most = 0;
  const look = () => {
    most = Math.max(most, residentOf(pid));
  };
  const timer = setInterval(look, 20);
  return {
    pid,
    url,
    startTime,
    resident: () => residentOf(pid),
    peak() {
      look();
      return most;
    },
    async resetPeak() {
      most = 0;
    },
    async stop() {
      clearInterval(timer);
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

/** residentOf gives the resident memory of a process, bytes (Linux: proc(5), VmRSS); 0 when it is gone. */
export function residentOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
