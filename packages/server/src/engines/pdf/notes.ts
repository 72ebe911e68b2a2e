import type { PageFacts } from './page-content.ts';
import type { Paragraph } from './paragraphs.ts';
import type { DocumentStatistics } from './statistics.ts';

/** Notes are set so much smaller than the body. */
const noteSize = 0.93;
/** Notes stand in this lower part of the page. */
const lowerPart = 0.4;

interface NoteContext {
  readonly content: Pick<PageFacts, 'height'>;
  readonly statistics: Pick<DocumentStatistics, 'bodySize'>;
  /** The note right before, if that was one. */
  readonly above: Paragraph | undefined;
  /** It stands in the bibliography, whose entries have numbers too. */
  readonly inReferences: boolean;
}

/**
 * isPageFootnote: notes of the page are smaller than the body, stand in its lower part and begin with a mark that is raised, a symbol, or a
 * number; what follows below in the same size belongs to them.
 */
export function isPageFootnote(
  paragraph: Paragraph,
  { content, statistics, above, inReferences }: NoteContext,
): boolean {
  const { size, bbox } = paragraph;
  if (size > noteSize * statistics.bodySize || bbox[1] < lowerPart * content.height) return false;
  if (startsAsNote(paragraph, inReferences)) return true;
  if (above === undefined || Math.abs(above.size - size) > 0.06 * size) return false;
  return bbox[1] > above.bbox[1] && bbox[1] - above.bbox[3] < 0.8 * size && bbox[0] < above.bbox[2];
}

function startsAsNote({ text, rows, around, size }: Paragraph, inReferences: boolean): boolean {
  // `§ 39.13` is a section.
  if (/^(?:[*†‡¶∗⁎#※]|§(?![§\s]*\d)|注\s?\d*[:：)）])\s?\S/.test(text)) return true;
  const first = rows[0]?.items[0]?.segment?.runs[0];
  if (rows[0]?.startsRaised && /^[\d*†‡§¶∗a-z]/i.test(text)) return true;
  if (inReferences) return false;
  // `1 See the map` below the body, with no more of the same size above it.
  const isMarked = /^(?:\d{1,3}\s+\p{L}|[①-⑳]\s*\S|[[［〔]\d{1,3}[\]］〕]\s*\S)/u.test(text);
  return first !== undefined && isMarked && (around.above ?? 0) > 1.3 * size && text.length > 12;
}
