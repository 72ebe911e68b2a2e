import { Queue, Worker } from 'bullmq';
import type { NewJob } from '../packages/server/src/jobs/index.ts';
import { result } from '../packages/server/src/queue/conformance/world.ts';

const feeders = 32;

/** measureBare gives the jobs a second that BullMQ's own Queue and Worker bring through, with the payload of our jobs, eight at once, nothing removed. */
export async function measureBare(port: number, jobs: readonly NewJob[]): Promise<number> {
  const connection = { host: '127.0.0.1', port };
  const queue = new Queue('bare', { connection });
  const finished = Promise.withResolvers<void>();
  let done = 0;
  const worker = new Worker('bare', async () => result, {
    connection: { ...connection, maxRetriesPerRequest: null },
    concurrency: 8,
  });
  worker.on('completed', () => {
    done += 1;
    if (done === jobs.length) finished.resolve();
  });
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  const began = performance.now();
  let next = 0;
  const feed = async () => {
    while (next < jobs.length) {
      const job = jobs[next];
      next += 1;
      if (job !== undefined) await queue.add('document', job, { jobId: job.id, priority: 1 });
    }
  };
  await Promise.all(Array.from({ length: feeders }, feed));
  await finished.promise;
  const seconds = (performance.now() - began) / 1_000;
  await worker.close();
  await queue.close();
  return jobs.length / seconds;
}
