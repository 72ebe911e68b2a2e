import { join } from 'node:path';
import type { Asset, Warning } from '@docmill/document';
import type { Drafts } from '#engines';
import { AppError } from '#errors';
import type { Checkpoints, StoredDraft } from './checkpoints.ts';
import { createLineSpool, type LineSpool } from './line-spool.ts';

/** So many checkpoints are asked for before the first of them is needed: a storage takes its time for each. */
const readAhead = 16;

/** DraftSpool holds the drafts of a document: fetched once from the storage, passed over as often as an engine likes. */
export interface DraftSpool {
  readonly drafts: Drafts;
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
  const summaries = createLineSpool(join(folder, 'summaries.jsonl'));
  const contents = createLineSpool(join(folder, 'contents.jsonl'));
  try {
    for await (const draft of loadAll(checkpoints, pages)) {
      for (const asset of draft.assets) assets.set(asset.name, asset);
      warnings.push(...draft.warnings);
      await summaries.add(Buffer.from(JSON.stringify(draft.summary ?? null)));
      await contents.add(draft.content);
    }
  } finally {
    await Promise.all([summaries.close(), contents.close()]);
  }
  const drafts: Drafts = {
    summaries: () => parsedLines(summaries, (summary, at) => ({ pageIndex: pages[at] ?? at, summary })),
    pages: () => parsedLines(contents, (content, at) => ({ pageIndex: pages[at] ?? at, content })),
  };
  return { drafts, assets: [...assets.values()], warnings };
}

async function* parsedLines<T>(spool: LineSpool, of: (value: unknown, at: number) => T): AsyncGenerator<T> {
  let at = 0;
  for await (const line of spool.lines()) {
    yield of(JSON.parse(line.toString()), at);
    at += 1;
  }
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
