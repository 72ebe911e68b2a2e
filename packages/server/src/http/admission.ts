import type { FastifyRequest } from 'fastify';
import { AppError } from '#errors';
import type { HttpDeps } from './deps.ts';

/** refuseFullQueue throws `queue_full` while as many tasks wait as MAX_QUEUE_LENGTH allows. */
export async function refuseFullQueue({ queue, limits }: HttpDeps, owner: string): Promise<void> {
  const { pending } = await queue.counts(owner);
  if (pending >= limits.queueLength)
    throw new AppError('queue_full', { params: { limit: limits.queueLength }, retryable: true });
}

/**
 * mayHaveBeenAdded tells whether a job may have come of an add that failed: the store took it and its answer was lost. Then the file must
 * stay; the cleaner takes those that no job came of.
 */
export function mayHaveBeenAdded(error: unknown): boolean {
  return error instanceof AppError && error.code === 'store_unavailable';
}

/** idempotencyKeyOf gives the key under which a second request joins the first. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const value = request.headers['idempotency-key'];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
