import { randomUUID } from 'node:crypto';
import type { AppError } from '#errors';
import { createBatcher } from '../batcher.ts';
import type { LeaseTimes } from '../port.ts';
import { type Client, patience, unavailable } from './connection.ts';
import { createStoreClock } from './store-clock.ts';

/** A group of so many commands goes at once: Redis serves nobody else while it runs one, and begins with it while this process makes the next. */
const groupLimit = 32;

/** Command is one call on its way to the script; `c` names it. Its `texts` the script takes as they are, without a look inside. */
export interface Command {
  readonly c: string;
  readonly texts?: readonly string[];
  readonly [field: string]: unknown;
}

/** Answer is what a command gave, with the store's time, ms. */
export interface Answer {
  readonly value: unknown;
  readonly now: number;
}

/** Ask runs a command. */
export type Ask = (command: Command) => Promise<Answer>;

/** Caller sends commands to the script; those of one turn of the event loop go together. */
export interface Caller {
  /** call throws `store_unavailable` when no answer comes within seconds; what had not begun by then will not be done. */
  readonly call: Ask;
}

/** CallerDeps is what a Caller is made of. `onWake` is called when a command of this process made work ready or took a lease. */
export interface CallerDeps {
  readonly client: Client;
  readonly prefix: string;
  readonly times: LeaseTimes;
  readonly channel: string;
  readonly sender: string;
  onWake(): void;
}

/** Waiting is a command whose answer has not come. */
interface Waiting {
  readonly json: string;
  readonly texts: readonly string[];
  resolve(answer: Answer): void;
  reject(error: AppError): void;
}

type Reply = readonly [now: number, wake: number, answers: 'late' | readonly (readonly [ok: number, value: unknown])[]];

/** senderName names this connection in wake messages. */
export function senderName(): string {
  return randomUUID();
}

/** createCaller makes a Caller. */
export function createCaller({ client, prefix, times, channel, sender, onWake }: CallerDeps): Caller {
  const keys = [`{${prefix}}:jobs`, `{${prefix}}:index`] as const;
  const clock = createStoreClock();
  const setup = () => JSON.stringify({ ...times, channel, sender, deadline: clock.deadline(patience) });
  // One text of all commands: what a text costs to read is mostly its beginning.
  const wireOf = (group: readonly Waiting[]) => `[${[setup(), ...group.map(({ json }) => json)].join(',')}]`;
  const send = async (group: readonly Waiting[]) => {
    const sent = performance.now();
    try {
      const reply = (await client.docmill(...keys, wireOf(group), ...group.flatMap(({ texts }) => texts))) as Reply;
      const [now, wake, answers] = reply;
      clock.heard(now, sent);
      if (answers === 'late') throw new Error('the call came too late');
      for (const [at, one] of group.entries()) settle(one, answers[at] ?? [0, 'no answer'], now);
      if (wake === 1) onWake();
    } catch (cause) {
      const error = unavailable(cause);
      for (const { reject } of group) reject(error);
    }
  };
  // After all that this turn brings from sockets: each call of the script costs Redis as much as a command.
  const post = createBatcher<Waiting>((group) => void send(group), { later: setImmediate, most: groupLimit });
  return {
    call: ({ texts = [], ...rest }) =>
      new Promise((resolve, reject) => {
        // Its texts follow all commands; a command has their number in their place.
        post({ json: JSON.stringify({ ...rest, texts: texts.length }), texts, resolve, reject });
      }),
  };
}

function settle({ resolve, reject }: Waiting, [ok, value]: readonly [number, unknown], now: number): void {
  if (ok === 1) resolve({ value, now });
  else reject(unavailable(new Error(String(value))));
}
