import type { Block, Inline, NoteBlock } from '@docmill/document';
import { flatten, joinParts } from '../../building/flatten.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf, xmlText } from '../package/xml-query.ts';

interface Noted {
  readonly label: string;
  readonly elements: readonly XmlElement[];
  readonly author: readonly Inline[];
}

/** OdfNotes numbers the notes and comments of a text, whose words stand where they are marked. */
export class OdfNotes {
  private readonly noted: Noted[] = [];
  private readonly counts = { note: 0, comment: 0 };
  private readonly withComments: boolean;

  constructor(withComments: boolean) {
    this.withComments = withComments;
  }

  /** note takes a `text:note` in and gives its label. */
  note(element: XmlElement): string {
    const label = `${++this.counts.note}`;
    this.noted.push({ label, elements: elementsOf(childOf(element, 'text:note-body')), author: [] });
    return label;
  }

  /** comment takes an `office:annotation` in; undefined when comments are not wanted. */
  comment(element: XmlElement): string | undefined {
    if (!this.withComments) return undefined;
    const label = `c${++this.counts.comment}`;
    this.noted.push({ label, elements: elementsOf(element), author: authorOf(element) });
    return label;
  }

  /** blocks gives the notes, then the comments. */
  blocks(read: (elements: readonly XmlElement[]) => readonly Block[]): readonly NoteBlock[] {
    const blocks: NoteBlock[] = [];
    for (const { label, elements, author } of this.noted) {
      const content = joinParts([author, flatten(read(elements), '\n')], ': ');
      blocks.push({ type: 'note', label, content: content.length > 0 ? content : [{ type: 'text', text: '…' }] });
    }
    return blocks.toSorted((a, b) => Number(a.label.startsWith('c')) - Number(b.label.startsWith('c')));
  }
}

function authorOf(element: XmlElement): readonly Inline[] {
  const day = xmlText(childOf(element, 'dc:date')).slice(0, 10);
  const text = [xmlText(childOf(element, 'dc:creator')), day === '' ? '' : `(${day})`]
    .filter((part) => part !== '')
    .join(' ');
  return text === '' ? [] : [{ type: 'text', text, styles: ['bold'] }];
}
