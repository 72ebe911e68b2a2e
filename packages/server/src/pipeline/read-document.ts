import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset, Document, Metadata, Page, Warning } from '@docmill/document';
import type { AssetBytes, DocumentEngine, EngineRun, PageDraft, PageEngine } from '#engines';
import { AppError, toAppError } from '#errors';
import type { SlotRun } from '#process';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { type PageSpool, spoolPages } from './page-spool.ts';
import type { PipelineDeps } from './parse-document.ts';
import { planPages } from './plan.ts';

type FailedPage = SlotRun['failedPages'][number];

/** ReadDocument is a parsed file: its pages on disk, its pictures as local files. */
export interface ReadDocument {
  readonly spool: PageSpool;
  readonly metadata: Metadata;
  readonly assets: readonly Asset[];
  readonly warnings: readonly Warning[];
  readonly failedPages: readonly FailedPage[];
  /** Local path of a picture. */
  assetPath(name: string): string;
}

/** ReadInput is what both ways of reading work on. */
export interface ReadInput {
  readonly run: SlotRun;
  readonly engineRun: EngineRun;
  readonly deps: PipelineDeps;
}

/** convertDocument reads a file with an engine that gives the whole document at once. */
export async function convertDocument(engine: DocumentEngine, { engineRun, deps }: ReadInput): Promise<ReadDocument> {
  const { document, assets } = await engine.convert(engineRun, (pagesDone, pagesTotal) => {
    void deps.beat({ pagesDone, ...(pagesTotal === undefined ? {} : { pagesTotal }) });
  });
  await Promise.all(assets.map(({ asset, data }) => writeFile(join(deps.workFolder, asset.name), data)));
  return {
    ...partsOf(document),
    spool: await spoolPages(toAsync(document.pages), deps.workFolder, () =>
      deps.beat({ pagesDone: document.pages.length }),
    ),
    failedPages: [],
    assetPath: (name) => join(deps.workFolder, name),
  };
}

function partsOf({ metadata, assets, warnings }: Document): Pick<ReadDocument, 'metadata' | 'assets' | 'warnings'> {
  return { metadata, assets, warnings };
}

async function* toAsync(pages: readonly Page[]): AsyncGenerator<Page> {
  yield* pages;
}

/** readPagedDocument reads the pages that no earlier attempt has read, then assembles all of them once. */
export async function readPagedDocument(engine: PageEngine, input: ReadInput): Promise<ReadDocument> {
  const { run, engineRun, deps } = input;
  const survey = await engine.survey(engineRun);
  const plan = planPages({ pageCount: survey.pageCount, failedPages: run.failedPages, ...askedPages(run) });
  const checkpoints = createCheckpoints(deps.files, run.checkpointFolder);
  const reader = createPageReader({ engine, input, checkpoints, wanted: plan.wanted });
  const failedPages = [...plan.givenUp, ...(await reader.readMissing())].sort((a, b) => a.pageIndex - b.pageIndex);
  refuseTooManyFailures(run, { failedPages, wanted: plan.wanted.length + plan.givenUp.length });

  const failed = new Set(failedPages.map((page) => page.pageIndex));
  const present = plan.wanted.filter((index) => !failed.has(index));
  const drafts = () => loadDrafts(checkpoints, present);
  const assets = new Map<string, Asset>();
  const warnings: Warning[] = [];
  for await (const draft of drafts()) {
    for (const asset of draft.assets) assets.set(asset.name, asset);
    warnings.push(...draft.warnings);
  }
  const spool = await spoolPages(engine.assemble(engineRun, drafts, survey), deps.workFolder, async () => {
    engineRun.signal.throwIfAborted();
    await deps.beat({ pagesDone: present.length, pagesTotal: plan.wanted.length });
  });
  const paths = new Map<string, string>();
  for (const name of assets.keys())
    paths.set(name, await deps.files.fetch(checkpoints.assetKey(name), deps.workFolder));
  return {
    spool,
    metadata: survey.metadata,
    assets: [...assets.values()],
    warnings,
    failedPages,
    assetPath: (name) => paths.get(name) ?? '',
  };
}

function askedPages(run: SlotRun): { startPage: number; endPage: number } {
  const { startPage, endPage } = run.options;
  return {
    startPage: typeof startPage === 'number' ? startPage : 0,
    endPage: typeof endPage === 'number' ? endPage : Number.POSITIVE_INFINITY,
  };
}

async function* loadDrafts(checkpoints: Checkpoints, indexes: readonly number[]) {
  for (const index of indexes) {
    const draft = await checkpoints.load(index);
    if (draft === undefined)
      throw new AppError('storage_failed', { params: { key: `page ${index + 1}` }, retryable: true });
    yield draft;
  }
}

function refuseTooManyFailures(run: SlotRun, pages: { failedPages: readonly FailedPage[]; wanted: number }): void {
  const [first] = pages.failedPages;
  if (first === undefined) return;
  const none = pages.failedPages.length === pages.wanted;
  if (!none && run.options.onPageError !== 'fail') return;
  throw new AppError('page_failed', { params: { page: first.pageIndex + 1, reason: first.code } });
}

interface PageReaderInput {
  readonly engine: PageEngine;
  readonly input: ReadInput;
  readonly checkpoints: Checkpoints;
  readonly wanted: readonly number[];
}

/** createPageReader reads the pages without a checkpoint and names the page it is at before each. */
function createPageReader({ engine, input, checkpoints, wanted }: PageReaderInput) {
  const { engineRun, deps } = input;
  let pagesDone = 0;
  const beatAt = async (page: number | undefined) => {
    engineRun.signal.throwIfAborted();
    await deps.beat({ pagesDone, pagesTotal: wanted.length, ...(page === undefined ? {} : { page }) });
  };
  return {
    async readMissing(): Promise<readonly FailedPage[]> {
      const done = await checkpoints.done();
      const missing = wanted.filter((index) => !done.has(index));
      pagesDone = wanted.length - missing.length;
      const failures: FailedPage[] = [];
      await beatAt(missing[0]);
      for await (const read of engine.readPages(engineRun, missing)) {
        if ('error' in read) {
          failures.push({ pageIndex: read.pageIndex, code: toAppError(read.error, 'page_failed').code });
        } else {
          await checkpoints.save(withoutRepeats(read));
        }
        pagesDone += 1;
        await beatAt(missing[missing.indexOf(read.pageIndex) + 1]);
      }
      return failures;
    },
  };
}

function withoutRepeats(draft: PageDraft): PageDraft {
  const byName = new Map<string, AssetBytes>(draft.assets.map((asset) => [asset.asset.name, asset]));
  return { ...draft, assets: [...byName.values()] };
}
