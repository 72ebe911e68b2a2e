import type { Inline, NoteBlock } from '@docmill/document';

/** NoteInput is a remark to a cell; author and day may be empty. */
export interface NoteInput {
  readonly author: string;
  readonly at: string;
  readonly content: readonly Inline[];
}

/** Notes numbers the comments of a workbook: `c1`, `c2`, ... */
export class Notes {
  private count = 0;

  /** add makes the block of a comment. */
  add({ author, at, content }: NoteInput): NoteBlock {
    this.count += 1;
    const day = at.slice(0, 10);
    const head = [author, day === '' ? '' : `(${day})`].filter((part) => part !== '').join(' ');
    const named: readonly Inline[] =
      head === ''
        ? []
        : [
            { type: 'text', text: head, styles: ['bold'] },
            { type: 'text', text: ': ' },
          ];
    const text: readonly Inline[] = content.length === 0 ? [{ type: 'text', text: '…' }] : content;
    return { type: 'note', label: `c${this.count}`, content: [...named, ...text] };
  }
}
