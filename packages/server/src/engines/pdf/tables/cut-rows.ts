import { type CellNode, type RowNode, textOf } from '@docmill/document';
import { endedFor } from '../joins.ts';
import { isValue } from './words.ts';

type Rows = readonly RowNode[];

/** withWholeRow puts a row that the end of the page cut in two together again: what stands at the top of the next page goes on from the last row. */
export function withWholeRow(above: Rows, below: Rows): readonly [above: Rows, below: Rows] {
  const [upper, lower] = [above.at(-1), below[0]];
  if (upper === undefined || lower === undefined || !goesOn(lower, above)) return [above, below];
  const cells = upper.cells.map((cell, at) => joinedCell(cell, lower.cells[at]));
  return [[...above.slice(0, -1), { ...upper, cells }], below.slice(1)];
}

const inTheMiddle = /^\p{Ll}/u;

/** goesOn: all that a row holds goes on in the middle of a text of the row above. */
function goesOn(lower: RowNode, above: Rows): boolean {
  const upper = above.at(-1)?.cells ?? [];
  if (upper.length !== lower.cells.length || upper.some(hasSpans) || lower.cells.some(hasSpans)) return false;
  const [texts, before] = [textsOf(lower), upper.map(textOfCell)];
  const filled = texts.flatMap((text, at) => (text === '' ? [] : [at]));
  const areTexts = filled.every((at) => ![texts[at], before[at]].some((text = '') => text === '' || isValue(text)));
  const begun = filled.filter((at) => inTheMiddle.test(texts[at] ?? ''));
  if (!areTexts || begun.length === 0) return false;
  // A row of its own has a label, and begins as the others do.
  if (filled.length < before.filter((text) => text !== '').length) return true;
  const others = above.slice(0, -1).map(textsOf);
  return (
    begun.length === filled.length &&
    begun.some((at) => others.length > 1 && others.every((row) => !inTheMiddle.test(row[at] ?? '')))
  );
}

function textsOf({ cells }: RowNode): readonly string[] {
  return cells.map(textOfCell);
}

function textOfCell({ content }: CellNode): string {
  return textOf(content).trim();
}

function hasSpans({ rowSpan = 1, columnSpan = 1 }: CellNode): boolean {
  return rowSpan > 1 || columnSpan > 1;
}

function joinedCell(upper: CellNode, lower: CellNode | undefined): CellNode {
  const text = textOf(lower?.content ?? []);
  if (lower === undefined || text.trim() === '') return upper;
  return { ...upper, content: [...endedFor(upper.content, text), ...lower.content] };
}
