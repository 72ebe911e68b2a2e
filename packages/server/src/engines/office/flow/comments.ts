import type { Inline, NoteBlock } from '@docmill/document';

/** CommentInput is a remark to a cell; author and day may be empty. */
export interface CommentInput {
  readonly author: string;
  readonly at: string;
  readonly content: readonly Inline[];
}

/** Comments numbers the comments of a workbook: `c1`, `c2`, ... */
export class Comments {
  private count = 0;

  /** add makes the block of a comment. */
  add({ author, at, content }: CommentInput): NoteBlock {
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
