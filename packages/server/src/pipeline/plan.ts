import type { SlotRun } from '#process';

type FailedPage = SlotRun['failedPages'][number];

/** PagePlan says what one run has to do. */
export interface PagePlan {
  /** Page indexes that belong into the result, rising. */
  readonly wanted: readonly number[];
  /** Those of the asked range that earlier attempts gave up. */
  readonly givenUp: readonly FailedPage[];
}

/** planPages chooses the pages of a result: the asked range (0-based, ends included) less the pages that were given up. */
export function planPages(input: {
  readonly pageCount: number;
  readonly startPage: number;
  readonly endPage: number;
  readonly failedPages: readonly FailedPage[];
}): PagePlan {
  const first = Math.max(0, input.startPage);
  const last = Math.min(input.pageCount - 1, input.endPage);
  const asked = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
  const failed = new Map(input.failedPages.map((page) => [page.pageIndex, page]));
  return {
    wanted: asked.filter((index) => !failed.has(index)),
    givenUp: asked.flatMap((index) => failed.get(index) ?? []),
  };
}
