import type { JobId, JobRecord } from '#jobs';
import type { Queue } from '#queue';
import { attemptsOf, checkpointsOf, uploadKeyOf } from '#results';
import type { Storage } from '#storage';
import type { Log } from '#telemetry';

/** How long the record of an expired result stays, so that its id answers 410 and not 404. */
const recordKept = 30 * 24 * 3_600_000;
/** Work is done in steps of this many jobs, so that nothing waits behind the cleaner. */
const batch = 100;

/** RetentionDeps is what the cleaner works with; times in ms. */
export interface RetentionDeps {
  readonly queue: Queue;
  readonly files: Storage;
  readonly outputs: Storage;
  readonly log: Log;
  /** RESULT_EXPIRES and CLEANUP_EXTRA_HOURS together. */
  readonly resultsKept: number;
  /** Uploads and checkpoints of jobs that are final or unknown are kept this long. */
  readonly tempKept: number;
}

/** CleanReport counts what one run of the cleaner removed. */
export interface CleanReport {
  readonly results: number;
  readonly uploads: number;
  readonly records: number;
}

/** Cleaner removes what is no longer needed: results after their time, and what interrupted work left behind. */
export interface Cleaner {
  clean(): Promise<CleanReport>;
  /** start cleans now and then every `interval` ms; gives the way to stop, which waits for a run under way. */
  start(interval: number): () => Promise<void>;
}

/** discardWork removes what a final job no longer needs. The upload of a failed one stays for a re-run until the cleaner comes. */
export async function discardWork(files: Storage, job: Pick<JobRecord, 'id' | 'state'>): Promise<void> {
  await files.remove(checkpointsOf(job.id));
  if (job.state !== 'failed') await files.remove(uploadKeyOf(job.id));
}

/** createCleaner makes a Cleaner. */
export function createCleaner(deps: RetentionDeps): Cleaner {
  const clean = async (): Promise<CleanReport> => {
    const now = Date.now();
    const results = await expireResults(deps, now - deps.resultsKept);
    const uploads = await removeLeftOvers(deps, now - deps.tempKept);
    const records = await deps.queue.purge(now - deps.resultsKept - recordKept, batch);
    return { results, uploads, records };
  };
  const run = async () => {
    try {
      const report = await clean();
      deps.log.debug(report, 'cleaned');
    } catch (cause) {
      deps.log.warn({ cause: String(cause) }, 'could not clean; trying again later');
    }
  };
  return {
    clean,
    start(interval) {
      let current = run();
      const timer = setInterval(() => {
        current = current.then(run);
      }, interval);
      timer.unref();
      return async () => {
        clearInterval(timer);
        await current;
      };
    },
  };
}

async function expireResults({ queue, files, outputs }: RetentionDeps, before: number): Promise<number> {
  let count = 0;
  for (;;) {
    const jobs = await queue.expirable(before, batch);
    for (const job of jobs) {
      await outputs.remove(job.id);
      await outputs.remove(attemptsOf(job.id));
      await files.remove(checkpointsOf(job.id));
      await files.remove(uploadKeyOf(job.id));
    }
    if (jobs.length > 0) await queue.expire(jobs.map((job) => job.id));
    count += jobs.length;
    if (jobs.length < batch) return count;
  }
}

/** removeLeftOvers takes uploads that no job came of and those of final jobs; never those of a job that is still open. */
async function removeLeftOvers({ queue, files }: RetentionDeps, before: number): Promise<number> {
  const old: JobId[] = [];
  for await (const object of files.list('uploads')) {
    if (object.modifiedAt < before) old.push(object.key.slice('uploads/'.length) as JobId);
  }
  const open = await queue.open(old);
  const leftOver = old.filter((id) => !open.has(id));
  for (const id of leftOver) {
    await files.remove(uploadKeyOf(id));
    await files.remove(checkpointsOf(id));
  }
  return leftOver.length;
}
