import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { canMove, isFinal, type JobState } from '../../packages/server/src/jobs/index.ts';
import { parseManifest } from '../../packages/server/src/results/index.ts';
import type { ChaosDocument } from './documents.ts';

/** HistoryReport is what the checker found. */
export interface HistoryReport {
  readonly faults: readonly string[];
  readonly byState: Readonly<Record<string, number>>;
  readonly attempts: number;
  /** From the loss of a lease (the store says so) to the next run of that job, ms. */
  readonly resumeTimes: readonly number[];
}

interface Row {
  readonly id: string;
  readonly state: JobState;
  readonly idempotency_key: string;
  readonly error: string | null;
  readonly result: string | null;
  readonly outcome: string | null;
  readonly attempts: string;
  readonly claims: number;
  readonly projected: number;
}

interface EventRow {
  readonly at: number;
  readonly type: string;
  readonly data: string;
}

/** What a document may end as: the state, and the outcome or the error's code. */
const ends: Readonly<Record<ChaosDocument['expected'], readonly string[]>> = {
  completed: ['completed full'],
  partial: ['completed partial', 'failed page_failed'],
  quarantined: ['failed engine_crashed'],
  cancelled: ['cancelled', 'completed full'],
};

/** checkHistory reads the store and the storages of a run that has ended, and names everything that must not be. */
export function checkHistory(folder: string, acknowledged: ReadonlyMap<string, ChaosDocument>): HistoryReport {
  const db = new DatabaseSync(join(folder, 'data', 'queue.db'), { readOnly: true });
  const rows = db.prepare("SELECT * FROM job WHERE kind = 'document'").all() as unknown as Row[];
  const events = db.prepare('SELECT at, type, data FROM event WHERE job_id = ? ORDER BY seq');
  const faults: string[] = [];
  const resumeTimes: number[] = [];
  const byState: Record<string, number> = {};
  const seen = new Set(rows.map((row) => row.id));
  for (const [id, document] of acknowledged) if (!seen.has(id)) faults.push(`${document.label}: lost (${id})`);
  for (const row of rows) {
    byState[row.state] = (byState[row.state] ?? 0) + 1;
    const history = events.all(row.id) as unknown as EventRow[];
    const blame = (what: string) => faults.push(`${row.idempotency_key} (${row.id}): ${what}`);
    checkEdges(row, history, blame);
    resumeTimes.push(...resumesOf(history));
    const document = acknowledged.get(row.id);
    if (document !== undefined) checkEnd(row, document, blame);
    if (row.result !== null) checkResult(folder, row, blame);
  }
  db.close();
  faults.push(...leftOvers(folder, rows));
  return { faults, byState, attempts: rows.reduce((sum, row) => sum + row.claims, 0), resumeTimes };
}

function stateAfter(type: string): JobState | undefined {
  if (type === 'added' || type === 'requeued') return 'pending';
  return type === 'progress' || type === 'projected' || type === 'expired' ? undefined : (type as JobState);
}

function checkEdges(row: Row, history: readonly EventRow[], blame: (what: string) => void): void {
  let state: JobState | undefined;
  let claim = 0;
  let finals = 0;
  for (const { type, data } of history) {
    const next = stateAfter(type);
    if (next === undefined) continue;
    if (state !== undefined && !canMove(state, next)) blame(`moved from ${state} to ${next}`);
    if (isFinal(next)) finals += 1;
    if (type === 'running') {
      const { claim: now } = JSON.parse(data) as { claim: number };
      if (now <= claim) blame(`claim ${now} after ${claim}`);
      claim = now;
    }
    state = next;
  }
  if (state !== row.state) blame(`its events end in ${state}, its record in ${row.state}`);
  if (finals !== 1) blame(`${finals} terminal states`);
}

function checkEnd(row: Row, document: ChaosDocument, blame: (what: string) => void): void {
  const code = row.error === null ? '' : (JSON.parse(row.error) as { code: string }).code;
  const end = [row.state, row.state === 'failed' ? code : row.state === 'completed' ? row.outcome : '']
    .filter((word) => word !== '')
    .join(' ');
  if (!ends[document.expected].includes(end)) blame(`ended as ${end}, expected ${document.expected}`);
  if (document.healthy && code === 'engine_crashed') blame('healthy, and called a crasher');
}

function checkResult(folder: string, row: Row, blame: (what: string) => void): void {
  const output = join(folder, 'data', 'output');
  const { manifestKey } = JSON.parse(row.result ?? '{}') as { manifestKey: string };
  try {
    const manifest = parseManifest(readFileSync(join(output, manifestKey), 'utf8'));
    for (const { key, bytes } of manifest.artifacts)
      if (statSync(join(output, key)).size !== bytes) blame(`${key} is cut off`);
    if (row.state !== 'completed') blame(`has a result and is ${row.state}`);
    if (row.projected !== 1 || !existsSync(join(output, row.id, manifest.layoutFolder))) blame('has no layout');
  } catch (error) {
    blame(`its result cannot be read: ${String(error)}`);
  }
}

function resumesOf(history: readonly EventRow[]): readonly number[] {
  const times: number[] = [];
  history.forEach(({ type, data, at }, index) => {
    if (type !== 'requeued' || (JSON.parse(data) as { reason?: string }).reason !== 'lost_lease') return;
    const before = history.slice(0, index).findLast((event) => event.type === 'running' || event.type === 'progress');
    const next = history.slice(index).find((event) => event.type === 'running');
    if (before !== undefined && next !== undefined) times.push(next.at - Math.max(before.at, at - 10_000));
  });
  return times;
}

/** leftOvers names files that belong to nothing any more: uploads and checkpoints of ended jobs, interrupted writes, attempts without a result. */
function leftOvers(folder: string, rows: readonly Row[]): readonly string[] {
  const temp = join(folder, 'data', 'temp');
  const states = new Map(rows.map((row) => [row.id, row]));
  const faults: string[] = [];
  for (const id of namesIn(join(temp, 'uploads'))) {
    const state = states.get(id)?.state;
    if (state === 'completed' || state === 'cancelled') faults.push(`upload of ${state} job ${id} is left`);
  }
  for (const id of namesIn(join(temp, '.checkpoints')))
    faults.push(`checkpoints of ${states.get(id)?.state} job ${id} are left`);
  return faults;
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
