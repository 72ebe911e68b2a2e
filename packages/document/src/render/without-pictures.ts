import type { Block, CaptionBlock, FootnoteBlock, ListItemBlock, RowNode } from '../block.ts';
import type { Page } from '../document.ts';
import type { Inline } from '../inline.ts';

/**
 * withoutPictures gives a page of which only the words are left: of a picture its captions, notes and description, of one inside a line its
 * alternative text.
 */
export function withoutPictures(page: Page): Page {
  return { ...page, blocks: page.blocks.map(wordsOf) };
}

function wordsOf(block: Block): Block {
  switch (block.type) {
    case 'image': {
      const { asset: _, url: __, alt: ___, ...rest } = block;
      return { ...rest, ...notesOf(block) };
    }
    case 'chart': {
      const { asset: _, ...rest } = block;
      return { ...rest, ...notesOf(block) };
    }
    case 'table': {
      const { asset: _, ...rest } = block;
      return { ...rest, ...notesOf(block), rows: block.rows.map(rowOf) };
    }
    case 'equation': {
      const { asset: _, text = '', ...rest } = block;
      return block.latex === '' && text !== '' ? { type: 'text', content: [{ type: 'text', text }] } : rest;
    }
    case 'list':
    case 'index':
      return { ...block, items: block.items.map(itemOf) };
    case 'list_item':
      return itemOf(block);
    case 'code':
      return { ...block, ...notesOf(block) };
    case 'algorithm':
      return { ...block, ...notesOf(block), content: wordsInLine(block.content) };
    default:
      return { ...block, content: wordsInLine(block.content) };
  }
}

function itemOf(item: ListItemBlock): ListItemBlock {
  const content = wordsInLine(item.content);
  return item.children === undefined
    ? { ...item, content }
    : { ...item, content, children: item.children.map(wordsOf) };
}

function rowOf(row: RowNode): RowNode {
  const cells = row.cells.map((cell) => ({
    ...cell,
    content: wordsInLine(cell.content),
    ...(cell.blocks === undefined ? {} : { blocks: cell.blocks.map(wordsOf) }),
  }));
  return { ...row, cells };
}

interface Noted {
  readonly captions?: readonly CaptionBlock[];
  readonly footnotes?: readonly FootnoteBlock[];
}

function notesOf({ captions, footnotes }: Noted): Noted {
  const worded = <Note extends CaptionBlock | FootnoteBlock>(note: Note): Note => ({
    ...note,
    content: wordsInLine(note.content),
  });
  return {
    ...(captions === undefined ? {} : { captions: captions.map(worded) }),
    ...(footnotes === undefined ? {} : { footnotes: footnotes.map(worded) }),
  };
}

/** A link around nothing but a picture without words has nothing left to click on. */
function wordsInLine<Piece extends Inline>(inlines: readonly Piece[]): readonly Piece[] {
  return inlines.flatMap((inline): readonly Piece[] => {
    if (inline.type === 'image') return inline.alt ? [{ type: 'text', text: inline.alt } as Piece] : [];
    if (inline.type !== 'link') return [inline];
    const children = wordsInLine(inline.children);
    return children.length === 0 ? [] : [{ ...inline, children }];
  });
}
