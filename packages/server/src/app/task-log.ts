import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '#config';
import { AppError } from '#errors';
import { isFinal, type JobId, parseJobId } from '#jobs';
import type { JobEvent, Queue } from '#queue';
import { openExistingQueue } from './stores.ts';

const page = 1_000;
const lookInterval = 300;

/** TaskLogRequest: with `follow` the events keep coming until the task is final. */
export interface TaskLogRequest {
  readonly taskId: string;
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/**
 * taskLog gives the events of a task and of all below it that the queue remembers, oldest first. Throws `queue_missing` or
 * `task_not_found`.
 */
export async function* taskLog(config: Config, request: TaskLogRequest): AsyncGenerator<JobEvent> {
  const queue = await openExistingQueue(config);
  try {
    const id = parseJobId(request.taskId);
    const missing = new AppError('task_not_found', { params: { task: request.taskId } });
    if (id === undefined || (await queue.get('local', id)) === undefined) throw missing;
    yield* follow(queue, id, request);
  } finally {
    await queue.close();
  }
}

async function* follow(queue: Queue, id: JobId, { follow: goOn, signal }: TaskLogRequest): AsyncGenerator<JobEvent> {
  const told = new Map<JobId, number>();
  for (;;) {
    // Looked at before the events, so that the last of them are not missed.
    const job = await queue.get('local', id);
    const ids = [id, ...(await queue.children('local', id)).map((child) => child.id)];
    const events = (await Promise.all(ids.map((one) => eventsOf(queue, one, told.get(one) ?? 0)))).flat();
    for (const event of events.sort((a, b) => a.seq - b.seq)) {
      told.set(event.jobId, event.seq);
      yield event;
    }
    if (!goOn || signal.aborted || job === undefined || isFinal(job.state)) return;
    await delay(lookInterval, undefined, { signal }).catch(() => undefined);
  }
}

async function eventsOf(queue: Queue, jobId: JobId, after: number): Promise<readonly JobEvent[]> {
  const events: JobEvent[] = [];
  for (let last = after; ; last = events.at(-1)?.seq ?? last) {
    const more = await queue.events({ after: last, limit: page, jobId });
    events.push(...more);
    if (more.length < page) return events;
  }
}
