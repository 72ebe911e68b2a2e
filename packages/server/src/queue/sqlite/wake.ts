import { type FSWatcher, watch } from 'node:fs';
import { createBell, type Wake } from '../wake.ts';

/** Signals closer together than this are one, ms. */
const quiet = 10;

/** createWake watches the wake file that the writers of other processes touch. Neither watcher nor poll keeps the process alive. */
export function createWake(path: string): Wake {
  const bell = createBell({ quiet });
  const watcher: FSWatcher = watch(path, { persistent: false }, bell.later);
  watcher.on('error', () => watcher.close());
  return {
    ...bell,
    close() {
      watcher.close();
      bell.close();
    },
  };
}
