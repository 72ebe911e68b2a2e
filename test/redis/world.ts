import { randomUUID } from 'node:crypto';
import { after, before, type TestContext } from 'node:test';
import { openRedisQueue, type RedisQueue, type RedisQueueOptions } from '../../packages/server/src/queue/index.ts';
import { type RealServer, type ServerName, startServer } from './servers.ts';

/** World is a server for all tests of a file, with a queue of its own for each. */
export interface World {
  readonly server: () => RealServer;
  open(t: TestContext, options?: Partial<RedisQueueOptions>): Promise<RedisQueue>;
}

/** serverForTests starts a server before the tests of this file and ends it after them. */
export function serverForTests(name: ServerName): World {
  let server: RealServer | undefined;
  before(async () => {
    server = await startServer(name);
  });
  after(async () => await server?.close());
  const running = () => {
    if (server === undefined) throw new Error('not started');
    return server;
  };
  return {
    server: running,
    async open(t, options = {}) {
      const queue = await openRedisQueue({
        address: addressOf(running()),
        policy: { maxRetries: 0, retryDelay: 0 },
        prefix: randomUUID(),
        ...options,
      });
      t.after(() => queue.close());
      await queue.reached();
      return queue;
    },
  };
}

/** addressOf gives the address of a server as `config` would. */
export function addressOf({ port }: Pick<RealServer, 'port'>): RedisQueueOptions['address'] {
  return { mode: 'single', nodes: [{ host: '127.0.0.1', port }], tls: false, database: 0 };
}
