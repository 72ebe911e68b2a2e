import { type JobRecord, type NewJob, rankOf, searchWords } from '#jobs';

/** wireJobOf gives a new job as the script takes it beside its text; its rank is counted from the moment at which it is added. */
export function wireJobOf(job: NewJob) {
  return {
    ...indexedOf(job),
    queue: job.queue,
    engine: job.engine,
    rank: rankOf({ enqueuedAt: 0, priority: job.priority, rankDelay: job.rankDelay ?? 0 }),
    ...(job.waitingLimit === undefined ? {} : { waitingLimit: job.waitingLimit }),
    ...(job.refusal === undefined ? {} : { error: JSON.stringify(job.refusal) }),
  };
}

/** textsOf gives the records of new jobs as they are kept. */
export const textsOf = (jobs: readonly NewJob[]): readonly string[] => jobs.map((job) => JSON.stringify(job));

/** indexedOf gives what our indexes hold of a job. */
export function indexedOf(job: NewJob | JobRecord) {
  const { id, kind, owner, index, idempotencyKey, parentId, file } = job;
  return {
    id,
    kind,
    owner,
    index,
    words: kind === 'document' && file !== undefined ? [...new Set(searchWords(file.name))] : [],
    ...(idempotencyKey === undefined ? {} : { key: idempotencyKey }),
    ...(parentId === undefined ? {} : { parent: parentId }),
  };
}
