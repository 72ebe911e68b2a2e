import { type AttemptEnd, type FailedPage, isOfPages, type JobRecord } from '#jobs';
import type { SlotRun } from '#process';
import { attemptFolderOf, checkpointFolderOf } from '#results';
import type { RunInput } from './runner.ts';

/** slotRunOf says to a slot what the records of a job and of its chunks say. */
export function slotRunOf({ job, chunks }: Pick<RunInput, 'job' | 'chunks'>): SlotRun {
  if (job.file === undefined) throw new Error(`job ${job.id} has no file`);
  // A chunk's pages belong to its document: whoever assembles finds them there.
  const documentId = job.kind === 'chunk' ? (job.parentId ?? job.id) : job.id;
  return {
    jobId: job.id,
    attemptFolder: attemptFolderOf(job.id, job.claims),
    checkpointFolder: checkpointFolderOf(documentId, job.engineFingerprint),
    engine: job.engine,
    backend: job.backend,
    file: { ...job.file },
    options: { ...job.options },
    ...(job.range === undefined ? {} : { range: { ...job.range } }),
    failedPages: distinct([job, ...chunks].flatMap(failedPagesOf)),
    failedChunks: failedChunksOf(chunks),
  };
}

function failedPagesOf(job: JobRecord): readonly FailedPage[] {
  return job.result?.failedPages ?? job.failedPages;
}

function distinct(pages: readonly FailedPage[]): FailedPage[] {
  return [...new Map(pages.map((page) => [page.pageIndex, page])).values()];
}

function failedChunksOf(chunks: readonly JobRecord[]): SlotRun['failedChunks'] {
  return chunks.flatMap(({ state, range, error, attempts }) => {
    if (state !== 'failed' || range === undefined || error === undefined || !isOfPages(error)) return [];
    const pageIndex = attempts.at(-1)?.pageIndex;
    return [{ range: { ...range }, error: { ...error }, ...(pageIndex === undefined ? {} : { pageIndex }) }];
  });
}

/** failureOfChunks gives the end of a run whose chunks failed, in this attempt, for a reason that is none of their pages'. */
export function failureOfChunks({ job, chunks }: Pick<RunInput, 'job' | 'chunks'>): AttemptEnd | undefined {
  // A time limit that an earlier attempt met says nothing of this one.
  const attemptSince = job.attempts.at(-1)?.finishedAt ?? 0;
  const failed = chunks.find(
    ({ state, error, createdAt }) =>
      state === 'failed' && error !== undefined && !isOfPages(error) && createdAt >= attemptSince,
  );
  if (failed?.error === undefined) return undefined;
  return { type: 'failure', error: failed.error, retryable: failed.error.code === 'task_timeout' };
}
