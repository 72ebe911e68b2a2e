import type { ErrorCode } from '@docmill/api';
import { type AppError, type Language, renderError } from '#errors';

/** Problem is an error as HTTP tells it. */
export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  malformed_request: 400,
  upload_aborted: 400,
  route_not_found: 404,
  task_not_found: 404,
  worker_not_found: 404,
  method_not_allowed: 405,
  task_already_finished: 409,
  task_not_finished: 409,
  result_expired: 410,
  file_gone: 410,
  file_too_large: 413,
  too_many_files: 413,
  invalid_parameter: 422,
  file_missing: 422,
  file_empty: 422,
  unsupported_format: 422,
  no_transcription: 422,
  unsupported_backend: 422,
  queue_full: 429,
  too_many_uploads: 429,
  storage_failed: 503,
  store_unavailable: 503,
  shutting_down: 503,
  disk_full: 507,
  result_unavailable: 500,
  internal_error: 500,
};

/** statusOfCode gives the HTTP status of a code; undefined for those that concern jobs or operators. */
export function statusOfCode(code: ErrorCode): number | undefined {
  return statusOf[code];
}

const fieldOf: Partial<Record<ErrorCode, string>> = {
  file_missing: 'file',
  file_empty: 'file',
  unsupported_format: 'file',
  no_transcription: 'file',
  unsupported_backend: 'backend',
};

const retryAfterSeconds = 5;

/** problemOf renders an error for a client: the contract's `detail` and our `error{code, message, field?}` beside it. */
export function problemOf(error: AppError, language: Language): Problem {
  // A code without a status reaches a client only through a defect.
  const status = statusOf[error.code] ?? 500;
  const message = renderError({ code: error.code, params: error.params }, language);
  const field = typeof error.params.field === 'string' ? error.params.field : fieldOf[error.code];
  const body = { code: error.code, message, ...(field === undefined ? {} : { field }) };
  const retry = status === 429 || status === 503 ? { 'retry-after': String(retryAfterSeconds) } : {};
  const detail = status === 422 ? [validationDetail(error, { field: field ?? '', message })] : message;
  return { status, headers: retry, body: { detail, error: body } };
}

/** validationDetail gives one entry of the list that clients of FastAPI services read in a 422. */
function validationDetail(error: AppError, { field, message }: { field: string; message: string }): object {
  const { type, place, input, msg } = error.params;
  return {
    type: type ?? (error.code === 'file_missing' ? 'missing' : 'value_error'),
    loc: [place ?? 'body', field],
    msg: error.code === 'file_missing' ? 'Field required' : (msg ?? message),
    input: input ?? null,
  };
}
