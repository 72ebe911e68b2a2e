import { type Inline, unionBbox } from '@docmill/document';
import type { Paragraph } from './paragraphs.ts';
import type { PlacedBlock } from './placed.ts';

/** Lines of an address leave this part of their column free. */
const free = 0.35;
/** They are no farther from each other than lines are, in sizes, and what is around them stands so many times farther away. */
const widest = 1.75;
const apart = 1.2;
/** Their places agree to this, in sizes. */
const sameEdge = 0.15;
/** More lines than this are no address. */
const mostLines = 12;

/**
 * withAddresses makes one paragraph, with its line breaks, of short lines that stand in a block of their own, as the sender and the addressee of
 * a letter do: each ends far from the edge of the column, at no full stop.
 */
export function withAddresses(placed: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const result: PlacedBlock[] = [];
  for (let start = 0; start < placed.length; ) {
    let end = start + 1;
    if (isShort(placed[start])) while (end < placed.length && isNext(placed, start, end)) end += 1;
    const block = placed.slice(start, end);
    if (block.length > 1 && block.length <= mostLines && standsApart(block)) result.push(joinedLines(block));
    else result.push(...block);
    start = end;
  }
  return result;
}

function isShort(entry: PlacedBlock | undefined): entry is PlacedBlock & { readonly paragraph: Paragraph } {
  if (entry?.block.type !== 'text' || entry.paragraph === undefined) return false;
  const { rows, tabular, mono, marker, bbox, column, text, beside } = entry.paragraph;
  if (rows.length > 1 || tabular || mono || marker !== undefined || beside || /[.!?;:。！？]$/.test(text)) return false;
  return column[1] - column[0] - (bbox[2] - bbox[0]) > free * (column[1] - column[0]);
}

/** isNext: the line at `end` follows the one before it as the lines of a block do. */
function isNext(placed: readonly PlacedBlock[], start: number, end: number): boolean {
  const [first, above, line] = [placed[start], placed[end - 1], placed[end]];
  if (!isShort(first) || !isShort(above) || !isShort(line)) return false;
  const [a, b] = [above.paragraph, line.paragraph];
  if (a.font !== b.font || a.bold !== b.bold || a.italic !== b.italic || Math.abs(a.size - b.size) > 0.1) return false;
  const near = sameEdge * b.size;
  if (Math.abs(a.bbox[0] - b.bbox[0]) > near && Math.abs(a.bbox[2] - b.bbox[2]) > near) return false;
  const step = stepTo(a, b);
  if (step < 0.8 * b.size || step > widest * b.size) return false;
  const own = end - start > 1 ? stepTo(first.paragraph, (placed[start + 1] as typeof first).paragraph) : step;
  return Math.abs(step - own) < near;
}

function stepTo(above: Paragraph, below: Paragraph): number {
  return (below.rows[0]?.baseline ?? 0) - (above.rows[0]?.baseline ?? 0);
}

/** standsApart: what is above and below the block in its column is farther away than its lines are from each other. */
function standsApart(block: readonly PlacedBlock[]): boolean {
  const [first, second, last] = [block[0]?.paragraph, block[1]?.paragraph, block.at(-1)?.paragraph];
  if (first === undefined || second === undefined || last === undefined) return false;
  const step = apart * stepTo(first, second);
  return (first.around.above ?? step) >= step && (last.around.below ?? step) >= step;
}

function joinedLines(block: readonly PlacedBlock[]): PlacedBlock {
  const [first] = block as [PlacedBlock];
  const content = block.flatMap(({ block: line }, at): readonly Inline[] => {
    const own = line.type === 'text' ? line.content : [];
    return at === 0 ? own : [{ type: 'text', text: '\n' }, ...own];
  });
  const bbox = unionBbox(block.flatMap(({ block: { bbox: box } }) => (box === undefined ? [] : [box])));
  return { ...first, block: { type: 'text', ...(bbox === undefined ? {} : { bbox }), content } };
}
