/** RedisAddress says where the queue's Redis is. `sentinelName` is the name of the master when `mode` is `sentinel`. */
export interface RedisAddress {
  readonly mode: 'single' | 'sentinel' | 'cluster';
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  readonly sentinelName?: string;
}

/** allowedRedisUrls says in words what REDIS_URL may hold. */
export const allowedRedisUrls =
  'redis://[user:password@]host[:port][/database], with rediss:// for TLS, redis+sentinel://host,host/master[/database] or redis+cluster://host,host; in a password the characters / @ : ? # % are written as %XX';

//           rediss     +sentinel                 ://   user:password@    hosts      /path
const pattern = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/]*)@)?([^/@?#\s]+)(?:\/([^?#\s]*))?$/;
const defaultPort = { single: 6379, sentinel: 26379, cluster: 6379 } as const;
const mostDatabases = 1_000_000;

/** parseRedisUrl reads REDIS_URL; undefined when it is none of `allowedRedisUrls`. */
export function parseRedisUrl(text: string): RedisAddress | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, scheme, kind, user, hosts = '', path = ''] = match;
  const mode = (kind ?? 'single') as RedisAddress['mode'];
  const nodes = hosts.split(',').map((host) => nodeOf(host, defaultPort[mode]));
  const place = placeOf(
    mode,
    path.split('/').filter((part) => part !== ''),
  );
  const credentials = credentialsOf(user);
  if (place === undefined || credentials === undefined || nodes.includes(undefined)) return undefined;
  if (mode === 'single' && nodes.length > 1) return undefined;
  return {
    mode,
    nodes: nodes.filter((node) => node !== undefined),
    tls: scheme === 'rediss',
    ...place,
    ...credentials,
  };
}

function nodeOf(text: string, port: number): RedisAddress['nodes'][number] | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const found = match === null ? undefined : { host: match[1] ?? match[2] ?? '', port: Number(match[3] ?? port) };
  return found === undefined || found.port > 65_535 ? undefined : found;
}

function placeOf(
  mode: RedisAddress['mode'],
  parts: readonly string[],
): Pick<RedisAddress, 'database' | 'sentinelName'> | undefined {
  const name = mode === 'sentinel' ? parts[0] : undefined;
  const [database = '0', ...more] = mode === 'sentinel' ? parts.slice(1) : parts;
  const wrong = more.length > 0 || !/^\d+$/.test(database) || Number(database) > mostDatabases;
  // A cluster has one database, a group of sentinels watches over masters with names.
  if (wrong || (mode === 'cluster' && Number(database) > 0) || (mode === 'sentinel' && name === undefined))
    return undefined;
  return { database: Number(database), ...(name === undefined ? {} : { sentinelName: name }) };
}

function credentialsOf(text: string | undefined): Pick<RedisAddress, 'username' | 'password'> | undefined {
  if (text === undefined || text === '') return {};
  const at = text.indexOf(':');
  try {
    const username = decodeURIComponent(at < 0 ? text : text.slice(0, at));
    const password = at < 0 ? '' : decodeURIComponent(text.slice(at + 1));
    return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
  } catch {
    return undefined;
  }
}
