import type { StoredError } from '#errors';

/** JobId is the public id of a job: a UUID, lower case. */
export type JobId = string & { readonly brand: 'JobId' };

/** JobKind: a `batch` holds documents, a `document` is one file, a `chunk` is a page range of a document. */
export type JobKind = 'batch' | 'document' | 'chunk';

/** JobSource names the generation of the interface that the job came through. */
export type JobSource = 'v1' | 'mineru3' | 'mineru4' | 'cli';

/** FileRef points to the bytes that were sent; the queue never holds the bytes themselves. */
export interface FileRef {
  /** As sent, for people; never used as a path. */
  readonly name: string;
  /** Key in the file storage. */
  readonly key: string;
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly hash: string;
  /** Format found by content, for example `pdf`. */
  readonly format: string;
}

/** PageRange is a range of page indexes, from 0, both ends included. */
export interface PageRange {
  readonly first: number;
  readonly last: number;
}

/** Progress is counted in pages. `total` is unknown until a slot has opened the file. */
export interface Progress {
  readonly pagesDone: number;
  readonly pagesTotal?: number;
}

/** FailedPage is a page that is missing from the result, with the reason. */
export interface FailedPage {
  readonly pageIndex: number;
  readonly code: StoredError['code'];
}

/** EngineRef says which engine made a result. */
export interface EngineRef {
  readonly name: string;
  readonly version: string;
}

/** Outcome of a completed job: `partial` when pages (or documents of a batch) are missing. */
export type Outcome = 'full' | 'partial';

/** JobResult is what `complete` puts into the record: a reference to the manifest and what answers show of it. */
export interface JobResult {
  /** Key of the manifest in the output storage; absent for a chunk, whose pages lie in its parent's checkpoints. */
  readonly manifestKey?: string;
  readonly resultVersion: number;
  readonly outcome: Outcome;
  readonly failedPages: readonly FailedPage[];
  readonly warnings: readonly JobWarning[];
  readonly engine: EngineRef;
  readonly pages: number;
}

/** DocumentResult is the result of a job that has content of its own. */
export type DocumentResult = JobResult & { readonly manifestKey: string };

/** JobWarning is a warning of a result (code and values, rendered for the reader). */
export interface JobWarning {
  readonly code: string;
  readonly pageNumber?: number;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** ChildCounts are the counters of a parent; they change with the child's own transition. */
export interface ChildCounts {
  readonly total: number;
  readonly open: number;
  readonly completed: number;
  readonly partial: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** AttemptRecord is one finished run of a job, for the attempts list. */
export interface AttemptRecord {
  readonly attempt: number;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly workerId: string;
  readonly error?: StoredError;
  readonly pageIndex?: number;
}

interface StateFields {
  readonly state: 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'cancelled';
}

/** JobState: `waiting` means that chunks (or a batch's documents) are out. The last three are final. */
export type JobState = StateFields['state'];

/** NewJob is what is known of a job when it is added. */
export interface NewJob {
  readonly id: JobId;
  readonly kind: JobKind;
  /** The job at the top of the tree; itself for a batch or a lone document. */
  readonly rootId: JobId;
  readonly parentId?: JobId;
  /** Place among the parent's children, from 0. */
  readonly index: number;
  /** Default `local`. */
  readonly owner: string;
  /** Unique per owner; a second add with the same key joins the first job. */
  readonly idempotencyKey?: string;
  /** Name of the queue (MINERU_QUEUE). */
  readonly queue: string;
  readonly source: JobSource;
  /** Engine that routing chose; workers claim by it. Empty for a batch. */
  readonly engine: string;
  readonly engineFingerprint: string;
  /** v1 request parameter, as sent. */
  readonly backend: string;
  readonly file?: FileRef;
  readonly range?: PageRange;
  /** Normalised options (see `capabilities`). */
  readonly options: Readonly<Record<string, unknown>>;
  readonly optionsVersion: number;
  /** As sent; clamped to +-1000 in the rank. Higher runs first. */
  readonly priority: number;
  /** Page-weighted delay of chunks in the rank, ms. Default 0. */
  readonly rankDelay?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly retryOf?: JobId;
  /** Why the file was refused when it came: the job is born failed, so that its batch tells of it. Documents of a batch only. */
  readonly refusal?: StoredError;
  /** How long children may be out before the job fails with `task_timeout`, ms since its birth; none by default. */
  readonly waitingLimit?: number;
}

/** JobRecord is the durable record of a job. Times are milliseconds since the epoch, by the store's clock. */
export interface JobRecord extends NewJob, StateFields {
  readonly rank: number;
  readonly createdAt: number;
  readonly availableAt: number;
  /** First time it ran. */
  readonly startedAt?: number;
  readonly finishedAt?: number;
  /** How often it was leased; the fencing token is made of it and attempt folders are named by it. Only rises. */
  readonly claims: number;
  readonly workerId?: string;
  readonly leaseUntil?: number;
  /**
   * Time already run in the present attempt before a shutdown, and while at least one of its chunks ran, ms. A chunk is leased with that of
   * its parent: one time limit holds for all.
   */
  readonly ranBefore: number;
  /** Since when at least one of its chunks has been running; absent while none does. */
  readonly chunkSince?: number;
  /** When the present run began. */
  readonly runSince?: number;
  /** The engine said so; limited by TASK_MAX_RETRIES. */
  readonly failures: number;
  /** Deaths of the slot by page index, or under `outside`. */
  readonly slotDeaths: Readonly<Record<string, number>>;
  /** The worker vanished; from the second on the job runs alone, the fifth quarantines. */
  readonly lostLeases: number;
  /** Pages given up so far; the next run skips them. */
  readonly failedPages: readonly FailedPage[];
  readonly progress: Progress;
  readonly children?: ChildCounts;
  /** Until when `waiting` may last. */
  readonly waitingUntil?: number;
  readonly result?: JobResult;
  readonly outcome?: Outcome;
  readonly error?: StoredError;
  /** Since when the content is gone; the record itself stays for a while. */
  readonly expiredAt?: number;
  /** Whether the contract's layout has been projected from the manifest. */
  readonly projected: boolean;
  readonly attempts: readonly AttemptRecord[];
}

/** attemptOf gives the number of the present (or last) attempt, from 1: a shutdown costs none. */
export function attemptOf(job: Pick<JobRecord, 'failures' | 'slotDeaths' | 'lostLeases'>): number {
  return 1 + job.failures + job.lostLeases + Object.values(job.slotDeaths).reduce((sum, n) => sum + n, 0);
}
