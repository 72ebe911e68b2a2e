import { DatabaseSync } from 'node:sqlite';
import { AppError } from '#errors';
import { isFinal, type JobId, type JobRecord, searchWords } from '#jobs';
import type {
  JobCounts,
  JobEvent,
  JobEventType,
  JobPage,
  Lease,
  LeaseTimes,
  ListRequest,
  Question,
  Queue,
  RegisteredWorker,
} from '../port.ts';
import { type Row, recordOf } from './row.ts';

/** Heartbeats that a worker may miss before the registry leaves it out. */
const missedBeats = 3;

/** Reader answers every question that needs no writing, on a read-only connection of the calling thread. */
export type Reader = {
  readonly [Name in Question]: (...args: Parameters<Queue[Name]>) => Awaited<ReturnType<Queue[Name]>>;
} & {
  /** Whether `rescue` has anything to do, by the given clock. */
  rescueDue(now: number): boolean;
  close(): void;
};

/** openReader opens the read-only connection. */
export function openReader(path: string, times: LeaseTimes): Reader {
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  const known = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  const query = (sql: string) => {
    const statement = known.get(sql) ?? db.prepare(sql);
    known.set(sql, statement);
    return statement;
  };
  const rows = (sql: string, ...values: (string | number)[]): Row[] =>
    guarded(() => query(sql).all(...values) as Row[]);
  const row = (sql: string, ...values: (string | number)[]): Row | undefined =>
    guarded(() => query(sql).get(...values) as Row | undefined);
  const records = (sql: string, ...values: (string | number)[]) => rows(sql, ...values).map(recordOf);

  const held = (lease: Lease): boolean => {
    const found = row('SELECT state, claims FROM job WHERE id = ?', lease.jobId);
    return found?.state === 'running' && String(found.claims) === lease.token;
  };
  return {
    get(owner, id) {
      const found = row('SELECT * FROM job WHERE id = ? AND owner = ?', id, owner);
      return found === undefined ? undefined : recordOf(found);
    },
    children: (owner, id) => records('SELECT * FROM job WHERE parent_id = ? AND owner = ? ORDER BY idx', id, owner),
    list: (request) => (request.search === undefined ? listJobs(rows, request) : searchJobs(rows, request)),
    ahead: ({ queue, engine, rank, id }, limit) => Number(row(aheadSql, queue, engine, rank, rank, id, limit)?.n ?? 0),
    counts: (owner) => countJobs(rows('SELECT bucket, n FROM counter WHERE owner = ?', owner)),
    backlog: () =>
      rows(
        "SELECT queue, engine, count(*) AS n, min(created_at) AS oldest FROM job WHERE state = 'pending' GROUP BY queue, engine",
      ).map(({ queue, engine, n, oldest }) => ({
        queue: String(queue),
        engine: String(engine),
        pending: Number(n),
        oldest: Number(oldest),
      })),
    open(ids) {
      const open = ids.filter((id) => {
        const found = row('SELECT state FROM job WHERE id = ?', id);
        return found !== undefined && !isFinal(found.state as JobRecord['state']);
      });
      return new Set<JobId>(open);
    },
    live(ids) {
      const live = ids.filter((id) => row('SELECT 1 FROM job WHERE id = ? AND expired_at IS NULL', id) !== undefined);
      return new Set<JobId>(live);
    },
    events: ({ after, limit, jobId }) =>
      (jobId === undefined
        ? rows('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?', after, limit)
        : rows('SELECT * FROM event WHERE job_id = ? AND seq > ? ORDER BY seq LIMIT ?', jobId, after, limit)
      ).map(eventOf),
    expirable: (before, limit) =>
      records(
        'SELECT * FROM job WHERE finished_at IS NOT NULL AND finished_at < ? AND expired_at IS NULL AND parent_id IS NULL ORDER BY finished_at LIMIT ?',
        before,
        limit,
      ),
    unprojected: (limit) =>
      records(
        "SELECT * FROM job WHERE state = 'completed' AND projected = 0 AND kind = 'document' AND finished_at < ? AND expired_at IS NULL ORDER BY finished_at LIMIT ?",
        Date.now() - times.lease,
        limit,
      ),
    held: (leases) => leases.map(held),
    paused: () => row("SELECT value FROM flag WHERE name = 'paused'")?.value === 1,
    workers: () =>
      rows(
        'SELECT info, seen_at, draining FROM worker WHERE seen_at > ? ORDER BY id',
        Date.now() - missedBeats * times.heartbeat,
      ).map(workerOf),
    rescueDue(now) {
      const lease = row(
        "SELECT 1 FROM job WHERE state = 'running' AND (lease_until < ? OR lease_until > ?) LIMIT 1",
        now,
        now + 2 * times.lease,
      );
      return (
        lease !== undefined ||
        row("SELECT 1 FROM job WHERE state = 'waiting' AND waiting_until < ? LIMIT 1", now) !== undefined
      );
    },
    close: () => db.close(),
  };
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('store_unavailable', { params: { reason }, retryable: true, cause });
  }
}

/** Jobs of the same engine are what a worker chooses among; the index is read from its head, and no further than asked. */
const aheadSql = `SELECT count(*) AS n FROM (
  SELECT 1 FROM job INDEXED BY job_ready WHERE queue = ? AND engine = ? AND alone IN (0, 1) AND state = 'pending' AND delayed = 0
  AND (rank < ? OR (rank = ? AND seq < (SELECT seq FROM job WHERE id = ?))) LIMIT ?)`;

type Rows = (sql: string, ...values: (string | number)[]) => Row[];

/** listJobs reads one page along the index of each asked state, and merges them: newest first. */
function listJobs(rows: Rows, { owner, kinds = ['document'], states, limit, after }: ListRequest): JobPage {
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after) || 0;
  const found = kinds
    .flatMap((kind) =>
      states === undefined
        ? rows(
            'SELECT * FROM job WHERE owner = ? AND kind = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
            owner,
            kind,
            before,
            limit + 1,
          )
        : states.flatMap((state) =>
            rows(
              'SELECT * FROM job WHERE owner = ? AND kind = ? AND state = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
              owner,
              kind,
              state,
              before,
              limit + 1,
            ),
          ),
    )
    .sort((a, b) => Number(b.seq) - Number(a.seq));
  return pageOf(found, limit);
}

/** pageOf makes a page of rows of which one more than the page holds were asked for. */
function pageOf(found: readonly Row[], limit: number): JobPage {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    jobs: page.map(recordOf),
    ...(found.length > limit && last !== undefined ? { next: String(last.seq) } : {}),
  };
}

/** searchJobs reads the index of names newest first, so that a page needs no more than its own rows. */
function searchJobs(
  rows: Rows,
  { owner, kinds = ['document'], states = [], limit, after, search = '' }: ListRequest,
): JobPage {
  // A term of several words (`q3_report`, Chinese) is a phrase; its last word may go on.
  const terms = search
    .split(/\s+/)
    .map(searchWords)
    .filter((words) => words.length > 0);
  if (terms.length === 0) return { jobs: [] };
  const match = terms.map((words) => `"${words.join(' ')}" *`).join(' AND ');
  const places = (values: readonly string[]) => values.map(() => '?').join(', ');
  const sql = `SELECT job.* FROM job_name CROSS JOIN job ON job.seq = job_name.rowid
    WHERE job_name MATCH ? AND job_name.rowid < ? AND owner = ? AND kind IN (${places(kinds)})
    ${states.length === 0 ? '' : `AND state IN (${places(states)})`} ORDER BY job_name.rowid DESC LIMIT ?`;
  const before = after === undefined ? Number.MAX_SAFE_INTEGER : Number(after) || 0;
  return pageOf(rows(sql, match, before, owner, ...kinds, ...states, limit + 1), limit);
}

function countJobs(rows: readonly Row[]): JobCounts {
  const of = (bucket: string) => Number(rows.find((row) => row.bucket === bucket)?.n ?? 0);
  const delayed = of('delayed');
  return {
    pending: of('pending') + delayed,
    running: of('running'),
    waiting: of('waiting'),
    completed: of('completed'),
    failed: of('failed'),
    cancelled: of('cancelled'),
    delayed,
  };
}

function eventOf(row: Row): JobEvent {
  return {
    seq: Number(row.seq),
    jobId: String(row.job_id) as JobId,
    at: Number(row.at),
    type: String(row.type) as JobEventType,
    data: JSON.parse(String(row.data)),
  };
}

function workerOf(row: Row): RegisteredWorker {
  return { ...JSON.parse(String(row.info)), seenAt: Number(row.seen_at), draining: row.draining === 1 };
}
