import { AppError } from '#errors';

/** Probes give up on an answer that takes longer, ms. */
const patience = 3_000;

/** withinPatience rejects with `store_unavailable` when the store does not answer within three seconds. */
export async function withinPatience(answer: Promise<void>): Promise<void> {
  const reason = `no answer within ${patience / 1_000} s`;
  const late = new AppError('store_unavailable', { params: { reason }, retryable: true });
  const { promise, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(late), patience);
  try {
    await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
