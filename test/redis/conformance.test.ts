import { randomUUID } from 'node:crypto';
import { queueConformance } from '../../packages/server/src/queue/conformance.ts';
import { serverForTests } from './world.ts';

const prefixes = new WeakMap<object, string>();

for (const name of ['redis', 'valkey'] as const) {
  const world = serverForTests(name);
  queueConformance(name, {
    async open(t, { times, maxRetries, retryDelay, again }) {
      const prefix = (again === undefined ? undefined : prefixes.get(again)) ?? randomUUID();
      const queue = await world.open(t, { times, prefix, policy: { maxRetries, retryDelay } });
      prefixes.set(queue, prefix);
      return queue;
    },
  });
}
