import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#errors';
import { type JobId, type JobRecord, parseJobId } from '#jobs';
import { readManifest } from '#results';
import type { HttpDeps } from '../deps.ts';
import { languageOfRequest } from '../language.ts';
import { localTime } from '../times.ts';
import { streamTaskAnswer } from './result-stream.ts';
import { taskOf } from './wire.ts';

interface TaskRequest {
  readonly Params: { readonly task_id: string };
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

/** getTask handles `GET /api/v1/tasks/{task_id}`; the content of a completed task is streamed from storage. */
export async function getTask(
  deps: HttpDeps,
  request: FastifyRequest<TaskRequest>,
  reply: FastifyReply,
): Promise<unknown> {
  const job = await find(deps, request.params.task_id);
  const now = Date.now();
  const task = taskOf(job, { language: languageOfRequest(request), outputRoot: deps.outputRoot, now });
  const head = { success: true, task, timestamp: localTime(now), ...task };
  if (job.result === undefined) return head;
  if (job.expiredAt !== undefined) throw new AppError('result_expired', { params: { task: job.id } });
  const { format } = request.query;
  const parts = {
    outputs: deps.outputs,
    manifest: await readManifest(deps.outputs, job.result.manifestKey),
    head,
    withImages: deps.returnImages,
    withDataJson: format === 'json' || format === 'both',
  };
  void reply.type('application/json; charset=utf-8');
  return reply.send(Readable.from(streamTaskAnswer(parts), { objectMode: false, highWaterMark: 64 * 1024 }));
}

/** cancelTask handles `DELETE /api/v1/tasks/{task_id}`: a running task loses its slot within two seconds. */
export async function cancelTask(deps: HttpDeps, request: FastifyRequest<TaskRequest>): Promise<object> {
  const job = await find(deps, request.params.task_id);
  const outcome = await deps.queue.cancel(owner, job.id);
  if (outcome === 'not_found') throw new AppError('task_not_found', { params: { task: job.id } });
  if (outcome === 'finished') throw new AppError('task_already_finished', { params: { task: job.id } });
  if (outcome === 'cancelled') await deps.discard(job);
  return {
    success: true,
    message: `Task ${job.id} has been cancelled`,
    task_id: job.id,
    timestamp: localTime(Date.now()),
  };
}

async function find({ queue }: HttpDeps, taskId: string): Promise<JobRecord> {
  const id: JobId | undefined = parseJobId(taskId);
  const job = id === undefined ? undefined : await queue.get(owner, id);
  if (job === undefined) throw new AppError('task_not_found', { params: { task: taskId } });
  return job;
}
