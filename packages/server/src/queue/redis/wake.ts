import { createBell, type Wake } from '../wake.ts';
import type { Client } from './connection.ts';

/** Signals closer together than this are one, ms. */
const quiet = 5;

/** WakeDeps: messages of `sender` are this process's own. `usable` tells whether there is any use in looking. */
export interface WakeDeps {
  readonly subscriber: Client;
  readonly channel: string;
  readonly sender: string;
  usable(): boolean;
}

/** createWake listens to what other processes publish. */
export function createWake({ subscriber, channel, sender, usable }: WakeDeps): Wake {
  const bell = createBell({ quiet, usable });
  // What was published while the connection was away was missed.
  subscriber.on('ready', () => {
    subscriber.subscribe(channel).then(bell.later, () => subscriber.disconnect(true));
  });
  subscriber.on('message', (_: string, from: string) => {
    if (from !== sender) bell.later();
  });
  return {
    ...bell,
    close() {
      bell.close();
      subscriber.disconnect();
    },
  };
}
