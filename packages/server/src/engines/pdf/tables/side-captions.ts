import { captionStart, isCaption } from '../captions.ts';
import { holds } from './draft.ts';
import { evidenceOf } from './evidence.ts';
import { type OpenTable, type StackInput, tablesInStack } from './stacks.ts';
import { wordsBetween } from './words.ts';

/** withoutSideCaptions finds the tables between rulings as `tablesInStack` does; where a caption stands beside one, under the same rulings, it is none of its columns. */
export function withoutSideCaptions(input: StackInput): readonly OpenTable[] {
  const tables = tablesInStack(input);
  const sides = tables.map((table) => captionSide(table, input)).filter((side) => side !== undefined);
  if (sides.length === 0 || sides.length < tables.length) return tables;
  const from = Math.max(...sides.map((side) => side.from));
  const to = Math.min(...sides.map((side) => side.to));
  return tablesInStack({
    ...input,
    stack: input.stack.map((one) => ({ at: one.at, from: Math.max(one.from, from), to: Math.min(one.to, to) })),
    words: input.words.filter(({ bbox }) => bbox[0] > from && bbox[2] < to),
  });
}

const mostWordsAbove = 2;

/** captionSide gives where the columns of a table begin and end without its first or last one, where that is a caption. */
function captionSide({ shape, bbox }: OpenTable, { words }: StackInput): { from: number; to: number } | undefined {
  const { xs } = shape;
  if (xs.length < 4) return undefined;
  const inside = wordsBetween(words, bbox[1], bbox[3]).filter((word) => holds(bbox, word));
  const { texts, columns } = evidenceOf(shape, inside);
  const isSide = (column: number) => {
    const own = texts.filter((one) => one.column === column && one.columnEnd === column + 1);
    const start = own.findIndex(({ text }) => captionStart(text)?.kind === 'table');
    // Running heads and page numbers stand above it in the margin.
    const above = own.slice(0, Math.max(0, start)).every(({ words }) => words.length <= mostWordsAbove);
    return (
      start >= 0 &&
      above &&
      isCaption(
        own
          .slice(start)
          .map(({ text }) => text)
          .join(' '),
      )
    );
  };
  if (isSide(0)) return { from: xs[1] ?? 0, to: Number.POSITIVE_INFINITY };
  return isSide(columns - 1) ? { from: Number.NEGATIVE_INFINITY, to: xs[columns - 1] ?? 0 } : undefined;
}
