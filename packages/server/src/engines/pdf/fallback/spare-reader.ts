import { AppError } from '#errors';
import type { EngineRun, PageRead, Survey } from '../../engine.ts';
import { type LaidOutPage, laidOut } from '../laid-out.ts';
import type { PageSummary } from '../page-summary.ts';
import type { SpareFile } from './pdfjs.ts';

/** isSpared tells errors of PDFium after which pdf.js is asked: a broken structure may be read otherwise, a password not. */
export function isSpared(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'file_corrupt' || error.code === 'no_pages');
}

/** surveySpare opens a file that PDFium refused. Throws PDFium's own error when pdf.js cannot open it either. */
export async function surveySpare({ file }: EngineRun, refusal: unknown): Promise<Survey> {
  if (!isSpared(refusal)) throw refusal;
  const opened = await openQuietly(file.path);
  if (opened === undefined) throw refusal;
  try {
    if (opened.pageCount === 0) throw refusal;
    return { pageCount: opened.pageCount, metadata: await opened.metadata(), outline: [] };
  } finally {
    await opened.close();
  }
}

/** SpareReader reads single pages with pdf.js; close it. */
export interface SpareReader {
  /** read gives the page, or the refusal of PDFium when pdf.js cannot read it either. */
  read(pageIndex: number, refusal: Error): Promise<PageRead<LaidOutPage, PageSummary>>;
  close(): Promise<void>;
}

/** createSpareReader opens the file when the first page is asked for. */
export function createSpareReader(path: string): SpareReader {
  let opened: Promise<SpareFile | undefined> | undefined;
  return {
    async read(pageIndex, refusal) {
      opened ??= openQuietly(path);
      const file = await opened;
      if (file === undefined) return { pageIndex, error: refusal };
      try {
        const { readSparePage } = await import('./read-spare.ts');
        return laidOut(await readSparePage(file, pageIndex));
      } catch {
        return { pageIndex, error: refusal };
      }
    },
    close: async () => (await opened)?.close(),
  };
}

async function openQuietly(path: string): Promise<SpareFile | undefined> {
  try {
    const { openSpare } = await import('./pdfjs.ts');
    return await openSpare(path);
  } catch {
    return undefined;
  }
}
