import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';

/** ProgressBar shows how many files and pages are done. */
export interface ProgressBar {
  update(file: string, progress: { readonly pagesDone: number; readonly pagesTotal?: number }): void;
  finish(file: string): void;
  /** print lets something else write to the terminal without disturbing the bar. */
  print(write: () => void): void;
  stop(): void;
}

/** createProgressBar draws on standard error when `visible`; otherwise it does nothing. */
export function createProgressBar(fileCount: number, visible: boolean): ProgressBar {
  const pages = new Map<string, { done: number; total: number }>();
  let finished = 0;
  const bar = new SingleBar({
    format: '{bar} {value}/{total} pages, {files}/{fileCount} files  {file}',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    stream: process.stderr,
  });
  const sum = (key: 'done' | 'total') => [...pages.values()].reduce((total, page) => total + page[key], 0);
  const draw = (file: string) => {
    bar.setTotal(Math.max(1, sum('total')));
    bar.update(sum('done'), { files: finished, fileCount, file: basename(file) });
  };
  if (visible) bar.start(1, 0, { files: 0, fileCount, file: '' });
  return {
    update(file, { pagesDone, pagesTotal }) {
      pages.set(file, { done: pagesDone, total: pagesTotal ?? pagesDone });
      if (visible) draw(file);
    },
    finish(file) {
      finished += 1;
      if (visible) draw(file);
    },
    print(write) {
      if (visible) process.stderr.write('\r\u001b[K');
      write();
    },
    stop() {
      if (visible) bar.stop();
    },
  };
}
