/** storage keeps keyed objects: sent files, checkpoints, attempts, results. */
export { createLocalStorage, type LocalStorageOptions } from './local.ts';
export type { Storage, StoredObject, WriteOptions } from './port.ts';
export { safeStem, stemOf } from './safe-stem.ts';
