import { join } from 'node:path';
import type { RunEnd, RunInput, Runner, Running } from './runner.ts';
import { type SlotProcess, type SlotProcessDeps, startSlot } from './slot-process.ts';
import { slotRunOf } from './slot-run.ts';

/** SlotPoolDeps is what a pool of slots is made of. */
export interface SlotPoolDeps extends SlotProcessDeps {
  readonly places: number;
  /** A child is replaced after this many jobs (WORKER_MAX_TASKS_PER_CHILD). */
  readonly maxRunsPerChild: number;
  /** Children to start at once, before there is a file for them; default none. */
  readonly warm?: number;
}

/** createSlotPool makes the Runner that parses: one child process a place, started when first needed, if not before, and then reused. */
export function createSlotPool(deps: SlotPoolDeps): Runner {
  const idle: SlotProcess[] = [];
  const all = new Set<SlotProcess>();
  let made = 0;
  let closed = false;

  const start = async (): Promise<SlotProcess> => {
    made += 1;
    const workFolder = join(deps.setup.workFolder, String(made));
    const slot = await startSlot({ ...deps, setup: { ...deps.setup, workFolder } });
    if (closed) slot.kill();
    else all.add(slot);
    return slot;
  };
  /** Children that are on their way to take the place of worn ones. */
  const coming: Promise<SlotProcess>[] = [];
  const prepare = () => {
    const next = start();
    next.catch(() => undefined);
    coming.push(next);
  };
  for (let count = 0; count < (deps.warm ?? 0); count += 1) prepare();
  const take = async (): Promise<SlotProcess> => {
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      if (kept.alive) return kept;
      all.delete(kept);
    }
    return await (coming.shift() ?? start());
  };
  const giveBack = (slot: SlotProcess) => {
    const worn = slot.runs >= deps.maxRunsPerChild || slot.memory > deps.limits.memory / 2;
    if (slot.alive && !worn && !closed) {
      idle.push(slot);
      return;
    }
    slot.kill();
    all.delete(slot);
    if (!worn || closed) return;
    // There was work until now, so there will be more: nobody should wait for the new child to come up.
    prepare();
  };
  return {
    places: deps.places,
    run: (input) => runIn(take(), input, giveBack),
    async close() {
      closed = true;
      for (const slot of all) slot.kill();
    },
  };
}

function runIn(taken: Promise<SlotProcess>, input: RunInput, giveBack: (slot: SlotProcess) => void): Running {
  let stopped = false;
  let slot: SlotProcess | undefined;
  const execute = async (): Promise<RunEnd> => {
    try {
      slot = await taken;
    } catch (error) {
      return { type: 'ended', end: { type: 'slot_death', code: 'engine_crashed' }, detail: String(error) };
    }
    const { ranBefore } = input.job;
    try {
      if (stopped) return { type: 'stopped' };
      return await slot.run(slotRunOf(input), { ranBefore, onProgress: input.onProgress });
    } finally {
      // From here on the slot may be another run's: a late stop of this one must not reach it.
      const free = slot;
      slot = undefined;
      giveBack(free);
    }
  };
  return {
    ended: execute(),
    get memory() {
      return slot?.memory ?? 0;
    },
    stop() {
      stopped = true;
      slot?.kill();
    },
  };
}
