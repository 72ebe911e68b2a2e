import type { Block, CellNode } from '@docmill/document';
import { leadOf } from '../../web/flatten.ts';

/** CellShape is how much of the grid a cell takes, and whether it heads a column. */
export interface CellShape {
  readonly rowSpan?: number;
  readonly columnSpan?: number;
  readonly header?: boolean;
}

/** cellNode makes a cell of blocks: its first lines, then the rest. Headings and captions are lines there. */
export function cellNode(
  blocks: readonly Block[],
  { rowSpan = 1, columnSpan = 1, header = false }: CellShape,
): CellNode {
  const lines = blocks.map(
    (block): Block =>
      block.type === 'title' || block.type === 'caption' ? { type: 'text', content: block.content } : block,
  );
  const { content, rest } = leadOf(lines, lines.length);
  return {
    ...(rowSpan > 1 ? { rowSpan } : {}),
    ...(columnSpan > 1 ? { columnSpan } : {}),
    ...(header ? { header } : {}),
    content,
    ...(rest.length === 0 ? {} : { blocks: rest }),
  };
}
