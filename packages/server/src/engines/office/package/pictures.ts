import { createHash } from 'node:crypto';
import type { PictureSource, Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { AssetBytes, EngineLimits } from '../../engine.ts';
import { type PictureKind, pictureKind } from '../../web/picture-kind.ts';
import type { OfficePackage } from './office-package.ts';

/** Pictures keeps the pictures of an office file, each once, named by their bytes. */
export class Pictures {
  private readonly kept = new Map<string, AssetBytes>();
  private readonly skipped: Warning[] = [];
  private readonly limits: EngineLimits;
  private total = 0;

  constructor(limits: EngineLimits) {
    this.limits = limits;
  }

  get assets(): readonly AssetBytes[] {
    return [...this.kept.values()];
  }

  get warnings(): readonly Warning[] {
    return this.skipped;
  }

  /**
   * keep stores a picture; undefined with a warning for what is none or passes a limit. Windows metafiles are kept as they are: few
   * programs show them, but none can be made of them here.
   */
  keep(data: Uint8Array | undefined): PictureSource | undefined {
    if (data === undefined) return this.skip('it is missing in the file');
    const kind = pictureKind(data) ?? otherKind(data);
    if (kind === undefined) return this.skip('it is of an unknown type');
    if ((kind.width ?? 1) * (kind.height ?? 1) > this.limits.maxPixels)
      return this.skip(`${kind.width} x ${kind.height} pixels are over the limit (MAX_PAGE_PIXELS)`);
    const name = `${createHash('sha256').update(data).digest('hex')}.${kind.extension}`;
    if (this.kept.has(name)) return { asset: name };
    if (this.total + data.byteLength > this.limits.maxOutputBytes)
      return this.skip('the output is full (MAX_OUTPUT_BYTES)');
    const { mediaType, width, height } = kind;
    const size = width === undefined || height === undefined ? {} : { width, height };
    this.total += data.byteLength;
    this.kept.set(name, { asset: { name, mediaType, bytes: data.byteLength, ...size }, data });
    return { asset: name };
  }

  /** keepPart keeps the picture in a part of a package; a damaged one is skipped as well. */
  keepPart(file: OfficePackage, part: string): PictureSource | undefined {
    try {
      return this.keep(file.read(part));
    } catch (error) {
      if (error instanceof AppError && error.code === 'file_corrupt') return this.skip('it is damaged');
      throw error;
    }
  }

  /** skip notes that a picture is left out. */
  skip(reason: string): undefined {
    if (this.skipped.length < 100) this.skipped.push({ code: 'image_skipped', pageNumber: 1, params: { reason } });
    return undefined;
  }
}

/** Kinds that office programs write besides those of the web. Drawings in SVG come with a picture of themselves beside. */
function otherKind(data: Uint8Array): PictureKind | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const start = bytes.toString('latin1', 0, 4);
  if (bytes.length > 44 && bytes.readUInt32LE(0) === 1 && bytes.toString('latin1', 40, 44) === ' EMF')
    return { mediaType: 'image/emf', extension: 'emf' };
  if (start === '\xd7\xcd\xc6\x9a' || start === '\x01\x00\x09\x00') return { mediaType: 'image/wmf', extension: 'wmf' };
  if (start === 'II*\0' || start === 'MM\0*') return { mediaType: 'image/tiff', extension: 'tiff' };
  if (start.startsWith('BM') && bytes.length > 26)
    return { mediaType: 'image/bmp', extension: 'bmp', ...bmpSize(bytes) };
  return undefined;
}

function bmpSize(bytes: Buffer): { readonly width: number; readonly height: number } | undefined {
  const [width, height] = [bytes.readInt32LE(18), Math.abs(bytes.readInt32LE(22))];
  return width > 0 && height > 0 ? { width, height } : undefined;
}
