import { type Block, isFurniture } from '../block.ts';
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
    case 'table': {
      const rows = block.rows.map((row) => row.cells.map((cell) => textOf(cell.content)).join('\t'));
      return [...(block.captions ?? []).map(plainText), ...rows, ...(block.footnotes ?? []).map(plainText)].join('\n');
    }
    case 'image':
      return [block.description ?? block.alt ?? '', ...(block.captions ?? []).map(plainText)]
        .filter((part) => part !== '')
        .join('\n');
    case 'chart':
      return [block.data ?? '', ...(block.captions ?? []).map(plainText)].filter((part) => part !== '').join('\n');
    case 'equation':
      return block.latex;
    case 'code':
      return block.text;
    default:
      return textOf(block.content);
  }
}
