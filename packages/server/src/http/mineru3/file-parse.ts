import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#errors';
import { isFinal, type JobId, type JobRecord, parseJobId } from '#jobs';
import { idempotencyKeyOf, mayHaveBeenAdded, refuseFullQueue } from '../admission.ts';
import type { HttpDeps } from '../deps.ts';
import { invalid } from '../fields.ts';
import { languageOfRequest } from '../language.ts';
import { readForm } from '../multipart.ts';
import { ownerOf } from '../principal.ts';
import type { Waiters } from '../waiters.ts';
import { batchOf, type SentFile, takeFiles } from './form.ts';
import { parsedFilesOf } from './parsed.ts';
import { streamResultJson } from './result-json.ts';
import { zipOf } from './result-zip.ts';
import { storedReturns } from './returns.ts';
import { baseUrlOf, statusOf, statusWordOf } from './status.ts';

/** Counting the jobs ahead stops here. */
const mostCounted = 1_000;

/** fileParse handles `POST /file_parse`: it takes many files, waits until all of them are final, and answers with their results. */
export async function fileParse(
  deps: HttpDeps,
  waiters: Waiters,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<unknown> {
  const owner = ownerOf(request);
  const id = await submitBatch(deps, request, owner);
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const batch = await waiters.wait({ owner, id }, gone.signal);
  return await sendResult(deps, batch, { request, reply });
}

async function submitBatch(deps: HttpDeps, request: FastifyRequest, owner: string): Promise<JobId> {
  await refuseFullQueue(deps, owner);
  const undo = async ({ received }: SentFile) => {
    if (received !== undefined) await deps.intake.discard(received);
  };
  const form = await readForm<SentFile>(request, takeFiles(deps), undo);
  try {
    const jobs = batchOf(deps, form, { owner, idempotencyKey: idempotencyKeyOf(request) });
    const added = await deps.queue.add(jobs);
    if (!added.added) {
      await Promise.all(form.files.map(undo));
      await refuseForeignKey(deps, owner, added.id);
    }
    return added.id;
  } catch (error) {
    if (!mayHaveBeenAdded(error)) await Promise.all(form.files.map(undo));
    throw error;
  }
}

/** A key that a single submit used first leads to no batch: there is nothing to answer with. */
async function refuseForeignKey({ queue }: HttpDeps, owner: string, id: JobId): Promise<void> {
  const joined = await queue.get(owner, id);
  if (joined === undefined || joined.kind === 'batch') return;
  const msg = 'The key belongs to a task of another route';
  const field = 'Idempotency-Key';
  throw invalid({
    field,
    place: 'header',
    input: joined.idempotencyKey ?? '',
    type: 'value_error',
    msg,
    allowed: 'a key of this route alone',
  });
}

interface TaskRequest {
  readonly Params: { readonly task_id: string };
}

/** batchStatus handles `GET /tasks/{task_id}` of MinerU 3.x. */
export async function batchStatus(deps: HttpDeps, request: FastifyRequest<TaskRequest>): Promise<object> {
  const { batch, documents } = await findBatch(deps, request);
  return await statusNow(deps, request, { batch, documents });
}

async function statusNow(
  { queue }: HttpDeps,
  request: FastifyRequest,
  { batch, documents }: { readonly batch: JobRecord; readonly documents: readonly JobRecord[] },
): Promise<object> {
  const first = documents.find((job) => job.state === 'pending');
  const queuedAhead = first === undefined ? 0 : await queue.ahead(first, mostCounted);
  return statusOf(batch, { documents, language: languageOfRequest(request), baseUrl: baseUrlOf(request), queuedAhead });
}

/** batchResult handles `GET /tasks/{task_id}/result`: 202 while it runs. */
export async function batchResult(
  deps: HttpDeps,
  request: FastifyRequest<TaskRequest>,
  reply: FastifyReply,
): Promise<unknown> {
  const { batch, documents } = await findBatch(deps, request);
  if (batch.expiredAt !== undefined) throw new AppError('result_expired', { params: { task: batch.id } });
  if (isFinal(batch.state)) return await sendResult(deps, batch, { request, reply });
  const status = await statusNow(deps, request, { batch, documents });
  return reply.code(202).send({ ...status, message: 'Task result is not ready yet' });
}

async function findBatch(
  { queue }: HttpDeps,
  request: FastifyRequest<TaskRequest>,
): Promise<{ batch: JobRecord; documents: readonly JobRecord[] }> {
  const owner = ownerOf(request);
  const id = parseJobId(request.params.task_id);
  const batch = id === undefined ? undefined : await queue.get(owner, id);
  if (batch === undefined || batch.source !== 'mineru3' || batch.kind !== 'batch')
    throw new AppError('task_not_found', { params: { task: request.params.task_id } });
  return { batch, documents: await queue.children(owner, batch.id) };
}

/** sendResult answers with what a final batch gave, as JSON or as a zip, as the batch was told when it was submitted. */
async function sendResult(
  deps: HttpDeps,
  batch: JobRecord,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): Promise<unknown> {
  const { outputs, queue, version } = deps;
  const language = languageOfRequest(request);
  const documents = await queue.children(batch.owner, batch.id);
  const files = await parsedFilesOf(outputs, documents, language);
  const returns = storedReturns(batch.options);
  const status = statusOf(batch, { documents, language, baseUrl: baseUrlOf(request) });
  void reply.header('x-mineru-task-id', batch.id).header('x-mineru-task-status', statusWordOf(batch, documents));
  if (returns.zip) {
    void reply.type('application/zip').header('content-disposition', 'attachment; filename="results.zip"');
    return reply.send(zipOf(outputs, files, returns));
  }
  const head = { ...status, backend: batch.backend, version };
  void reply.type('application/json; charset=utf-8');
  const stream = streamResultJson({ outputs, head, files, returns, language });
  return reply.send(Readable.from(stream, { objectMode: false, highWaterMark: 64 * 1024 }));
}
