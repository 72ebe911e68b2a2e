import type { BatchStatus } from '@docmill/api';
import type { FastifyRequest } from 'fastify';
import { type Language, renderError } from '#errors';
import type { JobRecord } from '#jobs';
import { zonedTime } from '../times.ts';
import { jsonStems } from './stems.ts';

/** StatusView is what rendering a batch needs besides its record. */
export interface StatusView {
  readonly documents: readonly JobRecord[];
  readonly language: Language;
  /** Jobs that run before the first of the documents. Default 0. */
  readonly queuedAhead?: number;
  /** `http://host:port` as the client reached it. */
  readonly baseUrl: string;
}

/** statusWordOf gives MinerU's word for a batch: it knows no cancelled tasks, they have failed. */
export function statusWordOf(batch: JobRecord, documents: readonly JobRecord[]): BatchStatus['status'] {
  if (batch.state === 'completed') return 'completed';
  if (batch.state === 'failed' || batch.state === 'cancelled') return 'failed';
  return documents.every((job) => job.state === 'pending' && job.startedAt === undefined) ? 'pending' : 'processing';
}

/** statusOf gives the status payload of MinerU 3.x for a batch. */
export function statusOf(batch: JobRecord, { documents, language, baseUrl, queuedAhead = 0 }: StatusView): BatchStatus {
  const time = (at: number | undefined) => (at === undefined ? null : zonedTime(at));
  const started = documents.flatMap((job) => (job.startedAt === undefined ? [] : [job.startedAt]));
  const address = `${baseUrl}/tasks/${batch.id}`;
  const error =
    batch.state === 'cancelled' ? ({ code: 'task_cancelled', params: { task: batch.id } } as const) : batch.error;
  return {
    task_id: batch.id,
    status: statusWordOf(batch, documents),
    backend: batch.backend,
    file_names: [...jsonStems(documents.map((job) => job.file?.name ?? ''))],
    created_at: zonedTime(batch.createdAt),
    started_at: time(started.length === 0 ? undefined : Math.min(...started)),
    completed_at: time(batch.finishedAt),
    error: error === undefined ? null : renderError(error, language),
    status_url: address,
    result_url: `${address}/result`,
    queued_ahead: queuedAhead,
  };
}

/** baseUrlOf gives the address under which a client reached the service, behind a proxy as the proxy tells it. */
export function baseUrlOf(request: FastifyRequest): string {
  const first = (name: string) =>
    String(request.headers[name] ?? '')
      .split(',')[0]
      ?.trim() ?? '';
  const scheme = first('x-forwarded-proto') || request.protocol;
  const host = first('x-forwarded-host') || request.headers.host || 'localhost';
  return `${scheme}://${host}`;
}
