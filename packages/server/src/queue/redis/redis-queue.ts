import type { RetryPolicy } from '#jobs';
import { defaultLeaseTimes, type LeaseTimes, type Queue } from '../port.ts';
import { type Answer, type Ask, type Command, createCaller, senderName } from './caller.ts';
import { connect, type RedisAddress } from './connection.ts';
import { createOpening, type OpeningDeps } from './opening.ts';
import { createReads } from './reads.ts';
import { createWake } from './wake.ts';
import { createWrites } from './writes.ts';

/**
 * RedisQueueOptions: `prefix` sets apart several services on one Redis; `maxEvents` bounds the event stream, whose entries take about 150
 * bytes; `log` hears that Redis is away, at once and every ten seconds, and that it is back.
 */
export interface RedisQueueOptions {
  readonly address: RedisAddress;
  readonly policy: RetryPolicy;
  readonly times?: LeaseTimes;
  readonly prefix?: string;
  readonly maxEvents?: number;
  readonly log?: OpeningDeps['log'];
}

/** RedisQueue is a Queue that can be waited for. */
export interface RedisQueue extends Queue {
  /** reached resolves once the store was reached; rejects with `schema_too_new` for one that a newer program wrote. */
  reached(): Promise<void>;
}

const silent: OpeningDeps['log'] = { warn: () => undefined, info: () => undefined };

/**
 * createRedisQueue opens the queue on Redis or Valkey. It connects in the background; until then, and whenever the store is away, calls throw
 * `store_unavailable` within seconds.
 */
export function createRedisQueue(options: RedisQueueOptions): RedisQueue {
  const {
    address,
    policy,
    times = defaultLeaseTimes,
    prefix = 'docmill',
    maxEvents = 1_000_000,
    log = silent,
  } = options;
  const client = connect(address);
  const subscriber = connect(address);
  subscriber.on('error', () => undefined);
  const [channel, sender] = [`{${prefix}}:wake`, senderName()];
  const caller = createCaller({ client, prefix, times, channel, sender, onWake: () => wake.ring() });
  const opening = createOpening({ client, call: caller.call, maxEvents, log, onReady: () => wake.ring() });
  const wake = createWake({ subscriber, channel, sender, usable: () => opening.refusal() === undefined });
  const ask: Ask = async (command: Command): Promise<Answer> => {
    const refusal = opening.refusal();
    if (refusal !== undefined) throw refusal;
    return await caller.call(command);
  };
  const reads = createReads(ask, times.lease);
  const { stop, ...writes } = createWrites({ ask, policy, reads });
  return {
    times,
    ...reads,
    ...writes,
    onWake: (listener) => wake.listen(listener),
    reached: opening.reached,
    async close() {
      stop();
      wake.close();
      opening.close();
      client.disconnect();
    },
  };
}
