import { setImmediate } from 'node:timers/promises';
import { AppError, toAppError } from '#errors';
import {
  type BeatNote,
  type FromSlot,
  openBeatNote,
  type SlotBeat,
  type SlotOutcome,
  type SlotRun,
  type SlotSetup,
  type ToSlot,
  toSlotSchema,
} from '#process';

/** SlotHooks is how a run speaks to its worker. */
export interface SlotHooks {
  readonly signal: AbortSignal;
  /** beat resolves in a later turn, so that an abort may arrive. */
  beat(beat: SlotBeat): Promise<void>;
}

/** SlotChannel is the child's side of its channel to the worker; `process` is one. */
export interface SlotChannel {
  send(message: FromSlot): Promise<void>;
  onMessage(listener: (message: unknown) => void): void;
}

/** PrepareSlot makes, from what the worker says once, the function that parses one file. */
export type PrepareSlot = (setup: SlotSetup) => (run: SlotRun, hooks: SlotHooks) => Promise<SlotOutcome>;

/** serveSlot runs the message loop of a slot: one setup, then one run at a time. */
export function serveSlot(channel: SlotChannel, prepare: PrepareSlot): void {
  let parse: ReturnType<PrepareSlot> | undefined;
  let beats: BeatNote | undefined;
  let current: { readonly abort: AbortController; readonly pageIndex: { at?: number } } | undefined;

  const start = async (run: SlotRun) => {
    const running = { abort: new AbortController(), pageIndex: {} as { at?: number } };
    current = running;
    const hooks: SlotHooks = {
      signal: running.abort.signal,
      async beat(beat) {
        running.pageIndex = beat.page === undefined ? {} : { at: beat.page };
        beats?.note(beat);
        await setImmediate();
      },
    };
    const message = await outcomeOf(() => (parse ?? failUnprepared)(run, hooks), running);
    current = undefined;
    await channel.send(message);
  };

  channel.onMessage((raw) => {
    const message: ToSlot = toSlotSchema.parse(raw);
    if (message.type === 'setup') {
      parse = prepare(message.setup);
      beats = openBeatNote(message.setup.workFolder);
      void channel.send({ type: 'ready' });
    } else if (message.type === 'run') {
      void start(message.run);
    } else {
      current?.abort.abort(new AppError(message.code, { retryable: true }));
    }
  });
}

async function failUnprepared(): Promise<never> {
  throw new AppError('internal_error', { params: { reason: 'the slot got a job before its setup' } });
}

async function outcomeOf(
  parse: () => Promise<SlotOutcome>,
  running: { readonly abort: AbortController; readonly pageIndex: { at?: number } },
): Promise<FromSlot> {
  try {
    return await parse();
  } catch (thrown) {
    // After an abort whatever surfaced is a consequence of it.
    const error = toAppError(running.abort.signal.aborted ? running.abort.signal.reason : thrown, 'engine_failed');
    const at = running.pageIndex.at;
    return {
      type: 'failed',
      error: { code: error.code, params: error.params },
      retryable: error.retryable,
      detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      ...(at === undefined ? {} : { pageIndex: at }),
    };
  }
}
