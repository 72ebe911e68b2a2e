import type { AttemptEnd, DocumentResult, JobRecord, JobResult, PageRange, Progress } from '#jobs';

/** RunEnd is how a run of a job ended: with a result, with chunks to send out, without either, or because the worker ordered it. */
export type RunEnd =
  | { readonly type: 'done'; readonly result: DocumentResult }
  /** A chunk: its pages are checkpointed. */
  | { readonly type: 'read'; readonly result: JobResult }
  | { readonly type: 'planned'; readonly chunks: readonly PageRange[]; readonly progress: Progress }
  /** `detail` is for the log only. */
  | { readonly type: 'ended'; readonly end: AttemptEnd; readonly detail?: string }
  | { readonly type: 'stopped' };

/** RunProgress also tells the page index that the engine is at; absent outside pages. */
export type RunProgress = Progress & { readonly page?: number };

/** Running is a run under way. */
export interface Running {
  /** Never rejects. */
  readonly ended: Promise<RunEnd>;
  /** Resident memory of the slot, bytes; 0 before there is one. */
  readonly memory: number;
  /** stop ends the run at once; `ended` then gives `stopped`. */
  stop(): void;
}

/** RunInput is what a run starts with. */
export interface RunInput {
  readonly job: JobRecord;
  /** The chunks that were sent out for the job so far. */
  readonly chunks: readonly JobRecord[];
  onProgress(progress: RunProgress): void;
}

/** Runner executes jobs; the pool of slots is the one that parses. It is never given more than it has places. */
export interface Runner {
  readonly places: number;
  run(input: RunInput): Running;
  close(): Promise<void>;
}
