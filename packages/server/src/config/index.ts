/** config is the only place that reads the environment. */

export { isLoopback, localUrlOf } from './address.ts';
export { boundChildMemory } from './child-memory.ts';
export { shareCompileCache } from './compile-cache.ts';
export {
  type Config,
  type EffectiveSetting,
  effectiveSettings,
  type Loaded,
  type LoadOptions,
  loadConfig,
  systemLanguage,
} from './config.ts';
export type { RedisAddress } from './redis-url.ts';
export { renderSettings } from './settings-table.ts';
