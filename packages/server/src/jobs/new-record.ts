import { rankOf } from './rank.ts';
import type { JobRecord, NewJob } from './record.ts';

/** stateAtBirth: a batch is born waiting, a refused document failed, everything else pending. */
export function stateAtBirth(job: NewJob): JobRecord['state'] {
  if (job.refusal !== undefined) return 'failed';
  return job.kind === 'batch' ? 'waiting' : 'pending';
}

/** newRecord gives the record of a job as it is born at `now` (ms), nothing counted yet. */
export function newRecord(job: NewJob, now: number): JobRecord {
  return {
    ...job,
    state: stateAtBirth(job),
    rank: rankOf({ enqueuedAt: now, priority: job.priority, rankDelay: job.rankDelay ?? 0 }),
    createdAt: now,
    availableAt: now,
    claims: 0,
    ranBefore: 0,
    failures: 0,
    slotDeaths: {},
    lostLeases: 0,
    failedPages: [],
    progress: { pagesDone: 0 },
    projected: false,
    attempts: [],
  };
}
