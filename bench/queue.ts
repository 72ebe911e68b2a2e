import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJobId, type NewJob } from '../packages/server/src/jobs/index.ts';
import { jobOf, result } from '../packages/server/src/queue/conformance/world.ts';
import { createSqliteQueue, openRedisQueue, type Queue } from '../packages/server/src/queue/index.ts';
import { createLocalStorage } from '../packages/server/src/storage/index.ts';
import { createLog } from '../packages/server/src/telemetry/index.ts';
import { createWorker, type Runner } from '../packages/server/src/worker/index.ts';
import { type RealServer, startServer } from '../test/redis/servers.ts';
import { addressOf } from '../test/redis/world.ts';
import { measureBare } from './bare-bullmq.ts';
import { type BenchRequest, type Driver, type Figure, percentile } from './bench.ts';

const noOpJobs = 10_000;
/** Callers that add jobs at the same time; the worker runs eight. */
const feeders = 32;
/** Ours and BullMQ alone are measured so many times in turns; the medians count. */
const rounds = 3;
const pendingJobs = 100_000;
const claims = 500;

/** Place is a store to measure: what it is called, and how jobs are kept there. */
interface Place {
  readonly name: string;
  readonly driver: Driver;
  readonly fsync?: 'everysec' | 'always';
  /** No-op jobs a second that are promised. */
  readonly target?: number;
}

const places: readonly Place[] = [
  { name: 'sqlite', driver: 'sqlite', target: 3_000 },
  { name: 'redis everysec', driver: 'redis', fsync: 'everysec', target: 4_000 },
  { name: 'redis always', driver: 'redis', fsync: 'always' },
];
/** What BullMQ alone does with the same jobs is the measure where every step waits for the disk. */
const shareOfBare = 0.8;

/** benchQueue measures the queue: no-op jobs through the worker loop, claims and reads with 100,000 pending jobs. */
export async function benchQueue({ drivers }: BenchRequest): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const place of places.filter(({ driver }) => drivers.includes(driver))) {
    const { fsync } = place;
    const name = (what: string) => `${place.name}: ${what}`;
    const [ours, bare]: [number[], number[]] = [[], []];
    // In turns: what a disk takes to write drifts by a tenth within minutes.
    for (let round = 0; round < (fsync === undefined ? 1 : rounds); round += 1) {
      ours.push(await withQueue(place, measureNoOps));
      if (fsync !== undefined) bare.push(await withRedis(fsync, measureBareNoOps));
    }
    const rate = percentile(ours, 0.5);
    const noOps = { name: name('no-op jobs, 8 at once'), value: rate, unit: 'jobs/s', better: 'higher' } as const;
    figures.push({ ...noOps, ...(place.target === undefined ? {} : { target: place.target }) });
    if (fsync !== undefined) {
      const target = fsync === 'always' ? { target: shareOfBare } : {};
      const bareRate = percentile(bare, 0.5);
      figures.push(
        { name: name('BullMQ alone, same jobs'), value: bareRate, unit: 'jobs/s', better: 'higher' },
        { name: name('of BullMQ alone'), value: rate / bareRate, unit: '', better: 'higher', ...target },
      );
    }
    if (fsync !== 'always')
      for (const figure of await withQueue(place, measurePending)) figures.push({ ...figure, name: name(figure.name) });
  }
  return figures;
}

async function withQueue<T>(
  { driver, fsync = 'everysec' }: Place,
  use: (queue: Queue, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-bench-'));
  const policy = { maxRetries: 0, retryDelay: 0 };
  const measured = async (queue: Queue) => {
    try {
      return await use(queue, folder);
    } finally {
      await queue.close();
    }
  };
  try {
    if (driver === 'sqlite') return await measured(await createSqliteQueue({ path: join(folder, 'queue.db'), policy }));
    return await withRedis(fsync, async (server) => {
      const queue = await openRedisQueue({ address: addressOf(server), policy });
      await queue.reached();
      return await measured(queue);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withRedis<T>(fsync: string, use: (server: RealServer) => Promise<T>): Promise<T> {
  const server = await startServer('redis', { appendfsync: fsync });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

const measureBareNoOps = (server: RealServer) => measureBare(server.port, Array.from({ length: noOpJobs }, paperAt));

const paperAt = (_: unknown, at: number) => paper(at);

function paper(at: number): NewJob {
  const id = createJobId();
  const file = { name: `paper ${at}.pdf`, key: `uploads/${id}`, bytes: 100_000, hash: 'a'.repeat(64), format: 'pdf' };
  return jobOf({ id, queue: 'bench', file });
}

/** Eight jobs run at once: added, claimed, run by nothing, completed, each step as durable as in the service. */
async function measureNoOps(queue: Queue, folder: string): Promise<number> {
  let done = 0;
  const finished = Promise.withResolvers<void>();
  const runner: Runner = {
    places: 8,
    run: () => ({ ended: Promise.resolve({ type: 'done', result }), memory: 0, stop: () => undefined }),

    close: async () => undefined,
  };
  const worker = createWorker({
    queue,
    runner,
    outputs: createLocalStorage({ root: folder }),
    maxParallelChunks: 1,
    log: createLog({ level: 'silent', format: 'json' }),
    name: 'bench',
    queueName: 'bench',
    engines: ['pdf'],
    project: async () => undefined,
    async discard() {
      done += 1;
      if (done === noOpJobs) finished.resolve();
    },
  });
  await worker.start();
  const began = performance.now();
  let next = 0;
  const feed = async () => {
    while (next < noOpJobs) {
      next += 1;
      await queue.add([paper(next)]);
    }
  };
  await Promise.all(Array.from({ length: feeders }, feed));
  await finished.promise;
  const seconds = (performance.now() - began) / 1_000;
  await worker.close(0);
  return noOpJobs / seconds;
}

async function measurePending(queue: Queue): Promise<readonly Figure[]> {
  for (let at = 0; at < pendingJobs; at += 1_000) {
    await Promise.all(Array.from({ length: 1_000 }, (_, offset) => queue.add([paper(at + offset)])));
  }
  const times: number[] = [];
  let last: string | undefined;
  for (let at = 0; at < claims; at += 1) {
    const began = performance.now();
    const [leased] = await queue.claim({ workerId: 'bench', queue: 'bench', engines: ['pdf'], limit: 1, idle: true });
    times.push(performance.now() - began);
    last = leased?.job.id;
  }
  const { jobs } = await queue.list({ owner: 'local', limit: 1 });
  const id = jobs[0]?.id;
  if (id === undefined || last === undefined) throw new Error('nothing to read');
  const gets = 20_000;
  const beganGets = performance.now();
  for (let at = 0; at < gets; at += 1) await queue.get('local', id);
  const getSeconds = (performance.now() - beganGets) / 1_000;
  const beganList = performance.now();
  await queue.list({ owner: 'local', states: ['pending'], limit: 100 });
  const listTime = performance.now() - beganList;
  return [
    { name: 'claim, 100,000 pending, p99', value: percentile(times, 0.99), unit: 'ms', target: 5, better: 'lower' },
    { name: 'get of a record', value: gets / getSeconds, unit: '1/s', better: 'higher' },
    { name: 'list of 100, 100,000 pending', value: listTime, unit: 'ms', target: 50, better: 'lower' },
  ];
}
