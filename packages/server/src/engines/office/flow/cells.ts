import type { Block, CellNode } from '@docmill/document';
import { leadOf } from '../../building/flatten.ts';

/** CellShape is how much of the grid a cell takes, and whether it heads a column. */
export interface CellShape {
  readonly rowSpan?: number;
  readonly columnSpan?: number;
  readonly header?: boolean;
}

/** cellNode makes a cell of blocks: its first lines, then the rest. Headings, captions and a bullet alone are lines there. */
export function cellNode(
  blocks: readonly Block[],
  { rowSpan = 1, columnSpan = 1, header = false }: CellShape,
): CellNode {
  const lines = blocks.map(lineOf);
  const { content, rest } = leadOf(lines, lines.length);
  return {
    ...(rowSpan > 1 ? { rowSpan } : {}),
    ...(columnSpan > 1 ? { columnSpan } : {}),
    ...(header ? { header } : {}),
    content,
    ...(rest.length === 0 ? {} : { blocks: rest }),
  };
}

function lineOf(block: Block, _: number, { length }: readonly Block[]): Block {
  if (block.type === 'title' || block.type === 'caption') return { type: 'text', content: block.content };
  if (block.type === 'code' && !block.text.includes('\n'))
    return { type: 'text', content: [{ type: 'code', text: block.text.trim() }] };
  if (block.type !== 'list' || block.ordered || length > 1) return block;
  const [only, second] = block.items;
  const isLine = only !== undefined && second === undefined && only.marker === undefined && only.children === undefined;
  return isLine ? { type: 'text', content: only.content } : block;
}
