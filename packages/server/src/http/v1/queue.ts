import type { FastifyRequest } from 'fastify';
import { renderError, toAppError } from '#errors';
import type { HttpDeps } from '../deps.ts';
import { integerField, invalid } from '../fields.ts';
import { languageOfRequest } from '../language.ts';
import { withinPatience } from '../patience.ts';
import { ownerOf } from '../principal.ts';
import { localTime } from '../times.ts';
import { itemOf, statesOf } from './wire.ts';

const defaultLimit = 100;
const maxLimit = 1_000;

/** queueStats handles `GET /api/v1/queue/stats`. */
export async function queueStats({ queue }: HttpDeps, request: FastifyRequest): Promise<object> {
  const [counts, workers, paused] = await Promise.all([
    queue.counts(ownerOf(request)),
    queue.workers(),
    queue.paused(),
  ]);
  const processing = counts.running + counts.waiting;
  const { pending, completed, failed, cancelled, delayed } = counts;
  return {
    success: true,
    stats: { pending, processing, completed, failed, cancelled, total_active: processing, total_scheduled: delayed },
    workers: {
      active_workers: workers.filter((worker) => worker.running.length > 0).length,
      total_workers: workers.length,
    },
    paused,
    total: pending + processing + completed + failed + cancelled,
    timestamp: localTime(Date.now()),
  };
}

interface ListQuery {
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

/** queueTasks handles `GET /api/v1/queue/tasks`: newest first, of a `status`, found by words of the file name (`search`); an unknown status or `limit=0` is an empty list. */
export async function queueTasks({ queue }: HttpDeps, request: FastifyRequest<ListQuery>): Promise<object> {
  const { status, after, search } = request.query;
  const limit = limitOf(request.query.limit);
  const states = status === undefined || status === '' ? undefined : statesOf(status);
  const nothing = limit === 0 || states?.length === 0;
  const page = nothing
    ? { jobs: [] }
    : await queue.list({
        owner: ownerOf(request),
        limit,
        ...(states === undefined ? {} : { states }),
        ...(after === undefined ? {} : { after }),
        ...(search === undefined || search.trim() === '' ? {} : { search }),
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
  const limit =
    integerField(new Map(text === undefined ? [] : [['limit', text]]), 'limit', { place: 'query' }) ?? defaultLimit;
  const place = { field: 'limit', place: 'query', input: text ?? '', allowed: `0 to ${maxLimit}` } as const;
  if (limit > maxLimit)
    throw invalid({ ...place, type: 'less_than_equal', msg: `Input should be less than or equal to ${maxLimit}` });
  if (limit < 0)
    throw invalid({ ...place, type: 'greater_than_equal', msg: 'Input should be greater than or equal to 0' });
  return limit;
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
