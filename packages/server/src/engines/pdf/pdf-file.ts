import type { Metadata } from '@docmill/document';
import { AppError } from '#errors';
import type { OutlineEntry } from '../engine.ts';
import { openFile } from './file-access.ts';
import type { OutlineLooks } from './fonts.ts';
import type { PdfiumApi } from './pdfium.ts';

const maxOutlineEntries = 10_000;
const maxOutlineDepth = 32;

/** PdfFile is an open document; close it. */
export interface PdfFile {
  readonly api: PdfiumApi;
  /** FPDF_DOCUMENT. */
  readonly handle: number;
  readonly pageCount: number;
  readonly looks: OutlineLooks;
  metadata(): Metadata;
  outline(): readonly OutlineEntry[];
  close(): void;
}

/** openPdf opens a file. Throws `file_empty`, `password_required`, `file_corrupt` or `no_pages`. */
export function openPdf(api: PdfiumApi, path: string): PdfFile {
  const file = openFile(api, path);
  const handle = file.bytes === 0 ? 0 : file.load();
  if (handle === 0) {
    const code = api.fpdf.FPDF_GetLastError();
    file.close();
    throw file.bytes === 0 ? new AppError('file_empty', { params: { file: '' } }) : openError(code);
  }
  const close = () => {
    api.fpdf.FPDF_CloseDocument(handle);
    file.close();
  };
  const pageCount = api.fpdf.FPDF_GetPageCount(handle);
  if (pageCount <= 0) {
    close();
    throw new AppError('no_pages');
  }
  return {
    api,
    handle,
    pageCount,
    looks: new Map(),
    close,
    metadata: () => readMetadata(api, handle),
    outline: () => readOutline(api, handle),
  };
}

/** Codes of FPDF_GetLastError (fpdfview.h). */
function openError(code: number): AppError {
  if (code === 4) return new AppError('password_required');
  const reasons: Readonly<Record<number, string>> = {
    1: 'unknown fault',
    2: 'the file cannot be opened',
    3: 'it is not a PDF, or its structure is broken',
    5: 'its encryption is not supported',
    6: 'a page is missing or broken',
  };
  return new AppError('file_corrupt', { params: { reason: reasons[code] ?? `PDFium says ${code}` } });
}

function readMetadata({ fpdf, utf16 }: PdfiumApi, handle: number): Metadata {
  const of = (tag: string) =>
    utf16((address, size) => fpdf.FPDF_GetMetaText(handle, tag, address, size))
      .replaceAll('\0', '')
      .trim();
  const [title, author, created, modified] = [
    of('Title'),
    of('Author'),
    dateOf(of('CreationDate')),
    dateOf(of('ModDate')),
  ];
  return {
    ...(title === '' ? {} : { title }),
    ...(author === '' ? {} : { authors: [author] }),
    ...(created === undefined ? {} : { createdAt: created }),
    ...(modified === undefined ? {} : { modifiedAt: modified }),
  };
}

/** dateOf reads `D:20240131120000+01'00'` (PDF 32000-1, 7.9.4) as ISO 8601. */
function dateOf(text: string): string | undefined {
  const match = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d'?\d\d)?/.exec(text);
  if (match === null) return undefined;
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = ''] = match;
  const offset = zone === 'Z' || zone === '' ? zone : `${zone.slice(0, 3)}:${zone.replaceAll("'", '').slice(3)}`;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
}

function readOutline(api: PdfiumApi, handle: number): readonly OutlineEntry[] {
  const { fpdf } = api;
  const entries: OutlineEntry[] = [];
  const seen = new Set<number>();
  const walk = (parent: number, level: number) => {
    let bookmark = fpdf.FPDFBookmark_GetFirstChild(handle, parent);
    // A broken file may chain its bookmarks in a ring.
    while (bookmark !== 0 && !seen.has(bookmark) && entries.length < maxOutlineEntries) {
      seen.add(bookmark);
      const current = bookmark;
      const title = api.utf16((address, size) => fpdf.FPDFBookmark_GetTitle(current, address, size)).trim();
      const target =
        fpdf.FPDFBookmark_GetDest(handle, current) ||
        fpdf.FPDFAction_GetDest(handle, fpdf.FPDFBookmark_GetAction(current));
      const pageIndex = target === 0 ? -1 : fpdf.FPDFDest_GetDestPageIndex(handle, target);
      if (title !== '') entries.push({ title, level, ...(pageIndex < 0 ? {} : { pageIndex }) });
      if (level < maxOutlineDepth) walk(current, level + 1);
      bookmark = fpdf.FPDFBookmark_GetNextSibling(handle, current);
    }
  };
  walk(0, 1);
  return entries;
}
