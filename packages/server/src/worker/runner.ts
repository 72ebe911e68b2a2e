import type { AttemptEnd, DocumentResult, JobRecord, Progress } from '#jobs';

/** RunEnd is how a run of a job ended: with a result, without one, or because the worker ordered it. */
export type RunEnd =
  | { readonly type: 'done'; readonly result: DocumentResult }
  /** `detail` is for the log only. */
  | { readonly type: 'ended'; readonly end: AttemptEnd; readonly detail?: string }
  | { readonly type: 'stopped' };

/** Running is a run under way. */
export interface Running {
  /** Never rejects. */
  readonly ended: Promise<RunEnd>;
  /** stop ends the run at once; `ended` then gives `stopped`. */
  stop(): void;
}

/** Runner executes jobs; the pool of slots is the one that parses. It is never given more than it has places. */
export interface Runner {
  readonly places: number;
  run(job: JobRecord, onProgress: (progress: Progress) => void): Running;
  close(): Promise<void>;
}
