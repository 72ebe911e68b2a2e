import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { canMove, isFinal, type JobRecord, type JobState, type RetryPolicy } from '#jobs';
import type { JobEventType, LeaseTimes } from '../port.ts';
import { countRun } from './chunks.ts';
import type { Clock } from './clock.ts';
import { type Row, recordOf } from './row.ts';

/** Value is what a column can be set to. */
export type Value = string | number | null;

/** LedgerDeps is what all writing commands share. */
export interface LedgerDeps {
  readonly db: DatabaseSync;
  readonly clock: Clock;
  readonly times: LeaseTimes;
  readonly policy: RetryPolicy;
}

/** Ledger writes records and their events; every change of state goes through `move`. */
export interface Ledger extends LedgerDeps {
  prepare(sql: string): StatementSync;
  find(id: string): JobRecord | undefined;
  /** move changes a job's state by the transition table, together with its event. Throws on an edge that the table lacks. */
  move(
    job: JobRecord,
    to: JobState,
    change: { readonly set?: Record<string, Value>; readonly event?: JobEventType; readonly data?: object },
  ): void;
  event(jobId: string, type: JobEventType, data: object): void;
  /** The time of the command that runs: all that it writes happened at one moment. */
  now: number;
  /** Set when the group made work ready or took a lease away. */
  wake: boolean;
}

/** createLedger makes the Ledger of one connection. */
export function createLedger(deps: LedgerDeps): Ledger {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string) => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = deps.db.prepare(sql);
    statements.set(sql, made);
    return made;
  };
  const ledger: Ledger = {
    ...deps,
    prepare,
    now: deps.clock.now(),
    wake: false,
    find(id) {
      const row = prepare('SELECT * FROM job WHERE id = ?').get(id) as Row | undefined;
      return row === undefined ? undefined : recordOf(row);
    },
    move(job, to, { set = {}, event = to === 'pending' ? 'requeued' : to, data = {} }) {
      if (!canMove(job.state, to)) throw new Error(`job ${job.id}: no edge from ${job.state} to ${to}`);
      const columns: Record<string, Value> = { state: to, ...set };
      if (to !== 'running') Object.assign(columns, { lease_until: null, run_since: null });
      if (isFinal(to)) Object.assign(columns, { finished_at: ledger.now, delayed: 0, waiting_until: null });
      const names = Object.keys(columns);
      prepare(`UPDATE job SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`).run(
        ...Object.values(columns),
        job.id,
      );
      ledger.event(job.id, event, data);
      if (job.kind === 'chunk' && (to === 'running') !== (job.state === 'running')) countRun(ledger, job, to);
    },
    event(jobId, type, data) {
      prepare('INSERT INTO event (job_id, at, type, data) VALUES (?, ?, ?, ?)').run(
        jobId,
        ledger.now,
        type,
        JSON.stringify(data),
      );
    },
  };
  return ledger;
}
