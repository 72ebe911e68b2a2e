import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Asset, Document, Metadata, Page, Warning } from '@docmill/document';
import type { DocumentEngine, EngineRun, PageEngine, Survey } from '#engines';
import { AppError } from '#errors';
import type { SlotOutcome, SlotRun } from '#process';
import { manifestVersion } from '#results';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { gatherDrafts } from './drafts.ts';
import type { PipelineDeps } from './parse-document.ts';
import { type PagePlan, planPages } from './plan.ts';
import { createPageReader, type FailedPage, type PageReader } from './read-pages.ts';

const hopelessChunks = 20;

/** ReadDocument is a parsed file: its pages as they are made, once, and its pictures as local files. */
export interface ReadDocument {
  readonly pages: AsyncIterable<Page>;
  /** How far the reading is while its pages are made. */
  readonly progress: { readonly pagesDone: number; readonly pagesTotal?: number };
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
    pages: toAsync(document.pages),
    progress: { pagesDone: document.pages.length },
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

/**
 * readPagedDocument reads the pages that nobody has read yet and assembles all of them once. A chunk ends with its pages read; a document
 * with many pages left ends with the plan of chunks that are to be read first.
 */
export async function readPagedDocument(
  engine: PageEngine,
  input: ReadInput,
): Promise<ReadDocument | Exclude<SlotOutcome, { type: 'done' }>> {
  const { run, engineRun, deps } = input;
  const survey = await engine.survey(engineRun);
  const checkpoints = createCheckpoints(deps.files, run.checkpointFolder);
  const plan = await planRun(input, survey, checkpoints);
  refuseHopeless(run, plan);
  const reader = createPageReader({ engine, engineRun, beat: deps.beat, checkpoints, plan });
  const asked = plan.wanted.length + plan.givenUp.length;
  refuseFailures(run, plan.givenUp, asked);
  if (plan.chunks.length > 0) return { type: 'planned', chunks: [...plan.chunks], progress: reader.progress() };
  const failedPages = [...plan.givenUp, ...(await reader.readMissing())].sort((a, b) => a.pageIndex - b.pageIndex);
  refuseFailures(run, failedPages, asked);
  if (run.range !== undefined) return chunkOutcome(engine, reader, failedPages);
  const failed = new Set(failedPages.map((page) => page.pageIndex));
  const pages = plan.wanted.filter((index) => !failed.has(index));
  return { ...(await assemble(engine, input, { survey, checkpoints, pages, reader })), failedPages };
}

/** refuseHopeless ends a run of which so many chunks failed and not one page was read: it is the document, not a page. */
function refuseHopeless({ failedChunks }: SlotRun, { wanted, missing }: PagePlan): void {
  const [first] = failedChunks;
  if (first === undefined || failedChunks.length < hopelessChunks || missing.length < wanted.length) return;
  throw new AppError(first.error.code, { params: first.error.params });
}

async function planRun({ run, deps }: ReadInput, survey: Survey, checkpoints: Checkpoints): Promise<PagePlan> {
  const { startPage, endPage, enablePagination } = run.options;
  const asked = {
    first: typeof startPage === 'number' ? startPage : 0,
    last: typeof endPage === 'number' ? endPage : Number.POSITIVE_INFINITY,
  };
  const mayBeSplit = run.range === undefined && (enablePagination ?? deps.pagination?.enabled) === true;
  const range = run.range ?? asked;
  return planPages({
    pageCount: survey.pageCount,
    range,
    failedPages: run.failedPages,
    failedChunks: run.failedChunks,
    done: await checkpoints.done(run.range),
    pagination: mayBeSplit ? deps.pagination : undefined,
  });
}

function chunkOutcome(
  engine: PageEngine,
  reader: PageReader,
  failedPages: readonly FailedPage[],
): Extract<SlotOutcome, { type: 'read' }> {
  const { name, version } = engine.describe();
  return {
    type: 'read',
    result: {
      resultVersion: manifestVersion,
      outcome: failedPages.length === 0 ? 'full' : 'partial',
      failedPages: [...failedPages],
      warnings: [],
      engine: { name, version },
      pages: reader.progress().pagesDone,
    },
  };
}

interface AssembleInput {
  readonly survey: Survey;
  readonly checkpoints: Checkpoints;
  /** Indexes of the pages that were read. */
  readonly pages: readonly number[];
  readonly reader: PageReader;
}

async function assemble(
  engine: PageEngine,
  { engineRun, deps }: ReadInput,
  { survey, checkpoints, pages, reader }: AssembleInput,
): Promise<Omit<ReadDocument, 'failedPages'>> {
  const { drafts, assets, warnings } = await gatherDrafts(checkpoints, pages, deps.workFolder);
  const paths = new Map<string, string>();
  for (const { name } of assets) paths.set(name, await deps.files.fetch(checkpoints.assetKey(name), deps.workFolder));
  return {
    pages: engine.assemble(engineRun, drafts, survey),
    progress: reader.progress(),
    metadata: survey.metadata,
    assets,
    warnings,
    assetPath: (name) => paths.get(name) ?? '',
  };
}

/** refuseFailures ends a run that may lose no page, or has lost all; a chunk may lose all of its own. */
function refuseFailures({ range, options }: SlotRun, failedPages: readonly FailedPage[], asked: number): void {
  const [first] = failedPages;
  if (first === undefined) return;
  const none = range === undefined && failedPages.length === asked;
  if (!none && options.onPageError !== 'fail') return;
  throw new AppError('page_failed', { params: { page: first.pageIndex + 1, reason: first.code } });
}
