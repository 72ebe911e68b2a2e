import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '#errors';
import type { PdfiumApi } from './pdfium.ts';

/** FileAccess lets PDFium read a file. */
export interface FileAccess {
  readonly bytes: number;
  /** load gives the FPDF_DOCUMENT; 0 when it cannot be opened. */
  load(): number;
  /** close comes after the document is closed. */
  close(): void;
}

/** Lengths and places in FPDF_FILEACCESS have 32 bits. */
const largest = 0xffff_ffff;
/** Size of FPDF_FILEACCESS: length, function, its parameter. */
const structSize = 12;
/** A build that cannot call back gets files up to this size, as a whole. */
const largestInMemory = 512 * 1024 * 1024;

/** openFile opens a local file for PDFium, to be read piece by piece, so that its size does not count as memory. Throws `file_too_large` from 4 GiB on. */
export function openFile(api: PdfiumApi, path: string): FileAccess {
  const file = openSync(path, 'r');
  const bytes = fstatSync(file).size;
  const limit = api.functions === undefined ? largestInMemory : largest;
  if (bytes > limit) {
    closeSync(file);
    throw new AppError('file_too_large', { params: { limit } });
  }
  const access =
    api.functions === undefined ? inMemory(api, file, bytes) : inPieces(api, { file, bytes, ...api.functions });
  return {
    ...access,
    bytes,
    close() {
      access.close();
      closeSync(file);
    },
  };
}

type Loading = Pick<FileAccess, 'load' | 'close'>;

interface PiecesInput extends NonNullable<PdfiumApi['functions']> {
  readonly file: number;
  readonly bytes: number;
}

function inPieces(api: PdfiumApi, { file, bytes, add, remove }: PiecesInput): Loading {
  const blocks = blocksOf(file);
  const read = add((_: number, position: number, buffer: number, size: number): number => {
    try {
      // The call is synchronous, so the memory cannot move while it is written to.
      return blocks.read(api.bytes(), { buffer: buffer >>> 0, size: size >>> 0, position: position >>> 0 }) ? 1 : 0;
    } catch {
      return 0;
    }
  }, 'iiiii');
  const address = api.allocate(structSize);
  const view = new DataView(api.bytes().buffer, address, structSize);
  view.setUint32(0, bytes, true);
  view.setUint32(4, read, true);
  view.setUint32(8, 0, true);
  return {
    load: () => api.fpdf.FPDF_LoadCustomDocument(address, ''),
    close() {
      api.free(address);
      remove(read);
    },
  };
}

/** PDFium asks for 512 bytes at a time, and goes to and fro between objects; so many are read from the file at once, so many blocks are kept. */
const blockSize = 64 * 1024;
const mostBlocks = 16;

interface Piece {
  /** Where the bytes go. */
  readonly buffer: number;
  readonly size: number;
  readonly position: number;
}

/** blocksOf reads a file by blocks, of which it keeps those that were read last. */
function blocksOf(file: number): { read(memory: Uint8Array, piece: Piece): boolean } {
  const blocks = new Map<number, Uint8Array>();
  const blockAt = (index: number): Uint8Array => {
    const known = blocks.get(index);
    if (known !== undefined) return known;
    const [oldest] = blocks.keys();
    if (oldest !== undefined && blocks.size >= mostBlocks) blocks.delete(oldest);
    const block = Buffer.allocUnsafeSlow(blockSize);
    const read = block.subarray(0, readSync(file, block, 0, blockSize, index * blockSize));
    blocks.set(index, read);
    return read;
  };
  return {
    read(memory, { buffer, size, position }) {
      if (size > blockSize) return readSync(file, memory, buffer, size, position) === size;
      // A piece may lie over the edge of two blocks.
      for (let done = 0; done < size; ) {
        const start = (position + done) % blockSize;
        const part = blockAt(Math.floor((position + done) / blockSize)).subarray(start, start + size - done);
        if (part.length === 0) return false;
        memory.set(part, buffer + done);
        done += part.length;
      }
      return true;
    },
  };
}

function inMemory(api: PdfiumApi, file: number, bytes: number): Loading {
  const address = api.allocate(Math.max(1, bytes));
  readSync(file, api.bytes(), address, bytes, 0);
  return { load: () => api.fpdf.FPDF_LoadMemDocument(address, bytes, ''), close: () => api.free(address) };
}
