import { setTimeout as delay } from 'node:timers/promises';
import { startServer } from '../redis/servers.ts';

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
export async function startStore(driver: Driver): Promise<Store | undefined> {
  if (driver === 'sqlite') return undefined;
  const server = await startServer('redis', { appendfsync: 'always' });
  return {
    env: { REDIS_URL: server.url },
    async kill(pause) {
      await server.kill();
      await delay(pause);
      await server.restart();
    },
    async stop(time) {
      server.freeze();
      await delay(time);
      server.thaw();
    },
    close: server.close,
  };
}
