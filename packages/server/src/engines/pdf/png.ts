import { constants, crc32, deflateSync } from 'node:zlib';
import type { PdfiumApi } from './pdfium.ts';

/** Png is a picture as a file. */
export interface Png {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Pixels are rows from top to bottom: one sample a pixel for gray, three for colour; `bilevel` gray is nothing but black and white. */
interface Pixels {
  readonly kind: 'bilevel' | 'gray' | 'colour';
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Formats of fpdfview.h. */
const grayFormat = 1;
const bgrFormat = 2;
const bgraFormat = 4;

/**
 * encodeBitmap writes a PDFium bitmap (gray, BGR, BGRx, BGRA) as PNG in as few bits as it needs. What is transparent shows the white of
 * the paper.
 */
export function encodeBitmap(api: PdfiumApi, bitmap: number): Png {
  const { fpdf } = api;
  const width = fpdf.FPDFBitmap_GetWidth(bitmap);
  const height = fpdf.FPDFBitmap_GetHeight(bitmap);
  const stride = fpdf.FPDFBitmap_GetStride(bitmap);
  const format = fpdf.FPDFBitmap_GetFormat(bitmap);
  const source = api
    .bytes()
    .subarray(fpdf.FPDFBitmap_GetBuffer(bitmap), fpdf.FPDFBitmap_GetBuffer(bitmap) + stride * height);
  const pixels =
    format === grayFormat
      ? grayOf({ source, width, height, stride })
      : coloursOf({ source, width, height, stride, format });
  return { data: encodePng(pixels), width, height };
}

interface Raster {
  readonly source: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly stride: number;
}

function grayOf({ source, width, height, stride }: Raster): Pixels {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) data.set(source.subarray(y * stride, y * stride + width), y * width);
  return { kind: isBilevel(data) ? 'bilevel' : 'gray', data, width, height };
}

function coloursOf({ source, width, height, stride, format }: Raster & { readonly format: number }): Pixels {
  const depth = format === bgrFormat ? 3 : 4;
  const data = new Uint8Array(width * height * 3);
  let coloured = 0;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    let from = y * stride;
    for (let x = 0; x < width; x += 1, from += depth, to += 3) {
      const alpha = format === bgraFormat ? (source[from + 3] as number) : 255;
      let [blue, green, red] = [source[from] as number, source[from + 1] as number, source[from + 2] as number];
      if (alpha < 255) {
        const paper = 255 - alpha;
        blue = paper + Math.round((blue * alpha) / 255);
        green = paper + Math.round((green * alpha) / 255);
        red = paper + Math.round((red * alpha) / 255);
      }
      coloured |= (red ^ green) | (green ^ blue);
      data[to] = red;
      data[to + 1] = green;
      data[to + 2] = blue;
    }
  }
  if (coloured !== 0) return { kind: 'colour', data, width, height };
  const gray = new Uint8Array(width * height);
  for (let at = 0; at < gray.length; at += 1) gray[at] = data[3 * at] as number;
  return { kind: isBilevel(gray) ? 'bilevel' : 'gray', data: gray, width, height };
}

function isBilevel(gray: Uint8Array): boolean {
  for (const value of gray) if (value !== 0 && value !== 255) return false;
  return true;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const grayscale = 0;
const truecolour = 2;
/** Row filters (PNG specification, 9.2): none, and the difference to the pixel on the left. */
const plainRow = 0;
const subRow = 1;

/** encodePng writes one PNG file: one bit a pixel for black and white, eight bits a sample otherwise. */
function encodePng(pixels: Pixels): Uint8Array {
  const { kind, width, height } = pixels;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = kind === 'bilevel' ? 1 : 8;
  head[9] = kind === 'colour' ? truecolour : grayscale;
  const rows = kind === 'bilevel' ? packedRows(pixels) : filteredRows(pixels);
  // Level 4 writes photographs several times faster than the default, at nearly the same size.
  const level = kind === 'bilevel' ? 6 : 4;
  const strategy = kind === 'bilevel' ? constants.Z_DEFAULT_STRATEGY : constants.Z_FILTERED;
  const body = deflateSync(rows, { level, strategy });
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

function packedRows({ data, width, height }: Pixels): Uint8Array {
  const stride = 1 + Math.ceil(width / 8);
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    rows[y * stride] = plainRow;
    for (let x = 0; x < width; x += 1) {
      if (data[y * width + x] === 0) continue;
      const at = y * stride + 1 + (x >> 3);
      rows[at] = (rows[at] as number) | (0x80 >> (x & 7));
    }
  }
  return rows;
}

function filteredRows({ kind, data, width, height }: Pixels): Uint8Array {
  const step = kind === 'colour' ? 3 : 1;
  const length = width * step;
  const rows = new Uint8Array((length + 1) * height);
  for (let y = 0, to = 0; y < height; y += 1) {
    rows[to] = subRow;
    to += 1;
    const from = y * length;
    for (let x = 0; x < length; x += 1, to += 1)
      rows[to] = (data[from + x] as number) - (x < step ? 0 : (data[from + x - step] as number));
  }
  return rows;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.byteLength);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
