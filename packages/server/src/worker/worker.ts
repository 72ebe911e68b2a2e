import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobId, JobRecord } from '#jobs';
import type { LeasedJob, Queue, RunningJob, WorkerInfo } from '#queue';
import type { Log } from '#telemetry';
import { createFinisher, type FinisherDeps } from './finisher.ts';
import type { RunInput, Runner, Running, RunProgress } from './runner.ts';
import { failureOfChunks } from './slot-run.ts';

/** WorkerDeps is what a worker is made of. */
export interface WorkerDeps extends FinisherDeps {
  readonly queue: Queue;
  readonly runner: Runner;
  readonly log: Log;
  /** WORKER_NAME. */
  readonly name: string;
  /** MINERU_QUEUE. */
  readonly queueName: string;
  readonly engines: readonly string[];
}

/** Worker leases jobs, has them run, and brings their ends into the queue. */
export interface Worker {
  readonly id: string;
  start(): Promise<void>;
  /** close takes no more work, gives runs under way `drain` ms to end, and hands the rest back to the queue at no cost. */
  close(drain: number): Promise<void>;
}

/**
 * After so many jobs the garbage is collected as a whole, where the process was started so (10 ms). Left to itself V8 lets the heap of so
 * quiet a process drift by 10 MB before it looks.
 */
const jobsUntilCollection = 500;

/** Signals come with each new job as well: whether the leases are held still is looked at once, and again after this pause, ms. */
const lookPause = 100;

interface Entry {
  readonly leased: LeasedJob;
  readonly running: Running;
  progress?: RunProgress;
  beatAt: number;
  told?: RunProgress;
  /** The run is over, and the queue is being told: its place is free. */
  ending?: true;
}

/** workerNameOf gives the `worker_id` that users see: `<name>@<host>`. */
export function workerNameOf(name: string): string {
  return `${name}@${hostname()}`;
}

/** createWorker makes a worker; `start` lets it begin. */
export function createWorker(deps: WorkerDeps): Worker {
  const { queue, runner, log } = deps;
  const name = workerNameOf(deps.name);
  const id = `${name}#${process.pid}`;
  const entries = new Map<JobId, Entry>();
  const finisher = createFinisher(deps);
  const timers: NodeJS.Timeout[] = [];
  let stopping = false;
  let draining = false;
  let alone = false;
  let ended = 0;
  let emptied = Promise.withResolvers<void>();

  const info = (): WorkerInfo => ({
    id,
    name,
    pid: process.pid,
    queue: deps.queueName,
    engines: deps.engines,
    slots: runner.places,
    memory: process.memoryUsage.rss(),
    running: [...entries.values()].map(runningJobOf),
  });

  const run = (input: RunInput): Running => {
    const failure = failureOfChunks(input);
    if (failure === undefined) return runner.run(input);
    return { ended: Promise.resolve({ type: 'ended', end: failure }), memory: 0, stop: () => undefined };
  };
  const begin = (leased: LeasedJob, chunks: readonly JobRecord[]) => {
    const { job } = leased;
    const entry: Entry = {
      leased,
      beatAt: performance.now(),
      running: run({
        job,
        chunks,
        onProgress(progress) {
          entry.progress = progress;
        },
      }),
    };
    entries.set(job.id, entry);
    log.info({ job: job.id, file: job.file?.name, engine: job.engine }, 'job started');
    void entry.running.ended
      .then((end) => {
        entry.ending = true;
        pumpSoon();
        return finisher.finish(leased, end, stopping);
      })
      .finally(() => {
        entries.delete(job.id);
        if (mustRunAlone(job)) alone = false;
        ended += 1;
        if (ended % jobsUntilCollection === 0) globalThis.gc?.();
        if (entries.size === 0) emptied.resolve();
        pump();
      });
  };

  const claim = async () => {
    const busy = [...entries.values()].filter(({ ending }) => !ending).length;
    const free = runner.places - busy;
    if (stopping || draining || alone || free <= 0) return;
    const request = {
      workerId: name,
      queue: deps.queueName,
      engines: deps.engines,
      limit: free,
      idle: busy === 0,
    };
    const claimed = await queue.claim(request);
    alone = claimed.some(({ job }) => mustRunAlone(job));
    for (const leased of claimed.filter((one) => !isParent(one.job))) begin(leased, []);
    for (const leased of claimed.filter((one) => isParent(one.job)))
      begin(leased, await queue.children(leased.job.owner, leased.job.id));
  };
  const pump = coalesced(claim, (cause) => log.warn({ cause: String(cause) }, 'could not claim jobs; trying again'));

  // With the ends of all runs of this turn, so that the store hears of them and of the claim together.
  const pumpSoon = () => void setImmediate(pump);

  const dropLost = async () => {
    const current = [...entries.values()];
    if (current.length === 0) return;
    const held = await queue.held(current.map((entry) => entry.leased.lease));
    stopUnheld(current, held);
  };
  const look = coalesced(
    async () => {
      await dropLost();
      await delay(lookPause, undefined, { ref: false });
    },
    (cause) => log.warn({ cause: String(cause) }, 'could not look at the leases; trying again'),
  );
  const wake = () => {
    pump();
    look();
  };

  const beat = coalesced(
    async () => {
      const due = [...entries.values()].filter((entry) => isDue(entry, queue.times.heartbeat));
      if (due.length === 0) return;
      const held = await queue.heartbeat(
        due.map(({ leased: { lease }, progress }) =>
          progress === undefined ? { lease } : { lease, progress: withoutPage(progress) },
        ),
      );
      for (const entry of due) {
        entry.beatAt = performance.now();
        if (entry.progress !== undefined) entry.told = entry.progress;
      }
      stopUnheld(due, held);
    },
    (cause) => log.warn({ cause: String(cause) }, 'heartbeat failed; trying again'),
  );

  const announce = async () => {
    const told = await queue.announce(info());
    if (told.draining !== draining)
      log.info(told.draining ? 'takes no more jobs: it was told to drain' : 'takes jobs again');
    draining = told.draining;
  };
  const tend = coalesced(
    async () => {
      await announce();
      await queue.rescue();
      pump();
    },
    (cause) => log.warn({ cause: String(cause) }, 'could not tend the queue; trying again'),
  );
  // By itself: a slow storage must not keep anybody's lost job waiting.
  const project = coalesced(finisher.projectLeftOver, (cause) =>
    log.warn({ cause: String(cause) }, 'could not redo a layout; trying again'),
  );

  let unwatch: () => void = () => undefined;
  return {
    id,
    async start() {
      // A store that is away at the start is waited for.
      await announce().catch(() => undefined);
      unwatch = queue.onWake(wake);
      const { heartbeat } = queue.times;
      timers.push(setInterval(beat, Math.min(1_000, heartbeat)), setInterval(tend, heartbeat));
      timers.push(setInterval(project, heartbeat));
      tend();
    },
    async close(drain) {
      stopping = true;
      finisher.hurry();
      unwatch();
      if (entries.size > 0) {
        emptied = Promise.withResolvers<void>();
        const patience = setTimeout(() => {
          for (const entry of entries.values()) entry.running.stop();
        }, drain);
        await emptied.promise;
        clearTimeout(patience);
      }
      await finisher.quiet();
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled([queue.retire(id), runner.close()]);
    },
  };
}

function isParent(job: JobRecord): boolean {
  return job.kind === 'document' && job.children !== undefined;
}

function withoutPage({ page: _, ...progress }: RunProgress) {
  return progress;
}

function runningJobOf({ leased: { job }, running, progress = { pagesDone: 0 } }: Entry): RunningJob {
  const { page } = progress;
  return {
    jobId: job.id,
    documentId: job.kind === 'chunk' ? (job.parentId ?? job.id) : job.id,
    progress: withoutPage(progress),
    ...(page === undefined ? {} : { page }),
    memory: running.memory,
  };
}

function mustRunAlone(job: JobRecord): boolean {
  return job.lostLeases >= 2;
}

function stopUnheld(entries: readonly Entry[], held: readonly boolean[]): void {
  entries.forEach((entry, index) => {
    if (held[index] === false) entry.running.stop();
  });
}

function isDue(entry: Entry, heartbeat: number): boolean {
  if (performance.now() - entry.beatAt >= heartbeat) return true;
  return entry.progress?.pagesDone !== entry.told?.pagesDone;
}

/** coalesced gives a function that runs `work` once at a time; calls that come meanwhile lead to one more run. */
function coalesced(work: () => Promise<void>, onFailure: (cause: unknown) => void): () => void {
  let running = false;
  let again = false;
  const loop = async () => {
    running = true;
    do {
      again = false;
      await work().catch(onFailure);
    } while (again);
    running = false;
  };
  return () => {
    if (running) again = true;
    else void loop();
  };
}
