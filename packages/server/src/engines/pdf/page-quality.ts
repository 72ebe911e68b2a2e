import { type Block, type PageQuality, visitBlocks } from '@docmill/document';
import type { PageFacts } from './page-content.ts';
import type { PlacedBlock } from './placed.ts';
import { lettersOf } from './text-quality.ts';

/** pageQuality tells how much of a page's text reached its blocks, before any of them goes to another page. */
export function pageQuality(placed: readonly PlacedBlock[], { text }: PageFacts): PageQuality {
  let letters = 0;
  visitBlocks(
    placed.map(({ block }) => block),
    {
      block(block: Block) {
        if (block.type === 'code') letters += lettersOf(block.text);
      },
      inline(inline) {
        if (inline.type === 'text' || inline.type === 'code') letters += lettersOf(inline.text);
      },
    },
  );
  const share = text.letters === 0 ? 1 : Math.min(1, letters / text.letters);
  const { garbled, needsOcr } = text;
  return {
    coverage: Math.round(share * 100) / 100,
    ...(garbled === 0 ? {} : { garbled }),
    ...(needsOcr === undefined ? {} : { needsOcr }),
  };
}
