import type { Block } from './block.ts';
import type { Page } from './document.ts';
import type { Inline } from './inline.ts';

/** Visitor is called for every node, parents before what they hold. */
export interface Visitor {
  block?(block: Block): void;
  inline?(inline: Inline): void;
}

/** visitBlocks walks blocks depth first: captions, items, rows and cells included. */
export function visitBlocks(blocks: readonly Block[], visitor: Visitor): void {
  for (const block of blocks) visitBlock(block, visitor);
}

function visitBlock(block: Block, visitor: Visitor): void {
  visitor.block?.(block);
  if ('content' in block) visitInlines(block.content, visitor);
  if ('captions' in block) visitBlocks(block.captions ?? [], visitor);
  if (block.type === 'list' || block.type === 'index') visitBlocks(block.items, visitor);
  if (block.type === 'list_item') visitBlocks(block.children ?? [], visitor);
  if (block.type === 'table') {
    for (const cell of block.rows.flatMap((row) => row.cells)) {
      visitInlines(cell.content, visitor);
      visitBlocks(cell.blocks ?? [], visitor);
    }
  }
  if ('footnotes' in block) visitBlocks(block.footnotes ?? [], visitor);
}

function visitInlines(inlines: readonly Inline[], visitor: Visitor): void {
  for (const inline of inlines) {
    visitor.inline?.(inline);
    if (inline.type === 'link') visitInlines(inline.children, visitor);
  }
}

/** textOf gives the plain characters of inlines; a formula gives its LaTeX, a picture its alternative text. */
export function textOf(inlines: readonly Inline[]): string {
  return inlines.map(plainOf).join('');
}

function plainOf(inline: Inline): string {
  switch (inline.type) {
    case 'text':
    case 'code':
      return inline.text;
    case 'equation':
      return inline.latex;
    case 'link':
      return textOf(inline.children);
    case 'image':
      return inline.alt ?? '';
    case 'note':
      return `[${inline.label}]`;
  }
}

/** assetsOf gives the names of the pictures that a page refers to, each once. */
export function assetsOf(page: Page): readonly string[] {
  const names = new Set<string>();
  visitBlocks(page.blocks, {
    block(block) {
      if ('asset' in block && block.asset !== undefined) names.add(block.asset);
    },
    inline(inline) {
      if (inline.type === 'image' && inline.asset !== undefined) names.add(inline.asset);
    },
  });
  return [...names];
}
