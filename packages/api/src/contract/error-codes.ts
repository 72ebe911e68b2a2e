/** operatorCodes are those that only commands tell. */
export const operatorCodes = [
  'invalid_setting',
  'schema_too_new',
  'queue_missing',
  'service_unreachable',
  'port_in_use',
  'output_unwritable',
  'file_unreadable',
] as const;

/**
 * errorCodes lists every code a caller can meet, in a response or in a job's `error`. A code never changes its meaning.
 */
export const errorCodes = [
  // requests
  'malformed_request',
  'invalid_parameter',
  'file_missing',
  'file_empty',
  'file_too_large',
  'too_many_files',
  'unsupported_format',
  'no_transcription',
  'unsupported_backend',
  'task_not_found',
  'task_already_finished',
  'task_not_finished',
  'worker_not_found',
  'task_cancelled',
  'file_gone',
  'result_expired',
  'result_unavailable',
  'route_not_found',
  'method_not_allowed',
  'upload_aborted',
  'queue_full',
  'too_many_uploads',
  'disk_full',
  'store_unavailable',
  'shutting_down',
  'internal_error',
  // jobs
  'file_corrupt',
  'password_required',
  'no_pages',
  'too_many_pages',
  'page_too_large',
  'page_failed',
  'page_timeout',
  'output_too_large',
  'archive_limit',
  'task_timeout',
  'engine_stalled',
  'memory_limit',
  'engine_crashed',
  'engine_failed',
  'engine_unavailable',
  'worker_lost',
  'storage_failed',
  ...operatorCodes,
] as const;

/** ErrorCode is the stable name of what went wrong. */
export type ErrorCode = (typeof errorCodes)[number];
