import type { AttemptEnd, JobRecord } from '#jobs';

/** attemptEndOf gives the error and the page that an attempt's record shows. */
export function attemptEndOf(
  end: AttemptEnd,
  job: JobRecord,
): Pick<JobRecord['attempts'][number], 'error' | 'pageIndex'> {
  switch (end.type) {
    case 'failure':
      return { error: end.error, ...(end.pageIndex === undefined ? {} : { pageIndex: end.pageIndex }) };
    case 'slot_death':
      return {
        error: { code: end.code, params: {} },
        ...(end.pageIndex === undefined ? {} : { pageIndex: end.pageIndex }),
      };
    case 'lost_lease':
      return { error: { code: 'worker_lost', params: { times: job.lostLeases + 1 } } };
    case 'shutdown':
      return {};
  }
}
