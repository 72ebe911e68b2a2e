import { ofdDescriptor } from '#capabilities';
import { AppError, toAppError } from '#errors';
import type { EngineRun, PageEngine, PageRead } from '../engine.ts';
import { assemblePages, draftOf, type LaidOutPage, laidOut, type PageSummary } from '../pdf/fixed-pages.ts';
import { type OfdFile, openOfd } from './open-ofd.ts';
import { drawPage } from './page.ts';

/** createOfdEngine makes the built-in page engine for OFD. */
export function createOfdEngine(): PageEngine<LaidOutPage, PageSummary> {
  return {
    type: 'pages',
    describe: () => ofdDescriptor,
    check: async () => ({ ready: true }),
    async survey({ file, limits }) {
      const { pages, metadata, outline } = await openOfd(file.path, limits);
      if (pages.length > limits.maxPages)
        throw new AppError('too_many_pages', { params: { pages: pages.length, limit: limits.maxPages } });
      return { pageCount: pages.length, metadata, outline };
    },
    async *readPages(run, pages) {
      const opened = await openOfd(run.file.path, run.limits);
      for (const pageIndex of pages) {
        run.signal.throwIfAborted();
        yield readOne(opened, pageIndex, run);
      }
    },
    assemble: (_, drafts, survey) => assemblePages(drafts, survey),
  };
}

function readOne(file: OfdFile, pageIndex: number, { limits }: EngineRun): PageRead<LaidOutPage, PageSummary> {
  try {
    return laidOut(draftOf(drawPage(file, pageIndex, limits)));
  } catch (error) {
    return { pageIndex, error: toAppError(error, 'page_failed') };
  }
}
