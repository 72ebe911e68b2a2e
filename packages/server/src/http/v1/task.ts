import { Readable } from 'node:stream';
import type { Task } from '@docmill/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type Language } from '#errors';
import { isFinal, type JobId, type JobRecord, parseJobId } from '#jobs';
import { readManifest } from '#results';
import { discardTree, removeContent } from '#retention';
import type { HttpDeps } from '../deps.ts';
import { booleanField } from '../fields.ts';
import { languageOfRequest } from '../language.ts';
import { ownerOf } from '../principal.ts';
import { localTime } from '../times.ts';
import { streamTaskAnswer } from './result-stream.ts';
import { positionOf, waitingForOf } from './waiting-for.ts';
import { chunkOf, itemOf, taskOf } from './wire.ts';

/** TaskRequest names a task in its path. */
export interface TaskRequest {
  readonly Params: { readonly task_id: string };
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

/** getTask handles `GET /api/v1/tasks/{task_id}`; the content of a completed task is streamed from storage, unless `content=false`. */
export async function getTask(
  deps: HttpDeps,
  request: FastifyRequest<TaskRequest>,
  reply: FastifyReply,
): Promise<unknown> {
  const job = await findTask(deps, request);
  const withContent = flag(request, 'content') ?? true;
  const head = await headOf(deps, request, job);
  const key = job.result?.manifestKey;
  if (key === undefined || !withContent) return head;
  if (job.expiredAt !== undefined) throw new AppError('result_expired', { params: { task: job.id } });
  const { format } = request.query;
  const parts = {
    outputs: deps.outputs,
    manifest: await readManifest(deps.outputs, key),
    head,
    withImages: deps.returnImages,
    withDataJson: format === 'json' || format === 'both',
  };
  void reply.type('application/json; charset=utf-8');
  return reply.send(Readable.from(streamTaskAnswer(parts), { objectMode: false, highWaterMark: 64 * 1024 }));
}

async function headOf(deps: HttpDeps, request: FastifyRequest<TaskRequest>, job: JobRecord): Promise<object> {
  const now = Date.now();
  const language = languageOfRequest(request);
  const waiting = await waitingForOf(deps.queue, job, language);
  const task = {
    ...taskOf(job, { language, outputRoot: deps.outputRoot, now }),
    waiting_for: waiting,
    queue_position: positionOf(waiting),
    estimated_start: await deps.startTimes.estimate(job, waiting?.ahead),
    ...(job.kind === 'batch' ? await documentsOf(deps, job) : {}),
    ...(job.kind === 'document' && flag(request, 'chunks') === true ? await chunksOf(deps, job, language) : {}),
  };
  return { success: true, task, timestamp: localTime(now), ...task };
}

async function chunksOf({ queue }: HttpDeps, job: JobRecord, language: Language): Promise<Pick<Task, 'chunks'>> {
  const chunks = job.children === undefined ? [] : await queue.children(job.owner, job.id);
  return { chunks: chunks.map((chunk) => chunkOf(chunk, language)) };
}

/** documentsOf gives what the answer for several files says of each, and how far they are together. */
async function documentsOf({ queue }: HttpDeps, batch: JobRecord): Promise<Pick<Task, 'documents' | 'progress'>> {
  const documents = await queue.children(batch.owner, batch.id);
  const sum = (of: (job: JobRecord) => number) => documents.reduce((total, job) => total + of(job), 0);
  const known = documents.every((job) => job.result !== undefined || job.progress.pagesTotal !== undefined);
  return {
    documents: documents.map(itemOf),
    progress: {
      pages_done: sum((job) => job.result?.pages ?? job.progress.pagesDone),
      pages_total: known ? sum((job) => job.result?.pages ?? job.progress.pagesTotal ?? 0) : null,
      eta_seconds: null,
    },
  };
}

/**
 * deleteTask handles `DELETE /api/v1/tasks/{task_id}`: a task that is not finished is cancelled, a running one loses its slot within two
 * seconds. With `purge=true` the file and the result go as well, whatever the state; the record stays and says so.
 */
export async function deleteTask(deps: HttpDeps, request: FastifyRequest<TaskRequest>): Promise<object> {
  const job = await findTask(deps, request);
  const purge = flag(request, 'purge') ?? false;
  if (!purge || !isFinal(job.state)) await cancel(deps, job);
  if (purge) await removeContent(deps, [job]);
  return {
    success: true,
    message: `Task ${job.id} has been ${purge ? 'deleted' : 'cancelled'}`,
    task_id: job.id,
    timestamp: localTime(Date.now()),
  };
}

async function cancel(deps: HttpDeps, job: JobRecord): Promise<void> {
  const outcome = await deps.queue.cancel(job.owner, job.id);
  if (outcome === 'not_found') throw new AppError('task_not_found', { params: { task: job.id } });
  if (outcome === 'finished') throw new AppError('task_already_finished', { params: { task: job.id } });
  // A repetition too: the first call may have been cut off right here.
  await discardTree(deps, job);
}

function flag(request: FastifyRequest<TaskRequest>, name: string): boolean | undefined {
  return booleanField(new Map([[name, request.query[name] ?? '']]), name, 'query');
}

/** findTask gives the job that a path names. Throws `task_not_found`. */
export async function findTask({ queue }: HttpDeps, request: FastifyRequest<TaskRequest>): Promise<JobRecord> {
  const { task_id: taskId } = request.params;
  const id: JobId | undefined = parseJobId(taskId);
  const job = id === undefined ? undefined : await queue.get(ownerOf(request), id);
  if (job === undefined) throw new AppError('task_not_found', { params: { task: taskId } });
  return job;
}
