import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Asset, Warning } from '@docmill/document';
import type { Drafts } from '#engines';
import { AppError } from '#errors';
import { sweepHeap } from '#process';
import type { Checkpoints, StoredDraft } from './checkpoints.ts';
import { createLineSpool } from './line-spool.ts';

/** So many checkpoints are asked for before the first of them is needed: a storage over a network takes its time for each. */
const readAhead = 16;
/** What so many checkpoints have left behind is swept away. */
const pagesPerSweep = 250;
/** Contents up to so many characters stay in memory from the pass for what is small to the next: most documents are read once. */
const keptCharacters = 8_000_000;

/** ReadDrafts is what was read of a document: its drafts, and what they bring along. */
export interface ReadDrafts {
  readonly drafts: Drafts;
  /** The pictures of all pages, each once. */
  readonly assets: readonly Asset[];
  readonly warnings: readonly Warning[];
}

/**
 * gatherDrafts passes over the checkpoints of pages, in their order, and keeps what is small of them; the contents are loaded when they are
 * asked for. Throws `storage_failed`, to be tried again, for one that is missing.
 */
export async function gatherDrafts(
  checkpoints: Checkpoints,
  pages: readonly number[],
  folder: string,
): Promise<ReadDrafts> {
  const assets = new Map<string, Asset>();
  const warnings: Warning[] = [];
  const kept = new Map<number, string>();
  let characters = 0;
  const summaries = createLineSpool(join(folder, 'summaries.jsonl'));
  try {
    for await (const draft of loadAll(checkpoints, pages)) {
      if (characters + draft.content.length <= keptCharacters) kept.set(draft.pageIndex, draft.content);
      characters += draft.content.length;
      for (const asset of draft.assets) assets.set(asset.name, asset);
      warnings.push(...draft.warnings);
      await summaries.add(Buffer.from(JSON.stringify({ pageIndex: draft.pageIndex, summary: draft.summary })));
    }
  } finally {
    await summaries.close();
  }
  const drafts: Drafts = {
    async *summaries() {
      for await (const line of summaries.lines()) yield JSON.parse(line.toString());
    },
    async *pages() {
      const rest = pages.slice(kept.size);
      for (const [pageIndex, content] of kept) {
        kept.delete(pageIndex);
        yield { pageIndex, content: JSON.parse(content) };
      }
      for await (const { pageIndex, content } of loadAll(checkpoints, rest))
        yield { pageIndex, content: JSON.parse(content) };
    },
  };
  return { drafts, assets: [...assets.values()], warnings };
}

async function* loadAll(checkpoints: Checkpoints, pages: readonly number[]): AsyncGenerator<StoredDraft> {
  const asked = pages.slice(0, readAhead).map((page) => checkpoints.load(page));
  for (const [at, page] of pages.entries()) {
    // A storage on this machine's disk reads at once: an order to stop must arrive all the same.
    await setImmediate();
    const draft = await asked.shift();
    if (draft === undefined)
      throw new AppError('storage_failed', { params: { key: `page ${page + 1}` }, retryable: true });
    const next = pages[at + readAhead];
    if (next !== undefined) asked.push(checkpoints.load(next));
    yield draft;
    if ((at + 1) % pagesPerSweep === 0) sweepHeap();
  }
}
