import { AppError } from '#errors';

/** Deadline is when the reading of a page must have ended. */
export interface Deadline {
  /** check is called between the steps of a page. Throws `page_timeout` when the time is over. */
  check(): void;
  /** isOver tells what can be left out, as pictures can, that the time is over. */
  isOver(): boolean;
}

/** deadlineOf gives a page so many ms from now on; default: all the time it wants. A single call of PDFium that hangs is ended from outside. */
export function deadlineOf(pageNumber: number, time = Number.POSITIVE_INFINITY): Deadline {
  const end = performance.now() + time;
  const isOver = () => performance.now() > end;
  return {
    isOver,
    check() {
      if (isOver()) throw new AppError('page_timeout', { params: { page: pageNumber } });
    },
  };
}
