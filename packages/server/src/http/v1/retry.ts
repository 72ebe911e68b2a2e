import type { FastifyReply, FastifyRequest } from 'fastify';
import { normaliseOptions } from '#capabilities';
import { AppError } from '#errors';
import { newDocument } from '#intake';
import { createJobId, isFinal, type JobRecord } from '#jobs';
import { uploadKeyOf } from '#results';
import { mayHaveBeenAdded } from '../admission.ts';
import type { HttpDeps } from '../deps.ts';
import { submitted } from './submit.ts';
import { findTask, type TaskRequest } from './task.ts';

/**
 * retryTask handles `POST /api/v1/tasks/{task_id}/retry`: a new task with the file and the options of one that ended. Throws
 * `task_not_finished` or `file_gone`.
 */
export async function retryTask(
  deps: HttpDeps,
  request: FastifyRequest<TaskRequest>,
  reply: FastifyReply,
): Promise<object> {
  const old = await findTask(deps, request);
  if (!isFinal(old.state)) throw new AppError('task_not_finished', { params: { task: old.id } });
  const { file } = old;
  const gone = new AppError('file_gone', { params: { task: old.id } });
  if (file === undefined || old.kind !== 'document' || (await deps.files.stat(file.key)) === undefined) throw gone;
  const job = rerunOf(deps, old, file);
  const key = uploadKeyOf(job.id);
  try {
    await deps.files.write(key, await deps.files.read(file.key));
    await deps.queue.add([job]);
    return { ...submitted(reply, job, job.id), retry_of: old.id };
  } catch (error) {
    if (!mayHaveBeenAdded(error)) await deps.files.remove(key);
    throw error;
  }
}

function rerunOf(deps: HttpDeps, old: JobRecord, file: NonNullable<JobRecord['file']>) {
  const id = createJobId();
  return newDocument({
    id,
    owner: old.owner,
    queue: deps.queueName,
    source: old.source,
    backend: old.backend,
    file: { ...file, key: uploadKeyOf(id) },
    options: normaliseOptions(old.options, {}),
    priority: old.priority,
    retryOf: old.id,
    engines: deps.engines,
    // What was allowed once stays allowed.
    substitute: old.source === 'mineru3',
  });
}
