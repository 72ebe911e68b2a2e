import type { Ask } from './caller.ts';
import { indexedOf } from './new-job.ts';
import { type Row, recordOf } from './record.ts';

/** So many records are read and written at once. */
const step = 200;
/** BullMQ's sets; its prioritized set are our lanes. */
const sets = ['active', 'delayed', 'waiting-children', 'completed', 'failed'] as const;

/**
 * rebuildIndexes makes all our indexes anew from BullMQ's sets and the records, and notes that they stand. Safe to repeat, and beside other
 * processes: the script itself looks which set a job is in, and a second look finds those that moved meanwhile.
 */
export async function rebuildIndexes(ask: Ask): Promise<void> {
  await ask({ c: 'forget' });
  for (let look = 0; look < 2; look += 1) {
    const lanes = (await ask({ c: 'lanes' })).value as readonly string[];
    for (const lane of lanes) await reindex(ask, { lane });
    for (const set of sets) await reindex(ask, { set });
  }
  await ask({ c: 'whole' });
}

async function reindex(ask: Ask, source: { readonly set: string } | { readonly lane: string }): Promise<void> {
  for (let from = 0; ; from += step) {
    const { value, now } = await ask({ c: 'members', ...source, from, limit: step });
    const rows = value as readonly (Row | '')[];
    if (rows.length === 0) return;
    const jobs = rows
      .filter((row) => row !== '')
      .map((row) => recordOf(row, now))
      // Chunks that are held back are let out in their order.
      .sort((a, b) => a.index - b.index);
    if (jobs.length > 0) await ask({ c: 'reindex', jobs: jobs.map(indexedOf) });
  }
}
