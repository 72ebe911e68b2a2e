import type { Bbox } from '@docmill/document';
import type { PdfPageContent } from './page-content.ts';

const firstRightToLeft = 0x590;

/** isRightToLeftCode tells Hebrew, Arabic and kindred letters. */
function isRightToLeftCode(code: number): boolean {
  if (code < firstRightToLeft) return false;
  return code <= 0x8ff || (code >= 0xfb1d && code <= 0xfdff) || (code >= 0xfe70 && code <= 0xfefe);
}

/** isRightToLeft tells whether a text has Hebrew, Arabic or kindred letters. It is asked for every glyph: regular expressions are too slow. */
export function isRightToLeft(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (isRightToLeftCode(text.charCodeAt(at))) return true;
  return false;
}

/** isRightToLeftPage: most letters of the page are written from right to left. */
export function isRightToLeftPage({ segments }: Pick<PdfPageContent, 'segments'>): boolean {
  return runsRightToLeft(segments.flatMap(({ runs }) => runs));
}

/** runsRightToLeft: most letters of the texts are written from right to left. */
export function runsRightToLeft(texts: readonly { readonly text: string }[]): boolean {
  // Nearly all pages have no such letter at all.
  if (!texts.some(({ text }) => isRightToLeft(text))) return false;
  let [all, theirs] = [0, 0];
  for (const { text } of texts)
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      // Digits and signs have no direction of their own.
      if (code > 64) all += 1;
      if (isRightToLeftCode(code)) theirs += 1;
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
    boxes: (content.boxes ?? []).map((box) => mirrorBox(box, width)),
  };
}

/** mirrorBox gives a box's place on a page that was turned over. */
export function mirrorBox([x0, y0, x1, y1]: Bbox, width: number): Bbox {
  return [width - x1, y0, width - x0, y1];
}
