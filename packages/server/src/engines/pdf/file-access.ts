import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '#errors';
import type { PdfiumApi } from './pdfium.ts';

/** FileAccess lets PDFium read a file piece by piece, so that its size does not count as memory. */
export interface FileAccess {
  /** FPDF_FILEACCESS. */
  readonly address: number;
  readonly bytes: number;
  close(): void;
}

/** Lengths and places in FPDF_FILEACCESS have 32 bits. */
const largest = 0xffff_ffff;
/** Size of FPDF_FILEACCESS: length, function, its parameter. */
const structSize = 12;

/** openFile opens a local file for PDFium; close it after the document. Throws `file_too_large` from 4 GiB on. */
export function openFile(api: PdfiumApi, path: string): FileAccess {
  const file = openSync(path, 'r');
  const bytes = fstatSync(file).size;
  if (bytes > largest) {
    closeSync(file);
    throw new AppError('file_too_large', { params: { limit: largest } });
  }
  const read = api.addFunction((_: number, position: number, buffer: number, size: number): number => {
    try {
      // The call is synchronous, so the memory cannot move while it is written to.
      return readSync(file, api.bytes(), buffer >>> 0, size >>> 0, position >>> 0) === size >>> 0 ? 1 : 0;
    } catch {
      return 0;
    }
  }, 'iiiii');
  const address = api.allocate(structSize);
  new DataView(api.bytes().buffer, address, structSize).setUint32(0, bytes, true);
  new DataView(api.bytes().buffer, address, structSize).setUint32(4, read, true);
  new DataView(api.bytes().buffer, address, structSize).setUint32(8, 0, true);
  return {
    address,
    bytes,
    close() {
      api.free(address);
      api.removeFunction(read);
      closeSync(file);
    },
  };
}
