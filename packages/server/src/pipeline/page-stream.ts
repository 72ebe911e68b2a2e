import { isFurniture, type Page, validatePage } from '@docmill/document';
import { AppError } from '#errors';

/** PageStream gives the pages of a document once, each valid, and says when they are through what they were. */
export interface PageStream {
  readonly pages: AsyncIterable<Page>;
  /** Pages so far. */
  readonly count: number;
  /** Whether any page so far shows more than what repeats around the body of pages. */
  readonly hasContent: boolean;
}

/** streamPages validates each page as it leaves the engine. Its pages throw `engine_failed` at one that breaks the model. */
export function streamPages(source: AsyncIterable<Page>, onPage: () => Promise<void>): PageStream {
  const seen = { count: 0, hasContent: false };
  const checked = async function* (): AsyncGenerator<Page> {
    for await (const page of source) {
      assertValid(page);
      seen.count += 1;
      seen.hasContent ||= page.blocks.some((block) => !isFurniture(block));
      yield page;
      await onPage();
    }
  };
  return {
    pages: checked(),
    get count() {
      return seen.count;
    },
    get hasContent() {
      return seen.hasContent;
    },
  };
}

function assertValid(page: Page): void {
  const checked = validatePage(page);
  if (checked.ok) return;
  const [issue] = checked.issues;
  const reason = `page ${page.index + 1} breaks the document model at ${issue?.path}: ${issue?.message}`;
  throw new AppError('engine_failed', { params: { reason } });
}
