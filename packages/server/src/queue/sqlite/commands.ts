import type { StoredError } from '#errors';
import {
  type AttemptEnd,
  type AttemptRecord,
  attemptOf,
  isFinal,
  isOfPages,
  type JobId,
  type JobRecord,
  type JobResult,
  lostLeasesUntilAlone,
  type NewJob,
  rankOf,
  searchWords,
  settle,
  stateAtBirth,
} from '#jobs';
import { attemptEndOf } from '../attempt-end.ts';
import type { AddResult, Beat, CancelOutcome, ClaimRequest, Lease, LeasedJob, Parking, WorkerInfo } from '../port.ts';
import { countPages, heldBack, ranBefore, releaseNext } from './chunks.ts';
import type { Ledger, Value } from './ledger.ts';
import { noteProgress } from './progress.ts';
import { columnsOf, type Row, recordOf } from './row.ts';

/** commands is everything that writes. Each runs inside the group's transaction, in a savepoint of its own. */
export const commands = {
  add(ledger: Ledger, jobs: readonly NewJob[]): AddResult {
    const [first] = jobs;
    if (first === undefined) throw new Error('add needs a job');
    const joined = findByKey(ledger, first);
    if (joined !== undefined) return { id: joined, added: false };
    for (const job of jobs) insert(ledger, job);
    return { id: first.id, added: true };
  },

  claim(ledger: Ledger, request: ClaimRequest): readonly LeasedJob[] {
    if (ledger.prepare("SELECT value FROM flag WHERE name = 'paused'").get()?.value === 1) return [];
    promoteDue(ledger);
    return candidates(ledger, request).map((seq) => lease(ledger, seq, request.workerId));
  },

  heartbeat(ledger: Ledger, beats: readonly Beat[]): readonly boolean[] {
    return beats.map((beat) => extend(ledger, beat));
  },

  complete(ledger: Ledger, { lease: held, result }: { lease: Lease; result: JobResult }): boolean {
    const job = findHeld(ledger, held);
    if (job === undefined) return false;
    const set = {
      result: JSON.stringify(result),
      outcome: result.outcome,
      failed_pages: JSON.stringify(result.failedPages),
      pages_done: result.pages,
      attempts: attemptsWith(ledger, job, {}),
    };
    if (job.kind === 'chunk') countPages(ledger, job, result.pages);
    ledger.move(job, 'completed', { set, data: { outcome: result.outcome, pages: result.pages } });
    childEnded(ledger, job, result.outcome === 'partial' ? 'partial' : 'completed');
    return true;
  },

  settle(ledger: Ledger, { lease: held, end }: { lease: Lease; end: AttemptEnd }): JobRecord | false {
    const job = findHeld(ledger, held);
    if (job === undefined) return false;
    settleJob(ledger, job, end);
    return ledger.find(job.id) ?? false;
  },

  park(ledger: Ledger, { lease: held, parking }: { lease: Lease; parking: Parking }): boolean {
    const { chunks, parallel, progress } = parking;
    const job = findHeld(ledger, held);
    if (job === undefined) return false;
    const { now } = ledger;
    const set: Record<string, Value> = {
      ran_before: job.ranBefore + now - (job.runSince ?? now),
      waiting_until: job.waitingLimit === undefined ? null : now + job.waitingLimit,
      pages_done: progress.pagesDone,
      pages_total: progress.pagesTotal ?? null,
    };
    ledger.move(job, 'waiting', { set, data: { chunks: chunks.length } });
    chunks.forEach((chunk, at) => {
      insert(ledger, chunk, at < parallel ? {} : heldBack);
    });
    return true;
  },

  projected(ledger: Ledger, id: JobId): void {
    const { changes } = ledger
      .prepare("UPDATE job SET projected = 1 WHERE id = ? AND state = 'completed' AND projected = 0")
      .run(id);
    if (changes === 1) ledger.event(id, 'projected', {});
  },

  cancel(ledger: Ledger, { owner, id }: { owner: string; id: JobId }): CancelOutcome {
    const job = ledger.find(id);
    if (job === undefined || job.owner !== owner) return 'not_found';
    if (job.state === 'cancelled') return 'already_cancelled';
    if (isFinal(job.state)) return 'finished';
    cancelTree(ledger, job);
    childEnded(ledger, job, 'cancelled');
    return 'cancelled';
  },

  rescue(ledger: Ledger): number {
    const { now } = ledger;
    if (!ledger.clock.trustworthy()) return 0;
    const { lease: leaseTime } = ledger.times;
    // A clock that was set back leaves leases that reach too far.
    ledger
      .prepare("UPDATE job SET lease_until = ? WHERE state = 'running' AND lease_until > ?")
      .run(now + leaseTime, now + 2 * leaseTime);
    const lost = ledger.prepare("SELECT * FROM job WHERE state = 'running' AND lease_until < ?").all(now) as Row[];
    for (const row of lost) settleJob(ledger, recordOf(row), { type: 'lost_lease' });
    const late = ledger.prepare("SELECT * FROM job WHERE state = 'waiting' AND waiting_until < ?").all(now) as Row[];
    for (const row of late) failWaiting(ledger, recordOf(row));
    if (lost.length + late.length > 0) ledger.wake = true;
    return lost.length + late.length;
  },

  expire(ledger: Ledger, ids: readonly JobId[]): void {
    const { now } = ledger;
    for (const id of ids) {
      ledger.prepare('UPDATE job SET expired_at = ? WHERE id = ? AND expired_at IS NULL').run(now, id);
      ledger.prepare('UPDATE job SET expired_at = ? WHERE root_id = ? AND parent_id IS NOT NULL').run(now, id);
      ledger.event(id, 'expired', {});
    }
  },

  purge(ledger: Ledger, { before, limit }: { before: number; limit: number }): number {
    const roots = ledger
      .prepare('SELECT id FROM job WHERE expired_at < ? AND parent_id IS NULL ORDER BY expired_at LIMIT ?')
      .all(before, limit);
    let rows = 0;
    for (const { id } of roots) {
      const names = 'DELETE FROM job_name WHERE rowid IN (SELECT seq FROM job WHERE root_id = ?1 OR id = ?1)';
      ledger.prepare(names).run(id as string);
      rows += Number(
        ledger.prepare('DELETE FROM job WHERE root_id = ? AND parent_id IS NOT NULL').run(id as string).changes,
      );
      rows += Number(ledger.prepare('DELETE FROM job WHERE id = ?').run(id as string).changes);
    }
    // Events are numbered in the order of time, so the oldest need no index of their own.
    const events = 'DELETE FROM event WHERE seq IN (SELECT seq FROM event ORDER BY seq LIMIT ?) AND at < ?';
    return rows + Number(ledger.prepare(events).run(limit, before).changes);
  },

  pause(ledger: Ledger, paused: boolean): void {
    ledger.prepare("UPDATE flag SET value = ? WHERE name = 'paused'").run(paused ? 1 : 0);
    if (!paused) ledger.wake = true;
  },

  announce(ledger: Ledger, worker: WorkerInfo): { draining: boolean } {
    const sql = `INSERT INTO worker (id, info, seen_at) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET info = excluded.info, seen_at = excluded.seen_at RETURNING draining`;
    const row = ledger.prepare(sql).get(worker.id, JSON.stringify(worker), ledger.now);
    // Registrations of workers that vanished a day ago tell nobody anything.
    ledger.prepare('DELETE FROM worker WHERE seen_at < ?').run(ledger.now - 86_400_000);
    return { draining: row?.draining === 1 };
  },

  drain(ledger: Ledger, { worker, draining }: { worker: string; draining: boolean }): number {
    const sql = "UPDATE worker SET draining = ?1 WHERE id = ?2 OR json_extract(info, '$.name') = ?2";
    return Number(ledger.prepare(sql).run(draining ? 1 : 0, worker).changes);
  },

  retire(ledger: Ledger, workerId: string): void {
    ledger.prepare('DELETE FROM worker WHERE id = ?').run(workerId);
  },

  ping(ledger: Ledger): void {
    ledger.prepare("UPDATE flag SET value = ? WHERE name = 'ping'").run(ledger.now);
  },
} as const;

/** CommandName names a writing command. */
export type CommandName = keyof typeof commands;

/** durableCommands must survive a power cut once they are answered: new jobs, and everything that may be a final state. */
export const durableCommands: ReadonlySet<CommandName> = new Set([
  'add',
  'complete',
  'settle',
  'cancel',
  'rescue',
  'expire',
]);

function findByKey(ledger: Ledger, job: NewJob): JobId | undefined {
  if (job.idempotencyKey === undefined) return undefined;
  const row = ledger
    .prepare('SELECT id FROM job WHERE owner = ? AND idempotency_key = ?')
    .get(job.owner, job.idempotencyKey);
  return row?.id as JobId | undefined;
}

function insert(ledger: Ledger, job: NewJob, changes: Record<string, Value> = {}): void {
  const { now } = ledger;
  const state = stateAtBirth(job);
  const columns: Record<string, Value> = {
    ...columnsOf(job),
    state,
    rank: rankOf({ enqueuedAt: now, priority: job.priority, rankDelay: job.rankDelay ?? 0 }),
    created_at: now,
    available_at: now,
    waiting_until: job.kind === 'batch' && job.waitingLimit !== undefined ? now + job.waitingLimit : null,
    ...(state === 'failed' ? { finished_at: now, error: JSON.stringify(job.refusal) } : {}),
    ...changes,
  };
  const names = Object.keys(columns);
  const { lastInsertRowid: seq } = ledger
    .prepare(`INSERT INTO job (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(columns));
  if (job.kind === 'document' && job.file !== undefined)
    ledger.prepare('INSERT INTO job_name (rowid, words) VALUES (?, ?)').run(seq, searchWords(job.file.name).join(' '));
  if (job.parentId !== undefined) {
    const counter = state === 'failed' ? 'children_failed' : 'children_open';
    const sql = `UPDATE job SET children_total = children_total + 1, ${counter} = ${counter} + 1 WHERE id = ?`;
    ledger.prepare(sql).run(job.parentId);
  }
  ledger.event(job.id, 'added', { kind: job.kind });
  if (state === 'failed') ledger.event(job.id, 'failed', { ...job.refusal });
  if (state === 'pending') ledger.wake = true;
}

function promoteDue(ledger: Ledger): void {
  const sql =
    "UPDATE job INDEXED BY job_delayed SET delayed = 0 WHERE state = 'pending' AND delayed = 1 AND available_at <= ?";
  ledger.prepare(sql).run(ledger.now);
}

/** readySql reads the head of one engine's jobs from the partial index alone; another plan would scan all pending jobs. */
export const readySql =
  "SELECT seq, rank FROM job INDEXED BY job_ready WHERE queue = ? AND engine = ? AND alone = ? AND state = 'pending' AND delayed = 0 ORDER BY rank, seq LIMIT ?";

interface Candidate {
  readonly seq: number;
  readonly rank: number;
}

/**
 * candidates chooses what a worker may take. A job that must run alone goes to an idle worker, with nothing beside it; while one is first in
 * the order, jobs behind it wait, so that some worker falls idle.
 */
function candidates(ledger: Ledger, { queue, engines, limit, idle }: ClaimRequest): readonly number[] {
  const heads = (alone: 0 | 1, count: number) =>
    engines
      .flatMap((engine) => ledger.prepare(readySql).all(queue, engine, alone, count) as unknown as Candidate[])
      .sort((a, b) => a.rank - b.rank || a.seq - b.seq);
  const [first] = heads(1, 1);
  const before = (candidate: Candidate) => first === undefined || candidate.rank < first.rank;
  const ready = heads(0, limit).filter(before).slice(0, limit);
  if (ready.length === 0 && first !== undefined && idle) return [first.seq];
  return ready.map(({ seq }) => seq);
}

function lease(ledger: Ledger, seq: number, workerId: string): LeasedJob {
  const job = recordOf(ledger.prepare('SELECT * FROM job WHERE seq = ?').get(seq) as Row);
  const { now } = ledger;
  const claims = job.claims + 1;
  const set = {
    claims,
    worker_id: workerId,
    lease_until: now + ledger.times.lease,
    run_since: now,
    started_at: job.startedAt ?? now,
    ran_before: ranBefore(ledger, job),
  };
  ledger.move(job, 'running', { set, data: { workerId, claim: claims, attempt: attemptOf(job) } });
  const running: JobRecord = {
    ...job,
    state: 'running',
    claims,
    workerId,
    leaseUntil: set.lease_until,
    runSince: now,
    startedAt: set.started_at,
    ranBefore: set.ran_before,
  };
  return { lease: { jobId: job.id, token: String(claims) }, job: running };
}

function extend(ledger: Ledger, { lease: held, progress }: Beat): boolean {
  const { now } = ledger;
  const sql =
    progress === undefined
      ? "UPDATE job SET lease_until = ? WHERE id = ? AND state = 'running' AND claims = ?"
      : "UPDATE job SET lease_until = ?, pages_done = ?, pages_total = ? WHERE id = ? AND state = 'running' AND claims = ?";
  const values = progress === undefined ? [] : [progress.pagesDone, progress.pagesTotal ?? null];
  const chunk = progress === undefined ? undefined : heldChunk(ledger, held);
  const { changes } = ledger.prepare(sql).run(now + ledger.times.lease, ...values, held.jobId, Number(held.token));
  if (changes === 1 && progress !== undefined) {
    noteProgress(ledger, held.jobId, progress);
    if (chunk !== undefined) countPages(ledger, chunk, progress.pagesDone);
  }
  return changes === 1;
}

function heldChunk(ledger: Ledger, held: Lease): JobRecord | undefined {
  const job = findHeld(ledger, held);
  return job?.kind === 'chunk' ? job : undefined;
}

function findHeld(ledger: Ledger, held: Lease): JobRecord | undefined {
  const job = ledger.find(held.jobId);
  return job?.state === 'running' && String(job.claims) === held.token ? job : undefined;
}

function attemptsWith(ledger: Ledger, job: JobRecord, end: Pick<AttemptRecord, 'error' | 'pageIndex'>): string {
  const { now } = ledger;
  const attempt: AttemptRecord = {
    attempt: attemptOf(job),
    startedAt: job.runSince ?? now,
    finishedAt: now,
    workerId: job.workerId ?? '',
    ...end,
  };
  return JSON.stringify([...job.attempts, attempt]);
}

/** settleJob applies the pure decision of `settle` to the record. */
function settleJob(ledger: Ledger, job: JobRecord, end: AttemptEnd): void {
  const { now } = ledger;
  const settlement = settle(job, end, { policy: ledger.policy, now });
  const stopped = end.type === 'shutdown';
  const set: Record<string, Value> = {
    failures: settlement.failures,
    slot_deaths: JSON.stringify(settlement.slotDeaths),
    lost_leases: settlement.lostLeases,
    failed_pages: JSON.stringify(settlement.failedPages),
    ran_before: stopped ? job.ranBefore + now - (job.runSince ?? now) : 0,
    alone: settlement.lostLeases >= lostLeasesUntilAlone ? 1 : 0,
    ...(stopped ? {} : { attempts: attemptsWith(ledger, job, attemptEndOf(end, job)) }),
  };
  if (settlement.state === 'failed') {
    ledger.move(job, 'failed', {
      set: { ...set, error: JSON.stringify(settlement.error) },
      data: { ...settlement.error, reason: end.type },
    });
    childEnded(ledger, job, 'failed', settlement.error);
    return;
  }
  const delayed = settlement.availableAt > now;
  ledger.move(job, 'pending', {
    set: { ...set, available_at: settlement.availableAt, delayed: delayed ? 1 : 0 },
    data: { reason: end.type },
  });
  if (!delayed) ledger.wake = true;
}

function failWaiting(ledger: Ledger, job: JobRecord): void {
  const error = { code: 'task_timeout', params: {} } as const;
  ledger.move(job, 'failed', { set: { error: JSON.stringify(error) }, data: error });
  cancelBelow(ledger, job.id);
  childEnded(ledger, job, 'failed');
}

function cancelTree(ledger: Ledger, job: JobRecord): void {
  const running = job.state === 'running';
  const set = running ? { attempts: attemptsWith(ledger, job, {}) } : {};
  ledger.move(job, 'cancelled', { set });
  // A running job has lost its lease: its worker must hear of it.
  if (running) ledger.wake = true;
  cancelBelow(ledger, job.id);
}

function cancelBelow(ledger: Ledger, id: JobId): void {
  const rows = ledger.prepare('SELECT * FROM job WHERE parent_id = ?').all(id) as Row[];
  const open = rows.map(recordOf).filter((child) => !isFinal(child.state));
  if (open.length === 0) return;
  for (const child of open) cancelTree(ledger, child);
  const sql = 'UPDATE job SET children_open = 0, children_cancelled = children_cancelled + ? WHERE id = ?';
  ledger.prepare(sql).run(open.length, id);
}

type ChildEnd = 'completed' | 'partial' | 'failed' | 'cancelled';

/** childEnded counts a child's end at its parent, and moves the parent when it was the last. */
function childEnded(ledger: Ledger, child: JobRecord, end: ChildEnd, error?: StoredError): void {
  if (child.parentId === undefined) return;
  const counted =
    end === 'partial'
      ? 'children_completed = children_completed + 1, children_partial = children_partial + 1'
      : `children_${end} = children_${end} + 1`;
  ledger.prepare(`UPDATE job SET children_open = children_open - 1, ${counted} WHERE id = ?`).run(child.parentId);
  const parent = ledger.find(child.parentId);
  if (parent?.children === undefined || parent.state !== 'waiting') return;
  if (child.kind === 'chunk') chunkEnded(ledger, { parent, chunk: child, end, error });
  else if (parent.children.open === 0) endBatch(ledger, parent);
}

interface ChunkEnd {
  readonly parent: JobRecord;
  readonly chunk: JobRecord;
  readonly end: ChildEnd;
  readonly error: StoredError | undefined;
}

/** chunkEnded lets out the next chunk, or, when all are back, lets the run that planned them go on, in the same attempt. */
function chunkEnded(ledger: Ledger, { parent, chunk, end, error }: ChunkEnd): void {
  // Whoever reads these pages after all counts them anew.
  if (end === 'failed') countPages(ledger, chunk, 0);
  const hopeless = error !== undefined && !isOfPages(error);
  if (hopeless) cancelBelow(ledger, parent.id);
  else if (parent.children !== undefined && parent.children.open > 0) {
    releaseNext(ledger, parent.id);
    return;
  }
  const set = { waiting_until: null, available_at: ledger.now };
  ledger.move(ledger.find(parent.id) ?? parent, 'pending', { set, data: { reason: 'children_done' } });
  ledger.wake = true;
}

function endBatch(ledger: Ledger, batch: JobRecord): void {
  const { total = 0, completed = 0, partial = 0, cancelled = 0 } = batch.children ?? {};
  if (completed > 0) {
    const outcome = completed === total && partial === 0 ? 'full' : 'partial';
    ledger.move(batch, 'completed', { set: { outcome }, data: { outcome } });
  } else if (cancelled === total) {
    ledger.move(batch, 'cancelled', {});
  } else {
    const row = ledger
      .prepare('SELECT error FROM job WHERE parent_id = ? AND error IS NOT NULL ORDER BY idx LIMIT 1')
      .get(batch.id);
    const error = String(
      row?.error ?? JSON.stringify({ code: 'engine_failed', params: { reason: 'no document completed' } }),
    );
    ledger.move(batch, 'failed', { set: { error }, data: JSON.parse(error) });
  }
}
