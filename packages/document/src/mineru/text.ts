import type { Inline } from '../inline.ts';

/** mineruText writes a line as MinerU's lists hold it: plain characters, formulas between dollars. */
export function mineruText(inlines: readonly Inline[]): string {
  return inlines.map(pieceOf).join('').trim();
}

function pieceOf(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'code':
      return `\`${inline.text}\``;
    case 'equation':
      return `$${inline.latex}$`;
    case 'link':
      return inline.children.map(pieceOf).join('');
    case 'image':
      // A picture elsewhere keeps its address: readers of these lists look for files below `images/` only.
      return inline.asset === undefined ? `![${inline.alt ?? ''}](${inline.url})` : `![](images/${inline.asset})`;
  }
}
