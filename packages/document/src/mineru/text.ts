import type { Inline } from '../inline.ts';
import { pictureMarkdown } from '../render/inlines.ts';

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
    case 'note':
      return `[^${inline.label}]`;
    case 'link':
      return inline.children.map(pieceOf).join('');
    case 'image':
      // A picture elsewhere keeps its address as a link of Markdown, for none of these formats has a field for it.
      return inline.asset === undefined ? pictureMarkdown(inline.url, inline.alt) : `![](images/${inline.asset})`;
  }
}
