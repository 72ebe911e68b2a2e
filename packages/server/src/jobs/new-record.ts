import { rankOf } from './rank.ts';
import type { JobRecord, NewJob } from './record.ts';

/** newRecord gives the record of a job as it is born at `now` (ms): pending, nothing counted yet. A batch is born waiting. */
export function newRecord(job: NewJob, now: number): JobRecord {
  return {
    ...job,
    state: job.kind === 'batch' ? 'waiting' : 'pending',
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
