import type { Block, ImageBlock, Inline } from '@docmill/document';
import { Line, type Link } from '../building/line.ts';

/** Flow gathers the blocks of one container: inline content becomes paragraphs wherever a block begins or ends. */
export class Flow {
  readonly line = new Line();
  private blocks: Block[] = [];
  private anchor: string | undefined;
  private readonly targets: ReadonlySet<string>;

  /** `targets` are the ids that links of the page point to. */
  constructor(targets: ReadonlySet<string>) {
    this.targets = targets;
  }

  /** offerAnchor gives the next block an id; among several the innermost that a link points to is taken. */
  offerAnchor(id: string): void {
    const before = this.anchor;
    if (before === undefined || this.targets.has(id) || !this.targets.has(before)) this.anchor = id;
  }

  /** lineBreak breaks the line; a second one in a row begins a paragraph. */
  lineBreak(link: Link | undefined): void {
    if (this.line.endsInBreak) this.endParagraph();
    else this.line.lineBreak(link);
  }

  /** endParagraph makes a block of what stands in the line. */
  endParagraph(): void {
    const content = this.line.take();
    if (content.length === 0) return;
    if (content.some((inline) => !isPicture(inline) && !isBlank(inline))) this.push({ type: 'text', content });
    else for (const picture of content.filter(isPicture)) this.push(pictureBlock(picture));
  }

  /** add appends a block after the text before it. */
  add(block: Block): void {
    this.endParagraph();
    this.push(block);
  }

  /** take ends the container and gives its blocks. */
  take(): readonly Block[] {
    this.endParagraph();
    return this.blocks;
  }

  private push(block: Block): void {
    const anchor = block.anchor ?? this.anchor;
    this.blocks.push(anchor === undefined ? block : { ...block, anchor });
    this.anchor = undefined;
  }
}

type Picture = Extract<Inline, { readonly type: 'image' }>;

function isPicture(inline: Inline): inline is Picture {
  return inline.type === 'image';
}

function isBlank(inline: Inline): boolean {
  return inline.type === 'text' && inline.text.trim() === '';
}

function pictureBlock({ alt, ...picture }: Picture): ImageBlock {
  return { ...picture, type: 'image', ...(alt === undefined ? {} : { alt }) };
}
