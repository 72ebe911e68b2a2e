import { join } from 'node:path';
import type { Task, TaskItem, TaskStatus } from '@docmill/api';
import { type Language, renderError, renderWarning, type StoredError } from '#errors';
import { attemptOf, type JobRecord, type JobState } from '#jobs';
import { methodFolderOf } from '#results';
import { safeStem, stemOf } from '#storage';
import { localTime } from '../times.ts';

/** statusOf gives the v1 word of a state. */
export function statusOf(state: JobState): TaskStatus {
  return state === 'running' || state === 'waiting' ? 'processing' : state;
}

/** statesOf gives the states behind a v1 word; none for an unknown word. */
export function statesOf(status: string): readonly JobState[] {
  const states: Readonly<Record<TaskStatus, readonly JobState[]>> = {
    pending: ['pending'],
    processing: ['running', 'waiting'],
    completed: ['completed'],
    failed: ['failed'],
    cancelled: ['cancelled'],
  };
  return Object.entries(states).find(([word]) => word === status)?.[1] ?? [];
}

/** TaskView is what rendering a task needs besides its record. */
export interface TaskView {
  readonly language: Language;
  /** OUTPUT_DIR. */
  readonly outputRoot: string;
  readonly now: number;
}

/** layoutFolderOf gives the folder of a job's files in the contract's layout: `<task_id>/<stem>/<method>`. */
export function layoutFolderOf(job: JobRecord): string {
  const stem = safeStem(stemOf(job.file?.name ?? ''));
  return `${job.id}/${stem}/${methodFolderOf(job.backend, String(job.options.method ?? 'auto'))}`;
}

/** taskOf gives a job as the v1 wire shows it, but for what only the queue knows of it. */
export function taskOf(
  job: JobRecord,
  view: TaskView,
): Omit<Task, 'waiting_for' | 'queue_position' | 'estimated_start' | 'documents' | 'chunks'> {
  const time = (at: number | undefined) => (at === undefined ? null : localTime(at));
  return {
    task_id: job.id,
    status: statusOf(job.state),
    created_at: localTime(job.createdAt),
    started_at: time(job.startedAt),
    completed_at: time(job.finishedAt),
    file_name: job.file?.name ?? '',
    backend: job.backend,
    priority: job.priority,
    worker_id: job.workerId ?? null,
    result_path: job.projected ? join(view.outputRoot, layoutFolderOf(job)) : null,
    error_message: job.error === undefined ? null : renderError(job.error, view.language),
    retry_count: Math.max(0, (job.attempts.length === 0 ? 1 : attemptOf(job)) - 1),
    error: job.error === undefined ? null : errorOf(job.error, view.language),
    outcome: job.outcome ?? null,
    failed_pages: (job.result?.failedPages ?? job.failedPages).map(({ pageIndex, code }) => ({
      page_number: pageIndex + 1,
      code,
    })),
    warnings: (job.result?.warnings ?? []).map((warning) => ({
      code: warning.code,
      message: renderWarning(warning, view.language),
      ...(warning.pageNumber === undefined ? {} : { page_number: warning.pageNumber }),
      ...(warning.params === undefined ? {} : { params: warning.params }),
    })),
    engine: job.result?.engine ?? null,
    retry_of: job.retryOf ?? null,
    progress: progressOf(job, view.now),
    attempts: attemptsOf(job, view.language),
  };
}

function errorOf(error: StoredError, language: Language): NonNullable<Task['error']> {
  return { code: error.code, message: renderError(error, language) };
}

function attemptsOf(job: JobRecord, language: Language): Task['attempts'] {
  return job.attempts.map((attempt) => ({
    attempt: attempt.attempt,
    started_at: localTime(attempt.startedAt),
    finished_at: localTime(attempt.finishedAt),
    worker_id: attempt.workerId,
    ...(attempt.error === undefined ? {} : { error: errorOf(attempt.error, language) }),
    ...(attempt.pageIndex === undefined ? {} : { page_number: attempt.pageIndex + 1 }),
  }));
}

/** chunkOf gives a chunk as its document's answer shows it. */
export function chunkOf(job: JobRecord, language: Language): NonNullable<Task['chunks']>[number] {
  return {
    first_page: (job.range?.first ?? 0) + 1,
    last_page: (job.range?.last ?? 0) + 1,
    status: statusOf(job.state),
    worker_id: job.workerId ?? null,
    pages_done: job.result?.pages ?? job.progress.pagesDone,
    error: job.error === undefined ? null : errorOf(job.error, language),
    attempts: attemptsOf(job, language),
  };
}

function progressOf(job: JobRecord, now: number): Task['progress'] {
  const { pagesDone, pagesTotal } = job.progress;
  const { children } = job;
  return {
    pages_done: job.result?.pages ?? pagesDone,
    pages_total: job.result?.pages ?? pagesTotal ?? null,
    eta_seconds: secondsLeft(job, now),
    ...(job.kind === 'document' && children !== undefined
      ? { chunks_total: children.total, chunks_done: children.total - children.open }
      : {}),
  };
}

/** secondsLeft goes by the pace of the present attempt: its own run, or the time in which at least one of its chunks ran. */
function secondsLeft(job: JobRecord, now: number): number | null {
  const { pagesDone, pagesTotal } = job.progress;
  const since = job.state === 'running' ? job.runSince : job.state === 'waiting' ? (job.chunkSince ?? now) : undefined;
  if (since === undefined || pagesTotal === undefined || pagesDone === 0) return null;
  const ran = job.ranBefore + now - since;
  return Math.max(0, Math.round((ran / 1_000 / pagesDone) * (pagesTotal - pagesDone)));
}

/** itemOf gives a job as lists show it. */
export function itemOf(job: JobRecord): TaskItem {
  return {
    task_id: job.id,
    status: statusOf(job.state),
    worker_id: job.workerId ?? null,
    file_name: job.file?.name ?? '',
    backend: job.backend,
    created_at: localTime(job.createdAt),
    started_at: job.startedAt === undefined ? null : localTime(job.startedAt),
    priority: job.priority,
  };
}
