import { normaliseOptions } from '#capabilities';
import { AppError, type StoredError, toAppError } from '#errors';
import { engineFor, type Intake, newDocument, type ReceivedFile } from '#intake';
import { createJobId, type JobId, type NewJob } from '#jobs';
import { uploadKeyOf } from '#results';
import type { HttpDeps } from '../deps.ts';
import { type Fields, integerField, textField } from '../fields.ts';
import type { FileSink, Form } from '../multipart.ts';
import { mineru3Names, optionsOf } from '../option-fields.ts';
import { type Returns, returnsOf } from './returns.ts';

/** SentFile is one file of a request: stored, or refused with a reason that its own result will give. */
export interface SentFile {
  readonly id: JobId;
  readonly name: string;
  readonly received?: ReceivedFile;
  readonly refusal?: StoredError;
}

/** Faults of one file that leave the others of the same request alone. */
const ownFaults: ReadonlySet<string> = new Set(['file_empty', 'unsupported_format', 'no_transcription']);

/** takeFiles stores the files of the fields `files` (and `file`) as they come. */
export function takeFiles(deps: HttpDeps): FileSink<SentFile> {
  let taken = 0;
  return async ({ field, name, source }) => {
    if (field !== 'files' && field !== 'file') return undefined;
    taken += 1;
    const limit = deps.limits.filesPerRequest;
    if (taken > limit) throw new AppError('too_many_files', { params: { limit } });
    const id = createJobId();
    try {
      return { id, name, received: await receive(deps, { key: uploadKeyOf(id), name, source }) };
    } catch (thrown) {
      const { code, params } = toAppError(thrown, 'storage_failed');
      if (!ownFaults.has(code)) throw thrown;
      return { id, name, refusal: { code, params } };
    }
  };
}

/** A file that no engine reads is refused here, so that it alone fails. */
async function receive({ intake, engines }: HttpDeps, upload: Parameters<Intake['receive']>[0]): Promise<ReceivedFile> {
  const file = await intake.receive(upload);
  try {
    engineFor({ format: file.format, fileName: file.name, engines });
    return file;
  } catch (error) {
    await intake.discard(file);
    throw error;
  }
}

/** BatchInput is what the form does not say. */
export interface BatchInput {
  readonly owner: string;
  readonly idempotencyKey: string | undefined;
}

/**
 * batchOf makes a batch and its documents of a form with MinerU 3.x's fields. Throws `file_missing`, `invalid_parameter`,
 * `unsupported_backend`, and the reason of the first refused file when no file is left.
 */
export function batchOf(
  deps: HttpDeps,
  form: Form<SentFile>,
  { owner, idempotencyKey }: BatchInput,
): readonly NewJob[] {
  const { fields, files } = form;
  const [first] = files;
  if (first === undefined) throw new AppError('file_missing', { params: { field: 'files' } });
  const returns = returnsOf(fields);
  const backend = textField(fields, 'backend') ?? 'pipeline';
  const documents = documentsOf(deps, form, { owner, backend, returns });
  if (first.refusal !== undefined && files.every((file) => file.refusal !== undefined))
    throw new AppError(first.refusal.code, { params: { ...first.refusal.params, field: 'files' } });
  const id = documents[0]?.rootId ?? createJobId();
  const head: NewJob = {
    id,
    kind: 'batch',
    rootId: id,
    index: 0,
    owner,
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    queue: deps.queueName,
    source: 'mineru3',
    engine: '',
    engineFingerprint: '',
    backend,
    options: { ...returns },
    optionsVersion: 1,
    priority: 0,
    labels: {},
  };
  return [head, ...documents];
}

interface Shared {
  readonly owner: string;
  readonly backend: string;
  readonly returns: Returns;
}

function documentsOf(deps: HttpDeps, { fields, lists, files }: Form<SentFile>, shared: Shared): readonly NewJob[] {
  const batchId = createJobId();
  const languages = (lists.get('lang_list') ?? []).map((lang) => lang.trim()).filter((lang) => lang !== '');
  const common = {
    ...optionsOf(fields, mineru3Names),
    ...pageRangeOf(fields),
    keepOriginal: shared.returns.original,
  };
  const priority = integerField(fields, 'priority') ?? 0;
  return files.map(({ id, name, received, refusal }, index) =>
    newDocument({
      id,
      batch: { id: batchId, index },
      owner: shared.owner,
      queue: deps.queueName,
      source: 'mineru3',
      backend: shared.backend,
      file: received ?? { name, key: uploadKeyOf(id), bytes: 0, hash: '', format: '' },
      // A list that is shorter than the files gives its first language to all.
      options: normaliseOptions(
        { ...common, lang: languages.length === files.length ? languages[index] : languages[0] },
        deps.defaults,
      ),
      priority,
      engines: deps.engines,
      substitute: !deps.strictBackend,
      ...(refusal === undefined ? {} : { refusal }),
    }),
  );
}

/** MinerU reads a negative end as the last page. */
function pageRangeOf(fields: Fields): { startPage: number | undefined; endPage: number | undefined } {
  const start = integerField(fields, 'start_page_id');
  const end = integerField(fields, 'end_page_id');
  return {
    startPage: start === undefined ? undefined : Math.max(0, start),
    endPage: end === undefined || end < 0 ? undefined : end,
  };
}
