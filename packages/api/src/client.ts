import type { z } from 'zod';
import type { ErrorCode } from './contract/error-codes.ts';
import type { submittedSchema, taskAnswerSchema, taskStatuses } from './contract/v1.ts';

/** TaskAnswer is the answer to a look at a task. */
export type TaskAnswer = z.infer<typeof taskAnswerSchema>;
/** Submitted is the answer to a submit. */
export type Submitted = z.infer<typeof submittedSchema>;

/** ClientError is an error answer of the service, or its silence: then `status` is 0 and `code` `service_unreachable`. */
export class ClientError extends Error {
  readonly status: number;
  readonly code: ErrorCode | 'service_unreachable' | 'unknown';

  constructor(
    message: string,
    { status, code, cause }: { status: number; code: ClientError['code']; cause?: unknown },
  ) {
    super(message, { cause });
    this.name = 'ClientError';
    this.status = status;
    this.code = code;
  }
}

/** SubmitOptions are the fields of a submit; unset ones get the service's defaults. */
export interface SubmitOptions {
  readonly backend?: string;
  readonly lang?: string;
  readonly method?: 'auto' | 'txt' | 'ocr';
  readonly formula_enable?: boolean;
  readonly table_enable?: boolean;
  /** false: no picture is taken or drawn. */
  readonly pictures?: boolean;
  readonly priority?: number;
  readonly enable_pagination?: boolean;
  readonly on_page_error?: 'skip' | 'fail';
  /** Tables of the Markdown: pipe tables and, where these cannot hold them, HTML; HTML always; merged cells repeated. */
  readonly tables?: 'gfm' | 'html' | 'repeat';
  /** Pictures: links or data URLs in the Markdown and the HTML page, or none in the whole result. */
  readonly images?: 'link' | 'embed' | 'drop';
  /** Running heads and feet, page numbers, notes of the page: none, the notes, or all. */
  readonly furniture?: 'drop' | 'notes' | 'keep';
  /** Begin the Markdown with the metadata as YAML. */
  readonly front_matter?: boolean;
  /** Begin each page of the Markdown with `<!-- page 3 -->`, `<!-- slide 3 -->` or `<!-- sheet 3 -->`. */
  readonly page_marks?: boolean;
  /** Comments of reviewers; on unless set. */
  readonly comments?: boolean;
  /** Hidden slides and sheets as well. */
  readonly hidden?: boolean;
  readonly main_content?: boolean;
  /** An HTML page as well, beside the Markdown in `result_path`. */
  readonly return_html?: boolean;
  /** Passages for retrieval, of at most `passage_size` (default 512) tokens or characters. */
  readonly return_passages?: boolean;
  readonly passage_size?: number;
  readonly passage_unit?: 'tokens' | 'characters';
  /** A second submit with the same key joins the first. */
  readonly idempotencyKey?: string;
}

/** WaitOptions: `interval` between looks in ms, default 500. */
export interface WaitOptions {
  readonly interval?: number;
  readonly signal?: AbortSignal;
  onProgress?(task: TaskAnswer): void;
}

/** Client speaks the v1 interface. Every call rejects with a ClientError. */
export interface Client {
  submit(file: Blob, name: string, options?: SubmitOptions): Promise<Submitted>;
  /** task gives the state and, when completed and `content` is not false, the content. */
  task(id: string, options?: { readonly content?: boolean }): Promise<TaskAnswer>;
  /** wait looks again until the task is completed, failed or cancelled, and gives it with its content. */
  wait(id: string, options?: WaitOptions): Promise<TaskAnswer>;
  cancel(id: string): Promise<void>;
}

const finals: readonly (typeof taskStatuses)[number][] = ['completed', 'failed', 'cancelled'];

/** createClient makes a Client of the service at `baseUrl`, for example `http://127.0.0.1:8000`. */
export function createClient(baseUrl: string): Client {
  const base = baseUrl.replace(/\/+$/, '');
  const call = async <Answer>(path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(base + path, init).catch((cause: unknown) => {
      throw unreachable(base, cause);
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refused(response.status, body);
    return body as Answer;
  };
  const client: Client = {
    async submit(file, name, { idempotencyKey, ...fields } = {}) {
      const form = new FormData();
      for (const [field, value] of Object.entries(fields)) form.set(field, String(value));
      form.set('file', file, name);
      const headers: Record<string, string> = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
      return await call('/api/v1/tasks/submit', { method: 'POST', body: form, headers });
    },
    task: (id, { content = true } = {}) => call(`/api/v1/tasks/${encodeURIComponent(id)}?content=${content}`),
    async wait(id, { interval = 500, signal, onProgress } = {}) {
      for (;;) {
        signal?.throwIfAborted();
        const state = await client.task(id, { content: false });
        onProgress?.(state);
        if (finals.includes(state.status)) return state.status === 'completed' ? await client.task(id) : state;
        await pause(interval, signal);
      }
    },
    async cancel(id) {
      await call(`/api/v1/tasks/${encodeURIComponent(id)}`, { method: 'DELETE' });
    },
  };
  return client;
}

function unreachable(url: string, cause: unknown): ClientError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const reason = inner instanceof Error ? inner.message || inner.name : String(inner);
  return new ClientError(`no answer from ${url}: ${reason}`, { status: 0, code: 'service_unreachable', cause });
}

function refused(status: number, body: unknown): ClientError {
  const { error } = (body ?? {}) as { error?: { code?: ErrorCode; message?: string } };
  return new ClientError(error?.message ?? `HTTP ${status}`, { status, code: error?.code ?? 'unknown' });
}

async function pause(time: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, time);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
