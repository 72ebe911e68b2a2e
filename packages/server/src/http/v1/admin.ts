import type { FastifyRequest } from 'fastify';
import { AppError } from '#errors';
import type { HttpDeps } from '../deps.ts';
import { integerField } from '../fields.ts';
import { localTime } from '../times.ts';

const defaultDays = 7;

interface Query {
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

/** listWorkers handles `GET /api/v1/workers`. */
export async function listWorkers({ queue, queueName }: HttpDeps): Promise<object> {
  const workers = await queue.workers();
  return {
    success: true,
    workers: workers.map((worker) => ({
      worker_id: worker.name,
      pid: worker.pid,
      queue: worker.queue,
      // A worker on another queue is alive and takes none of these tasks.
      serves_this_queue: worker.queue === queueName,
      engines: worker.engines,
      slots: worker.slots,
      memory_bytes: worker.memory,
      draining: worker.draining,
      running: worker.running.map(({ jobId }) => jobId),
      tasks: worker.running.map(({ documentId, progress, page, memory }) => ({
        task_id: documentId,
        pages_done: progress.pagesDone,
        pages_total: progress.pagesTotal ?? null,
        page_number: page === undefined ? null : page + 1,
        memory_bytes: memory,
      })),
      last_heartbeat: localTime(worker.seenAt),
    })),
    count: workers.length,
    timestamp: localTime(Date.now()),
  };
}

/** listEngines handles `GET /api/v1/engines`: in groups, as clients of the sibling services read it, and as a plain list. */
export async function listEngines({ engines, queue }: HttpDeps): Promise<object> {
  const served = new Set((await queue.workers()).flatMap((worker) => worker.engines));
  const list = engines.map((engine) => ({
    name: engine.name,
    display_name: engine.name,
    version: engine.version,
    built_in: engine.builtIn,
    supported_formats: engine.formats.map((format) => `.${format}`),
    available: served.has(engine.name),
  }));
  const paged = new Set(engines.filter((engine) => engine.type === 'pages').map((engine) => engine.name));
  return {
    success: true,
    engines: {
      document: [
        {
          name: 'pipeline',
          display_name: 'pipeline',
          supported_formats: list.flatMap((engine) => engine.supported_formats),
        },
        ...list.filter((engine) => paged.has(engine.name)),
      ],
      ocr: [],
      audio: [],
      video: [],
      format: list.filter((engine) => !paged.has(engine.name)),
    },
    list,
    timestamp: localTime(Date.now()),
  };
}

/** WorkerRequest names a worker in its path: its `worker_id`, or that with `#<pid>` for one process of it. */
export interface WorkerRequest {
  readonly Params: { readonly worker_id: string };
}

/**
 * setDraining handles `POST /api/v1/workers/{worker_id}/drain` and `/resume`: a worker that drains ends what it runs and takes nothing new.
 * Throws `worker_not_found`.
 */
export async function setDraining(
  { queue, log }: HttpDeps,
  { params }: FastifyRequest<WorkerRequest>,
  draining: boolean,
): Promise<object> {
  const worker = params.worker_id;
  const count = await queue.drain(worker, draining);
  if (count === 0) throw new AppError('worker_not_found', { params: { worker } });
  log.info({ worker, count }, draining ? 'worker told to drain' : 'worker told to go on');
  return { success: true, worker_id: worker, draining, count, timestamp: localTime(Date.now()) };
}

/** cleanUp handles `POST /api/v1/admin/cleanup?days=7`: results that are older go now. */
export async function cleanUp({ cleanUp: clean, log }: HttpDeps, request: FastifyRequest<Query>): Promise<object> {
  const fields = new Map(Object.entries(request.query).map(([name, value]) => [name, value ?? '']));
  const days = Math.max(0, integerField(fields, 'days', { place: 'query' }) ?? defaultDays);
  const { deleted, freed } = await clean(days);
  log.info({ days, deleted, freed }, 'cleaned up on request');
  return {
    success: true,
    deleted_count: deleted,
    freed_bytes: freed,
    message: `Cleaned up ${deleted} tasks older than ${days} days`,
    timestamp: localTime(Date.now()),
  };
}

/** resetStale handles `POST /api/v1/admin/reset-stale`: it looks for tasks whose worker vanished, which workers do by themselves too. */
export async function resetStale({ queue }: HttpDeps): Promise<object> {
  const count = await queue.rescue();
  return {
    success: true,
    reset_count: count,
    message: `Reset ${count} tasks whose worker vanished`,
    timestamp: localTime(Date.now()),
  };
}

/** setPaused handles `POST /api/v1/queue/pause` and `/resume`: a paused queue starts no task, running ones go on. */
export async function setPaused({ queue, log }: HttpDeps, paused: boolean): Promise<object> {
  await (paused ? queue.pause() : queue.resume());
  log.info(paused ? 'queue paused' : 'queue resumed');
  return { success: true, paused, timestamp: localTime(Date.now()) };
}
