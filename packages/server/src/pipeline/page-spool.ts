import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { type Page, validatePage } from '@docmill/document';
import { AppError } from '#errors';

/** PageSpool holds assembled pages on disk, one JSON line each, so that every renderer streams over them in constant memory. */
export interface PageSpool {
  readonly count: number;
  pages(): AsyncIterable<Page>;
}

/** spoolPages validates each page as it leaves the engine and keeps it. Throws `engine_failed` for a page that breaks the model. */
export async function spoolPages(
  pages: AsyncIterable<Page>,
  folder: string,
  onPage: (page: Page) => Promise<void>,
): Promise<PageSpool> {
  const path = join(folder, 'pages.jsonl');
  const out = createWriteStream(path);
  let count = 0;
  try {
    for await (const page of pages) {
      assertValid(page);
      if (!out.write(`${toLine(page)}\n`)) await once(out, 'drain');
      count += 1;
      await onPage(page);
    }
  } finally {
    out.end();
    await finished(out);
  }
  return { count, pages: () => readPages(path) };
}

// readline also ends lines at U+2028 and U+2029, which JSON leaves as they are.
function toLine(page: Page): string {
  return JSON.stringify(page).replace(/[\u2028\u2029]/g, (mark) => (mark === '\u2028' ? '\\u2028' : '\\u2029'));
}

function assertValid(page: Page): void {
  const checked = validatePage(page);
  if (checked.ok) return;
  const [issue] = checked.issues;
  const reason = `page ${page.index + 1} breaks the document model at ${issue?.path}: ${issue?.message}`;
  throw new AppError('engine_failed', { params: { reason } });
}

async function* readPages(path: string): AsyncGenerator<Page> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield JSON.parse(line) as Page;
}
