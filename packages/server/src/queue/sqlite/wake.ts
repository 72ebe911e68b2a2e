import { type FSWatcher, watch } from 'node:fs';

/** Looks this often even when no signal came, ms: a net for file systems whose watching misses changes. */
const slowPoll = 1_000;
/** Signals closer together than this are one, ms. */
const quiet = 10;

/** Wake tells listeners that work may be ready or a lease lost. */
export interface Wake {
  /** ring is called for this process's own changes. */
  ring(): void;
  listen(listener: () => void): () => void;
  close(): void;
}

/** createWake watches the wake file that the writers of other processes touch. Neither watcher nor poll keeps the process alive. */
export function createWake(path: string): Wake {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  const call = () => {
    for (const listener of listeners) listener();
  };
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      call();
    }, quiet);
  };
  const watcher: FSWatcher = watch(path, { persistent: false }, later);
  watcher.on('error', () => watcher.close());
  const poll = setInterval(call, slowPoll);
  poll.unref();
  return {
    ring: call,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      watcher.close();
      clearInterval(poll);
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
