import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Asset, Warning } from '@docmill/document';
import type { Drafts } from '#engines';
import { AppError } from '#errors';
import type { Checkpoints, StoredDraft } from './checkpoints.ts';
import { createLineSpool } from './line-spool.ts';

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
    for (const page of pages) {
      const draft = await load(checkpoints, page);
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
      for (const pageIndex of pages) {
        const content = kept.get(pageIndex) ?? (await load(checkpoints, pageIndex)).content;
        kept.delete(pageIndex);
        yield { pageIndex, content: JSON.parse(content) };
      }
    },
  };
  return { drafts, assets: [...assets.values()], warnings };
}

async function load(checkpoints: Checkpoints, pageIndex: number): Promise<StoredDraft> {
  // Nothing else here leaves the thread, and an order to stop must arrive.
  await setImmediate();
  const draft = await checkpoints.load(pageIndex);
  if (draft !== undefined) return draft;
  throw new AppError('storage_failed', { params: { key: `page ${pageIndex + 1}` }, retryable: true });
}
