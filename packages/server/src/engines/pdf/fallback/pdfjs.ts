import { readFile, stat } from 'node:fs/promises';
import type { Metadata } from '@docmill/document';
import { AppError } from '#errors';
import type { Font } from '../page-content.ts';

/** A file is read as a whole, so larger ones are left to PDFium alone. */
const largest = 200 * 1024 * 1024;

/** TextItem is a piece of text of one font as pdf.js gives it; `transform` maps its own space to the page's. */
export interface TextItem {
  readonly text: string;
  /** Points along the text. */
  readonly width: number;
  readonly transform: readonly number[];
  readonly font: string;
}

/** SparePage is what pdf.js tells of a page. */
export interface SparePage {
  /** Left, bottom, right, top of what is shown. */
  readonly view: readonly number[];
  /** Clockwise degrees. */
  readonly rotation: number;
  readonly items: readonly TextItem[];
  readonly fonts: ReadonlyMap<string, Font>;
}

/** SpareFile is a file that pdf.js reads; close it. */
export interface SpareFile {
  readonly pageCount: number;
  metadata(): Promise<Metadata>;
  page(pageIndex: number): Promise<SparePage>;
  close(): Promise<void>;
}

/** openSpare opens a file with pdf.js, which is loaded for it. Throws what pdf.js throws, and `file_too_large` from 200 MiB on. */
export async function openSpare(path: string): Promise<SpareFile> {
  if ((await stat(path)).size > largest) throw new AppError('file_too_large', { params: { limit: largest } });
  const { getDocument } = await loadPdfjs();
  const data = new Uint8Array(await readFile(path));
  const task = getDocument({ data, disableFontFace: true, useSystemFonts: false, verbosity: 0 });
  try {
    const document = await task.promise;
    return {
      pageCount: document.numPages,
      metadata: async () => metadataOf((await document.getMetadata()).info),
      page: async (pageIndex) => readSpare(await document.getPage(pageIndex + 1)),
      close: () => task.destroy(),
    };
  } catch (error) {
    await task.destroy();
    throw error;
  }
}

/** Its worker, once loaded, is found by its name in the global scope, and then runs in this thread. */
async function loadPdfjs() {
  await import('pdfjs-dist/legacy/build/pdf.worker.mjs' as string);
  return await import('pdfjs-dist/legacy/build/pdf.mjs');
}

type PdfjsPage = Awaited<
  ReturnType<Awaited<ReturnType<typeof import('pdfjs-dist').getDocument>['promise']>['getPage']>
>;

async function readSpare(page: PdfjsPage): Promise<SparePage> {
  const { items, styles } = await page.getTextContent();
  const texts = items.flatMap((item): TextItem[] => {
    if (!('str' in item) || item.str === '') return [];
    return [{ text: item.str, width: item.width, transform: item.transform, font: item.fontName }];
  });
  const fonts = new Map(
    Object.entries(styles).map(([name, { fontFamily }]): [string, Font] => [
      name,
      { name: `${fontFamily}-${name}`, bold: false, italic: false, mono: fontFamily === 'monospace' },
    ]),
  );
  page.cleanup();
  return { view: page.view, rotation: page.rotate, items: texts, fonts };
}

function metadataOf(info: object): Metadata {
  const { Title: title, Author: author } = info as { readonly Title?: unknown; readonly Author?: unknown };
  return {
    ...(typeof title === 'string' && title.trim() !== '' ? { title: title.trim() } : {}),
    ...(typeof author === 'string' && author.trim() !== '' ? { authors: [author.trim()] } : {}),
  };
}
