import type { SlotRun, SlotSetup } from '#process';

type FailedPage = SlotRun['failedPages'][number];
type FailedChunk = SlotRun['failedChunks'][number];
type PageRange = FailedChunk['range'];

/** PlanInput is what is known of a document before its pages are read. Page indexes from 0, ranges with both ends. */
export interface PlanInput {
  readonly pageCount: number;
  /** What the caller asked for. */
  readonly range: PageRange;
  readonly failedPages: readonly FailedPage[];
  readonly failedChunks: readonly FailedChunk[];
  /** Pages that have a checkpoint. */
  readonly done: ReadonlySet<number>;
  /** Absent where nothing may be sent out. */
  readonly pagination?: Pick<NonNullable<SlotSetup['pagination']>, 'threshold' | 'chunkSize'> | undefined;
}

/** PagePlan says what one run has to do. */
export interface PagePlan {
  /** Page indexes that belong into the result, rising. */
  readonly wanted: readonly number[];
  /** Those of the asked range that were given up. */
  readonly givenUp: readonly FailedPage[];
  /** Those of `wanted` that nobody has read yet. */
  readonly missing: readonly number[];
  /** Not empty: the missing pages are too many or too dangerous for one run and go out in these chunks. */
  readonly chunks: readonly PageRange[];
}

/**
 * planPages chooses the pages of a result and how they are read. A chunk that failed as a whole comes back as the page that it was at and
 * the rest, or in halves where it was at none, until a chunk of one page fails and that page is given up.
 */
export function planPages(input: PlanInput): PagePlan {
  const { range, failedPages, done } = input;
  const last = Math.min(input.pageCount - 1, range.last);
  const asked = Array.from({ length: Math.max(0, last - range.first + 1) }, (_, offset) => range.first + offset);
  const suspects = suspectsOf(input);
  const failed = new Map(failedPages.map((page) => [page.pageIndex, page]));
  for (const [pageIndex, { range: tried, error }] of suspects)
    if (widthOf(tried) === 1) failed.set(pageIndex, { pageIndex, code: error.code });
  const wanted = asked.filter((index) => !failed.has(index));
  const missing = wanted.filter((index) => !done.has(index));
  return {
    wanted,
    givenUp: asked.flatMap((index) => failed.get(index) ?? []),
    missing,
    chunks: chunksOf(missing, suspects, input.pagination),
  };
}

/** suspectsOf gives, for each page that a failed chunk left unread, the narrowest such chunk. */
function suspectsOf({ failedPages, failedChunks, done }: PlanInput): ReadonlyMap<number, FailedChunk> {
  const cleared = new Set([...done, ...failedPages.map((page) => page.pageIndex)]);
  const suspects = new Map<number, FailedChunk>();
  for (const chunk of failedChunks) {
    for (let index = chunk.range.first; index <= chunk.range.last; index += 1) {
      if (cleared.has(index)) continue;
      const known = suspects.get(index);
      if (known === undefined || widthOf(chunk.range) < widthOf(known.range)) suspects.set(index, chunk);
    }
  }
  return suspects;
}

function widthOf({ first, last }: PageRange): number {
  return last - first + 1;
}

function chunksOf(
  missing: readonly number[],
  suspects: ReadonlyMap<number, FailedChunk>,
  pagination: PlanInput['pagination'],
): readonly PageRange[] {
  const dangerous = missing.some((index) => suspects.has(index));
  if (pagination === undefined || (!dangerous && missing.length <= pagination.threshold)) return [];
  const chunks: { first: number; last: number }[] = [];
  let pages = 0;
  let most = 0;
  let before: Piece | undefined;
  for (const [at, index] of missing.entries()) {
    const piece = pieceOf(index, suspects.get(index), pagination.chunkSize);
    const current = chunks.at(-1);
    // A range of suspects has no gaps, so that it is narrower than the one that failed.
    const joins = piece.source === before?.source && !piece.apart && !before?.apart && pages < most;
    if (current !== undefined && joins && (piece.source === undefined || current.last === index - 1)) {
      current.last = index;
      pages += 1;
    } else {
      chunks.push({ first: index, last: index });
      pages = 1;
      most = Math.min(piece.most, taperedWidth(missing.length - at));
    }
    before = piece;
  }
  return chunks;
}

/** A chunk costs as much as a page or two beside its own, for opening the file: fewer pages than this are not worth one. */
const leastPages = 5;

/** taperedWidth: the last chunks are narrower, each half of what is left, so that workers that share a document come to its end together. */
function taperedWidth(left: number): number {
  return left < 1.5 * leastPages ? left : Math.max(leastPages, Math.ceil(left / 2));
}

/** Piece says how a page may be read together with its neighbours. */
interface Piece {
  readonly source: FailedChunk | undefined;
  /** It must be a chunk of its own. */
  readonly apart: boolean;
  /** Most pages of its chunk. */
  readonly most: number;
}

function pieceOf(index: number, source: FailedChunk | undefined, chunkSize: number): Piece {
  if (source === undefined) return { source, apart: false, most: chunkSize };
  const { range, pageIndex } = source;
  // At its first page a chunk is also when the engine fails before it has looked at any.
  if (pageIndex === undefined || pageIndex === range.first)
    return { source, apart: false, most: Math.ceil(widthOf(range) / 2) };
  return { source, apart: index === pageIndex, most: chunkSize };
}
