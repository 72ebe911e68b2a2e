import type { SQLOutputValue } from 'node:sqlite';
import type { AttemptRecord, FailedPage, JobId, JobKind, JobRecord, JobSource, JobState, NewJob, Outcome } from '#jobs';

/** Row is a row of a table as SQLite gives it. */
export type Row = Record<string, SQLOutputValue>;

/** recordOf reads a job's row. Casts are right here: rows are only written by this module. */
export function recordOf(row: Row): JobRecord {
  const text = (name: string) => row[name] as string;
  const number = (name: string) => row[name] as number;
  const json = (name: string) => JSON.parse(text(name));
  const optional = <Key extends string, Value>(
    key: Key,
    column: string,
    read: (value: NonNullable<SQLOutputValue>) => Value,
  ) =>
    (row[column] === null ? {} : { [key]: read(row[column] as NonNullable<SQLOutputValue>) }) as { [K in Key]?: Value };
  const parse = (value: NonNullable<SQLOutputValue>) => JSON.parse(String(value));
  const same = (value: NonNullable<SQLOutputValue>) => value as never;
  return {
    id: text('id') as JobId,
    kind: text('kind') as JobKind,
    state: text('state') as JobState,
    owner: text('owner'),
    rootId: text('root_id') as JobId,
    index: number('idx'),
    queue: text('queue'),
    source: text('source') as JobSource,
    engine: text('engine'),
    engineFingerprint: text('engine_fingerprint'),
    backend: text('backend'),
    options: json('options'),
    optionsVersion: number('options_version'),
    priority: number('priority'),
    rank: number('rank'),
    labels: json('labels'),
    createdAt: number('created_at'),
    availableAt: number('available_at'),
    claims: number('claims'),
    ranBefore: number('ran_before'),
    failures: number('failures'),
    slotDeaths: json('slot_deaths'),
    lostLeases: number('lost_leases'),
    failedPages: json('failed_pages') as FailedPage[],
    progress: { pagesDone: number('pages_done'), ...optional('pagesTotal', 'pages_total', Number) },
    projected: number('projected') === 1,
    attempts: json('attempts') as AttemptRecord[],
    ...optional('parentId', 'parent_id', same),
    ...optional('idempotencyKey', 'idempotency_key', String),
    ...optional('file', 'file', parse),
    ...optional('range', 'range', parse),
    ...optional('retryOf', 'retry_of', same),
    ...optional('waitingLimit', 'waiting_limit', Number),
    ...optional('startedAt', 'started_at', Number),
    ...optional('finishedAt', 'finished_at', Number),
    ...optional('workerId', 'worker_id', String),
    ...optional('leaseUntil', 'lease_until', Number),
    ...optional('runSince', 'run_since', Number),
    ...optional('chunkSince', 'chunk_since', Number),
    ...optional('waitingUntil', 'waiting_until', Number),
    ...optional('result', 'result', parse),
    ...optional<'outcome', Outcome>('outcome', 'outcome', same),
    ...optional('error', 'error', parse),
    ...optional('expiredAt', 'expired_at', Number),
    ...childrenOf(row),
  };
}

function childrenOf(row: Row): Pick<JobRecord, 'children'> | object {
  if (row.children_total === 0) return {};
  return {
    children: {
      total: row.children_total,
      open: row.children_open,
      completed: row.children_completed,
      partial: row.children_partial,
      failed: row.children_failed,
      cancelled: row.children_cancelled,
    },
  };
}

/** columnsOf gives the columns of a job that is born. */
export function columnsOf(job: NewJob): Record<string, string | number | null> {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return {
    id: job.id,
    kind: job.kind,
    owner: job.owner,
    root_id: job.rootId,
    parent_id: job.parentId ?? null,
    idx: job.index,
    idempotency_key: job.idempotencyKey ?? null,
    queue: job.queue,
    source: job.source,
    engine: job.engine,
    engine_fingerprint: job.engineFingerprint,
    backend: job.backend,
    file: json(job.file),
    file_hash: job.file?.hash ?? null,
    range: json(job.range),
    options: JSON.stringify(job.options),
    options_version: job.optionsVersion,
    priority: job.priority,
    labels: JSON.stringify(job.labels),
    retry_of: job.retryOf ?? null,
    waiting_limit: job.waitingLimit ?? null,
  };
}
