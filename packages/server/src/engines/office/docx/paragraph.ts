import { type Block, type Inline, pictureSourceOf } from '@docmill/document';
import type { Link, PlainInline } from '../../building/line.ts';
import { isFixedWidth } from '../flow/roles.ts';
import { RunLine, type RunManner, stylesOf } from '../flow/run-line.ts';
import { ommlLatex } from '../math/omml.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../package/xml-query.ts';
import { symbolText } from '../text/symbol-fonts.ts';
import type { Place } from './context.ts';
import { drawingBlocks } from './drawings.ts';
import { linkOfCode } from './fields.ts';
import type { NoteKind } from './notes.ts';
import { isOnValue, type Look, lookOf, mergeLooks, type ResolvedStyle } from './styles.ts';

/** ParagraphParts is what a paragraph holds. */
export interface ParagraphParts {
  /** Lines, and formulas on lines of their own between them. */
  readonly parts: readonly (readonly Inline[] | Block)[];
  /** What hangs on the paragraph: text boxes, charts, pictures that the text flows around. */
  readonly before: readonly Block[];
  readonly after: readonly Block[];
  /** The text with its tabs and blanks, when all of it is program text. */
  readonly code: string | undefined;
  /** Whether a blank stands at its end. */
  readonly endsInBlank: boolean;
  /** Bookmark that a link of the document points to. */
  readonly anchor: string | undefined;
}

/** readParagraph reads the content of a paragraph in its style. */
export function readParagraph(paragraph: XmlElement, style: ResolvedStyle, place: Place): ParagraphParts {
  const reader = new ParagraphReader(style, place);
  reader.walk(paragraph, undefined);
  return reader.take();
}

const noteKinds: Readonly<Record<string, NoteKind>> = {
  'w:footnoteReference': 'footnote',
  'w:endnoteReference': 'endnote',
  'w:commentReference': 'comment',
};

class ParagraphReader {
  private readonly line = new RunLine();
  private readonly parts: (readonly Inline[] | Block)[] = [];
  private readonly before: Block[] = [];
  private readonly after: Block[] = [];
  private readonly style: ResolvedStyle;
  private readonly place: Place;
  private anchor: string | undefined;

  constructor(style: ResolvedStyle, place: Place) {
    this.style = style;
    this.place = place;
  }

  take(): ParagraphParts {
    const { code, endsInBlank } = this.line;
    this.endLine();
    const { before, parts, after, anchor } = this;
    return { before, parts, after, anchor, code: parts.every(Array.isArray) ? code : undefined, endsInBlank };
  }

  /** walk reads runs and what may surround them. */
  walk(element: XmlElement, link: Link | undefined): void {
    for (const child of elementsOf(element)) {
      switch (child.name) {
        case 'w:r':
          this.run(child, link);
          break;
        case 'w:hyperlink':
          this.walk(child, this.linkOf(child) ?? link);
          break;
        case 'w:fldSimple':
          this.walk(child, linkOfCode(child.attributes['w:instr'] ?? '') ?? link);
          break;
        case 'w:sdt':
          this.control(child, link);
          break;
        case 'w:bookmarkStart':
          this.bookmark(child.attributes['w:name'] ?? '');
          break;
        case 'm:oMath':
          this.add({ type: 'equation', latex: ommlLatex(child) }, link);
          break;
        case 'm:oMathPara':
          this.display(child);
          break;
        case 'mc:AlternateContent':
          this.walk(childOf(child, 'mc:Choice') ?? child, link);
          break;
        case 'w:pPr':
        case 'w:del':
        case 'w:moveFrom':
          break;
        default:
          // Revisions that were taken in, smart tags, directions, custom XML.
          if (!child.name.endsWith('Pr')) this.walk(child, link);
      }
    }
  }

  private linkOf({ attributes }: XmlElement): Link | undefined {
    const relation = this.place.context.file.relations(this.place.part).get(attributes['r:id'] ?? '');
    const anchor = attributes['w:anchor'];
    const url = `${relation?.url ?? ''}${anchor === undefined ? '' : `#${anchor}`}`;
    return url === '' ? undefined : { url };
  }

  private bookmark(name: string): void {
    if (this.place.context.targets.has(name)) this.anchor ??= name;
  }

  /** A check box shows its state by a sign of its own choice; ours is always the same. */
  private control(element: XmlElement, link: Link | undefined): void {
    const box = childOf(element, 'w:sdtPr', 'w14:checkbox');
    const content = childOf(element, 'w:sdtContent');
    if (box === undefined) {
      if (content !== undefined) this.walk(content, link);
      return;
    }
    const checked = childOf(box, 'w14:checked')?.attributes['w14:val'];
    this.text(checked !== undefined && isOnValue(checked) ? '☒' : '☐', { look: {}, code: undefined, link });
  }

  private display(element: XmlElement): void {
    const formulas = childrenOf(element, 'm:oMath')
      .map(ommlLatex)
      .filter((latex) => latex !== '');
    if (formulas.length === 0) return;
    this.endLine();
    for (const latex of formulas) this.parts.push({ type: 'equation', latex });
  }

  private endLine(): void {
    const content = this.line.take();
    if (content.length > 0) this.parts.push(content);
  }

  private run(element: XmlElement, outer: Link | undefined): void {
    const { styles } = this.place.context;
    const properties = childOf(element, 'w:rPr');
    const own = lookOf(properties);
    const named = styles.character(childOf(properties, 'w:rStyle')?.attributes['w:val']);
    const look = named === undefined ? own : mergeLooks(named.look, own);
    if (look.hidden ?? this.style.look.hidden ?? false) {
      this.hiddenRun(element);
      return;
    }
    const font = look.font ?? this.style.look.font;
    const byStyle = named?.isCode === true || this.style.role === 'code';
    const byFont = !styles.isTypewritten && isFixedWidth(font);
    // The underline of links says nothing.
    const shown = named?.isLink ? { ...look, underline: own.underline } : look;
    const manner: Manner = { look: shown, code: byStyle ? 'style' : byFont ? 'font' : undefined, link: outer };
    for (const child of elementsOf(element)) this.piece(child, manner);
  }

  /** Marks of fields count although they are hidden. */
  private hiddenRun(element: XmlElement): void {
    for (const child of elementsOf(element)) {
      if (child.name === 'w:fldChar') this.place.fields.mark(child);
      else if (child.name === 'w:instrText') this.place.fields.addCode(xmlText(child));
    }
  }

  private piece(child: XmlElement, manner: Manner): void {
    const { fields } = this.place;
    if (child.name === 'w:fldChar') {
      const shown = fields.mark(child);
      if (shown !== '') this.text(shown, manner);
      return;
    }
    if (child.name === 'w:instrText') fields.addCode(xmlText(child));
    if (fields.isHidden) return;
    switch (child.name) {
      case 'w:t':
        this.text(xmlText(child), manner);
        break;
      case 'w:tab':
      case 'w:ptab':
        this.text('\t', manner);
        break;
      case 'w:br':
        if (!/^(?:page|column)$/.test(child.attributes['w:type'] ?? '')) this.text('\n', manner);
        break;
      case 'w:cr':
        this.text('\n', manner);
        break;
      case 'w:noBreakHyphen':
        this.text('-', manner);
        break;
      case 'w:sym':
        this.text(
          symbolText(Number.parseInt(child.attributes['w:char'] ?? '', 16), child.attributes['w:font'] ?? '') ?? '',
          manner,
        );
        break;
      case 'w:ruby':
        this.ruby(child, manner);
        break;
      case 'w:drawing':
      case 'w:pict':
      case 'w:object':
        this.drawing(child, manner);
        break;
      case 'mc:AlternateContent':
        this.alternative(child, manner);
        break;
      default:
        this.note(child, manner);
    }
  }

  private note(child: XmlElement, { link }: Manner): void {
    const kind = noteKinds[child.name];
    const label = kind === undefined ? undefined : this.place.context.notes.labelOf(kind, child.attributes['w:id']);
    if (label !== undefined) this.add({ type: 'note', label }, link);
  }

  /** The reading of a character stands behind it: 漢字(かんじ). */
  private ruby(element: XmlElement, manner: Manner): void {
    const text = (name: string) =>
      childrenOf(childOf(element, name), 'w:r')
        .map((run) => childrenOf(run, 'w:t').map(xmlText).join(''))
        .join('');
    const reading = text('w:rt');
    this.text(text('w:rubyBase') + (reading === '' ? '' : `(${reading})`), manner);
  }

  private alternative(element: XmlElement, manner: Manner): void {
    const [choice, fallback] = [childOf(element, 'mc:Choice'), childOf(element, 'mc:Fallback')];
    const isDrawing = [choice, fallback].some((form) =>
      elementsOf(form).some(({ name }) => name === 'w:drawing' || name === 'w:pict'),
    );
    if (isDrawing) this.drawing(element, manner);
    else for (const child of elementsOf(choice ?? fallback)) this.piece(child, manner);
  }

  /** A picture in the line stays there; everything else comes before or after the paragraph. */
  private drawing(element: XmlElement, { link }: Manner): void {
    const blocks = drawingBlocks(element, this.place);
    const [only] = blocks;
    const inLine = element.name !== 'w:drawing' || childOf(element, 'wp:inline') !== undefined;
    const source = blocks.length === 1 && only?.type === 'image' && inLine ? pictureSourceOf(only) : undefined;
    // What hangs on the beginning of a paragraph stands above it.
    const aside = this.line.isEmpty && this.parts.length === 0 ? this.before : this.after;
    if (source === undefined || only?.type !== 'image') aside.push(...blocks);
    else this.add({ type: 'image', ...source, ...(only.alt === undefined ? {} : { alt: only.alt }) }, link);
  }

  private add(inline: PlainInline, link: Link | undefined): void {
    this.line.add(inline, link ?? this.place.fields.link);
  }

  private text(text: string, { look, code, link }: Manner): void {
    this.line.text(text, { styles: stylesOf(look), code, link: link ?? this.place.fields.link });
  }
}

/** Manner says how a run is written: its look, whether it is program text and what says so, and the link it stands in. */
interface Manner extends Omit<RunManner, 'styles'> {
  readonly look: Look;
}
