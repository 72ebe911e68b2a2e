import { type Block, maxQuoteDepth } from '@docmill/document';

/** quoted is a block as it stands in one more quotation: a paragraph is marked, other blocks stay as they are. */
export function quoted(block: Block): Block {
  if (block.type !== 'text') return block;
  return { ...block, ...quoteAt(block.quote === true ? (block.quoteDepth ?? 1) + 1 : 1) };
}

/** quoteAt is what marks a paragraph that stands in so many quotations. */
export function quoteAt(depth: number): { readonly quote?: true; readonly quoteDepth?: number } {
  if (depth === 0) return {};
  return depth === 1 ? { quote: true } : { quote: true, quoteDepth: Math.min(depth, maxQuoteDepth) };
}
