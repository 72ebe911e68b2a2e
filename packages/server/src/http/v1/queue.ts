import type { FastifyRequest } from 'fastify';
import { AppError, renderError, toAppError } from '#errors';
import type { JobRecord } from '#jobs';
import type { HttpDeps } from '../deps.ts';
import { integerField, invalid } from '../fields.ts';
import { languageOfRequest } from '../language.ts';
import { localTime } from '../times.ts';
import { statesOf, statusOf } from './wire.ts';

const defaultLimit = 100;
const maxLimit = 1_000;

/** queueStats handles `GET /api/v1/queue/stats`. */
export async function queueStats({ queue }: HttpDeps): Promise<object> {
  const [counts, workers] = await Promise.all([queue.counts(owner), queue.workers()]);
  const processing = counts.running + counts.waiting;
  const { pending, completed, failed, cancelled, delayed } = counts;
  return {
    success: true,
    stats: { pending, processing, completed, failed, cancelled, total_active: processing, total_scheduled: delayed },
    workers: {
      active_workers: workers.filter((worker) => worker.running.length > 0).length,
      total_workers: workers.length,
    },
    total: pending + processing + completed + failed + cancelled,
    timestamp: localTime(Date.now()),
  };
}

interface ListQuery {
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

/** queueTasks handles `GET /api/v1/queue/tasks`: newest first; an unknown status or `limit=0` is an empty list. */
export async function queueTasks({ queue }: HttpDeps, request: FastifyRequest<ListQuery>): Promise<object> {
  const { status, after } = request.query;
  const limit = limitOf(request.query.limit);
  const states = status === undefined || status === '' ? undefined : statesOf(status);
  const nothing = limit === 0 || states?.length === 0;
  const page = nothing
    ? { jobs: [] }
    : await queue.list({
        owner,
        limit,
        ...(states === undefined ? {} : { states }),
        ...(after === undefined ? {} : { after }),
      });
  return {
    success: true,
    tasks: page.jobs.map(itemOf),
    count: page.jobs.length,
    limit,
    status_filter: status ?? null,
    timestamp: localTime(Date.now()),
    ...('next' in page && page.next !== undefined ? { next: page.next } : {}),
  };
}

function limitOf(text: string | undefined): number {
  const limit = integerField(new Map(text === undefined ? [] : [['limit', text]]), 'limit', 'query') ?? defaultLimit;
  const place = { field: 'limit', place: 'query', input: text ?? '', allowed: `0 to ${maxLimit}` } as const;
  if (limit > maxLimit)
    throw invalid({ ...place, type: 'less_than_equal', msg: `Input should be less than or equal to ${maxLimit}` });
  if (limit < 0)
    throw invalid({ ...place, type: 'greater_than_equal', msg: 'Input should be greater than or equal to 0' });
  return limit;
}

function itemOf(job: JobRecord): object {
  return {
    task_id: job.id,
    status: statusOf(job.state),
    worker_id: job.workerId ?? null,
    file_name: job.file?.name ?? '',
    backend: job.backend,
    created_at: localTime(job.createdAt),
    started_at: job.startedAt === undefined ? null : localTime(job.startedAt),
    priority: job.priority,
  };
}

/** Probes give up on an answer that takes longer, ms. */
const patience = 3_000;

/** withinPatience rejects with `store_unavailable` when the store does not answer in time. */
async function withinPatience(answer: Promise<void>): Promise<void> {
  const reason = `no answer within ${patience / 1_000} s`;
  const late = new AppError('store_unavailable', { params: { reason }, retryable: true });
  const { promise, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(late), patience);
  try {
    await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** health handles `GET /api/v1/health`: always HTTP 200; `unhealthy` when the queue's store cannot be used. */
export async function health({ queue, version, log }: HttpDeps, request: FastifyRequest): Promise<object> {
  const base = { service: 'docmill', version, timestamp: localTime(Date.now()) };
  try {
    await withinPatience(queue.ping());
    const workers = await queue.workers();
    return {
      success: true,
      status: 'healthy',
      ...base,
      workers: { active: workers.length, available: workers.length > 0 },
    };
  } catch (cause) {
    const failure = toAppError(cause, 'store_unavailable');
    log.error({ code: failure.code, cause: String(cause) }, 'the queue cannot be used');
    const error = renderError(failure, languageOfRequest(request));
    return { success: false, status: 'unhealthy', ...base, workers: { active: 0, available: false }, error };
  }
}
