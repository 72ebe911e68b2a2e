import type { JobId } from '#jobs';
import { attemptsOf, checkpointsRoot } from '#results';
import type { Log } from '#telemetry';
import { type CleanedItem, type ContentStores, contentOf, removeContent } from './content.ts';

/** How long the record of an expired result stays, so that its id answers 410 and not 404. */
const recordKept = 30 * 24 * 3_600_000;
/** Work is done in steps of this many jobs, so that nothing waits behind the cleaner. */
const batch = 100;

/** CleanRequest says what one run of the cleaner looks at. Times in ms since the epoch: what is older goes. */
export interface CleanRequest {
  /** Results that finished before this; undefined leaves them alone. */
  readonly outputsBefore?: number | undefined;
  /** Uploads, checkpoints and foreign files of TEMP_DIR that were changed before this; undefined leaves them alone. */
  readonly tempBefore?: number | undefined;
  /** Only tell what would go. */
  readonly dryRun?: boolean;
  onItem?(item: CleanedItem): void;
}

/** CleanReport counts what one run of the cleaner did, or would do. */
export interface CleanReport {
  readonly deleted: number;
  readonly kept: number;
  /** Bytes. */
  readonly freed: number;
}

/** Cleaner removes what is no longer needed: results after their time, and what interrupted work left behind. */
export interface Cleaner {
  clean(request: CleanRequest): Promise<CleanReport>;
}

/** createCleaner makes a Cleaner. */
export function createCleaner(stores: ContentStores): Cleaner {
  return {
    async clean(request) {
      const tally = createTally(request);
      const { outputsBefore, tempBefore, dryRun = false } = request;
      // Before the results, which take their own uploads along: so a dry run counts the same.
      if (tempBefore !== undefined) await cleanTemp(stores, { dryRun, tally, before: tempBefore });
      if (outputsBefore !== undefined) {
        await cleanJobs(stores, { dryRun, tally, before: outputsBefore });
        await cleanOutputFolders(stores, { dryRun, tally, before: outputsBefore });
      }
      return tally.report();
    },
  };
}

/** CleaningTimes say how long things stay, ms. */
export interface CleaningTimes {
  /** RESULT_EXPIRES and CLEANUP_EXTRA_HOURS together. */
  readonly resultsKept: number;
  /** Uploads and checkpoints of jobs that are final or unknown are kept this long. */
  readonly tempKept: number;
}

/** cleanOnce does what is due now, records included. */
export async function cleanOnce(stores: ContentStores, { resultsKept, tempKept }: CleaningTimes): Promise<CleanReport> {
  const now = Date.now();
  const report = await createCleaner(stores).clean({ outputsBefore: now - resultsKept, tempBefore: now - tempKept });
  await stores.queue.purge(now - resultsKept - recordKept, batch);
  return report;
}

/** scheduleCleaning cleans every `interval` ms, at once as well when `first` is now; gives the way to stop, which waits for a run under way. */
export function scheduleCleaning(
  clean: () => Promise<CleanReport>,
  { interval, first, log }: { readonly interval: number; readonly first: 'now' | 'later'; readonly log: Log },
): () => Promise<void> {
  const run = async () => {
    try {
      log.debug({ ...(await clean()) }, 'cleaned');
    } catch (cause) {
      log.warn({ cause: String(cause) }, 'could not clean; trying again later');
    }
  };
  let current = first === 'now' ? run() : Promise.resolve();
  const timer = setInterval(() => {
    current = current.then(run);
  }, interval);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await current;
  };
}

interface Tally {
  gone(item: CleanedItem): void;
  isGone(name: string): boolean;
  kept(): void;
  report(): CleanReport;
}

function createTally(request: CleanRequest): Tally {
  const names = new Set<string>();
  let [kept, freed] = [0, 0];
  return {
    gone(item) {
      names.add(item.name);
      freed += item.bytes;
      request.onItem?.(item);
    },
    isGone: (name) => names.has(name),
    kept() {
      kept += 1;
    },
    report: () => ({ deleted: names.size, kept, freed }),
  };
}

interface Pass {
  readonly dryRun: boolean;
  readonly tally: Tally;
  /** Milliseconds since the epoch. */
  readonly before: number;
}

async function cleanJobs(stores: ContentStores, { dryRun, tally, before }: Pass): Promise<void> {
  // A dry run leaves the jobs where they are, so it asks for all of them at once.
  const step = dryRun ? Number.MAX_SAFE_INTEGER : batch;
  for (;;) {
    const jobs = await stores.queue.expirable(before, step);
    for (const job of jobs) {
      const items = await contentOf(stores, job);
      if (!dryRun) await removeContent(stores, [job]);
      for (const item of items) tally.gone(item);
    }
    if (jobs.length < step) return;
  }
}

/** cleanOutputFolders takes folders that no job owns (an earlier service wrote them, or the record is gone). Plain files stay. */
async function cleanOutputFolders({ queue, outputs }: ContentStores, { dryRun, tally, before }: Pass): Promise<void> {
  const visible = (await outputs.folders('')).filter((name) => !name.startsWith('.'));
  const names = [...new Set([...visible, ...(await outputs.folders('.attempts'))])].filter(
    (name) => !tally.isGone(name),
  );
  const live = await queue.live(names as JobId[]);
  for (const name of names) {
    const entry = live.has(name as JobId) ? undefined : await entryOf(outputs, [name, attemptsOf(name)]);
    if (entry === undefined || entry.modifiedAt >= before) {
      tally.kept();
      continue;
    }
    if (!dryRun) {
      await outputs.remove(name);
      await outputs.remove(attemptsOf(name));
    }
    tally.gone({ name, bytes: entry.bytes });
  }
}

/** Folders of TEMP_DIR that hold one entry a job; `.work` belongs to living processes. */
const jobFolders = ['uploads', checkpointsRoot];

/** cleanTemp takes what is old and belongs to no open job. */
async function cleanTemp({ queue, files, outputs }: ContentStores, { dryRun, tally, before }: Pass): Promise<void> {
  const entries = await tempEntries(files);
  const open = await queue.open(entries.flatMap(({ job }) => (job === undefined ? [] : [job])));
  for (const { key, job, bytes, modifiedAt } of entries) {
    if (modifiedAt >= before || (job !== undefined && open.has(job))) {
      tally.kept();
      continue;
    }
    if (!dryRun) await files.remove(key);
    tally.gone({ name: key, bytes });
  }
  for (const storage of [files, outputs])
    for (const { key, bytes } of await storage.unfinished(before, { remove: !dryRun }))
      tally.gone({ name: key, bytes });
}

interface TempEntry {
  readonly key: string;
  /** The job that it belongs to; absent for what another program left. */
  readonly job?: JobId;
  readonly bytes: number;
  readonly modifiedAt: number;
}

/** tempEntries sums TEMP_DIR by upload, by the checkpoints of a job, and by first-level name for everything else. */
async function tempEntries(files: ContentStores['files']): Promise<readonly TempEntry[]> {
  const entries = new Map<string, TempEntry>();
  for await (const object of files.list('')) {
    const [first = '', second = ''] = object.key.split('/');
    if (first === '.work') continue;
    const owned = jobFolders.some((folder) => folder === first);
    const key = owned ? `${first}/${second}` : first;
    const known = entries.get(key);
    entries.set(key, {
      key,
      ...(owned ? { job: second as JobId } : {}),
      bytes: (known?.bytes ?? 0) + object.bytes,
      modifiedAt: Math.max(known?.modifiedAt ?? 0, object.modifiedAt),
    });
  }
  return [...entries.values()];
}

/** entryOf sums what lies below several prefixes that share their bytes (links); undefined when there is nothing. */
async function entryOf(
  storage: ContentStores['outputs'],
  prefixes: readonly string[],
): Promise<{ readonly bytes: number; readonly modifiedAt: number } | undefined> {
  let bytes = 0;
  let modifiedAt: number | undefined;
  for (const prefix of prefixes) {
    let below = 0;
    for await (const object of storage.list(prefix)) {
      below += object.bytes;
      modifiedAt = Math.max(modifiedAt ?? 0, object.modifiedAt);
    }
    bytes = Math.max(bytes, below);
  }
  return modifiedAt === undefined ? undefined : { bytes, modifiedAt };
}
