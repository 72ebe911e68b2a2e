import { pdfDescriptor } from '#capabilities';
import { AppError, toAppError } from '#errors';
import type { EngineRun, PageEngine } from '../engine.ts';
import { assemblePages } from './assemble.ts';
import type { PdfPageContent } from './page-content.ts';
import { openPdf, type PdfFile } from './pdf-file.ts';
import { loadPdfium } from './pdfium.ts';
import { readPage } from './read-page.ts';

/** PDFium keeps every object that it has read (2 MB a 1,000 plain pages, measured) until the file is closed. */
const pagesPerOpening = 1_000;

/** createPdfEngine makes the built-in page engine for PDF, on PDFium compiled to WASM; `load` gives another build of it. */
export function createPdfEngine(load = loadPdfium): PageEngine<PdfPageContent> {
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
    survey: (run) =>
      withFile(run, load, async (file) => {
        const { pageCount } = file;
        if (pageCount > run.limits.maxPages)
          throw new AppError('too_many_pages', { params: { pages: pageCount, limit: run.limits.maxPages } });
        return { pageCount, metadata: file.metadata(), outline: file.outline() };
      }),
    async *readPages(run, pages) {
      const api = await load();
      for (let first = 0; first < pages.length; first += pagesPerOpening) {
        const file = openPdf(api, run.file.path);
        try {
          for (const pageIndex of pages.slice(first, first + pagesPerOpening)) {
            run.signal.throwIfAborted();
            yield readOne(file, pageIndex, run);
          }
        } finally {
          file.close();
        }
      }
    },
    assemble: (_, drafts, survey) => assemblePages(drafts, survey),
  };
}

function readOne(file: PdfFile, pageIndex: number, { limits }: EngineRun) {
  try {
    return readPage(file, pageIndex, limits);
  } catch (error) {
    // A trap leaves PDFium's memory in doubt: the slot must go, and the page is blamed for it.
    if (error instanceof Error && error.name === 'RuntimeError') throw error;
    return { pageIndex, error: toAppError(error, 'page_failed') };
  }
}

async function withFile<T>(
  { file }: EngineRun,
  load: typeof loadPdfium,
  use: (file: PdfFile) => Promise<T>,
): Promise<T> {
  const opened = openPdf(await load(), file.path);
  try {
    return await use(opened);
  } finally {
    opened.close();
  }
}
