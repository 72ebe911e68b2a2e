import type { Bbox, TitleBlock } from '@docmill/document';
import { numberingDepth } from './numbering.ts';
import { boxOf, type PlacedBlock } from './placed.ts';
import { styleKey } from './titles.ts';

/** withJoinedTitles joins the lines of one title that are set too far apart, or too unlike in length, for one paragraph. */
export function withJoinedTitles(placed: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const result: PlacedBlock[] = [];
  for (const entry of placed) {
    const before = result.at(-1);
    const joint = before === undefined ? undefined : joinedTitle(before, entry);
    if (joint === undefined) result.push(entry);
    else result[result.length - 1] = joint;
  }
  return result;
}

function joinedTitle(before: PlacedBlock, after: PlacedBlock): PlacedBlock | undefined {
  const [first, second] = [before.block, after.block];
  const [upper, lower] = [before.paragraph, after.paragraph];
  if (first.type !== 'title' || second.type !== 'title' || upper === undefined || lower === undefined) return undefined;
  if (first.level !== second.level || numberingDepth(lower.text) > 0 || styleKey(upper) !== styleKey(lower))
    return undefined;
  const distance = (lower.rows[0]?.baseline ?? 0) - (upper.rows.at(-1)?.baseline ?? 0);
  if (distance <= 0 || distance > 1.6 * upper.size || !isCentred(upper.bbox, lower.bbox, upper.size)) return undefined;
  const block: TitleBlock = {
    ...first,
    ...boxOf([before, after]),
    content: [...first.content, { type: 'text', text: ' ' }, ...second.content],
  };
  return { block, paragraph: { ...lower, rows: [...upper.rows, ...lower.rows], text: `${upper.text} ${lower.text}` } };
}

/** isCentred: both have their middle at the same place, or the second goes on below the first's words. */
function isCentred(upper: Bbox, lower: Bbox, size: number): boolean {
  const middle = (box: Bbox) => (box[0] + box[2]) / 2;
  return Math.abs(middle(upper) - middle(lower)) < 1.5 * size || (lower[0] > upper[0] + size && lower[0] < upper[2]);
}
