import type { Bbox, TitleBlock } from '@docmill/document';
import { numberingDepth } from './numbering.ts';
import type { Paragraph } from './paragraphs.ts';
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
  if (upper === undefined || lower === undefined || second.type !== 'title') return undefined;
  if (first.type !== 'title' && first.type !== 'text') return undefined;
  const join = (level: TitleBlock['level']): PlacedBlock => ({
    block: {
      ...second,
      ...boxOf([before, after]),
      level,
      content: [...first.content, { type: 'text', text: ' ' }, ...second.content],
    },
    paragraph: { ...lower, rows: [...upper.rows, ...lower.rows], text: `${upper.text} ${lower.text}` },
  });
  const distance = (lower.rows[0]?.baseline ?? 0) - (upper.rows.at(-1)?.baseline ?? 0);
  if (isChapterNumber(upper) && distance > 0 && distance < chapterGap * lower.size) return join(second.level);
  if (first.type !== 'title' || first.level !== second.level || numberingDepth(lower.text) > 0) return undefined;
  if (styleKey(upper) !== styleKey(lower)) return undefined;
  if (distance <= 0 || distance > 1.6 * upper.size || !isCentred(upper.bbox, lower.bbox, upper.size)) return undefined;
  return join(first.level);
}

const chapterNumber =
  /^(?:chapter|part|appendix|kapitel|teil|anhang|chapitre|partie|annexe|cap[ií]tulo|parte|capitolo|hoofdstuk|rozdzia[łl]|kapitola|глава|часть|bölüm)\s+(?:\d{1,3}|[ivxlc]{1,7}|[a-z])[.:]?$/i;
/** The name of a chapter is set so much larger than its number, or as it is, and stands no further below it, in sizes of the name. */
const larger = 1.05;
const chapterGap = 4.5;

/** isChapterNumber tells the number of a chapter alone, above its name in a larger size, or set alike: both are one title. */
export function isChapterNumber({ text, size, font, around: { next } }: Paragraph): boolean {
  if (next === undefined || !chapterNumber.test(text.trim())) return false;
  return next.size > larger * size || (next.font === font && Math.abs(next.size - size) < 0.02 * size);
}

/** isCentred: both have their middle at the same place, or the second goes on below the first's words. */
function isCentred(upper: Bbox, lower: Bbox, size: number): boolean {
  const middle = (box: Bbox) => (box[0] + box[2]) / 2;
  return Math.abs(middle(upper) - middle(lower)) < 1.5 * size || (lower[0] > upper[0] + size && lower[0] < upper[2]);
}
