import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.ts';

const program = resolve(import.meta.dirname, '../e2e/faulty-service.ts');
const slowDisk = new URL('./slow-disk.ts', import.meta.url).href;

/** Fleet is the API and the workers of a run, which come back whenever they are killed. */
export interface Fleet {
  readonly url: string;
  /** Process ids of the living workers. */
  workers(): readonly number[];
  /** Programs that ended though nobody killed them, with what they said of it. */
  readonly deaths: readonly string[];
  /** kill ends the API or a worker with -9; resolves when it was started again, `pause` ms later. */
  kill(which: 'api' | number, pause: number): Promise<void>;
  close(): Promise<void>;
}

/** FleetOptions: `folder` holds data and log. */
export interface FleetOptions {
  readonly folder: string;
  readonly workers: number;
  readonly env: Readonly<Record<string, string>>;
}

/** startFleet starts everything on a free port that stays the same over restarts. */
export async function startFleet({ folder, workers, env }: FleetOptions): Promise<Fleet> {
  const port = await freePort();
  const living = new Map<number, ChildProcess>();
  let api: ChildProcess;
  let closing = false;
  const deaths: string[] = [];
  const killed = new Set<ChildProcess>();
  const start = (command: 'serve' | 'worker'): ChildProcess => {
    const child = spawn(process.execPath, [program, command], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        DATA_DIR: join(folder, 'data'),
        API_PORT: String(port),
        LOG_FORMAT: 'json',
        NODE_OPTIONS: `--import=${slowDisk}`,
        SLOW_DISK: join(folder, 'slow'),
        ...(command === 'serve' ? { EMBEDDED_WORKER: 'false' } : {}),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let last = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => {
        appendFileSync(join(folder, `${command}.log`), text);
        last = String(text).slice(-1_000);
      });
    child.once('exit', (code, signal) => {
      if (closing || killed.delete(child)) return;
      deaths.push(`${command} ended by itself (${code ?? signal}): ${last}`);
      if (command === 'serve') api = start('serve');
      else startWorker();
    });
    return child;
  };
  const startWorker = () => {
    const child = start('worker');
    const pid = child.pid ?? 0;
    living.set(pid, child);
    child.once('exit', () => living.delete(pid));
  };
  api = start('serve');
  for (let at = 0; at < workers; at += 1) startWorker();
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(url);
  return {
    url,
    workers: () => [...living.keys()],
    deaths,
    async kill(which, pause) {
      const child = which === 'api' ? api : living.get(which);
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      killed.add(child);
      child.kill('SIGKILL');
      await gone;
      await delay(pause);
      if (closing) return;
      if (which === 'api') api = start('serve');
      else startWorker();
    },
    async close() {
      closing = true;
      await Promise.all([api, ...living.values()].map(end));
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(patience);
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const answered = await fetch(`${url}/livez`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    if (performance.now() > deadline) throw new Error('the API did not come up');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
