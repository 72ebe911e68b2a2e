import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './fleet.ts';

/** Driver is where the queue of a run lies. */
export type Driver = 'sqlite' | 'redis';

/** Store is the queue's store, where it is a process of its own. */
export interface Store {
  /** What the programs of the run are told of it. */
  readonly env: Readonly<Record<string, string>>;
  /** kill ends the server with -9 and starts it again after `pause` ms. */
  kill(pause: number): Promise<void>;
  /** stop lets the server stand still for `time` ms. */
  stop(time: number): Promise<void>;
  close(): Promise<void>;
}

/** startStore starts a Redis that survives a kill, or nothing for the embedded queue, which has no process. */
export async function startStore(driver: Driver, folder: string): Promise<Store | undefined> {
  return driver === 'redis' ? await startRedis(join(folder, 'redis')) : undefined;
}

async function startRedis(folder: string): Promise<Store> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  let server = await startServer(folder, port);
  return {
    env: { REDIS_URL: `redis://127.0.0.1:${port}` },
    async kill(pause) {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
      await delay(pause);
      server = await startServer(folder, port);
    },
    async stop(time) {
      server.kill('SIGSTOP');
      await delay(time);
      server.kill('SIGCONT');
    },
    async close() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      server.kill('SIGCONT');
      server.kill('SIGKILL');
      await gone;
    },
  };
}

async function startServer(folder: string, port: number): Promise<ChildProcess> {
  const settings = { bind: '127.0.0.1', port, dir: folder, appendonly: 'yes', appendfsync: 'always', save: '' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const failed = once(server, 'error').then(([error]) => Promise.reject(error as Error));
  await Promise.race([untilAnswers(port), failed]);
  return server;
}

/** While it reads its file a server accepts, and answers -LOADING. */
async function untilAnswers(port: number): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await pong(port))) {
    if (performance.now() > deadline) throw new Error('Redis did not come up');
    await delay(50);
  }
}

async function pong(port: number): Promise<boolean> {
  const socket = createConnection({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = await once(socket, 'data');
    return String(answer).startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
