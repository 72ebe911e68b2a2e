import type { ErrorCode } from '@docmill/api';

/** ErrorParams are the values that a message of the catalogue names. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** StoredError is an error as records keep it: code and values, never rendered text. */
export interface StoredError {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
}

interface AppErrorOptions {
  readonly params?: ErrorParams;
  /** True when the same work may succeed later (storage, network, time). Default false. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** AppError is every error that somebody is told about: a stable code and the values its message names. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly retryable: boolean;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(`${code} ${JSON.stringify(options.params ?? {})}`, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.params = options.params ?? {};
    this.retryable = options.retryable ?? false;
  }
}

/** toAppError gives an AppError as it is and wraps anything else under `code`, by default `internal_error`. */
export function toAppError(error: unknown, code: ErrorCode = 'internal_error'): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError(code, { params: { reason }, cause: error });
}
