import { createHash } from 'node:crypto';
import type { Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { AssetBytes, EngineLimits } from '../engine.ts';
import { pictureKind } from './picture-kind.ts';

/** Stored names a picture that was kept. */
export interface Stored {
  readonly asset: string;
}

/** Parts gives the bytes of a part of a package; undefined where there is none. */
interface Parts {
  read(part: string): Uint8Array | undefined;
}

/** PictureStore keeps the pictures that a file brings along, each once, named by their bytes. */
export class PictureStore {
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

  /** keep stores a picture; undefined for a line of pixels that fills space, and with a warning for what is no picture or passes a limit. */
  keep(data: Uint8Array | undefined): Stored | undefined {
    if (data === undefined) return this.skip('it is missing in the file');
    const kind = pictureKind(data);
    if (kind === undefined) return this.skip('it is of an unknown type');
    const { mediaType, extension, width, height } = kind;
    if ((width ?? 2) <= 1 || (height ?? 2) <= 1) return undefined;
    if ((width ?? 1) * (height ?? 1) > this.limits.maxPixels)
      return this.skip(`${width} x ${height} pixels are over the limit (MAX_PAGE_PIXELS)`);
    const name = `${createHash('sha256').update(data).digest('hex')}.${extension}`;
    if (this.kept.has(name)) return { asset: name };
    if (this.total + data.byteLength > this.limits.maxOutputBytes)
      return this.skip('the output is full (MAX_OUTPUT_BYTES)');
    const size = width === undefined || height === undefined ? {} : { width, height };
    this.total += data.byteLength;
    this.kept.set(name, { asset: { name, mediaType, bytes: data.byteLength, ...size }, data });
    return { asset: name };
  }

  /** keepPart keeps the picture in a part of a package; a damaged one is skipped as well. */
  keepPart(file: Parts, part: string): Stored | undefined {
    try {
      return this.keep(file.read(part));
    } catch (error) {
      if (error instanceof AppError && error.code === 'file_corrupt') return this.skip('it is damaged');
      throw error;
    }
  }

  /** skip notes that a picture is left out. */
  skip(reason: string): undefined {
    if (this.skipped.length < 100) this.skipped.push({ code: 'image_skipped', params: { reason } });
    return undefined;
  }
}
