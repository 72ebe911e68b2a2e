import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJobId, type NewJob } from '../packages/server/src/jobs/index.ts';
import { jobOf, result } from '../packages/server/src/queue/conformance/world.ts';
import { createSqliteQueue, type Queue } from '../packages/server/src/queue/index.ts';
import { createLocalStorage } from '../packages/server/src/storage/index.ts';
import { createLog } from '../packages/server/src/telemetry/index.ts';
import { createWorker, type Runner } from '../packages/server/src/worker/index.ts';
import { type Figure, percentile } from './bench.ts';

const noOpJobs = 10_000;
/** Callers that add jobs at the same time; the worker runs eight. */
const feeders = 32;
const pendingJobs = 100_000;
const claims = 500;

/** benchQueue measures the embedded queue: no-op jobs through the worker loop, claims and reads with 100,000 pending jobs. */
export async function benchQueue(): Promise<readonly Figure[]> {
  return [await withQueue(measureNoOps), ...(await withQueue(measurePending))].flat();
}

async function withQueue<T>(use: (queue: Queue, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-bench-'));
  const queue = await createSqliteQueue({ path: join(folder, 'queue.db'), policy: { maxRetries: 0, retryDelay: 0 } });
  try {
    return await use(queue, folder);
  } finally {
    await queue.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function paper(at: number): NewJob {
  const id = createJobId();
  const file = { name: `paper ${at}.pdf`, key: `uploads/${id}`, bytes: 100_000, hash: 'a'.repeat(64), format: 'pdf' };
  return jobOf({ id, queue: 'bench', file });
}

/** Eight jobs run at once: added, claimed, run by nothing, completed, each step as durable as in the service. */
async function measureNoOps(queue: Queue, folder: string): Promise<readonly Figure[]> {
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
  return [
    {
      name: 'no-op jobs, 8 at once, durable',
      value: noOpJobs / seconds,
      unit: 'jobs/s',
      target: 2_000,
      better: 'higher',
    },
  ];
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
