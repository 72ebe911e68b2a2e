import type { Bbox } from '@docmill/document';
import type { PdfPageContent } from './page-content.ts';

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/g;
const letters = /\p{L}/gu;

/** isRightToLeft tells Hebrew, Arabic and kindred letters. */
export function isRightToLeft(text: string): boolean {
  return text.search(rightToLeft) >= 0;
}

/** isRightToLeftPage: most letters of the page are written from right to left. */
export function isRightToLeftPage({ segments }: Pick<PdfPageContent, 'segments'>): boolean {
  let [all, theirs] = [0, 0];
  for (const { runs } of segments)
    for (const { text } of runs) {
      all += text.match(letters)?.length ?? 0;
      theirs += text.match(rightToLeft)?.length ?? 0;
    }
  return theirs > 0.5 * all;
}

/** mirrored turns a page over, so that text from right to left has its columns, indents and line ends where others have them. */
export function mirrored(content: PdfPageContent): PdfPageContent {
  const { width } = content;
  return {
    ...content,
    segments: content.segments.map((segment) => ({ ...segment, bbox: mirrorBox(segment.bbox, width) })),
    solids: content.solids.map((solid) => ({ ...solid, bbox: mirrorBox(solid.bbox, width) })),
  };
}

/** mirrorBox gives a box's place on a page that was turned over. */
export function mirrorBox([x0, y0, x1, y1]: Bbox, width: number): Bbox {
  return [width - x1, y0, width - x0, y1];
}
