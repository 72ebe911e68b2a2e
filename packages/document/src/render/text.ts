import { type Block, type CaptionBlock, type CellNode, type FootnoteBlock, isFurniture } from '../block.ts';
import type { Page } from '../document.ts';
import { textOf } from '../visit.ts';

/** renderText writes pages as plain text, page by page: a blank line between blocks, tabs between cells, no furniture. */
export async function* renderText(pages: AsyncIterable<Page> | Iterable<Page>): AsyncGenerator<string> {
  for await (const page of pages) {
    for (const block of page.blocks) {
      const text = isFurniture(block) ? '' : plainText(block);
      if (text !== '') yield `${text}\n\n`;
    }
  }
}

/** plainText gives the words of one block. */
export function plainText(block: Block): string {
  switch (block.type) {
    case 'list':
    case 'index':
      return block.items.map(plainText).join('\n');
    case 'list_item':
      return [textOf(block.content), ...(block.children ?? []).map(plainText)].join('\n');
    case 'table':
      return withNotes(block, block.rows.map((row) => row.cells.map(cellText).join('\t')).join('\n'), true);
    case 'image':
      return withNotes(block, block.description || block.alt || '');
    case 'chart':
      return withNotes(block, block.data ?? '');
    case 'equation':
      return block.latex;
    case 'code':
      return withNotes(block, block.text, true);
    case 'algorithm':
      return withNotes(block, textOf(block.content), true);
    case 'note':
      return `[${block.label}] ${textOf(block.content)}`;
    default:
      return textOf(block.content);
  }
}

/** Blocks of a cell stand on its line, for a new line would be a new row. */
function cellText({ content, blocks = [] }: CellNode): string {
  const inside = blocks.map((block) => plainText(block).replace(/\s*\n\s*/g, ' '));
  return [textOf(content), ...inside].filter((part) => part !== '').join(' ');
}

interface Noted {
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

function withNotes({ captions = [], footnotes = [] }: Noted, body: string, captionsFirst = false): string {
  const heads = captions.map(plainText);
  const parts = captionsFirst ? [...heads, body] : [body, ...heads];
  return [...parts, ...footnotes.map(plainText)].filter((part) => part !== '').join('\n');
}
