import { type Block, type Inline, pictureSourceOf } from '@docmill/document';
import type { Link, PlainInline } from '../../building/line.ts';
import { isFixedWidth } from '../flow/roles.ts';
import { RunLine, stylesOf } from '../flow/run-line.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, xmlText } from '../package/xml-query.ts';
import type { OdfPlace } from './context.ts';
import { frameBlocks } from './frames.ts';
import type { OdfLook, OdfStyle } from './styles.ts';

/** OdfParagraph is what a paragraph holds. */
export interface OdfParagraph {
  readonly content: readonly Inline[];
  /** Frames that the text flows around. */
  readonly before: readonly Block[];
  readonly after: readonly Block[];
  /** The text with its blanks, when all of it is program text. */
  readonly code: string | undefined;
  readonly anchor: string | undefined;
}

/** readOdfParagraph reads the content of a paragraph or heading. */
export function readOdfParagraph(element: XmlElement, style: OdfStyle, place: OdfPlace): OdfParagraph {
  const reader = new ParagraphReader(place, style.role === 'code' || isFixedWidth(style.font));
  reader.walk(element, { look: style.look, code: style.role === 'code', link: undefined });
  return reader.take();
}

interface Manner {
  readonly look: OdfLook;
  readonly code: boolean;
  readonly link: Link | undefined;
}

class ParagraphReader {
  private readonly line = new RunLine();
  private readonly before: Block[] = [];
  private readonly after: Block[] = [];
  private readonly place: OdfPlace;
  /** Set in a font of fixed width as a whole. */
  private readonly isFixed: boolean;
  private anchor: string | undefined;

  constructor(place: OdfPlace, isFixed: boolean) {
    this.place = place;
    this.isFixed = isFixed;
  }

  take(): OdfParagraph {
    const { before, after, anchor } = this;
    const { code } = this.line;
    return { content: this.line.take(), before, after, anchor, code };
  }

  walk(element: XmlElement, manner: Manner): void {
    for (const child of element.children) {
      if (typeof child === 'string') this.text(child.replace(/[ \t\r\n]+/g, ' '), manner);
      else this.element(child, manner);
    }
  }

  private element(child: XmlElement, manner: Manner): void {
    const { attributes } = child;
    switch (child.name) {
      case 'text:span':
        this.span(child, manner);
        break;
      case 'text:a':
        this.walk(child, { ...manner, link: linkOf(attributes['xlink:href']) ?? manner.link });
        break;
      case 'text:s':
        this.text(' '.repeat(Math.min(1_000, Math.max(1, Number(attributes['text:c'] ?? 1) || 1))), manner);
        break;
      case 'text:tab':
        this.text('\t', manner);
        break;
      case 'text:line-break':
        this.text('\n', manner);
        break;
      case 'text:note':
        this.add({ type: 'note', label: this.place.context.notes.note(child) }, manner);
        break;
      case 'office:annotation': {
        const label = this.place.context.notes.comment(child);
        if (label !== undefined) this.add({ type: 'note', label }, manner);
        break;
      }
      case 'text:bookmark':
      case 'text:bookmark-start':
      case 'text:reference-mark-start':
        if (this.place.context.targets.has(attributes['text:name'] ?? '')) this.anchor ??= attributes['text:name'];
        break;
      case 'text:ruby':
        this.ruby(child, manner);
        break;
      case 'text:hidden-text':
      case 'text:script':
      case 'office:annotation-end':
      case 'text:tracked-changes':
        break;
      default:
        this.other(child, manner);
    }
  }

  private other(child: XmlElement, manner: Manner): void {
    const { name, attributes } = child;
    if (name.startsWith('draw:')) this.frame(child, manner);
    else if (attributes['loext:checkbox'] === 'true')
      this.text(attributes['loext:checked'] === 'true' ? '☒' : '☐', manner);
    // Fields and marks of all kinds show what they hold.
    else this.walk(child, manner);
  }

  private span(child: XmlElement, manner: Manner): void {
    const style = this.place.context.styles.style('text', child.attributes['text:style-name']);
    const look = { ...manner.look, ...style.look };
    if (look.hidden !== true) this.walk(child, { ...manner, look, code: manner.code || style.isCode });
  }

  private ruby(child: XmlElement, manner: Manner): void {
    const base = childOf(child, 'text:ruby-base');
    if (base !== undefined) this.walk(base, manner);
    const reading = xmlText(childOf(child, 'text:ruby-text')).trim();
    if (reading !== '') this.text(`(${reading})`, manner);
  }

  /** A picture or formula in the line stays there; all else comes before or after the paragraph. */
  private frame(child: XmlElement, manner: Manner): void {
    const blocks = frameBlocks(child, this.place);
    const [only] = blocks;
    const inLine =
      child.attributes['text:anchor-type'] === 'as-char' || child.attributes['text:anchor-type'] === undefined;
    const source = only?.type === 'image' ? pictureSourceOf(only) : undefined;
    if (blocks.length === 1 && only?.type === 'image' && source !== undefined && inLine)
      this.add({ type: 'image', ...source, ...(only.alt === undefined ? {} : { alt: only.alt }) }, manner);
    else if (blocks.length === 1 && only?.type === 'equation')
      this.add({ type: 'equation', latex: only.latex }, manner);
    else (this.line.isEmpty ? this.before : this.after).push(...blocks);
  }

  private add(inline: PlainInline, { link }: Manner): void {
    this.line.add(inline, link);
  }

  private text(text: string, { look, code, link }: Manner): void {
    if (look.hidden === true) return;
    this.line.text(text, { styles: stylesOf(look), code: code ? 'style' : this.isFixed ? 'font' : undefined, link });
  }
}

/** `#name|outline` and `#name|region` name parts of LibreOffice's own kinds; a bookmark has its bare name. */
function linkOf(href: string | undefined): Link | undefined {
  return href === undefined || href === '' ? undefined : { url: href };
}
