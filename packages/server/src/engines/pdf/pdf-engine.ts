import { pdfDescriptor } from '#capabilities';
import { AppError, toAppError } from '#errors';
import { sweepHeap } from '#process';
import type { Drafts, EngineRun, PageEngine, PageRead, Survey } from '../engine.ts';
import { assemblePages } from './assemble.ts';
import { createSpareReader, isSpared, type SpareReader, surveySpare } from './fallback/index.ts';
import { type LaidOutPage, laidOut } from './laid-out.ts';
import type { PageSummary } from './page-summary.ts';
import { openPdf, type PdfFile } from './pdf-file.ts';
import { loadPdfium, type PdfiumApi } from './pdfium.ts';
import { readPage } from './read-page.ts';

/**
 * PDFium keeps every object that it has read (2 MB a 1,000 plain pages, measured) until the file is closed. A file of 10,000 pages takes 274 MB
 * with 500 and 294 with 1,000, in the same time.
 */
const pagesPerOpening = 500;
/** After so many pages are put together what is left of them is swept away. */
const pagesPerSweep = 500;

/** createPdfEngine makes the built-in page engine for PDF, on PDFium compiled to WASM; `load` gives another build of it. */
export function createPdfEngine(load = loadPdfium): PageEngine<LaidOutPage, PageSummary> {
  return {
    type: 'pages',
    describe: () => pdfDescriptor,
    async check() {
      try {
        await load();
        return { ready: true };
      } catch (error) {
        return { ready: false, reason: String(error), remedy: 'Install docmill again: its PDFium cannot be loaded.' };
      }
    },
    async survey(run) {
      const api = await load();
      const found = await surveyWith(api, run).catch((error: unknown) => surveySpare(run, error));
      const { pageCount } = found;
      if (pageCount > run.limits.maxPages)
        throw new AppError('too_many_pages', { params: { pages: pageCount, limit: run.limits.maxPages } });
      return found;
    },
    async *readPages(run, pages) {
      const api = await load();
      const spare = createSpareReader(run.file.path);
      try {
        for (let first = 0; first < pages.length; first += pagesPerOpening)
          yield* readSome(api, { run, spare, pages: pages.slice(first, first + pagesPerOpening) });
      } finally {
        await spare.close();
      }
    },
    assemble: (_, drafts, survey) => assemblePages(swept(drafts), survey),
  };
}

async function surveyWith(api: PdfiumApi, { file }: EngineRun): Promise<Survey> {
  const opened = openPdf(api, file.path);
  try {
    return { pageCount: opened.pageCount, metadata: opened.metadata(), outline: opened.outline() };
  } finally {
    opened.close();
  }
}

interface Reading {
  readonly run: EngineRun;
  readonly spare: SpareReader;
  readonly pages: readonly number[];
}

async function* readSome(
  api: PdfiumApi,
  { run, spare, pages }: Reading,
): AsyncGenerator<PageRead<LaidOutPage, PageSummary>> {
  const opened = openOrSpare(api, run);
  try {
    for (const pageIndex of pages) {
      run.signal.throwIfAborted();
      const read =
        opened.file === undefined ? { pageIndex, error: opened.error } : readOne(opened.file, pageIndex, run);
      // What took too long once is not begun again.
      const isSparedPage = 'error' in read && toAppError(read.error, 'page_failed').code !== 'page_timeout';
      yield isSparedPage ? await spare.read(pageIndex, read.error) : read;
    }
  } finally {
    opened.file?.close();
    if (pages.length === pagesPerOpening) sweepHeap();
  }
}

function swept(drafts: Drafts<LaidOutPage, PageSummary>): Drafts<LaidOutPage, PageSummary> {
  return {
    summaries: drafts.summaries,
    async *pages() {
      let count = 0;
      for await (const page of drafts.pages()) {
        yield page;
        count += 1;
        if (count % pagesPerSweep === 0) sweepHeap();
      }
    },
  };
}

function openOrSpare(
  api: PdfiumApi,
  { file }: EngineRun,
): { readonly file: PdfFile } | { readonly file?: never; readonly error: Error } {
  try {
    return { file: openPdf(api, file.path) };
  } catch (error) {
    if (!isSpared(error)) throw error;
    return { error };
  }
}

function readOne(file: PdfFile, pageIndex: number, run: EngineRun): PageRead<LaidOutPage, PageSummary> {
  try {
    return laidOut(readPage(file, pageIndex, run));
  } catch (error) {
    // A trap leaves PDFium's memory in doubt: the slot must go, and the page is blamed for it.
    if (error instanceof Error && error.name === 'RuntimeError') throw error;
    return { pageIndex, error: toAppError(error, 'page_failed') };
  }
}
