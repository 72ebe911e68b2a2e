import { createJobId, type JobRecord, type NewJob, type PageRange } from '#jobs';

/**
 * A chunk stands as far behind in the queue as reading the pages of its document up to its end would take at this pace, ms a page: a book
 * takes one page a second from those who come while it is read, and the whole machine when nobody does.
 */
const pageWeight = 1_000;

/** chunkJobsOf makes the jobs that read page ranges of a document. */
export function chunkJobsOf(document: JobRecord, ranges: readonly PageRange[]): readonly NewJob[] {
  const { owner, queue, source, engine, engineFingerprint, backend, file, options, optionsVersion, priority } =
    document;
  const before = document.children?.total ?? 0;
  let pages = 0;
  return ranges.map((range, at) => {
    pages += range.last - range.first + 1;
    return {
      id: createJobId(),
      kind: 'chunk',
      rootId: document.rootId,
      parentId: document.id,
      index: before + at,
      ...{ owner, queue, source, engine, engineFingerprint, backend, options, optionsVersion, priority },
      ...(file === undefined ? {} : { file }),
      range,
      rankDelay: pages * pageWeight,
      labels: {},
    };
  });
}
