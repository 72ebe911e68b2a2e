import type { JobId } from '#jobs';
import type { Ledger } from './ledger.ts';

/** The most events of progress that one job writes a second. */
const progressEvery = 1_000;
const progressAt = new Map<JobId, number>();

/** noteProgress writes the event of a job's progress, unless it wrote one just now. */
export function noteProgress(ledger: Ledger, id: JobId, progress: object): void {
  const { now } = ledger;
  if (now - (progressAt.get(id) ?? 0) < progressEvery) return;
  if (progressAt.size > 10_000) progressAt.clear();
  progressAt.set(id, now);
  ledger.event(id, 'progress', progress);
}
