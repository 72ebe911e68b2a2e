import type { Config } from '#config';
import { type CleanedItem, type CleanReport, createCleaner } from '#retention';
import { openExistingQueue, openStorages } from './stores.ts';

/** CleanUpRequest is what `docmill cleanup` was asked to do. Times in ms. */
export interface CleanUpRequest {
  readonly outputs: boolean;
  readonly temp: boolean;
  readonly dryRun: boolean;
  /** Results stay this much longer than RESULT_EXPIRES. */
  readonly extra: number;
  readonly tempMaxAge: number;
  onItem(item: CleanedItem): void;
}

/** cleanUp removes results and work files whose time is over, once. Throws `queue_missing`. */
export async function cleanUp(config: Config, request: CleanUpRequest): Promise<CleanReport> {
  const { outputs, temp, dryRun, extra, tempMaxAge, onItem } = request;
  const stores = { ...openStorages(config), queue: await openExistingQueue(config) };
  const now = Date.now();
  try {
    return await createCleaner(stores).clean({
      outputsBefore: outputs ? now - config.tasks.resultExpires - extra : undefined,
      tempBefore: temp ? now - tempMaxAge : undefined,
      dryRun,
      onItem,
    });
  } finally {
    await stores.queue.close();
  }
}
