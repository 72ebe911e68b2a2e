import type { NewJob } from '#jobs';
import type { Ask } from './caller.ts';
import { textsOf, wireJobOf } from './new-job.ts';

/** So many refused calls are remembered; the oldest is forgotten first. */
const most = 1_000;
/** Tried again after so long, ms. */
const pause = 500;

/** Disowner takes back jobs whose caller was told that they were not added, though they may have been: nobody would bring them their files. */
export interface Disowner {
  take(jobs: readonly NewJob[]): void;
  close(): void;
}

/** createDisowner makes a Disowner, which works as soon as the store answers again. */
export function createDisowner(ask: Ask): Disowner {
  const refused: (readonly NewJob[])[] = [];
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void work();
    }, pause);
    timer.unref();
  };
  const work = async () => {
    for (let jobs = refused[0]; jobs !== undefined; jobs = refused[0]) {
      try {
        await ask({ c: 'disown', jobs: jobs.map(wireJobOf), texts: textsOf(jobs) });
        if (refused[0] === jobs) refused.shift();
      } catch {
        return later();
      }
    }
  };
  return {
    take(jobs) {
      refused.push(jobs);
      if (refused.length > most) refused.shift();
      later();
    },
    close: () => clearTimeout(timer),
  };
}
