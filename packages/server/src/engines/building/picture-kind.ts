/** PictureKind is what the first bytes of a picture tell. */
export interface PictureKind {
  readonly mediaType: string;
  readonly extension: string;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

/**
 * pictureKind recognises a picture by its bytes, whatever it is called: PNG, JPEG, GIF, WebP, and what office programs write besides (BMP, TIFF,
 * Windows metafiles). Metafiles are kept as they are: few programs show them, but nothing else can be made of them here.
 */
export function pictureKind(data: Uint8Array): PictureKind | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const start = bytes.toString('latin1', 0, 16);
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return { mediaType: 'image/png', extension: 'png', ...pngSize(bytes) };
  if (start.startsWith('\xff\xd8\xff')) return { mediaType: 'image/jpeg', extension: 'jpg', ...jpegSize(bytes) };
  if (/^GIF8[79]a/.test(start)) return { mediaType: 'image/gif', extension: 'gif', ...gifSize(bytes) };
  if (/^RIFF[\s\S]{4}WEBP/.test(start)) return { mediaType: 'image/webp', extension: 'webp', ...webpSize(bytes) };
  return officeKind(bytes, start);
}

function officeKind(bytes: Buffer, start: string): PictureKind | undefined {
  if (bytes.length > 44 && bytes.readUInt32LE(0) === 1 && bytes.toString('latin1', 40, 44) === ' EMF')
    return { mediaType: 'image/emf', extension: 'emf' };
  if (start.startsWith('\xd7\xcd\xc6\x9a') || start.startsWith('\x01\x00\x09\x00'))
    return { mediaType: 'image/wmf', extension: 'wmf' };
  if (start.startsWith('II*\0') || start.startsWith('MM\0*')) return { mediaType: 'image/tiff', extension: 'tiff' };
  if (start.startsWith('BM') && bytes.length > 26)
    return {
      mediaType: 'image/bmp',
      extension: 'bmp',
      ...sizeOf(bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))),
    };
  return undefined;
}

type Size = { readonly width: number; readonly height: number } | undefined;

function sizeOf(width: number, height: number): Size {
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function pngSize(bytes: Buffer): Size {
  return bytes.length < 24 ? undefined : sizeOf(bytes.readUInt32BE(16), bytes.readUInt32BE(20));
}

function gifSize(bytes: Buffer): Size {
  return bytes.length < 10 ? undefined : sizeOf(bytes.readUInt16LE(6), bytes.readUInt16LE(8));
}

/** Walks the segments to the frame header (SOF0 to SOF15 but DHT, JPG and DAC; ITU T.81, B.1.1.3). */
function jpegSize(bytes: Buffer): Size {
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sizeOf(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    at += marker === 0xff ? 1 : 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  }
  return undefined;
}

/** RFC 9649, section 2: the first chunk is VP8 (lossy), VP8L (lossless) or VP8X (extended). */
function webpSize(bytes: Buffer): Size {
  if (bytes.length < 30) return undefined;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return sizeOf(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return sizeOf((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X':
      return sizeOf(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
    default:
      return undefined;
  }
}
