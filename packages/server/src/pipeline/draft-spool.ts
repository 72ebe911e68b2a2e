import { join } from 'node:path';
import type { Asset, Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { Checkpoints, StoredDraft } from './checkpoints.ts';
import { writeJsonLines } from './json-lines.ts';

/** So many checkpoints are asked for before the first of them is needed: a storage takes its time for each. */
const readAhead = 16;

/** DraftSpool holds the drafts of a document on disk: fetched once from the storage, passed over as often as an engine likes. */
export interface DraftSpool {
  drafts(): AsyncIterable<StoredDraft>;
  /** The pictures of all pages, each once. */
  readonly assets: readonly Asset[];
  readonly warnings: readonly Warning[];
}

/** spoolDrafts fetches the checkpoints of pages, in their order. Throws `storage_failed`, to be tried again, for one that is missing. */
export async function spoolDrafts(
  checkpoints: Checkpoints,
  pages: readonly number[],
  folder: string,
): Promise<DraftSpool> {
  const assets = new Map<string, Asset>();
  const warnings: Warning[] = [];
  async function* noted(): AsyncGenerator<StoredDraft> {
    for await (const draft of loadAll(checkpoints, pages)) {
      for (const asset of draft.assets) assets.set(asset.name, asset);
      warnings.push(...draft.warnings);
      yield draft;
    }
  }
  const { values } = await writeJsonLines(join(folder, 'drafts.jsonl'), noted());
  return { drafts: values, assets: [...assets.values()], warnings };
}

async function* loadAll(checkpoints: Checkpoints, pages: readonly number[]): AsyncGenerator<StoredDraft> {
  const asked = pages.slice(0, readAhead).map((page) => checkpoints.load(page));
  for (const [at, page] of pages.entries()) {
    const draft = await asked.shift();
    if (draft === undefined)
      throw new AppError('storage_failed', { params: { key: `page ${page + 1}` }, retryable: true });
    const next = pages[at + readAhead];
    if (next !== undefined) asked.push(checkpoints.load(next));
    yield draft;
  }
}
