import { AppError } from '#errors';
import type { Ask } from './caller.ts';
import { type Client, unavailable } from './connection.ts';
import { rebuildIndexes } from './rebuild.ts';

/** The version of the records that this program writes and knows. */
const recordVersion = 1;
const bullmqVersion = 'bullmq:6.7.0';
/** While Redis is away it is said so often, ms. */
const reminder = 10_000;

/** Opening brings a store into use whenever it is reached, and tells of its absence. */
export interface Opening {
  /** What keeps calls from being made; undefined when they can be. */
  refusal(): AppError | undefined;
  /** reached resolves when the store was brought into use once. */
  reached(): Promise<void>;
  close(): void;
}

/** OpeningDeps: `call` runs commands whatever the state. */
export interface OpeningDeps {
  readonly client: Client;
  readonly call: Ask;
  readonly maxEvents: number;
  readonly log: { warn(details: object, message: string): void; info(message: string): void };
  onReady(): void;
}

/** createOpening watches a client. */
export function createOpening({ client, call, maxEvents, log, onReady }: OpeningDeps): Opening {
  let refusal: AppError | undefined = unavailable(new Error('not reached yet'));
  let lastFault = 'no connection yet';
  let away: NodeJS.Timeout | undefined;
  let closed = false;
  const first = Promise.withResolvers<void>();
  first.promise.catch(() => undefined);
  const say = () => log.warn({ reason: lastFault }, 'Redis cannot be reached; waiting for it (REDIS_URL)');
  const missed = () => {
    if (closed || away !== undefined) return;
    say();
    away = setInterval(say, reminder);
    away.unref();
  };
  const back = () => {
    if (away !== undefined) log.info('Redis is back');
    clearInterval(away);
    away = undefined;
  };
  client.on('error', (error: Error) => {
    lastFault = String(unavailable(error).params.reason);
    missed();
  });
  client.on('close', missed);
  client.on('ready', () => {
    bringIntoUse(call, maxEvents).then(
      () => {
        refusal = undefined;
        back();
        first.resolve();
        onReady();
      },
      (cause: unknown) => {
        refusal = unavailable(cause);
        lastFault = String(refusal.params.reason ?? refusal.code);
        if (refusal.code === 'schema_too_new') first.reject(refusal);
        // Whatever it was, the next connection looks again.
        setTimeout(() => client.disconnect(true), 1_000).unref();
      },
    );
  });
  return {
    refusal: () => refusal,
    reached: () => first.promise,
    close() {
      closed = true;
      clearInterval(away);
      first.reject(unavailable(new Error('the queue is closed')));
    },
  };
}

/** bringIntoUse notes or checks the version of the records, and makes the indexes anew where they are missing. */
async function bringIntoUse(call: Ask, maxEvents: number): Promise<void> {
  const { value } = await call({ c: 'open', version: recordVersion, bullmq: bullmqVersion, maxEvents });
  const [version, whole] = value as readonly [string, number];
  if (Number(version) > recordVersion)
    throw new AppError('schema_too_new', {
      params: { file: 'REDIS_URL', found: Number(version), known: recordVersion },
    });
  if (whole !== 1) await rebuildIndexes(call);
}
