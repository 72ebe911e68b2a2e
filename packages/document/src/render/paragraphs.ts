import type { Block, TextBlock } from '../block.ts';
import { textOf } from '../visit.ts';

/** joinerAfter gives what stands between two halves of a paragraph: a blank, and nothing after Chinese and Japanese. */
export function joinerAfter(before: string): string {
  return /[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]$/.test(before) ? '' : ' ';
}

/** joinParagraphs joins a paragraph that says that it goes on the one before, where that one is its neighbour. */
export function joinParagraphs(blocks: readonly Block[]): readonly Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.type === 'text' && block.continuesPrevious && last?.type === 'text')
      joined[joined.length - 1] = joinedText(last, block);
    else joined.push(block);
  }
  return joined;
}

function joinedText(first: TextBlock, second: TextBlock): TextBlock {
  const joiner = joinerAfter(textOf(first.content));
  const between = joiner === '' ? [] : [{ type: 'text', text: joiner } as const];
  return { ...first, content: [...first.content, ...between, ...second.content] };
}
