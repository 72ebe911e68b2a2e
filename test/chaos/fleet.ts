import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../e2e/faulty-service.ts');

/** Fleet is the API and the workers of a run, which come back whenever they are killed. */
export interface Fleet {
  readonly url: string;
  /** Process ids of the living workers. */
  workers(): readonly number[];
  /** kill ends the API or a worker with -9; it is started again after `pause` ms. */
  kill(which: 'api' | number, pause: number): void;
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
  const start = (command: 'serve' | 'worker'): ChildProcess => {
    const child = spawn(process.execPath, [program, command], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        DATA_DIR: join(folder, 'data'),
        API_PORT: String(port),
        LOG_FORMAT: 'json',
        ...(command === 'serve' ? { EMBEDDED_WORKER: 'false' } : {}),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text: Buffer) => appendFileSync(join(folder, `${command}.log`), text));
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
    kill(which, pause) {
      const child = which === 'api' ? api : living.get(which);
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      child.once('exit', () => {
        setTimeout(() => {
          if (closing) return;
          if (which === 'api') api = start('serve');
          else startWorker();
        }, pause);
      });
      child.kill('SIGKILL');
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
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
