import { constants, crc32, deflateSync } from 'node:zlib';
import type { PdfiumApi } from './pdfium.ts';

/** Png is a picture as a file. */
export interface Png {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Pixels are read row by row as 0xRRGGBB, since a large picture takes enough memory as it is. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readRow(y: number, row: Uint32Array): void;
}

/** Formats of fpdfview.h. */
const grayFormat = 1;
const bgrFormat = 2;
const bgraFormat = 4;

const white = 0xffffff;

/**
 * encodeBitmap writes a PDFium bitmap (gray, BGR, BGRx, BGRA) as PNG in as few bits as it needs. What is transparent shows the white of
 * the paper.
 */
export function encodeBitmap(api: PdfiumApi, bitmap: number): Png {
  const { fpdf } = api;
  const width = fpdf.FPDFBitmap_GetWidth(bitmap);
  const height = fpdf.FPDFBitmap_GetHeight(bitmap);
  const stride = fpdf.FPDFBitmap_GetStride(bitmap);
  const start = fpdf.FPDFBitmap_GetBuffer(bitmap);
  const raster = { memory: api.bytes(), start, stride, width };
  const format = fpdf.FPDFBitmap_GetFormat(bitmap);
  const readRow =
    format === grayFormat || format === bgrFormat ? bytePixels(raster, format) : wordPixels(raster, format);
  return { data: encodePng({ width, height, readRow }), width, height };
}

/** Raster is a bitmap in PDFium's memory. */
interface Raster {
  readonly memory: Uint8Array;
  readonly start: number;
  readonly stride: number;
  readonly width: number;
}

function bytePixels({ memory, start, stride, width }: Raster, format: number): Pixels['readRow'] {
  const depth = format === grayFormat ? 1 : 3;
  return (y, row) => {
    let from = start + y * stride;
    for (let x = 0; x < width; x += 1, from += depth) {
      const first = memory[from] as number;
      if (depth === 1) row[x] = first * 0x010101;
      else row[x] = first | ((memory[from + 1] as number) << 8) | ((memory[from + 2] as number) << 16);
    }
  };
}

/** Four bytes a pixel are read as one number; PDFium keeps such rows on addresses that allow it. */
function wordPixels({ memory, start, stride, width }: Raster, format: number): Pixels['readRow'] {
  const words = new Uint32Array(memory.buffer);
  const hasAlpha = format === bgraFormat;
  return (y, row) => {
    const from = (start + y * stride) >> 2;
    for (let x = 0; x < width; x += 1) {
      const word = words[from + x] as number;
      const alpha = hasAlpha ? word >>> 24 : 255;
      row[x] = alpha === 255 ? word & white : alpha === 0 ? white : blended(word, alpha);
    }
  };
}

function blended(value: number, alpha: number): number {
  const mix = (part: number) => 255 - alpha + Math.round(((part & 255) * alpha) / 255);
  return (mix(value >> 16) << 16) | (mix(value >> 8) << 8) | mix(value);
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const grayscale = 0;
const truecolour = 2;
/** Row filters (PNG specification, 9.2): none, and the difference to the pixel on the left. */
const plainRow = 0;
const subRow = 1;

/** Rows are the bytes of a picture as PNG compresses them. */
interface Rows {
  readonly depth: 1 | 8;
  readonly colourType: number;
  readonly bytes: Uint8Array;
}

/** encodePng writes one PNG file: one bit a pixel for black and white, eight bits a sample otherwise. */
function encodePng(pixels: Pixels): Uint8Array {
  const { depth, colourType, bytes } = bilevelRows(pixels) ?? grayRows(pixels) ?? colourRows(pixels);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels.width, 0);
  head.writeUInt32BE(pixels.height, 4);
  head[8] = depth;
  head[9] = colourType;
  // Level 4 writes photographs several times faster than the default, at nearly the same size.
  const body = deflateSync(bytes, depth === 1 ? { level: 6 } : { level: 4, strategy: constants.Z_FILTERED });
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

/** bilevelRows gives the rows of a picture in black and white; undefined for any other, which its first pixels tell of nearly all. */
function bilevelRows({ width, height, readRow }: Pixels): Rows | undefined {
  const bytes = new Uint8Array((1 + Math.ceil(width / 8)) * height);
  const row = new Uint32Array(width);
  const rest = width & 7;
  for (let y = 0, to = 0; y < height; y += 1) {
    readRow(y, row);
    bytes[to] = plainRow;
    to += 1;
    let bits = 0;
    for (let x = 0; x < width; x += 1) {
      const value = row[x] as number;
      if (value !== 0 && value !== white) return undefined;
      bits = (bits << 1) | (value & 1);
      if ((x & 7) !== 7) continue;
      bytes[to] = bits;
      to += 1;
      bits = 0;
    }
    if (rest === 0) continue;
    bytes[to] = bits << (8 - rest);
    to += 1;
  }
  return { depth: 1, colourType: grayscale, bytes };
}

/** grayRows gives the rows of a picture without colour; undefined for one with. */
function grayRows({ width, height, readRow }: Pixels): Rows | undefined {
  const bytes = new Uint8Array((width + 1) * height);
  const row = new Uint32Array(width);
  for (let y = 0, to = 0; y < height; y += 1) {
    readRow(y, row);
    bytes[to] = subRow;
    to += 1;
    for (let x = 0, left = 0; x < width; x += 1, to += 1) {
      const value = row[x] as number;
      if (((value >> 8) ^ value) & 0xffff) return undefined;
      bytes[to] = value - left;
      left = value;
    }
  }
  return { depth: 8, colourType: grayscale, bytes };
}

function colourRows({ width, height, readRow }: Pixels): Rows {
  const bytes = new Uint8Array((3 * width + 1) * height);
  const row = new Uint32Array(width);
  for (let y = 0, to = 0; y < height; y += 1) {
    readRow(y, row);
    bytes[to] = subRow;
    to += 1;
    for (let x = 0, left = 0; x < width; x += 1, to += 3) {
      const value = row[x] as number;
      bytes[to] = (value >> 16) - (left >> 16);
      bytes[to + 1] = (value >> 8) - (left >> 8);
      bytes[to + 2] = value - left;
      left = value;
    }
  }
  return { depth: 8, colourType: truecolour, bytes };
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
