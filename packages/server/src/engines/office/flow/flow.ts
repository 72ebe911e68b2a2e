import type { Block, CaptionBlock, Inline, ListItemBlock } from '@docmill/document';
import { textOf } from '@docmill/document';
import { restyle } from '../../building/flatten.ts';
import { type ListEntry, ListStack } from './list-stack.ts';

/** Paragraph is a paragraph as a reader understands it. */
export type Paragraph = { readonly content: readonly Inline[]; readonly anchor?: string } & (
  | { readonly kind: 'text' | 'quote' | 'caption' | 'code' }
  | { readonly kind: 'title'; readonly level: number }
  /** An entry of a table of contents; `level` counts from 0. */
  | { readonly kind: 'index'; readonly level: number }
  | { readonly kind: 'item'; readonly entry: Omit<ListEntry, 'content'> }
);

/** Flow gathers the blocks of a text, a cell or a note: items become lists, lines of code one block, captions find what they belong to. */
export class Flow {
  private readonly blocks: Block[] = [];
  private readonly lists = new ListStack();
  private code: string[] = [];
  private index: ListItemBlock[] = [];

  /** add takes a paragraph in. An empty one is nothing, except between lines of code. */
  add(paragraph: Paragraph): void {
    const { content, anchor, kind } = paragraph;
    if (kind === 'code' && (content.length > 0 || this.code.length > 0)) {
      this.endLists();
      this.endIndex();
      this.code.push(textOf(content));
      return;
    }
    if (content.length === 0) return;
    this.endCode();
    const task = kind === 'item' || kind === 'text' ? taskOf(content) : undefined;
    if (kind === 'item' || task !== undefined) {
      this.endIndex();
      const entry = kind === 'item' ? paragraph.entry : { list: 'tasks', level: 0, indent: 0 };
      this.lists.add({ ...entry, content: task ?? content }, anchor);
      return;
    }
    this.endLists();
    if (kind === 'index') {
      this.index.push({ type: 'list_item', content, ...anchorOf(anchor) });
      return;
    }
    this.endIndex();
    this.putLine(paragraph);
  }

  /** addToItem puts a further paragraph or block below the last item of a list, where there is one. */
  addToItem(block: Block): void {
    if (this.lists.isEmpty) this.block(block);
    else this.lists.attach(block);
  }

  /** block appends what is no paragraph; a table takes the caption above it. */
  block(block: Block): void {
    this.end();
    const last = this.blocks.at(-1);
    if (block.type !== 'table' || last?.type !== 'caption' || !namesTable(last)) this.blocks.push(block);
    else this.blocks[this.blocks.length - 1] = { ...block, captions: [last, ...(block.captions ?? [])] };
  }

  /** take ends the text and gives its blocks. */
  take(): readonly Block[] {
    this.end();
    return this.blocks;
  }

  private putLine(paragraph: Paragraph): void {
    const { kind, content } = paragraph;
    const anchor = anchorOf(paragraph.anchor);
    const alone = standAlone(content);
    if (alone !== undefined) {
      for (const [at, block] of alone.entries()) this.blocks.push(at === 0 ? { ...block, ...anchor } : block);
    } else if (kind === 'title') {
      this.blocks.push({ type: 'title', level: titleLevel(paragraph.level), ...anchor, content: plainTitle(content) });
    } else if (kind === 'caption') this.putCaption(content, anchor);
    else {
      const quote = kind === 'quote' ? { quote: true } : {};
      for (const [at, part] of splitAtEmptyLines(content).entries())
        this.blocks.push({ type: 'text', ...(at === 0 ? anchor : {}), content: part, ...quote });
    }
  }

  /** A caption belongs to the picture in it or before it. That of a table may stand above it, so `block` looks back for it. */
  private putCaption(content: readonly Inline[], anchor: { readonly anchor?: string }): void {
    const words = trimStart(content.filter(({ type }) => type !== 'image'));
    for (const picture of content) if (picture.type === 'image') this.blocks.push(picture);
    const caption: CaptionBlock = { type: 'caption', ...anchor, content: words };
    const last = this.blocks.at(-1);
    const isPicture = last?.type === 'image' || last?.type === 'chart';
    if (isPicture && last.captions === undefined && !namesTable(caption))
      this.blocks[this.blocks.length - 1] = { ...last, captions: [caption] };
    else this.blocks.push(caption);
  }

  private end(): void {
    this.endLists();
    this.endCode();
    this.endIndex();
  }

  private endLists(): void {
    if (!this.lists.isEmpty) this.blocks.push(...this.lists.take());
  }

  private endCode(): void {
    if (this.code.length === 0) return;
    const text = this.code.join('\n').replace(/^(?:[ \t]*\n)+|\s+$/g, '');
    this.code = [];
    if (text !== '') this.blocks.push({ type: 'code', text });
  }

  private endIndex(): void {
    if (this.index.length === 0) return;
    this.blocks.push({ type: 'index', items: this.index });
    this.index = [];
  }
}

/** A line that begins with a box is a task: `☒ done` -> `[x] done`. */
function taskOf(content: readonly Inline[]): readonly Inline[] | undefined {
  const [first, ...rest] = content;
  if (first?.type !== 'text' || !/^[☐☑☒]/.test(first.text)) return undefined;
  const text = `${first.text.startsWith('☐') ? '[ ]' : '[x]'} ${first.text.slice(1).trimStart()}`;
  return textOf(rest).trim() === '' && text.length === 4 ? undefined : [{ ...first, text }, ...rest];
}

/** Two line breaks in a row are the end of a paragraph that was typed that way. */
function splitAtEmptyLines(content: readonly Inline[]): readonly (readonly Inline[])[] {
  const parts: Inline[][] = [[]];
  for (const inline of content) {
    const pieces = inline.type === 'text' ? inline.text.split(/[ \t]*\n[ \t]*\n\s*/) : [];
    if (inline.type !== 'text' || pieces.length < 2) parts.at(-1)?.push(inline);
    else
      for (const [at, text] of pieces.entries()) {
        if (at > 0) parts.push([]);
        if (text !== '') parts.at(-1)?.push({ ...inline, text });
      }
  }
  return parts.filter((part) => part.length > 0);
}

/** standAlone makes blocks of a line of nothing but pictures, or of one formula. */
function standAlone(content: readonly Inline[]): readonly Block[] | undefined {
  const shown = content.filter((inline) => inline.type !== 'text' || inline.text.trim() !== '');
  const [first, second] = shown;
  if (first?.type === 'equation' && second === undefined) return [first];
  const pictures = shown.filter((inline) => inline.type === 'image');
  return pictures.length > 0 && pictures.length === shown.length ? pictures : undefined;
}

function trimStart([first, ...rest]: readonly Inline[]): readonly Inline[] {
  if (first?.type !== 'text') return first === undefined ? [] : [first, ...rest];
  const text = first.text.trimStart();
  return text === '' ? trimStart(rest) : [{ ...first, text }, ...rest];
}

function titleLevel(level: number): 1 | 2 | 3 | 4 | 5 | 6 {
  return Math.min(6, Math.max(1, level)) as 1 | 2 | 3 | 4 | 5 | 6;
}

/** A heading is bold by itself; only a bold word in it says something. */
function plainTitle(content: readonly Inline[]): readonly Inline[] {
  const texts = content.filter((inline) => inline.type === 'text' && inline.text.trim() !== '');
  const allBold = texts.every((inline) => inline.type === 'text' && inline.styles?.includes('bold'));
  return allBold ? restyle(content, 'bold', false) : content;
}

function namesTable(caption: CaptionBlock): boolean {
  return /^\s*(?:tab(?:le|elle|ela|la|leau|\.)?|таблица|表|表格)(?=[\s\d.:：一二三四五六七八九十])/iu.test(
    textOf(caption.content),
  );
}

function anchorOf(anchor: string | undefined): { readonly anchor?: string } {
  return anchor === undefined ? {} : { anchor };
}
