import type { Paragraph } from './paragraphs.ts';

/** A quotation stands in from both edges of its column by so many sizes at least. */
const indent = 1.3;

/** One that is tagged as a quotation stands in less. */
const taggedIndent = 0.5;

/** isQuote tells block quotations: several lines that all stand in from both sides, between text that does not. */
export function isQuote(
  { rows, column: [left, right], usualLeft, size, marker, tabular, mono, role }: Paragraph,
  bodySize: number,
): boolean {
  if (role === 'quote' && (rows[0]?.bbox[0] ?? 0) - left > taggedIndent * size) return true;
  if (marker !== undefined || tabular || mono || rows.length < 2) return false;
  if (size > 1.06 * bodySize || size < 0.75 * bodySize) return false;
  const lefts = rows.map((row) => row.bbox[0]);
  const least = lefts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = lefts.reduce((a, b) => Math.max(a, b), 0);
  const end = rows.reduce((far, row) => Math.max(far, row.bbox[2]), 0);
  // Centred lines begin at many places.
  if (
    most - least > 2.2 * size ||
    least - Math.max(left, usualLeft) < indent * size ||
    least - left > 0.3 * (right - left)
  )
    return false;
  return right - end > indent * size && end - least > 0.5 * (right - left);
}
