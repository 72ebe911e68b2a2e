import type { Client } from './connection.ts';

/** Looks this often even when no signal came, ms: a net, and what finds jobs whose time has come. */
const slowPoll = 1_000;
/** Signals closer together than this are one, ms. */
const quiet = 5;

/** Wake tells listeners that work may be ready or a lease lost. */
export interface Wake {
  /** ring is called for this process's own changes. */
  ring(): void;
  listen(listener: () => void): () => void;
  close(): void;
}

/** WakeDeps: messages of `sender` are this process's own. `usable` tells whether there is any use in looking. */
export interface WakeDeps {
  readonly subscriber: Client;
  readonly channel: string;
  readonly sender: string;
  usable(): boolean;
}

/** createWake listens to what other processes publish. */
export function createWake({ subscriber, channel, sender, usable }: WakeDeps): Wake {
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
  // What was published while the connection was away was missed.
  subscriber.on('ready', () => {
    subscriber.subscribe(channel).then(later, () => subscriber.disconnect(true));
  });
  subscriber.on('message', (_: string, from: string) => {
    if (from !== sender) later();
  });
  const poll = setInterval(() => {
    if (usable()) call();
  }, slowPoll);
  poll.unref();
  return {
    ring: call,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearInterval(poll);
      clearTimeout(timer);
      listeners.clear();
      subscriber.disconnect();
    },
  };
}
