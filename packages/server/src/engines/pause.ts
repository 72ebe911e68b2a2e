import { setImmediate } from 'node:timers/promises';

/** pause lets an abort arrive between two steps that take the thread for themselves; it throws the reason of the abort. */
export async function pause(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}
