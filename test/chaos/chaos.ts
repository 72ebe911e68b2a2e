/**
 * Proves that nothing is lost: `npm run chaos -- --jobs N --minutes M --driver sqlite|redis [--seed S] [--keep]` submits documents while
 * API, workers, slots and the store are killed, stopped, slowed and starved of disk, and then checks the whole history. Everything runs on
 * 127.0.0.1 and stops by itself.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openExistingQueue, openStorages } from '../../packages/server/src/app/stores.ts';
import { loadConfig } from '../../packages/server/src/config/index.ts';
import { createCleaner } from '../../packages/server/src/retention/index.ts';
import { type ChaosDocument, createDocument, createRandom } from './documents.ts';
import { startFleet } from './fleet.ts';
import { checkHistory, clock, type HistoryReport, type Resume } from './history.ts';
import { type Deed, sabotage } from './saboteur.ts';
import { type Driver, startStore } from './store.ts';

/** ChaosOptions of a run. */
export interface ChaosOptions {
  readonly jobs: number;
  /** How long the saboteur works, ms; submits are spread over it. */
  readonly duration: number;
  readonly seed: number;
  readonly driver: Driver;
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
  const roomBytes = roomFor(options.jobs);
  const store = await startStore(options.driver);
  const env = { ...(await settingsFor(folder, roomBytes)), ...store?.env };
  const fleet = await startFleet({ folder, workers: options.workers, env });
  const random = createRandom(options.seed);
  const stopped = new AbortController();
  try {
    const sabotaged = sabotage({
      ...options,
      fleet,
      store,
      folder,
      random: createRandom(options.seed + 1),
      roomBytes,
      signal: stopped.signal,
    });
    const acknowledged = await submitAll(fleet.url, { ...options, folder, random });
    stopped.abort();
    const deeds = await sabotaged;
    const began = performance.now();
    await untilFinal(fleet.url);
    const drained = performance.now() - began;
    await fleet.close();
    const report = await examine({ folder, env, acknowledged, deeds });
    const faults = [...report.faults, ...fleet.deaths];
    return { ...report, faults, acknowledged: acknowledged.size, deeds, folder, drained };
  } finally {
    stopped.abort();
    await fleet.close();
    await store?.close();
    if (!options.keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function settingsFor(folder: string, roomBytes: number): Promise<Record<string, string>> {
  const { bavail, bsize } = await statfs(folder);
  return {
    MIN_FREE_DISK_BYTES: String(Math.max(0, bavail * bsize - roomBytes)),
    PAGE_TIME_LIMIT: '3',
    WORKER_CONCURRENCY: '4',
    WORKER_MAX_MEMORY_PER_CHILD: '400000',
    MINERU_PAGINATION_THRESHOLD: '20',
    MINERU_PAGE_CHUNK_SIZE: '15',
    LOG_LEVEL: 'warn',
  };
}

interface Ended {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly acknowledged: ReadonlyMap<string, ChaosDocument>;
  readonly deeds: readonly Deed[];
}

/** examine lets the cleaner take what kills have left lying, as it does in time, and then checks the history. */
async function examine({ folder, env, acknowledged, deeds }: Ended): Promise<HistoryReport> {
  const data = join(folder, 'data');
  const { config } = loadConfig({ env: { ...env, DATA_DIR: data }, folder });
  const stores = { ...openStorages(config), queue: await openExistingQueue(config) };
  try {
    await createCleaner(stores).clean({ outputsBefore: undefined, tempBefore: Date.now() });
    const outages = deeds.filter(({ what }) => !what.startsWith('kill') || what === 'kill store');
    const hurts = deeds.filter(({ what }) => /worker|slot/.test(what)).map(({ at }) => at);
    return await checkHistory({ queue: stores.queue, data, acknowledged, outages, hurts });
  } finally {
    await stores.queue.close();
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

/** summaryOf says in some lines what a run gave. */
export function summaryOf({
  acknowledged,
  byState,
  chunks,
  attempts,
  deeds,
  drained,
  faults,
  resumes,
}: ChaosReport): string {
  const counts = new Map<string, number>();
  for (const { what } of deeds) counts.set(what, (counts.get(what) ?? 0) + 1);
  const list = (entries: Iterable<[string, number]>) => [...entries].map(([name, n]) => `${name} ${n}`).join(', ');
  const slowest = (some: readonly Resume[]) => `${(Math.max(0, ...some.map(({ time }) => time)) / 1_000).toFixed(1)} s`;
  const told = (what: string, some: readonly Resume[]) => `${what}: ${some.length} times, at most ${slowest(some)}`;
  const plain = resumes.filter(({ alone, disturbed }) => !alone && !disturbed);
  const disturbed = resumes.filter((one) => !one.alone && one.disturbed);
  return [
    `${acknowledged} acknowledged: ${list(Object.entries(byState))}; ${chunks} chunks; ${attempts} runs`,
    `deeds: ${list(counts)}`,
    told('resumed after a lost lease', plain),
    told('with the store or the disk away meanwhile', disturbed),
    told(
      'alone, after a second one',
      resumes.filter(({ alone }) => alone),
    ),
    `all final ${(drained / 1_000).toFixed(1)} s after the last deed`,
    `${faults.length} faults`,
    ...faults.slice(0, 50),
    ...(faults.length === 0 ? [] : deeds.map(({ what, at, until }) => `${clock(at)} to ${clock(until)} ${what}`)),
  ].join('\n');
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      jobs: { type: 'string', default: '1000' },
      minutes: { type: 'string', default: '3' },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      driver: { type: 'string', default: 'sqlite' },
      workers: { type: 'string', default: '2' },
      keep: { type: 'boolean', default: false },
    },
  });
  const report = await runChaos({
    jobs: Number(values.jobs),
    duration: Number(values.minutes) * 60_000,
    seed: Number(values.seed),
    driver: values.driver === 'redis' ? 'redis' : 'sqlite',
    workers: Number(values.workers),
    rest: 3_000,
    keep: values.keep,
  });
  process.stdout.write(`${values.driver}, seed ${values.seed}\n${summaryOf(report)}\n`);
  if (values.keep) process.stdout.write(`${report.folder}\n`);
  process.exitCode = report.faults.length === 0 ? 0 : 1;
}
