import type { Item } from './order.ts';
import type { Segment } from './page-content.ts';
import { textOfRuns } from './run-text.ts';

/** A heading in the margin begins level with a paragraph, within this part of the size, and has no more letters. */
const level = 0.35;
const mostLetters = 80;
/** So many of them make a page with headings in its margin; more are something else. */
const fewest = 2;
const most = 60;
/** Lines of one heading follow each other no further apart than this, in sizes. */
const lineStep = 1.5;
/** A paragraph begins below a gap that is so many times the one between its lines, or with an indent of so many sizes. */
const paragraphGap = 1.15;
const paragraphIndent = 0.5;

/** SideSection is a heading that stands in the margin, and the text beside and below it. */
export interface SideSection {
  readonly heading: readonly Segment[];
  readonly items: readonly Item[];
}

/**
 * sideHeadings parts a page whose notes in the margin are headings, each beside the first line of its text, and set in another font or left of
 * the beginning of a paragraph as keywords are; undefined for other notes.
 */
export function sideHeadings(
  notes: readonly (readonly Segment[])[],
  items: readonly Item[],
): readonly SideSection[] | undefined {
  const [group] = notes;
  if (notes.length !== 1 || group === undefined) return undefined;
  const headings = groupsOf(group);
  const isSection =
    headings.length >= fewest && headings.length <= most && headings.every((heading) => isHeading(heading, items));
  return isSection ? sectionsOf(headings, items) : undefined;
}

/** groupsOf joins the lines of a heading. */
function groupsOf(notes: readonly Segment[]): readonly (readonly Segment[])[] {
  const groups: Segment[][] = [];
  for (const note of [...notes].sort((a, b) => a.baseline - b.baseline)) {
    const last = groups.at(-1)?.at(-1);
    if (last !== undefined && note.baseline - last.baseline < lineStep * note.size) groups.at(-1)?.push(note);
    else groups.push([note]);
  }
  return groups;
}

function isHeading(heading: readonly Segment[], items: readonly Item[]): boolean {
  const [first] = heading;
  const text = heading
    .map(({ runs }) => textOfRuns(runs))
    .join(' ')
    .trim();
  if (first === undefined || text.length > mostLetters || !/^[\p{Lu}\p{Lo}\d].*\p{L}{2}/u.test(text)) return false;
  const line = items.find(
    ({ segment }) => segment !== undefined && Math.abs(segment.baseline - first.baseline) < level * first.size,
  );
  if (line?.segment === undefined || first.bbox[0] > line.bbox[0]) return false;
  if (beginsParagraph(line.segment, items)) return true;
  if (first.size < line.segment.size) return false;
  const fonts = new Set(line.segment.runs.map(({ font }) => font));
  return heading.every(({ runs }) => runs.every(({ font, text: part }) => !fonts.has(font) || part.trim() === ''));
}

/** beginsParagraph: the line above stands further away than the one below, or in another size, or an indent begins the line. */
function beginsParagraph(line: Segment, items: readonly Item[]): boolean {
  let [above, below]: (Segment | undefined)[] = [];
  for (const { segment } of items) {
    if (segment === undefined || segment.bbox[0] >= line.bbox[2] || segment.bbox[2] <= line.bbox[0]) continue;
    if (segment.baseline < line.baseline - 1 && segment.baseline > (above?.baseline ?? 0)) above = segment;
    if (segment.baseline > line.baseline + 1 && segment.baseline < (below?.baseline ?? Infinity)) below = segment;
  }
  if (above === undefined || Math.abs(above.size - line.size) > 0.1 * line.size) return true;
  if (below === undefined) return false;
  const steps = [line.baseline - above.baseline, below.baseline - line.baseline] as const;
  return steps[0] > paragraphGap * steps[1] || line.bbox[0] - below.bbox[0] > paragraphIndent * line.size;
}

/** sectionsOf gives what stands above the first heading, and then each heading with what stands down to the next. */
function sectionsOf(headings: readonly (readonly Segment[])[], items: readonly Item[]): readonly SideSection[] {
  const tops = headings.map(([first]) => (first?.baseline ?? 0) - (first?.size ?? 0));
  const sections: { heading: readonly Segment[]; items: Item[] }[] = [{ heading: [], items: [] }];
  for (const heading of headings) sections.push({ heading, items: [] });
  for (const item of items) {
    const middle = (item.bbox[1] + item.bbox[3]) / 2;
    sections[tops.findLastIndex((top) => middle >= top) + 1]?.items.push(item);
  }
  return sections;
}
