import type { Config } from '#config';
import type { RedisFacts } from '#queue';
import { type Check, createCheck, type Finding, found, thrown } from './finding.ts';
import type { Patient } from './patient.ts';

type Found = Omit<Finding, 'check'>;

/** redisCheck: jobs that were accepted survive a crash of Redis, and are never thrown away for want of memory. Whether it can be reached at all, the check of the queue tells. */
export function redisCheck({ config, redisFacts }: Patient): Check {
  return createCheck('redis', async () => {
    if (config.redis === undefined) return [found('ok', 'redis_unused')];
    const address = addressTextOf(config);
    try {
      const facts = await redisFacts(config.redis);
      return [found('ok', 'redis_ok', { address, version: facts.version }), ...safetyOf(facts, address)];
    } catch (error) {
      return [thrown('redis_unreachable', error, { address })];
    }
  });
}

function safetyOf({ appendOnly, appendFsync, evictionPolicy }: RedisFacts, address: string): readonly Found[] {
  if (appendOnly === undefined || evictionPolicy === undefined)
    return [found('warning', 'redis_settings_hidden', { address })];
  const evicts = evictionPolicy !== 'noeviction';
  return [
    ...durabilityOf(appendOnly, appendFsync ?? 'no'),
    ...(evicts ? [found('problem', 'redis_evicts', { policy: evictionPolicy })] : []),
  ];
}

function durabilityOf(appendOnly: string, appendFsync: string): readonly Found[] {
  if (appendOnly !== 'yes') return [found('warning', 'redis_not_durable')];
  if (appendFsync === 'always') return [];
  // Without an order of its own the kernel writes within half a minute.
  const window = appendFsync === 'everysec' ? '1 s' : '30 s';
  return [found('warning', 'redis_fsync_late', { policy: appendFsync, window })];
}

/** addressTextOf names the Redis of the queue, without its password. */
export function addressTextOf({ redis }: Config): string {
  if (redis === undefined) return '';
  const hosts = redis.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
  return redis.mode === 'single' ? hosts : `${redis.mode} ${hosts}`;
}
