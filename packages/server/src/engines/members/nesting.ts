import { AppError } from '#errors';
import { type ArchiveLimits, defaultArchiveLimits, type EngineRun, type Nesting } from '../engine.ts';

/** archiveLimitsOf gives what the files inside a file may cost. */
export function archiveLimitsOf({ limits }: EngineRun): ArchiveLimits {
  return limits.archive ?? defaultArchiveLimits;
}

/** nestingOf gives where a run is: outermost unless it says otherwise. */
export function nestingOf({ nesting }: EngineRun): Nesting {
  return nesting ?? { depth: 0, spent: { entries: 0, bytes: 0 } };
}

/** spend counts what files inside take up, over all levels together. Throws `archive_limit` with the name of the limit. */
export function spend(run: EngineRun, nesting: Nesting, { entries, bytes }: Partial<Nesting['spent']>): void {
  const limits = archiveLimitsOf(run);
  nesting.spent.entries += entries ?? 0;
  nesting.spent.bytes += bytes ?? 0;
  refuseAbove('MAX_ARCHIVE_ENTRIES', limits.maxEntries, nesting.spent.entries);
  refuseAbove('MAX_ARCHIVE_BYTES', limits.maxBytes, nesting.spent.bytes);
}

/** refuseAbove throws `archive_limit` with the name of the limit where more is found than it allows. */
export function refuseAbove(limit: string, value: number, found: number): void {
  if (found > value) throw new AppError('archive_limit', { params: { limit, value, found } });
}
