import type { JobId, JobRecord, JobState } from '#jobs';
import type { Ledger } from './ledger.ts';
import { noteProgress } from './progress.ts';

/** heldBack: a chunk that waits for a sibling's end is a delayed job whose time never comes by itself. */
export const heldBack = { delayed: 1, available_at: Number.MAX_SAFE_INTEGER } as const;

/** releaseNext makes the first held chunk of a parent ready. */
export function releaseNext(ledger: Ledger, parentId: JobId): void {
  const sql = `UPDATE job SET delayed = 0, available_at = ? WHERE seq = (
    SELECT seq FROM job WHERE parent_id = ? AND state = 'pending' AND available_at = ? ORDER BY idx LIMIT 1)`;
  const { changes } = ledger.prepare(sql).run(ledger.now, parentId, heldBack.available_at);
  if (changes === 1) ledger.wake = true;
}

/** countPages brings a chunk's progress to its parent, whose own while it waits is what it had read itself and what its chunks have read since. */
export function countPages(ledger: Ledger, chunk: JobRecord, pagesDone: number): void {
  const more = pagesDone - chunk.progress.pagesDone;
  if (more === 0 || chunk.parentId === undefined) return;
  const sql =
    'UPDATE job SET pages_done = max(0, pages_done + ?) WHERE id = ? RETURNING pages_done AS pagesDone, pages_total AS pagesTotal';
  const progress = ledger.prepare(sql).get(more, chunk.parentId);
  if (progress !== undefined) noteProgress(ledger, chunk.parentId, progress);
}

/** ranBefore gives the part of the time limit that is used up when a job is leased: a chunk shares that of its parent. */
export function ranBefore(ledger: Ledger, job: JobRecord): number {
  const parent = job.kind === 'chunk' && job.parentId !== undefined ? ledger.find(job.parentId) : undefined;
  return parent === undefined ? job.ranBefore : parent.ranBefore + ledger.now - (parent.chunkSince ?? ledger.now);
}

/** countRun notes that a chunk begins or ends to run: the time of a parent goes on while at least one of its chunks runs. */
export function countRun({ prepare, now }: Ledger, chunk: JobRecord, to: JobState): void {
  const sql =
    to === 'running'
      ? 'UPDATE job SET chunks_running = chunks_running + 1, chunk_since = coalesce(chunk_since, ?1) WHERE id = ?2'
      : `UPDATE job SET chunks_running = chunks_running - 1,
           ran_before = ran_before + iif(chunks_running = 1, ?1 - chunk_since, 0),
           chunk_since = iif(chunks_running = 1, NULL, chunk_since) WHERE id = ?2`;
  prepare(sql).run(now, chunk.parentId ?? '');
}
