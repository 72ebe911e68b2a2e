import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { AppError } from '#errors';
import { entryUrl } from '#process';
import { createBatcher } from '../batcher.ts';
import type { CommandName, commands } from './commands.ts';
import type { Ledger } from './ledger.ts';
import type { Command, FromWriter, Reply, ToWriter, WriterData } from './messages.ts';

type Input<Name extends CommandName> = (typeof commands)[Name] extends (ledger: Ledger, input: infer I) => unknown
  ? I
  : undefined;
type Output<Name extends CommandName> = ReturnType<(typeof commands)[Name]>;

/** Writer sends commands to the thread that does all the writing of this process. */
export interface Writer {
  /** send resolves when the command's group is committed (and, for durable commands, on disk). */
  send<Name extends CommandName>(name: Name, input: Input<Name>): Promise<Output<Name>>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

/** startWriter starts the thread; throws `schema_too_new` or `store_unavailable` when it cannot open the file. */
export async function startWriter(data: WriterData, onWake: () => void): Promise<Writer> {
  const thread = new Worker(entryUrl('queue-writer'), {
    workerData: data,
    execArgv: [],
    // Its garbage is short-lived: without a bound the young generation alone would take 32 MB.
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  const [first] = (await once(thread, 'message')) as [FromWriter];
  if (first.type === 'refused') {
    await thread.terminate();
    throw new AppError(first.error.code, { params: first.error.params });
  }
  const waiting = new Map<number, Waiting>();
  let gone: AppError | undefined;
  const fail = (reason: string) => {
    gone = new AppError('store_unavailable', { params: { reason }, retryable: true });
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  thread.on('message', (message: FromWriter) => {
    if (message.type !== 'group') return;
    for (const reply of message.replies) settleReply(waiting, reply);
    if (message.wake) onWake();
  });
  thread.on('error', (error) => fail(error.message));
  thread.on('exit', () => fail('the queue is closed'));

  const post = createBatcher<Command>((batch) => thread.postMessage(batch satisfies ToWriter));
  let calls = 0;
  return {
    send(name, input) {
      if (gone !== undefined) return Promise.reject(gone);
      calls += 1;
      const call = calls;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve: resolve as (value: unknown) => void, reject });
        post({ call, name, input });
      });
    },
    async close() {
      if (gone !== undefined) return;
      const exit = once(thread, 'exit');
      // After the commands of this turn, which the batcher still holds.
      queueMicrotask(() => thread.postMessage('close' satisfies ToWriter));
      await exit;
    },
  };
}

function settleReply(waiting: Map<number, Waiting>, reply: Reply): void {
  const call = waiting.get(reply.call);
  waiting.delete(reply.call);
  if ('error' in reply) {
    const { code, params, retryable, detail } = reply.error;
    call?.reject(new AppError(code, { params, retryable, cause: new Error(detail) }));
  } else {
    call?.resolve(reply.value);
  }
}
