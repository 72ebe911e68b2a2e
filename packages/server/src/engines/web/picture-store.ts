import { createHash } from 'node:crypto';
import type { Warning } from '@docmill/document';
import type { AssetBytes, EngineLimits } from '../engine.ts';
import { type PictureKind, pictureKind } from './picture-kind.ts';

/** Stored is a picture that was kept; the size is absent where its header does not tell it. */
export type Stored = { readonly name: string } & Pick<PictureKind, 'width' | 'height'>;

/** PictureStore keeps the pictures that a page brings along, each once. */
export class PictureStore {
  /** Where the picture before this one lies, if it is not in the page. */
  lastAddress: string | undefined;
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

  /** keep stores the picture of a `data:` URL; undefined for what is none, is too large, or is a single pixel to fill space. */
  keep(url: string): Stored | undefined {
    return this.keepBytes(bytesOf(url));
  }

  /** keepBytes does so for bytes that came with the page in another way. */
  keepBytes(data: Uint8Array | undefined): Stored | undefined {
    const kind = data === undefined ? undefined : pictureKind(data);
    if (data === undefined || kind === undefined) return this.skip('not a PNG, JPEG, GIF or WebP picture');
    const { width, height } = kind;
    if (width !== undefined && height !== undefined) {
      if (width <= 1 || height <= 1) return undefined;
      if (width * height > this.limits.maxPixels) return this.skip(`${width} x ${height} pixels are over the limit`);
    }
    if (this.total + data.byteLength > this.limits.maxOutputBytes) return this.skip('the output is full');
    return this.store(data, kind);
  }

  private store(data: Uint8Array, { mediaType, extension, width, height }: PictureKind): Stored {
    const name = `${createHash('sha256').update(data).digest('hex')}.${extension}`;
    const size = width === undefined || height === undefined ? {} : { width, height };
    if (!this.kept.has(name)) {
      this.total += data.byteLength;
      this.kept.set(name, { asset: { name, mediaType, bytes: data.byteLength, ...size }, data });
    }
    return { name, ...size };
  }

  private skip(reason: string): undefined {
    if (this.skipped.length < 100) this.skipped.push({ code: 'image_skipped', params: { reason } });
    return undefined;
  }
}

/** `data:image/png;base64,iVBORw0…` or percent-encoded. */
function bytesOf(url: string): Uint8Array | undefined {
  const comma = url.indexOf(',');
  if (comma < 0 || comma > 200) return undefined;
  const body = url.slice(comma + 1);
  if (/;\s*base64\s*$/i.test(url.slice(0, comma))) {
    return Buffer.from(body.includes('%') ? body.replace(/%([0-9a-f]{2})/gi, unescaped) : body, 'base64');
  }
  return Buffer.from(body.replace(/%([0-9a-f]{2})/gi, unescaped), 'latin1');
}

function unescaped(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}
