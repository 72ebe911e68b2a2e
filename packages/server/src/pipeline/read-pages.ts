import type { AssetBytes, EngineRun, PageDraft, PageEngine } from '#engines';
import { toAppError } from '#errors';
import type { SlotRun } from '#process';
import type { Checkpoints } from './checkpoints.ts';
import type { PipelineDeps } from './parse-document.ts';
import type { PagePlan } from './plan.ts';

/** FailedPage is a page that is missing from the result, with the code of the reason. */
export type FailedPage = SlotRun['failedPages'][number];

/** PageReaderInput is what pages are read with. */
export interface PageReaderInput {
  readonly engine: PageEngine;
  readonly engineRun: EngineRun;
  readonly beat: PipelineDeps['beat'];
  readonly checkpoints: Checkpoints;
  readonly plan: PagePlan;
}

/** PageReader reads the missing pages of a plan. */
export interface PageReader {
  progress(): { readonly pagesDone: number; readonly pagesTotal: number };
  /** readMissing checkpoints each page, names the page it is at before each, and gives those that could not be read. */
  readMissing(): Promise<readonly FailedPage[]>;
}

/** createPageReader makes a PageReader. */
export function createPageReader({ engine, engineRun, beat, checkpoints, plan }: PageReaderInput): PageReader {
  const { wanted, missing } = plan;
  let pagesDone = wanted.length - missing.length;
  const progress = () => ({ pagesDone, pagesTotal: wanted.length });
  const beatAt = async (page: number | undefined) => {
    engineRun.signal.throwIfAborted();
    await beat({ ...progress(), ...(page === undefined ? {} : { page }) });
  };
  return {
    progress,
    async readMissing() {
      const failures: FailedPage[] = [];
      let next = 0;
      await beatAt(missing[next]);
      for await (const read of engine.readPages(engineRun, missing)) {
        if ('error' in read) {
          failures.push({ pageIndex: read.pageIndex, code: toAppError(read.error, 'page_failed').code });
        } else {
          await checkpoints.save(withoutRepeats(read));
        }
        pagesDone += 1;
        next += 1;
        await beatAt(missing[next]);
      }
      return failures;
    },
  };
}

function withoutRepeats(draft: PageDraft): PageDraft {
  const byName = new Map<string, AssetBytes>(draft.assets.map((asset) => [asset.asset.name, asset]));
  return { ...draft, assets: [...byName.values()] };
}
