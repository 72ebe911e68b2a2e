import { connect, type RedisAddress, unavailable } from './connection.ts';

/** Longest wait for a first connection, ms. */
const connectPatience = 3_000;

/** RedisFacts are what decides whether accepted jobs survive. Settings are undefined where Redis does not tell them (managed services forbid it). */
export interface RedisFacts {
  /** `redis 7.0.15`, `valkey 9.1.2`. */
  readonly version: string;
  readonly appendOnly?: string;
  readonly appendFsync?: string;
  readonly evictionPolicy?: string;
}

/** lookAtRedis asks a server about itself. Throws `store_unavailable`. */
export async function lookAtRedis(address: RedisAddress): Promise<RedisFacts> {
  const client = connect(address);
  let fault: unknown = new Error(`no connection within ${connectPatience / 1_000} s`);
  client.on('error', (error: unknown) => {
    fault = error;
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(fault), connectPatience);
      client.once('ready', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    const info = await client.info('server');
    const setting = async (name: string) => {
      const [, value] = ((await client.config('GET', name).catch(() => [])) ?? []) as readonly string[];
      return value;
    };
    const [appendOnly, appendFsync, evictionPolicy] = await Promise.all(
      ['appendonly', 'appendfsync', 'maxmemory-policy'].map(setting),
    );
    return {
      version: versionOf(info),
      ...(appendOnly === undefined ? {} : { appendOnly }),
      ...(appendFsync === undefined ? {} : { appendFsync }),
      ...(evictionPolicy === undefined ? {} : { evictionPolicy }),
    };
  } catch (cause) {
    throw unavailable(cause);
  } finally {
    client.disconnect();
  }
}

function versionOf(info: string): string {
  const line = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim();
  const valkey = line('valkey_version');
  return valkey === undefined ? `redis ${line('redis_version') ?? '?'}` : `valkey ${valkey}`;
}
