import type { AttemptEnd, JobId, JobRecord, JobResult, JobState, NewJob, Progress } from '#jobs';

/** Lease is the timed right to run a job. `token` is the fence: a call with an older token changes nothing. */
export interface Lease {
  readonly jobId: JobId;
  readonly token: string;
}

/** LeasedJob is a job that was just claimed: its record (state `running`) and the right to run it. */
export interface LeasedJob {
  readonly lease: Lease;
  readonly job: JobRecord;
}

/** AddResult: `added` is false when an earlier job of the owner has the same idempotency key; then `id` is that job's. */
export interface AddResult {
  readonly id: JobId;
  readonly added: boolean;
}

/** ClaimRequest asks for work. */
export interface ClaimRequest {
  readonly workerId: string;
  /** Queue name (MINERU_QUEUE). */
  readonly queue: string;
  /** Engines that this worker serves. */
  readonly engines: readonly string[];
  readonly limit: number;
  /** True when nothing runs on the worker: only then a job that must run alone may be taken, and nothing beside it. */
  readonly idle: boolean;
}

/** Beat extends a lease and reports how far the job is. */
export interface Beat {
  readonly lease: Lease;
  readonly progress?: Progress;
}

/** Parking sends chunks out. */
export interface Parking {
  readonly chunks: readonly NewJob[];
  /** Of the chunks so many are out at once; the others are held, pending, until one of those ends. */
  readonly parallel: number;
  /** How far the job itself has come; while it waits, the pages of its chunks are added. */
  readonly progress: Progress;
}

/** CancelOutcome: `cancelled` (now), `already_cancelled`, `finished` (completed or failed: nothing changed), `not_found`. */
export type CancelOutcome = 'cancelled' | 'already_cancelled' | 'finished' | 'not_found';

/** ListRequest asks for documents, newest first. */
export interface ListRequest {
  readonly owner: string;
  /** Default: documents only. */
  readonly kinds?: readonly JobRecord['kind'][];
  readonly states?: readonly JobState[];
  /** Only jobs whose file name holds all of these words, from the beginning of words (see `searchWords`); documents only. */
  readonly search?: string;
  readonly limit: number;
  /** Cursor of the page before. */
  readonly after?: string;
}

/** JobPage is one page of a listing; `next` is absent on the last. */
export interface JobPage {
  readonly jobs: readonly JobRecord[];
  readonly next?: string;
}

/** JobCounts are the documents of an owner by state; `delayed` of the pending wait for a later `availableAt`. */
export type JobCounts = Readonly<Record<JobState, number>> & { readonly delayed: number };

/** Backlog is what waits for one engine on one queue; `oldest` is when the first of it was added, ms since the epoch. */
export interface Backlog {
  readonly queue: string;
  readonly engine: string;
  readonly pending: number;
  readonly oldest: number;
}

/** JobEvent was written together with the transition it tells of. `seq` only rises. */
export interface JobEvent {
  readonly seq: number;
  readonly jobId: JobId;
  /** Milliseconds, by the store's clock. */
  readonly at: number;
  readonly type: JobEventType;
  readonly data: Readonly<Record<string, unknown>>;
}

/** JobEventType: a transition is named by the state it leads to; `requeued` is running or waiting -> pending. */
export type JobEventType =
  | 'added'
  | 'running'
  | 'requeued'
  | 'waiting'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'progress'
  | 'projected'
  | 'expired';

/** RunningJob is what a worker tells of a job that it runs. */
export interface RunningJob {
  readonly jobId: JobId;
  /** The document: the job itself, or the parent of a chunk. */
  readonly documentId: JobId;
  readonly progress: Progress;
  /** Page index that the engine is at; absent outside pages. */
  readonly page?: number;
  /** Resident memory of its slot, bytes. */
  readonly memory: number;
}

/** WorkerInfo is what a worker announces of itself. */
export interface WorkerInfo {
  /** `<WORKER_NAME>@<host>`, made unique per process with `#<pid>` inside the registry only. */
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  readonly queue: string;
  readonly engines: readonly string[];
  readonly slots: number;
  /** Resident memory of the worker's own process, bytes; each job tells that of its slot. */
  readonly memory: number;
  readonly running: readonly RunningJob[];
}

/** RegisteredWorker is a worker as the registry knows it; one not seen for three heartbeats is left out. */
export interface RegisteredWorker extends WorkerInfo {
  readonly seenAt: number;
  /** It was told to take nothing new. */
  readonly draining: boolean;
}

/** Durations, in milliseconds, of an adapter. */
export interface LeaseTimes {
  readonly lease: number;
  readonly heartbeat: number;
}

/** defaultLeaseTimes: 10 s and 3 s. */
export const defaultLeaseTimes: LeaseTimes = { lease: 10_000, heartbeat: 3_000 };

/**
 * Queue is the durable store of jobs. Every adapter passes `conformance.ts`. A call that is refused because the lease is
 * lost gives `false` and changes nothing. Errors: `store_unavailable` (retryable) when the store cannot be reached.
 */
export interface Queue {
  /**
   * add makes the jobs durable, all or none, and answers when a power cut can no longer undo it. A parent comes before
   * its children. The first job's `idempotencyKey` is the one that counts.
   */
  add(jobs: readonly NewJob[]): Promise<AddResult>;
  /** claim leases up to `limit` ready jobs in order of rank. */
  claim(request: ClaimRequest): Promise<readonly LeasedJob[]>;
  /** heartbeat extends leases; false at the place of each lease that is no longer held. */
  heartbeat(beats: readonly Beat[]): Promise<readonly boolean[]>;
  /** held tells, without writing, which leases still stand. */
  held(leases: readonly Lease[]): Promise<readonly boolean[]>;
  /** complete ends a job with its result, durably. A document of a batch ends its batch when it is the last. */
  complete(lease: Lease, result: JobResult): Promise<boolean>;
  /** settle ends a run without a result: the pure `settle` of `jobs` decides what follows. False: lease lost. */
  settle(lease: Lease, end: AttemptEnd): Promise<JobRecord | false>;
  /** park sends chunks out: running -> waiting, atomically with the birth of the chunks. The end of the last one makes the job ready again. */
  park(lease: Lease, parking: Parking): Promise<boolean>;
  /** projected notes that the contract's layout stands; a rescuer redoes those that are not noted. */
  projected(id: JobId): Promise<void>;
  /** unprojected gives completed documents whose layout was not noted within a lease's time, oldest first. */
  unprojected(limit: number): Promise<readonly JobRecord[]>;
  /** cancel ends a job that is not final, and all jobs below it; a running one loses its lease at once. */
  cancel(owner: string, id: JobId): Promise<CancelOutcome>;
  /** rescue settles leases that ran out and waits that lasted too long; gives how many. Safe to call from anywhere. */
  rescue(): Promise<number>;

  get(owner: string, id: JobId): Promise<JobRecord | undefined>;
  /** children gives the jobs directly below, in order of index. */
  children(owner: string, id: JobId): Promise<readonly JobRecord[]>;
  list(request: ListRequest): Promise<JobPage>;
  /** ahead counts the ready jobs that a worker would take before this pending one; counting stops at `limit`. */
  ahead(job: Pick<JobRecord, 'id' | 'queue' | 'engine' | 'rank'>, limit: number): Promise<number>;
  counts(owner: string): Promise<JobCounts>;
  /** backlog gives what waits, of all owners. It reads every pending job: for people, not for programs that ask often. */
  backlog(): Promise<readonly Backlog[]>;
  /** open tells which of the given job ids are not final (their files must stay). */
  open(ids: readonly JobId[]): Promise<ReadonlySet<JobId>>;
  /** live tells which of the given ids are jobs that are open or whose content has not expired (their output must stay). */
  live(ids: readonly JobId[]): Promise<ReadonlySet<JobId>>;
  /** events gives up to `limit` events with `seq` above `after`, oldest first; of one job when `jobId` is given. */
  events(request: {
    readonly after: number;
    readonly limit: number;
    readonly jobId?: JobId;
  }): Promise<readonly JobEvent[]>;

  /** expirable gives final root jobs that finished before `before` and still have content, oldest first. */
  expirable(before: number, limit: number): Promise<readonly JobRecord[]>;
  /** expire notes that the content of these jobs (and all below) is gone. */
  expire(ids: readonly JobId[]): Promise<void>;
  /** purge deletes expired root jobs older than `before` with all below, and events older than `before`; gives how many rows. */
  purge(before: number, limit: number): Promise<number>;

  pause(): Promise<void>;
  resume(): Promise<void>;
  paused(): Promise<boolean>;

  /** announce tells that a worker is alive, and gives whether it was told to take nothing new. */
  announce(worker: WorkerInfo): Promise<{ readonly draining: boolean }>;
  /**
   * drain tells the workers of a name, or the one of an id, to take nothing new, or (false) to go on; gives how many there are. They hear
   * of it with their next announcement. A worker that is started again has not been told.
   */
  drain(worker: string, draining: boolean): Promise<number>;
  retire(workerId: string): Promise<void>;
  workers(): Promise<readonly RegisteredWorker[]>;

  /** onWake calls back soon after work may be ready or a lease may be lost, whichever process caused it. Gives the way to stop. */
  onWake(listener: () => void): () => void;
  /** ping throws `store_unavailable` when the store cannot be read and written. */
  ping(): Promise<void>;
  close(): Promise<void>;
  readonly times: LeaseTimes;
}

/** Question names what is asked of a queue without a change to it. */
export type Question =
  | 'get'
  | 'children'
  | 'list'
  | 'ahead'
  | 'backlog'
  | 'counts'
  | 'open'
  | 'live'
  | 'events'
  | 'expirable'
  | 'unprojected'
  | 'held'
  | 'paused'
  | 'workers';
