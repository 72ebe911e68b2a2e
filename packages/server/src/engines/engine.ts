import type { Asset, Document, Metadata, Page, Warning } from '@docmill/document';
import type { EngineDescriptor } from '#capabilities';

/** AssetBytes is a picture with its bytes, as an engine hands it over. */
export interface AssetBytes {
  readonly asset: Asset;
  readonly data: Uint8Array;
}

/** Readiness of an engine: `ready`, or why not and what to do. */
export type Readiness =
  | { readonly ready: true }
  | { readonly ready: false; readonly reason: string; readonly remedy: string };

/** EngineOptions are the normalised options of the job (see `capabilities/options`). */
export type EngineOptions = Readonly<Record<string, unknown>>;

/** ArchiveLimits bound what a zip (an office file, a book, an archive) may hold: MAX_ARCHIVE_* and MAX_XML_BYTES. */
export interface ArchiveLimits {
  readonly maxEntries: number;
  /** Bytes that all entries unpack to. */
  readonly maxBytes: number;
  /** Unpacked bytes for each packed one. */
  readonly maxRatio: number;
  readonly maxDepth: number;
  /** Bytes of one XML part, which is read at once. */
  readonly maxXmlBytes: number;
}

/** defaultArchiveLimits are those of a service whose settings say nothing else. */
export const defaultArchiveLimits: ArchiveLimits = {
  maxEntries: 10_000,
  maxBytes: 1_073_741_824,
  maxRatio: 200,
  maxDepth: 3,
  maxXmlBytes: 134_217_728,
};

/** EngineLimits bound what one file may cost. */
export interface EngineLimits {
  readonly maxPages: number;
  /** Pixels of one rendered or decoded picture. */
  readonly maxPixels: number;
  readonly maxOutputBytes: number;
  /** Longest time for one page, ms, after which an engine that can gives it up by itself; default: none. */
  readonly pageTime?: number;
  /** Cells of all tables of a sheet file or a list of values; default 500,000. */
  readonly maxTableCells?: number;
  /** Of a conversion by LibreOffice: ms and bytes (LIBREOFFICE_TIME_LIMIT, LIBREOFFICE_MAX_MEMORY); default 100 s and 2 GB. */
  readonly libreOffice?: { readonly time: number; readonly memory: number };
  /** Default: `defaultArchiveLimits`. */
  readonly archive?: ArchiveLimits;
}

/** SourceFile is the file as an engine gets it: a local path, to be read only. */
export interface SourceFile {
  readonly path: string;
  readonly format: string;
  readonly bytes: number;
  /** As sent, for titles; never a path. */
  readonly name: string;
}

/** EngineRun is everything an engine gets for one run. It touches nothing else. */
export interface EngineRun {
  readonly file: SourceFile;
  readonly options: EngineOptions;
  readonly limits: EngineLimits;
  readonly signal: AbortSignal;
  /** A folder for scratch files that the caller removes; without it an engine that needs one makes and removes its own. */
  readonly workFolder?: string;
  /** Set for a file inside another. */
  readonly nesting?: Nesting;
}

/** Nesting says how deep a file lies in others, and what all files of the outermost one have taken up so far. */
export interface Nesting {
  /** 1 for a file inside the one that was sent. */
  readonly depth: number;
  readonly spent: { entries: number; bytes: number };
}

/** OutlineEntry is a bookmark of the file. */
export interface OutlineEntry {
  readonly title: string;
  readonly level: number;
  readonly pageIndex?: number;
}

/** Survey is what opening a file tells before any page is read. */
export interface Survey {
  readonly pageCount: number;
  readonly metadata: Metadata;
  readonly outline: readonly OutlineEntry[];
}

/**
 * PageDraft is what one page says by itself, before the document is known as a whole. `content` is plain JSON of the
 * engine's own shape: it is checkpointed, and may be read back by another process of the same engine version.
 */
export interface PageDraft<Content = unknown, Summary = unknown> {
  readonly pageIndex: number;
  /** What the whole document is told from; small, and plain JSON as well. */
  readonly summary: Summary;
  readonly content: Content;
  /** Pictures of the page; the checkpoint keeps their bytes, so a draft read back has `data` empty. */
  readonly assets: readonly AssetBytes[];
  readonly warnings: readonly Warning[];
}

/** Drafts gives what the pages say by themselves, in their order and as often as asked: first for the whole, then for each of them. */
export interface Drafts<Content = unknown, Summary = unknown> {
  summaries(): AsyncIterable<Pick<PageDraft<Content, Summary>, 'pageIndex' | 'summary'>>;
  pages(): AsyncIterable<Pick<PageDraft<Content, Summary>, 'pageIndex' | 'content'>>;
}

/** draftsInMemory gives drafts that are all in memory. */
export function draftsInMemory<Content, Summary>(
  drafts: readonly Pick<PageDraft<Content, Summary>, 'pageIndex' | 'summary' | 'content'>[],
): Drafts<Content, Summary> {
  const all = async function* () {
    yield* drafts;
  };
  return { summaries: all, pages: all };
}

interface EngineBase {
  describe(): EngineDescriptor;
  check(): Promise<Readiness>;
}

/** PageEngine reads a file page by page. Errors are AppErrors: `file_corrupt`, `password_required`, `no_pages`, ... */
export interface PageEngine<Content = unknown, Summary = unknown> extends EngineBase {
  readonly type: 'pages';
  /** survey opens the file; throws `too_many_pages` above the limit. */
  survey(run: EngineRun): Promise<Survey>;
  /**
   * readPages yields one draft a page of `pages` (indexes in rising order). A page that cannot be read throws an AppError
   * only for that page: it is yielded as `{pageIndex, error}`.
   */
  readPages(run: EngineRun, pages: readonly number[]): AsyncIterable<PageRead<Content, Summary>>;
  /** assemble makes pages of drafts in one deterministic pass: bounded statistics over the summaries first, then streaming. */
  assemble(run: EngineRun, drafts: Drafts<Content, Summary>, survey: Survey): AsyncIterable<Page>;
}

/** PageRead is one page read, or the reason why it could not be. */
export type PageRead<Content = unknown, Summary = unknown> =
  | PageDraft<Content, Summary>
  | { readonly pageIndex: number; readonly error: Error };

/** Converted is a whole document with the bytes of its pictures. */
export interface Converted {
  readonly document: Document;
  readonly assets: readonly AssetBytes[];
}

/** DocumentEngine converts a file at once. */
export interface DocumentEngine extends EngineBase {
  readonly type: 'document';
  convert(run: EngineRun, onProgress: (pagesDone: number, pagesTotal?: number) => void): Promise<Converted>;
}

/** Engine is a pluggable parser. */
export type Engine = PageEngine | DocumentEngine;
