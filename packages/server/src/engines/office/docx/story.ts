import type { Block, Inline } from '@docmill/document';
import { joinParts } from '../../building/flatten.ts';
import { Flow, type Paragraph } from '../flow/flow.ts';
import { ommlLatex } from '../math/omml.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, elementsOf } from '../package/xml-query.ts';
import type { Place } from './context.ts';
import type { NumberedMark } from './numbering.ts';
import { type ParagraphParts, readParagraph } from './paragraph.ts';
import { indentOf, isOnValue, mergeNumbering, numberingOf, type ResolvedStyle, valueOfChild } from './styles.ts';
import { tableBlocks } from './tables.ts';

/** readStory reads paragraphs and tables into blocks: the body, a cell, a text box, a note, a header. */
export function readStory(elements: readonly XmlElement[], place: Place): readonly Block[] {
  const story = new Story(place);
  story.walk(elements);
  return story.take();
}

class Story {
  private readonly flow = new Flow();
  private readonly place: Place;
  /** The beginning of a paragraph whose end was deleted, or whose first letter stands in a frame. */
  private carried: readonly Inline[] = [];

  constructor(place: Place) {
    this.place = place;
  }

  take(): readonly Block[] {
    this.flow.add({ kind: 'text', content: this.carried });
    return this.flow.take();
  }

  walk(elements: readonly XmlElement[]): void {
    for (const element of elements) {
      switch (element.name) {
        case 'w:p':
          this.paragraph(element);
          break;
        case 'w:tbl':
          for (const block of tableBlocks(element, this.place)) this.flow.block(block);
          break;
        case 'w:sdt':
          this.walk(elementsOf(childOf(element, 'w:sdtContent')));
          break;
        case 'mc:AlternateContent':
          this.walk(elementsOf(childOf(element, 'mc:Choice') ?? childOf(element, 'mc:Fallback')));
          break;
        case 'w:altChunk':
          for (const block of this.place.context.chunks.take(element.attributes['r:id'] ?? '')) this.flow.block(block);
          break;
        case 'm:oMathPara':
          for (const formula of childrenOf(element, 'm:oMath'))
            this.flow.block({ type: 'equation', latex: ommlLatex(formula) });
          break;
        case 'w:customXml':
        case 'w:ins':
        case 'w:moveTo':
        case 'w:smartTag':
          this.walk(elementsOf(element));
          break;
      }
    }
  }

  private paragraph(element: XmlElement): void {
    const { styles, numbering } = this.place.context;
    const properties = childOf(element, 'w:pPr');
    const style = styles.paragraph(valueOfChild(properties, 'w:pStyle'));
    const wasIndex = this.place.fields.inIndex;
    const read = readParagraph(element, style, this.place);
    if (goesOn(properties)) {
      const content = joinParts([this.carried, inlinesOf(read)], '');
      this.carried = read.endsInBlank ? [...content, { type: 'text', text: ' ' }] : content;
      for (const block of [...read.before, ...read.after]) this.flow.block(block);
      return;
    }
    const reference = mergeNumbering(numberingOf(properties), style.numbering);
    const mark = reference === undefined ? undefined : numbering.mark(reference, style.id);
    const indent = indentOf(properties) ?? mark?.indent ?? style.indent ?? 0;
    for (const block of read.before) this.flow.block(block);
    this.put(read, { style, properties, mark, indent, inIndex: wasIndex || this.place.fields.inIndex });
    for (const block of read.after) this.flow.block(block);
  }

  private put(read: ParagraphParts, manner: Manner): void {
    const anchor = read.anchor === undefined ? {} : { anchor: read.anchor };
    const parts = this.carried.length === 0 ? read.parts : withLead(this.carried, read.parts);
    this.carried = [];
    if (read.code !== undefined && manner.mark === undefined && this.isBody(manner)) {
      this.flow.add({ kind: 'code', content: [{ type: 'text', text: read.code }] });
      return;
    }
    if (parts.length === 0) this.flow.add({ kind: manner.style.role === 'code' ? 'code' : 'text', content: [] });
    for (const [at, part] of parts.entries()) {
      if (isBlock(part)) this.flow.block(part);
      else if (at === 0) this.flow.add({ ...paragraphOf(part, manner), ...anchor });
      else this.flow.add({ kind: 'text', content: part });
    }
  }

  private isBody({ style, properties, inIndex }: Manner): boolean {
    return !inIndex && style.role !== 'title' && style.role !== 'index' && outlineOf(style, properties) === undefined;
  }
}

interface Manner {
  readonly style: ResolvedStyle;
  readonly properties: XmlElement | undefined;
  readonly mark: NumberedMark | undefined;
  /** Points. */
  readonly indent: number;
  readonly inIndex: boolean;
}

/** outlineOf gives the level of a heading, from 0; undefined for body text. */
function outlineOf(style: ResolvedStyle, properties: XmlElement | undefined): number | undefined {
  const own = valueOfChild(properties, 'w:outlineLvl');
  const level = own === undefined ? style.outlineLevel : Number(own);
  return level !== undefined && level >= 0 && level <= 8 ? level : undefined;
}

function paragraphOf(content: readonly Inline[], manner: Manner): Paragraph {
  const { style, properties, mark, indent, inIndex } = manner;
  if (style.role === 'title') return { kind: 'title', level: 1, content: numbered(content, mark) };
  if (style.role === 'index' || inIndex) return { kind: 'index', level: style.roleLevel ?? 0, content };
  const outline = outlineOf(style, properties);
  if (outline !== undefined) return { kind: 'title', level: outline + 2, content: numbered(content, mark) };
  if (style.role === 'caption') return { kind: 'caption', content: numbered(content, mark) };
  if (mark?.isBullet === true && mark.text !== '')
    return {
      kind: 'item',
      content: [{ type: 'text', text: `${mark.text} ` }, ...content],
      entry: { ...entryOf(mark, indent), list: 'tasks' },
    };
  if (mark !== undefined) return { kind: 'item', content, entry: entryOf(mark, indent) };
  return { kind: style.role === 'quote' ? 'quote' : 'text', content };
}

function entryOf(
  { list, level, text, isBullet, number }: NumberedMark,
  indent: number,
): Extract<Paragraph, { kind: 'item' }>['entry'] {
  const marker = isBullet ? {} : { marker: text };
  return { list, level, indent, ...marker, ...(number === undefined ? {} : { number }) };
}

/** The number of a heading is part of its words. */
function numbered(content: readonly Inline[], mark: NumberedMark | undefined): readonly Inline[] {
  return mark === undefined || mark.isBullet ? content : joinParts([[{ type: 'text', text: mark.text }], content], ' ');
}

/** goesOn tells a paragraph whose end was deleted or moved away, or that is the large first letter of the next one. */
function goesOn(properties: XmlElement | undefined): boolean {
  const mark = childOf(properties, 'w:rPr');
  const removed = childOf(mark, 'w:del') ?? childOf(mark, 'w:moveFrom');
  const letter = childOf(properties, 'w:framePr')?.attributes['w:dropCap'];
  return removed !== undefined || (letter !== undefined && isOnValue(letter));
}

function isBlock(part: readonly Inline[] | Block): part is Block {
  return !Array.isArray(part);
}

function inlinesOf({ parts }: ParagraphParts): readonly Inline[] {
  return parts.flatMap((part) =>
    isBlock(part) ? (part.type === 'equation' ? [{ type: 'equation' as const, latex: part.latex }] : []) : part,
  );
}

function withLead(lead: readonly Inline[], [first, ...rest]: ParagraphParts['parts']): ParagraphParts['parts'] {
  if (first === undefined) return [lead];
  return isBlock(first) ? [lead, first, ...rest] : [joinParts([lead, first], ''), ...rest];
}
