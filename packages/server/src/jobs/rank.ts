const priorityLimit = 1000;
/** One step of priority is worth this much waiting time. */
const priorityStep = 60_000;

/**
 * rankOf gives the static place in the order, lower first: a job overtakes jobs that were enqueued up to a minute per
 * step of priority before it, so every job ages linearly and nothing is ever rewritten.
 */
export function rankOf(job: {
  readonly enqueuedAt: number;
  readonly priority: number;
  readonly rankDelay?: number;
}): number {
  const priority = Math.max(-priorityLimit, Math.min(priorityLimit, Math.trunc(job.priority)));
  return job.enqueuedAt - priority * priorityStep + (job.rankDelay ?? 0);
}
