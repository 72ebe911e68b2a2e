import type { Block } from './block.ts';
import type { Warning } from './warning.ts';

/** schemaVersion is the version of the model's JSON form; it rises with each change that an older reader cannot read. */
export const schemaVersion = 1;

/** PageQuality is what an engine knows of how well it read a page. */
export interface PageQuality {
  /** Part of the page's letters and digits that its blocks hold, 0 to 1; what stands in pictures does not count. */
  readonly coverage: number;
  /** Part of its characters whose meaning the file does not tell, 0 to 1; absent for none. */
  readonly garbled?: number;
  /** Why the page needs OCR: it has no text, its text is garbled, or it is a scan with a stamp. */
  readonly needsOcr?: 'no_text' | 'garbled' | 'scan';
}

/** Page is one page, sheet, slide or, in formats without pages, the whole document. */
export interface Page {
  /** From 0, as in `page_idx`. */
  readonly index: number;
  /** What people call it where it is no page. */
  readonly kind?: 'slide' | 'sheet';
  /** Points; absent in formats without a layout. */
  readonly width?: number;
  readonly height?: number;
  /** Told by engines that read pages with a layout. */
  readonly quality?: PageQuality;
  /** In reading order, furniture included. */
  readonly blocks: readonly Block[];
}

/** Asset is a picture that blocks refer to by `name`; its bytes lie beside the document. */
export interface Asset {
  /** File name, `<sha256 of the bytes>.<extension>`. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
}

/** Metadata is what the file says of itself. */
export interface Metadata {
  readonly title?: string;
  readonly authors?: readonly string[];
  readonly language?: string;
  readonly createdAt?: string;
  readonly modifiedAt?: string;
}

/** Document is the parsed model of one file. */
export interface Document {
  readonly schemaVersion: typeof schemaVersion;
  readonly metadata: Metadata;
  readonly pages: readonly Page[];
  readonly assets: readonly Asset[];
  readonly warnings: readonly Warning[];
}
