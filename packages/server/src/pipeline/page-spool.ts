import { join } from 'node:path';
import { type Page, validatePage } from '@docmill/document';
import { AppError } from '#errors';
import { writeJsonLines } from './json-lines.ts';

/** PageSpool holds assembled pages on disk, so that every renderer streams over them in constant memory. */
export interface PageSpool {
  readonly count: number;
  pages(): AsyncIterable<Page>;
}

/** spoolPages validates each page as it leaves the engine and keeps it. Throws `engine_failed` for a page that breaks the model. */
export async function spoolPages(
  pages: AsyncIterable<Page>,
  folder: string,
  onPage: () => Promise<void>,
): Promise<PageSpool> {
  const { count, values } = await writeJsonLines(join(folder, 'pages.jsonl'), checked(pages, onPage));
  return { count, pages: values };
}

async function* checked(pages: AsyncIterable<Page>, onPage: () => Promise<void>): AsyncGenerator<Page> {
  for await (const page of pages) {
    assertValid(page);
    yield page;
    await onPage();
  }
}

function assertValid(page: Page): void {
  const checked = validatePage(page);
  if (checked.ok) return;
  const [issue] = checked.issues;
  const reason = `page ${page.index + 1} breaks the document model at ${issue?.path}: ${issue?.message}`;
  throw new AppError('engine_failed', { params: { reason } });
}
