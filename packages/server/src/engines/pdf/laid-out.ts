import type { PageDraft } from '../engine.ts';
import type { PageFacts, PageReading, PdfPageContent } from './page-content.ts';
import { layoutPage, type PageLayout } from './page-layout.ts';
import { type PageSummary, summaryOf } from './page-summary.ts';

/** LaidOutPage is what a draft keeps of a page: how it is laid out, with what that does not tell. */
export interface LaidOutPage extends PageFacts {
  readonly layout: PageLayout;
  /** The page as it was read, kept where a font of one width stands: it is laid out otherwise when all of the document is set so. */
  readonly reading?: PdfPageContent;
}

/** PdfDraft is the draft of a page. */
export type PdfDraft = PageDraft<LaidOutPage, PageSummary>;

/** laidOut lays a page out as soon as it is read, so that this work is shared by whoever reads the pages of a document. */
export function laidOut({ content, ...draft }: PageReading): PdfDraft {
  const { width, height, fonts, text, links } = content;
  const layout = layoutPage(content);
  const reading = fonts.some(({ mono }) => mono) ? { reading: content } : {};
  return {
    ...draft,
    summary: summaryOf(layout, content),
    content: { width, height, fonts, text, links, layout, ...reading },
  };
}

/** layoutOf gives the layout of a page in a document that is, or is not, set in a font of one width throughout. */
export function layoutOf({ layout, reading }: LaidOutPage, bodyMono: boolean): PageLayout {
  return bodyMono && reading !== undefined ? layoutPage(reading, { monoIsCode: false }) : layout;
}
