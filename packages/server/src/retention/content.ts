import { isFinal, type JobId, type JobRecord } from '#jobs';
import type { Queue } from '#queue';
import { attemptFolderOf, attemptsOf, checkpointsOf, checkpointsRoot, uploadKeyOf } from '#results';
import type { Storage } from '#storage';

/** ContentStores hold what belongs to jobs. */
export interface ContentStores {
  readonly queue: Queue;
  readonly files: Storage;
  readonly outputs: Storage;
}

/**
 * discardWork removes what a final job no longer needs, also what attempts wrote that were cut off. The upload of a failed one stays for a
 * re-run until the cleaner comes.
 */
export async function discardWork(
  { files, outputs }: Omit<ContentStores, 'queue'>,
  job: Pick<JobRecord, 'id' | 'state' | 'claims'>,
): Promise<void> {
  await files.remove(checkpointsOf(job.id));
  if (job.state !== 'failed') await files.remove(uploadKeyOf(job.id));
  if (job.state !== 'completed') await outputs.remove(attemptsOf(job.id));
  // The attempt that gave the result is the last.
  else for (let claim = 1; claim < job.claims; claim += 1) await outputs.remove(attemptFolderOf(job.id, claim));
}

/** discardTree does so for a cancelled job and all that was cancelled below it. */
export async function discardTree(stores: ContentStores, job: JobRecord): Promise<void> {
  await discardWork(stores, { ...job, state: 'cancelled' });
  for (const child of await stores.queue.children(job.owner, job.id))
    if (isFinal(child.state) && child.kind === 'document') await discardWork(stores, child);
}

/** documentIdsOf gives the ids under which a root job's content lies: its own, and those of a batch's documents. */
async function documentIdsOf(queue: Queue, job: JobRecord): Promise<readonly JobRecord['id'][]> {
  if (job.kind !== 'batch') return [job.id];
  return (await queue.children(job.owner, job.id)).map((child) => child.id);
}

/** sweepCheckpoints removes the finished pages of jobs that are final: a worker that was killed may have left them. */
export async function sweepCheckpoints({ queue, files }: Pick<ContentStores, 'queue' | 'files'>): Promise<void> {
  const ids = (await files.folders(checkpointsRoot)) as readonly JobId[];
  const open = await queue.open(ids);
  for (const id of ids.filter((one) => !open.has(one))) await files.remove(checkpointsOf(id));
}

/** CleanedItem is something that was removed, or would be. */
export interface CleanedItem {
  readonly name: string;
  readonly bytes: number;
}

/** contentOf gives what the output of a root job takes, by document. Attempts and layout share their bytes where the storage links. */
export async function contentOf({ queue, outputs }: ContentStores, job: JobRecord): Promise<readonly CleanedItem[]> {
  const items: CleanedItem[] = [];
  for (const id of await documentIdsOf(queue, job))
    items.push({ name: id, bytes: Math.max(await bytesBelow(outputs, attemptsOf(id)), await bytesBelow(outputs, id)) });
  return items;
}

async function bytesBelow(storage: Storage, prefix: string): Promise<number> {
  let bytes = 0;
  for await (const object of storage.list(prefix)) bytes += object.bytes;
  return bytes;
}

/** removeContent deletes everything that belongs to final root jobs but their records, which then say that it is gone. */
export async function removeContent(
  { queue, files, outputs }: ContentStores,
  jobs: readonly JobRecord[],
): Promise<void> {
  for (const job of jobs) {
    for (const id of await documentIdsOf(queue, job)) {
      await outputs.remove(id);
      await outputs.remove(attemptsOf(id));
      await files.remove(checkpointsOf(id));
      await files.remove(uploadKeyOf(id));
    }
  }
  if (jobs.length > 0) await queue.expire(jobs.map((job) => job.id));
}
