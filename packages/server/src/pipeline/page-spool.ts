import { join } from 'node:path';
import { isFurniture, type Page, validatePage } from '@docmill/document';
import { AppError } from '#errors';
import { writeJsonLines } from './json-lines.ts';

/** PageSpool holds assembled pages on disk, so that every renderer streams over them in constant memory. */
export interface PageSpool {
  readonly count: number;
  /** Whether any page shows more than what repeats around the body of pages. */
  readonly hasContent: boolean;
  pages(): AsyncIterable<Page>;
}

/** spoolPages validates each page as it leaves the engine and keeps it. Throws `engine_failed` for a page that breaks the model. */
export async function spoolPages(
  pages: AsyncIterable<Page>,
  folder: string,
  onPage: () => Promise<void>,
): Promise<PageSpool> {
  let hasContent = false;
  const checked = async function* (): AsyncGenerator<Page> {
    for await (const page of pages) {
      assertValid(page);
      hasContent ||= page.blocks.some((block) => !isFurniture(block));
      yield page;
      await onPage();
    }
  };
  const { count, values } = await writeJsonLines(join(folder, 'pages.jsonl'), checked());
  return { count, hasContent, pages: values };
}

function assertValid(page: Page): void {
  const checked = validatePage(page);
  if (checked.ok) return;
  const [issue] = checked.issues;
  const reason = `page ${page.index + 1} breaks the document model at ${issue?.path}: ${issue?.message}`;
  throw new AppError('engine_failed', { params: { reason } });
}
