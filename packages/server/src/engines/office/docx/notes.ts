import type { Block, Inline, NoteBlock } from '@docmill/document';
import { flatten, joinParts } from '../../building/flatten.ts';
import type { OfficePackage } from '../package/office-package.ts';
import type { XmlElement } from '../package/xml.ts';
import { elementsOf } from '../package/xml-query.ts';

/** NoteKind is where the text of a note lies. */
export type NoteKind = 'footnote' | 'endnote' | 'comment';

interface Reference {
  readonly label: string;
  readonly kind: NoteKind;
  readonly element: XmlElement;
  readonly part: string;
}

/** Notes finds the notes that a text refers to and numbers them in that order: `1`, `2` for foot- and endnotes, `c1` for comments. */
export class Notes {
  private readonly references = new Map<string, Reference>();
  private readonly sources = new Map<
    NoteKind,
    { readonly part: string; readonly elements: ReadonlyMap<string, XmlElement> }
  >();
  private readonly counts = { note: 0, comment: 0 };
  private readonly file: OfficePackage;
  private readonly main: string;
  private readonly withComments: boolean;

  constructor(file: OfficePackage, main: string, withComments: boolean) {
    this.file = file;
    this.main = main;
    this.withComments = withComments;
  }

  /** labelOf gives the label of a note that is referred to; undefined for one that is not there. */
  labelOf(kind: NoteKind, id: string | undefined): string | undefined {
    if (id === undefined || (kind === 'comment' && !this.withComments)) return undefined;
    const key = `${kind} ${id}`;
    const known = this.references.get(key);
    if (known !== undefined) return known.label;
    const { part, elements } = this.sourceOf(kind);
    const element = elements.get(id);
    if (element === undefined) return undefined;
    const label = kind === 'comment' ? `c${++this.counts.comment}` : `${++this.counts.note}`;
    this.references.set(key, { label, kind, element, part });
    return label;
  }

  /** blocks reads the notes that were referred to, those that notes refer to as well. */
  blocks(read: (elements: readonly XmlElement[], part: string) => readonly Block[]): readonly NoteBlock[] {
    const blocks: NoteBlock[] = [];
    for (const { label, kind, element, part } of this.references.values()) {
      const text = flatten(read(elementsOf(element), part), '\n');
      const content = kind === 'comment' ? joinParts([authorOf(element), text], ': ') : text;
      if (content.length > 0) blocks.push({ type: 'note', label, content });
      else blocks.push({ type: 'note', label, content: [{ type: 'text', text: '…' }] });
    }
    return blocks.toSorted((a, b) => Number(a.label.startsWith('c')) - Number(b.label.startsWith('c')));
  }

  private sourceOf(kind: NoteKind) {
    const known = this.sources.get(kind);
    if (known !== undefined) return known;
    const part = this.file.related(this.main, `${kind}s`) ?? '';
    const elements = new Map(
      elementsOf(part === '' ? undefined : this.file.tryXml(part))
        .filter(({ attributes }) => !/separator|continuationNotice/i.test(attributes['w:type'] ?? ''))
        .map((element) => [element.attributes['w:id'] ?? '', element]),
    );
    const source = { part, elements };
    this.sources.set(kind, source);
    return source;
  }
}

function authorOf({ attributes }: XmlElement): readonly Inline[] {
  const author = attributes['w:author'] ?? '';
  const day = (attributes['w:date'] ?? '').slice(0, 10);
  const text = [author, day === '' ? '' : `(${day})`].filter((part) => part !== '').join(' ');
  return text === '' ? [] : [{ type: 'text', text, styles: ['bold'] }];
}
