import { type Block, type Inline, pictureSourceOf, type Style } from '@docmill/document';
import { joinRuns } from './line.ts';

/** flatten makes one line of blocks, for places that hold no blocks (titles, captions, furniture); nothing is lost but its shape. */
export function flatten(blocks: readonly Block[], separator: string): readonly Inline[] {
  return joinParts(
    blocks.map((block) => partOf(block, separator)),
    separator,
  );
}

/** joinParts puts a separator between the parts that are not empty. */
export function joinParts(parts: readonly (readonly Inline[])[], separator: string): readonly Inline[] {
  const between: Inline = { type: 'text', text: separator };
  const shown = parts.filter((part) => part.length > 0);
  return joinRuns(shown.flatMap((part, at) => (at === 0 ? part : [between, ...part])));
}

/** restyle adds or takes away a style of every run of text outside links. */
export function restyle(inlines: readonly Inline[], style: Style, wanted: boolean): readonly Inline[] {
  return inlines.map((inline) => {
    if (inline.type !== 'text' || inline.text === '\n') return inline;
    const { styles = [], ...rest } = inline;
    const others = styles.filter((other) => other !== style);
    const changed = wanted ? [...others, style] : others;
    return changed.length === 0 ? rest : { ...rest, styles: changed };
  });
}

function partOf(block: Block, separator: string): readonly Inline[] {
  switch (block.type) {
    case 'list':
    case 'index':
      return flatten(block.items, separator);
    case 'list_item':
      return joinParts([block.content, flatten(block.children ?? [], separator)], separator);
    case 'table': {
      const rows = block.rows.map((row) =>
        joinParts(
          row.cells.map((cell) => joinParts([cell.content, flatten(cell.blocks ?? [], ' ')], ' ')),
          ' ',
        ),
      );
      return joinParts([flatten(block.captions ?? [], separator), ...rows], separator);
    }
    case 'image': {
      const alt = block.alt === undefined ? {} : { alt: block.alt };
      const source = pictureSourceOf(block);
      const picture: readonly Inline[] = source === undefined ? [] : [{ type: 'image', ...source, ...alt }];
      return joinParts([picture, flatten(block.captions ?? [], separator)], separator);
    }
    case 'code':
      return joinParts([flatten(block.captions ?? [], separator), [{ type: 'code', text: block.text }]], separator);
    case 'equation':
      return [{ type: 'equation', latex: block.latex }];
    case 'chart':
      return [];
    default:
      return block.content;
  }
}

/** Lead is the line that blocks begin with, and the blocks that remain. */
export interface Lead {
  readonly content: readonly Inline[];
  readonly rest: readonly Block[];
}

/** leadOf takes the first `most` paragraphs and pictures as a line. */
export function leadOf(blocks: readonly Block[], most: number): Lead {
  let taken = 0;
  while (taken < blocks.length && taken < most && isLine(blocks[taken])) taken += 1;
  return { content: flatten(blocks.slice(0, taken), '\n'), rest: blocks.slice(taken) };
}

function isLine(block: Block | undefined): boolean {
  if (block?.type === 'text') return block.quote !== true;
  return block?.type === 'equation' || (block?.type === 'image' && block.captions === undefined);
}
