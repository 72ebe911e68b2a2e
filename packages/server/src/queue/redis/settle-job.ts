import {
  type AttemptEnd,
  attemptOf,
  isOfPages,
  type JobRecord,
  lostLeasesUntilAlone,
  type RetryPolicy,
  settle,
} from '#jobs';
import { attemptEndOf } from '../attempt-end.ts';
import type { Command } from './caller.ts';

/** settleCommand gives what the pure rules make of a run's end. Only who holds the lease can apply it, so the record cannot have changed meanwhile. */
export function settleCommand(job: JobRecord, end: AttemptEnd, policy: RetryPolicy): Command {
  const { state, failures, slotDeaths, lostLeases, failedPages, ...rest } = settle(job, end, { policy, now: 0 });
  const set = {
    fa: failures,
    sd: JSON.stringify(slotDeaths),
    ll: lostLeases,
    fp: JSON.stringify(failedPages),
    al: lostLeases >= lostLeasesUntilAlone ? 1 : 0,
    at: attemptOf({ failures, slotDeaths, lostLeases }),
  };
  const error = 'error' in rest ? rest.error : undefined;
  return {
    c: 'settle',
    id: job.id,
    token: String(job.claims),
    to: state,
    set: Object.entries(set).flatMap(([name, value]) => [name, String(value)]),
    data: JSON.stringify({ ...error, reason: end.type }),
    delay: 'availableAt' in rest ? rest.availableAt : 0,
    ...(end.type === 'lost_lease' ? { lost: true } : {}),
    ...(end.type === 'shutdown' ? {} : { attempt: attemptTailOf(job, end) }),
    ...(error === undefined
      ? {}
      : { error: JSON.stringify(error), hopeless: job.kind === 'chunk' && !isOfPages(error) }),
  };
}

/** attemptTailOf gives what the record of an attempt tells of its end, as the rest of a JSON object. */
function attemptTailOf(job: JobRecord, end: AttemptEnd): string {
  const rest = JSON.stringify(attemptEndOf(end, job)).slice(1, -1);
  return rest === '' ? '' : `,${rest}`;
}
