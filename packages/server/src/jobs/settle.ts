import type { StoredError } from '#errors';
import type { FailedPage, JobRecord } from './record.ts';

/** The second death on one page gives the page up; the second outside any page quarantines the job. */
const deathsUntilGivenUp = 2;
/** From this lost lease on the job runs alone on its worker. */
export const lostLeasesUntilAlone = 2;
/** This lost lease quarantines the job. */
const lostLeasesUntilQuarantine = 5;

/** AttemptEnd is how a run ended without a result. */
export type AttemptEnd =
  /** The engine, the storage or the clock said so. `pageIndex` names the page it was at. */
  | { readonly type: 'failure'; readonly error: StoredError; readonly retryable: boolean; readonly pageIndex?: number }
  /** The slot died though nobody ordered it, or was killed for silence or excess (then `code` says which). */
  | {
      readonly type: 'slot_death';
      readonly code: 'engine_crashed' | 'engine_stalled' | 'memory_limit';
      readonly pageIndex?: number;
    }
  | { readonly type: 'lost_lease' }
  /** The worker shuts down: costs nothing. */
  | { readonly type: 'shutdown' };

/** RetryPolicy holds TASK_MAX_RETRIES and TASK_RETRY_DELAY (ms). */
export interface RetryPolicy {
  readonly maxRetries: number;
  readonly retryDelay: number;
}

/** Settlement is what becomes of a job after a run without a result: again (from `availableAt` on) or failed. */
export type Settlement = Pick<JobRecord, 'failures' | 'slotDeaths' | 'lostLeases' | 'failedPages'> &
  (
    | { readonly state: 'pending'; readonly availableAt: number }
    | { readonly state: 'failed'; readonly error: StoredError }
  );

type Counters = Pick<JobRecord, 'failures' | 'slotDeaths' | 'lostLeases' | 'failedPages'>;

/** settle decides, from the record alone, what a run without a result leads to. Pure; both queue adapters apply it. */
export function settle(job: JobRecord, end: AttemptEnd, context: { policy: RetryPolicy; now: number }): Settlement {
  const counters: Counters = {
    failures: job.failures,
    slotDeaths: job.slotDeaths,
    lostLeases: job.lostLeases,
    failedPages: job.failedPages,
  };
  const again = (changed: Partial<Counters>, delay = 0): Settlement => ({
    ...counters,
    ...changed,
    state: 'pending',
    availableAt: context.now + delay,
  });
  const failed = (changed: Partial<Counters>, error: StoredError): Settlement => ({
    ...counters,
    ...changed,
    state: 'failed',
    error,
  });

  switch (end.type) {
    case 'shutdown':
      return again({});
    case 'lost_lease': {
      const lostLeases = job.lostLeases + 1;
      return lostLeases >= lostLeasesUntilQuarantine
        ? failed({ lostLeases }, { code: 'worker_lost', params: { times: lostLeases } })
        : again({ lostLeases });
    }
    case 'failure': {
      const failures = job.failures + 1;
      // The time of a chunk is that of its document's attempt: only another attempt of the whole has more.
      const final = !end.retryable || (job.kind === 'chunk' && end.error.code === 'task_timeout');
      return !final && failures <= context.policy.maxRetries
        ? again({ failures }, context.policy.retryDelay * 2 ** (failures - 1))
        : failed({ failures }, end.error);
    }
    case 'slot_death': {
      const place = end.pageIndex === undefined ? 'outside' : String(end.pageIndex);
      const deaths = (job.slotDeaths[place] ?? 0) + 1;
      const slotDeaths = { ...job.slotDeaths, [place]: deaths };
      if (deaths < deathsUntilGivenUp) return again({ slotDeaths });
      if (end.pageIndex === undefined) return failed({ slotDeaths }, { code: end.code, params: { deaths } });
      const givenUp: FailedPage = { pageIndex: end.pageIndex, code: end.code };
      return again({ slotDeaths, failedPages: [...job.failedPages, givenUp] });
    }
  }
}
