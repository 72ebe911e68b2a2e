import type { StoredError } from '#errors';
import type { RetryPolicy } from '#jobs';
import type { LeaseTimes } from '../port.ts';
import type { CommandName } from './commands.ts';

/** WriterData is what the writer's thread is started with. */
export interface WriterData {
  readonly path: string;
  readonly times: LeaseTimes;
  readonly policy: RetryPolicy;
}

/** Command is one call on its way to the writer. */
export interface Command {
  readonly call: number;
  readonly name: CommandName;
  readonly input: unknown;
}

/** Reply is what became of a command. */
export type Reply =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: StoredError & { readonly retryable: boolean; readonly detail: string } };

/** ToWriter is a message to the thread; `close` is answered by its end. */
export type ToWriter = readonly Command[] | 'close';

/** FromWriter is a message of the thread: it is ready, it could not start, or a group is done. */
export type FromWriter =
  | { readonly type: 'ready' }
  | { readonly type: 'refused'; readonly error: StoredError }
  | { readonly type: 'group'; readonly replies: readonly Reply[]; readonly wake: boolean };
