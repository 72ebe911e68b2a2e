import {
  canMove,
  isFinal,
  type JobId,
  type JobRecord,
  type JobState,
  lostLeasesUntilAlone,
} from '../../packages/server/src/jobs/index.ts';
import type { JobEvent, Queue } from '../../packages/server/src/queue/index.ts';
import type { ChaosDocument } from './documents.ts';
import { checkResult, leftOvers } from './results.ts';

/** Resume is a job that ran again after its worker had gone: ms from the last sign of life or the blow to the next run, less what the store or the disk was away. */
export interface Resume {
  readonly time: number;
  /** It had lost two leases, and so had to wait for a worker that does nothing else. */
  readonly alone: boolean;
  /** The store or the disk was away meanwhile: leases are then looked at anew, and what waits has grown. */
  readonly disturbed: boolean;
}

/** HistoryReport is what the checker found. */
export interface HistoryReport {
  readonly faults: readonly string[];
  readonly byState: Readonly<Record<string, number>>;
  readonly chunks: number;
  readonly attempts: number;
  readonly resumes: readonly Resume[];
}

/** HistoryInput is a run that has ended. */
export interface HistoryInput {
  readonly queue: Queue;
  /** Folder of the service's data. */
  readonly data: string;
  readonly acknowledged: ReadonlyMap<string, ChaosDocument>;
  /** When things were broken that no job can go on without: the store, the disk. Milliseconds since the epoch. */
  readonly outages: readonly { readonly at: number; readonly until: number }[];
  /** When workers or slots were killed or stopped. */
  readonly hurts: readonly number[];
}

/** What a document may end as: the state, and the outcome or the error's code. */
const ends: Readonly<Record<ChaosDocument['expected'], readonly string[]>> = {
  completed: ['completed full'],
  partial: ['completed partial', 'failed page_failed'],
  quarantined: ['failed engine_crashed'],
  cancelled: ['cancelled', 'completed full'],
};

/** checkHistory reads the store and the storages, and names everything that must not be. */
export async function checkHistory(input: HistoryInput): Promise<HistoryReport> {
  const { queue, data, acknowledged } = input;
  const documents = await allDocuments(queue);
  const jobs = [...documents, ...(await chunksOf(queue, documents))];
  const histories = await allEvents(queue);
  const faults: string[] = [];
  const byState: Record<string, number> = {};
  const seen = new Set<string>(documents.map((job) => job.id));
  for (const [id, document] of acknowledged) if (!seen.has(id)) faults.push(`${document.label}: lost (${id})`);
  for (const job of jobs) {
    const history = histories.get(job.id) ?? [];
    const blame = (what: string) =>
      faults.push(`${job.idempotencyKey ?? job.kind} (${job.id}): ${what}\n  ${history.map(wordsOf).join('; ')}`);
    checkEdges(job, history, blame);
    checkPace(history, input, blame);
    if (job.kind !== 'document') continue;
    byState[job.state] = (byState[job.state] ?? 0) + 1;
    const document = acknowledged.get(job.id);
    if (document !== undefined) checkEnd(job, document, blame);
    if (job.result !== undefined) checkResult(data, job, blame);
  }
  faults.push(...leftOvers(data, documents));
  return {
    faults,
    byState,
    chunks: jobs.length - documents.length,
    attempts: jobs.reduce((sum, job) => sum + job.claims, 0),
    resumes: jobs.flatMap((job) => resumesOf(histories.get(job.id) ?? [], input)),
  };
}

function wordsOf({ at, type, data }: JobEvent): string {
  const { reason, workerId, claim, pagesDone } = data;
  return [clock(at), type, reason, workerId, claim, pagesDone].filter((word) => word !== undefined).join(' ');
}

/** clock gives a time of the day, for people. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}

async function allDocuments(queue: Queue): Promise<readonly JobRecord[]> {
  const jobs: JobRecord[] = [];
  for (let after: string | undefined; ; ) {
    const page = await queue.list({ owner: 'local', limit: 1_000, ...(after === undefined ? {} : { after }) });
    jobs.push(...page.jobs);
    if (page.next === undefined) return jobs;
    after = page.next;
  }
}

async function chunksOf(queue: Queue, documents: readonly JobRecord[]): Promise<readonly JobRecord[]> {
  const chunks: JobRecord[] = [];
  for (const job of documents) if (job.children !== undefined) chunks.push(...(await queue.children('local', job.id)));
  return chunks;
}

async function allEvents(queue: Queue): Promise<ReadonlyMap<JobId, readonly JobEvent[]>> {
  const byJob = new Map<JobId, JobEvent[]>();
  for (let after = 0; ; ) {
    const events = await queue.events({ after, limit: 1_000 });
    for (const event of events) byJob.set(event.jobId, [...(byJob.get(event.jobId) ?? []), event]);
    if (events.length === 0) return byJob;
    after = events.at(-1)?.seq ?? after;
  }
}

function stateAfter(type: JobEvent['type']): JobState | undefined {
  if (type === 'added' || type === 'requeued') return 'pending';
  return type === 'progress' || type === 'projected' || type === 'expired' ? undefined : type;
}

type Blame = (what: string) => void;

function checkEdges(job: JobRecord, history: readonly JobEvent[], blame: Blame): void {
  let state: JobState | undefined;
  let claim = 0;
  let finals = 0;
  for (const { type, data } of history) {
    const next = stateAfter(type);
    if (next === undefined) continue;
    if (state !== undefined && !canMove(state, next)) blame(`moved from ${state} to ${next}`);
    if (isFinal(next)) finals += 1;
    if (type === 'running') {
      const now = Number(data.claim);
      if (now <= claim) blame(`claim ${now} after ${claim}`);
      claim = now;
    }
    state = next;
  }
  if (state !== job.state) blame(`its events end in ${state}, its record in ${job.state}`);
  if (finals !== 1) blame(`${finals} terminal states`);
}

/**
 * After its worker was hurt a job waits for its lease to end, so that twice that time is stuck; else for a slot to start on a busy machine. A
 * document that waits for its chunks has no lease, and they stand in the queue behind what is fresh.
 */
function checkPace(history: readonly JobEvent[], { queue, outages, hurts }: HistoryInput, blame: Blame): void {
  const lease = queue.times.lease;
  let parked = false;
  history.forEach(({ type, at }, index) => {
    parked = type === 'waiting' || (parked && type === 'progress');
    const next = history[index + 1];
    if (next === undefined || (type !== 'running' && type !== 'progress')) return;
    const hurt = hurts.findLast((time) => time > at && time < next.at);
    const from = hurt ?? at;
    const silent = next.at - from - outageBetween(outages, from, next.at);
    if (silent > (hurt === undefined || parked ? 6 : 2) * lease)
      blame(`${(silent / 1_000).toFixed(1)} s without a word, from ${clock(from)} to ${clock(next.at)}`);
  });
}

function checkEnd(job: JobRecord, document: ChaosDocument, blame: Blame): void {
  const code = job.error?.code ?? '';
  const end = [job.state, job.state === 'failed' ? code : job.state === 'completed' ? job.outcome : '']
    .filter((word) => word !== '')
    .join(' ');
  if (!ends[document.expected].includes(end)) blame(`ended as ${end}, expected ${document.expected}`);
  if (document.healthy && code === 'engine_crashed') blame('healthy, and called a crasher');
}

function outageBetween(outages: HistoryInput['outages'], from: number, to: number): number {
  return outages.reduce((sum, out) => sum + Math.max(0, Math.min(out.until, to) - Math.max(out.at, from)), 0);
}

/** A run that is healthy is silent for as long as a lease at most: what lies further back than one before the loss was no sign of it. */
function resumesOf(history: readonly JobEvent[], { queue, outages, hurts }: HistoryInput): readonly Resume[] {
  const { lease, heartbeat } = queue.times;
  const resumes: Resume[] = [];
  let lost = 0;
  history.forEach(({ type, data, at }, index) => {
    if (type !== 'requeued' || data.reason !== 'lost_lease') return;
    lost += 1;
    const before = history.slice(0, index).findLast((event) => event.type === 'running' || event.type === 'progress');
    const next = history.slice(index).find((event) => event.type === 'running');
    if (before === undefined || next === undefined) return;
    const hurt = hurts.find((time) => time >= Math.max(before.at, at - lease - 2 * heartbeat) && time < at);
    const from = hurt ?? Math.max(before.at, at - lease);
    const away = outageBetween(outages, from, next.at);
    resumes.push({ time: next.at - from - away, alone: lost >= lostLeasesUntilAlone, disturbed: away > 0 });
  });
  return resumes;
}
