import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import { AppError } from '#errors';
import { script } from './script.ts';

/** RedisAddress says where Redis is. `sentinelName` is the name of the master in mode `sentinel`. */
export interface RedisAddress {
  readonly mode: 'single' | 'sentinel' | 'cluster';
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  readonly sentinelName?: string;
}

/** A call that is not answered within this time has failed, ms. */
export const patience = 2_500;
const connectPatience = 5_000;
const slowestRetry = 1_000;

/** Client is a connection that has our script as a command. */
export type Client = (Redis | Cluster) & {
  docmill(...args: string[]): Promise<unknown>;
};

const scripts = { docmill: { lua: script, numberOfKeys: 2 } };

/** connect makes a client that connects in the background, again and again. While there is no connection every call fails at once. */
export function connect(address: RedisAddress): Client {
  const { nodes, tls, username, password, database, sentinelName } = address;
  const options: RedisOptions = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    db: database,
    connectTimeout: connectPatience,
    commandTimeout: patience,
    // A call may be sent twice only by whoever made it.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // It would do so in a promise of its own that nobody holds; whoever subscribed does it again (wake.ts).
    autoResubscribe: false,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(50 * times, slowestRetry),
    // A replica that was a master until just now refuses to write: look for the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
  const secure = tls ? { tls: {} } : {};
  return open({ address, options: { ...options, ...secure }, nodes, name: sentinelName ?? '' }) as Client;
}

interface Opening {
  readonly address: RedisAddress;
  readonly options: RedisOptions;
  readonly nodes: RedisAddress['nodes'];
  readonly name: string;
}

function open({ address, options, nodes, name }: Opening): Redis | Cluster {
  switch (address.mode) {
    case 'single':
      return new Redis({ ...options, ...nodes[0], scripts });
    case 'sentinel':
      return new Redis({ ...options, scripts, sentinels: [...nodes], name, enableTLSForSentinelMode: address.tls });
    case 'cluster': {
      const { retryStrategy, db: _, maxRetriesPerRequest: __, enableOfflineQueue, ...redisOptions } = options;
      const cluster: ClusterOptions = {
        redisOptions,
        enableOfflineQueue: enableOfflineQueue ?? false,
        clusterRetryStrategy: (times) => retryStrategy?.(times) ?? null,
        scripts,
      };
      return new Cluster([...nodes], cluster);
    }
  }
}

/** unavailable tells in one code that the store cannot be used, with the reason in its own words. */
export function unavailable(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  return new AppError('store_unavailable', { params: { reason: `Redis: ${reasonOf(cause)}` }, retryable: true, cause });
}

/** What ioredis says when a call was sent and no answer came. What the store answered, and what was never sent, is not in doubt. */
const unanswered = /^Command timed out|max retries per request|^Connection is closed/;

/** isUnanswered tells whether a call that failed may have been done all the same. */
export function isUnanswered(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : undefined;
  return cause instanceof Error && unanswered.test(cause.message);
}

function reasonOf(cause: unknown): string {
  const { message, code } = cause as { message?: string; code?: string };
  if (message === 'Command timed out') return `no answer within ${patience / 1_000} s`;
  if (message?.includes('enableOfflineQueue') || message?.includes('max retries per request'))
    return 'the connection is lost';
  return code ?? message ?? String(cause);
}
