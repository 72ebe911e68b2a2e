import type { FastifyReply, FastifyRequest } from 'fastify';
import { normaliseOptions } from '#capabilities';
import { AppError } from '#errors';
import { newDocument, type ReceivedFile } from '#intake';
import { createJobId, type JobId, type NewJob } from '#jobs';
import { uploadKeyOf } from '#results';
import { idempotencyKeyOf, mayHaveBeenAdded, refuseFullQueue } from '../admission.ts';
import type { HttpDeps } from '../deps.ts';
import { integerField, textField } from '../fields.ts';
import { readForm } from '../multipart.ts';
import { optionsOf, v1Names } from '../option-fields.ts';
import { ownerOf } from '../principal.ts';
import { localTime } from '../times.ts';

/** submitTask handles `POST /api/v1/tasks/submit`: it answers when file and job are durable. */
export async function submitTask(deps: HttpDeps, request: FastifyRequest, reply: FastifyReply): Promise<object> {
  const owner = ownerOf(request);
  await refuseFullQueue(deps, owner);
  const id = createJobId();
  let taken = false;
  const form = await readForm<ReceivedFile>(
    request,
    async ({ field, name, source }) => {
      if (field !== 'file' || taken) return undefined;
      taken = true;
      return await deps.intake.receive({ key: uploadKeyOf(id), name, source });
    },
    deps.intake.discard,
  );
  const [file] = form.files;
  if (file === undefined) throw new AppError('file_missing', { params: { field: 'file' } });
  try {
    const job = newDocument({
      id,
      owner,
      idempotencyKey: idempotencyKeyOf(request),
      queue: deps.queueName,
      source: 'v1',
      backend: textField(form.fields, 'backend') ?? 'pipeline',
      file,
      options: normaliseOptions(optionsOf(form.fields, v1Names), deps.defaults),
      priority: integerField(form.fields, 'priority') ?? 0,
      engines: deps.engines,
    });
    const added = await deps.queue.add([job]);
    if (!added.added) await deps.intake.discard(file);
    return submitted(reply, job, added.id);
  } catch (error) {
    if (!mayHaveBeenAdded(error)) await deps.intake.discard(file);
    throw error;
  }
}

/** submitted answers for a job that is durable now. */
export function submitted(reply: FastifyReply, job: NewJob, id: JobId): object {
  void reply.header('location', `/api/v1/tasks/${id}`);
  return {
    success: true,
    task_id: id,
    status: 'pending',
    message: 'Task submitted successfully',
    file_name: job.file?.name,
    created_at: localTime(Date.now()),
    backend: job.backend,
    priority: job.priority,
  };
}
