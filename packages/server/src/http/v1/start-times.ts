import type { JobRecord } from '#jobs';
import type { Queue } from '#queue';
import { localTime } from '../times.ts';

/** What was measured holds for so long, ms: many clients may ask for their place. */
const keptFor = 2_000;
/** The pace is that of so many tasks that were completed last. */
const looked = 30;

/** StartTimes estimates when pending jobs begin. */
export interface StartTimes {
  /** estimate gives a time for people; null for a job that does not wait in line, and while nothing is known of the pace. */
  estimate(job: JobRecord, ahead: number | undefined): Promise<string | null>;
}

/** createStartTimes makes the StartTimes of one process: places ahead, times the usual run, over the slots that serve them. */
export function createStartTimes(queue: Queue): StartTimes {
  let known: { readonly at: number; readonly run: number | undefined } | undefined;
  const usualRun = async (owner: string): Promise<number | undefined> => {
    const at = performance.now();
    if (known === undefined || at - known.at > keptFor) {
      const { jobs } = await queue.list({ owner, states: ['completed'], limit: looked });
      known = { at, run: median(jobs.map(lastRun)) };
    }
    return known.run;
  };
  return {
    async estimate(job, ahead) {
      if (job.state !== 'pending' || ahead === undefined) return null;
      const run = await usualRun(job.owner);
      const workers = (await queue.workers()).filter((worker) => serves(worker, job));
      const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
      const busy = workers.reduce((sum, worker) => sum + worker.running.length, 0);
      if (run === undefined || slots === 0) return null;
      const before = Math.max(0, ahead + 1 - (slots - busy));
      return localTime(Date.now() + (before / slots) * run);
    },
  };
}

function serves(worker: Awaited<ReturnType<Queue['workers']>>[number], job: JobRecord): boolean {
  return worker.queue === job.queue && worker.engines.includes(job.engine) && !worker.draining;
}

function lastRun({ attempts }: JobRecord): number {
  const last = attempts.at(-1);
  return last === undefined ? 0 : last.finishedAt - last.startedAt;
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
