import type { FastifyReply, FastifyRequest } from 'fastify';
import { type JobOptions, normaliseOptions, type OptionsInput, optionsVersion } from '#capabilities';
import { AppError } from '#errors';
import type { ReceivedFile } from '#intake';
import { chooseEngine, createJobId, type JobId, type NewJob } from '#jobs';
import { uploadKeyOf } from '#results';
import type { HttpDeps } from '../deps.ts';
import { booleanField, choiceField, type Fields, integerField, textField } from '../fields.ts';
import { readForm } from '../multipart.ts';
import { localTime } from '../times.ts';

/** submitTask handles `POST /api/v1/tasks/submit`: it answers when file and job are durable. */
export async function submitTask(deps: HttpDeps, request: FastifyRequest, reply: FastifyReply): Promise<object> {
  await refuseFullQueue(deps);
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
  if (file === undefined) throw new AppError('file_missing');
  try {
    const job = jobOf(deps, { id, file, fields: form.fields, idempotencyKey: idempotencyKeyOf(request) });
    const added = await deps.queue.add([job]);
    if (!added.added) await deps.intake.discard(file);
    void reply.header('location', `/api/v1/tasks/${added.id}`);
    return submitted(job, added.id);
  } catch (error) {
    await deps.intake.discard(file);
    throw error;
  }
}

async function refuseFullQueue({ queue, limits }: HttpDeps): Promise<void> {
  const { pending } = await queue.counts(owner);
  if (pending >= limits.queueLength)
    throw new AppError('queue_full', { params: { limit: limits.queueLength }, retryable: true });
}

function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const value = request.headers['idempotency-key'];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

interface JobInput {
  readonly id: JobId;
  readonly file: ReceivedFile;
  readonly fields: Fields;
  readonly idempotencyKey: string | undefined;
}

function jobOf(deps: HttpDeps, { id, file, fields, idempotencyKey }: JobInput): NewJob {
  const options = optionsOf(fields, deps.defaults);
  const backend = textField(fields, 'backend') ?? 'pipeline';
  const priority = integerField(fields, 'priority') ?? 0;
  const engine = chooseEngine({ backend, format: file.format, engines: deps.engines });
  return {
    id,
    kind: 'document',
    rootId: id,
    index: 0,
    owner,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    queue: deps.queueName,
    source: 'v1',
    engine: engine.name,
    engineFingerprint: engine.fingerprint,
    backend,
    file,
    options: { ...options },
    optionsVersion,
    priority,
    labels: {},
  };
}

function optionsOf(fields: Fields, defaults: OptionsInput): JobOptions {
  return normaliseOptions(
    {
      lang: textField(fields, 'lang'),
      method: choiceField(fields, 'method', ['auto', 'txt', 'ocr'] as const),
      formulaEnable: booleanField(fields, 'formula_enable'),
      tableEnable: booleanField(fields, 'table_enable'),
      enablePagination: booleanField(fields, 'enable_pagination'),
      onPageError: choiceField(fields, 'on_page_error', ['skip', 'fail'] as const),
    },
    defaults,
  );
}

function submitted(job: NewJob, id: JobId): object {
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
