import type { PdfPageContent } from './page-content.ts';
import type { Paragraph } from './paragraphs.ts';
import type { DocumentStatistics } from './statistics.ts';

/** The outer part of a page in which running heads and feet stand. */
const marginShare = 0.12;
/** Heights are compared in steps of so many points. */
const heightStep = 8;

/** Margin says in which margin a paragraph stands. */
export type Margin = 'header' | 'footer';

/** marginOf tells whether a paragraph stands in the upper or lower margin; it must be short. */
export function marginOf({ bbox, rows }: Paragraph, { height }: Pick<PdfPageContent, 'height'>): Margin | undefined {
  if (rows.length > 3) return undefined;
  if (bbox[3] < marginShare * height) return 'header';
  return bbox[1] > (1 - marginShare) * height ? 'footer' : undefined;
}

/** marginKey is the same for the running head of every page: its text with numbers made equal, and its height. */
export function marginKey({ text, bbox }: Paragraph, margin: Margin): string {
  const words = text.replace(/\d+/g, '#').replace(/\s+/g, ' ').slice(0, 80).toLowerCase();
  return `${margin}|${Math.round(bbox[1] / heightStep)}|${words}`;
}

const pageNumber =
  /^([-–—|·\s]*|page\s*|p\.\s*|第\s*)(\d{1,4}|[ivxlc]{1,7})(\s*页|\s*頁)?([-–—|·\s]*|\s*(of|\/|共)\s*\d{1,4}\s*页?)$/i;

/** furnitureType tells running heads, feet and page numbers from the body; undefined for body. */
export function furnitureType(
  paragraph: Paragraph,
  content: PdfPageContent,
  statistics: DocumentStatistics,
): 'header' | 'footer' | 'page_number' | undefined {
  const margin = marginOf(paragraph, content);
  if (margin === undefined) return undefined;
  if (pageNumber.test(paragraph.text.trim())) return 'page_number';
  // What is set larger than the body is a title, even one that begins every page.
  if (paragraph.size > 1.15 * statistics.bodySize) return undefined;
  return timesSeen(paragraph, margin, statistics) >= 2 ? margin : undefined;
}

/** Rounding may part the same height into neighbouring steps. */
function timesSeen(paragraph: Paragraph, margin: Margin, { margins }: DocumentStatistics): number {
  const at = (shift: number) => {
    const [x0, y0, x1, y1] = paragraph.bbox;
    return margins.get(marginKey({ ...paragraph, bbox: [x0, y0 + shift, x1, y1] }, margin)) ?? 0;
  };
  return Math.max(at(0), at(-heightStep), at(heightStep));
}
