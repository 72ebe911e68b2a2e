import type { Metadata, Page, Warning } from '@docmill/document';
import type { PictureStore } from '../building/picture-store.ts';
import type { EngineLimits, EngineOptions } from '../engine.ts';

/** ReaderInput is what a reader of one format gets. */
export interface ReaderInput {
  readonly path: string;
  readonly limits: EngineLimits;
  readonly options: EngineOptions;
  readonly signal: AbortSignal;
  /** Keeps the pictures of the document. */
  readonly pictures: PictureStore;
  /** Tells how many slides or sheets are done. */
  onProgress(pagesDone: number, pagesTotal?: number): void;
}

/** Reading is what a reader makes of a file; its pictures are with `PictureStore`. */
export interface Reading {
  readonly pages: readonly Page[];
  readonly metadata: Metadata;
  readonly warnings: readonly Warning[];
}

/** Reader reads one format. It throws AppErrors: `file_corrupt`, `password_required`, `archive_limit`, ... */
export type Reader = (input: ReaderInput) => Promise<Reading>;
