/**
 * Proves that nothing is lost: `npm run chaos -- --jobs N --minutes M [--seed S] [--keep]` submits documents while API, workers and slots
 * are killed, stopped and starved of disk, and then checks the whole history. Everything runs on 127.0.0.1 and stops by itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ChaosDocument, createDocument, createRandom } from './documents.ts';
import { startFleet } from './fleet.ts';
import { checkHistory, type HistoryReport } from './history.ts';
import { type Deed, sabotage } from './saboteur.ts';

/** ChaosOptions of a run. */
export interface ChaosOptions {
  readonly jobs: number;
  /** How long the saboteur works, ms; submits are spread over it. */
  readonly duration: number;
  readonly seed: number;
  readonly workers: number;
  /** Time between two deeds, ms. */
  readonly rest: number;
  /** Leave the folder for a look. */
  readonly keep: boolean;
}

/** ChaosReport is what a run gave. */
export interface ChaosReport extends HistoryReport {
  readonly acknowledged: number;
  readonly deeds: readonly Deed[];
  readonly folder: string;
  /** From the last submit or deed until everything was final, ms. */
  readonly drained: number;
}

/** After the last deed everything must be final within this time, ms: more than two leases and what waits. */
const drainLimit = 240_000;

/** runChaos runs once and checks the history. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-chaos-'));
  writeFileSync(join(folder, 'sightings'), '');
  const { bavail, bsize } = await statfs(folder);
  const roomBytes = roomFor(options.jobs);
  const env = {
    MIN_FREE_DISK_BYTES: String(Math.max(0, bavail * bsize - roomBytes)),
    PAGE_TIME_LIMIT: '3',
    WORKER_CONCURRENCY: '4',
    LOG_LEVEL: 'warn',
  };
  const fleet = await startFleet({ folder, workers: options.workers, env });
  const random = createRandom(options.seed);
  const stopped = new AbortController();
  try {
    const deeds = sabotage({
      ...options,
      fleet,
      folder,
      random: createRandom(options.seed + 1),
      roomBytes,
      signal: stopped.signal,
    });
    const acknowledged = await submitAll(fleet.url, { ...options, folder, random });
    stopped.abort();
    const done = await deeds;
    const began = performance.now();
    await untilFinal(fleet.url);
    const drained = performance.now() - began;
    await fleet.close();
    const report = checkHistory(folder, acknowledged);
    return { ...report, acknowledged: acknowledged.size, deeds: done, folder, drained };
  } finally {
    stopped.abort();
    await fleet.close();
    if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Bytes above the disk floor: what the results of a run take, generously. */
function roomFor(jobs: number): number {
  return 100_000_000 + jobs * 100_000;
}

interface SubmitOptions extends ChaosOptions {
  readonly folder: string;
  readonly random: () => number;
}

/** submitAll sends every document until it is acknowledged, however often the API dies meanwhile; gives the ids. */
async function submitAll(url: string, options: SubmitOptions): Promise<ReadonlyMap<string, ChaosDocument>> {
  const acknowledged = new Map<string, ChaosDocument>();
  const cancels: Promise<void>[] = [];
  const began = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < options.jobs) {
      const at = next;
      next += 1;
      const due = (at / options.jobs) * options.duration;
      await delay(Math.max(0, due - (performance.now() - began)));
      const document = createDocument(at, options.random, join(options.folder, 'sightings'));
      const id = await submitOne(url, document);
      acknowledged.set(id, document);
      if (document.cancelAfter !== undefined) cancels.push(cancelOne(url, id, document.cancelAfter));
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  await Promise.all(cancels);
  return acknowledged;
}

async function submitOne(url: string, document: ChaosDocument): Promise<string> {
  for (;;) {
    const form = new FormData();
    form.set('file', new Blob([document.data as string]), document.name);
    const headers = { 'idempotency-key': document.label };
    try {
      const init = { method: 'POST', body: form, headers, signal: AbortSignal.timeout(30_000) };
      const response = await fetch(`${url}/api/v1/tasks/submit`, init);
      if (response.ok) return ((await response.json()) as { task_id: string }).task_id;
      await response.body?.cancel();
      if (response.status < 429) throw new Error(`refused with ${response.status}`, { cause: 'final' });
    } catch (error) {
      if (error instanceof Error && error.cause === 'final') throw error;
    }
    await delay(200);
  }
}

async function cancelOne(url: string, id: string, after: number): Promise<void> {
  await delay(after);
  for (;;) {
    const status = await fetch(`${url}/api/v1/tasks/${id}`, { method: 'DELETE' }).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200 || status === 409) return;
    await delay(200);
  }
}

/** untilFinal waits until nothing is pending or processing, and every layout stands. */
async function untilFinal(url: string): Promise<void> {
  const deadline = performance.now() + drainLimit;
  for (;;) {
    await delay(500);
    const open = await fetch(`${url}/api/v1/queue/stats`).then(
      async (response) => {
        const { stats } = (await response.json()) as { stats: { pending: number; processing: number } };
        return stats.pending + stats.processing;
      },
      () => 1,
    );
    // A layout that was cut off is redone when its lease's time is over.
    if (open === 0) return await delay(15_000);
    if (performance.now() > deadline) return;
  }
}

function summary({ acknowledged, byState, attempts, deeds, drained, faults, resumeTimes }: ChaosReport): string {
  const counts = new Map<string, number>();
  for (const { what } of deeds) counts.set(what, (counts.get(what) ?? 0) + 1);
  const list = (entries: Iterable<[string, number]>) => [...entries].map(([name, n]) => `${name} ${n}`).join(', ');
  const resumes = [...resumeTimes].sort((a, b) => a - b);
  return [
    `${acknowledged} acknowledged: ${list(Object.entries(byState))}; ${attempts} runs`,
    `deeds: ${list(counts)}`,
    `resumed after a lost lease: ${resumes.length} times, at most ${((resumes.at(-1) ?? 0) / 1_000).toFixed(1)} s`,
    `all final ${(drained / 1_000).toFixed(1)} s after the last deed`,
    `${faults.length} faults`,
    ...faults.slice(0, 50),
  ].join('\n');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: '1000' },
      minutes: { type: 'string', default: '3' },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      workers: { type: 'string', default: '2' },
      keep: { type: 'boolean', default: false },
    },
  });
  const report = await runChaos({
    jobs: Number(values.jobs),
    duration: Number(values.minutes) * 60_000,
    seed: Number(values.seed),
    workers: Number(values.workers),
    rest: 3_000,
    keep: values.keep,
  });
  process.stdout.write(`seed ${values.seed}\n${summary(report)}\n`);
  if (values.keep) process.stdout.write(`${report.folder}\n`);
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}
