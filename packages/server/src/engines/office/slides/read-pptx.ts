import type { Block, Page } from '@docmill/document';
import { AppError } from '#errors';
import { flatten } from '../../building/flatten.ts';
import { CellBudget } from '../../cell-budget.ts';
import { Comments } from '../flow/comments.ts';
import { type OfficePackage, openPackage } from '../package/office-package.ts';
import { coreMetadata } from '../package/properties.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, elementsOf } from '../package/xml-query.ts';
import type { Reader, ReaderInput } from '../reader.ts';
import { commentsOf } from './comments.ts';
import type { SlideContext } from './context.ts';
import { placeholderOf } from './placeholders.ts';
import { slideContent } from './shapes.ts';
import { textBlocks } from './text-body.ts';

/** readPptx reads the presentations of PowerPoint: pptx, ppsx, pptm, potx. A page a slide; hidden slides are left out unless `hidden` asks for them. */
export const readPptx: Reader = async (input) => {
  const { path, limits, signal, onProgress } = input;
  const file = await openPackage(path, limits.archive);
  const main = file.related('', 'officeDocument') ?? 'ppt/presentation.xml';
  const presentation = file.xml(main);
  if (presentation === undefined) throw new AppError('file_corrupt', { params: { reason: `it has no ${main}` } });
  const slides = slidePartsOf(file, { main, presentation });
  if (slides.length > limits.maxPages)
    throw new AppError('too_many_pages', { params: { pages: slides.length, limit: limits.maxPages } });
  const reader = new SlideReader({ input, file, main, presentation });
  const pages: Page[] = [];
  for (const part of slides) {
    signal.throwIfAborted();
    const blocks = reader.read(part);
    if (blocks !== undefined) pages.push({ index: pages.length, kind: 'slide', blocks });
    onProgress(pages.length, slides.length);
  }
  return { pages, metadata: coreMetadata(file), warnings: reader.budget.warnings };
};

interface Presentation {
  readonly main: string;
  readonly presentation: XmlElement;
}

/** The list in the presentation is the order of the slides; their names say nothing. */
function slidePartsOf(file: OfficePackage, { main, presentation }: Presentation): readonly string[] {
  const relations = file.relations(main);
  return childrenOf(childOf(presentation, 'p:sldIdLst'), 'p:sldId').flatMap(({ attributes }) => {
    const part = relations.get(attributes['r:id'] ?? '')?.part;
    return part === undefined ? [] : [part];
  });
}

interface SlideReaderInput extends Presentation {
  readonly input: ReaderInput;
  readonly file: OfficePackage;
}

/** SlideReader reads slides one after the other; layouts and masters are parsed once. */
class SlideReader {
  readonly budget: CellBudget;
  private readonly notes: Comments | undefined;
  private readonly parsed = new Map<string, XmlElement | undefined>();
  private readonly given: SlideReaderInput;

  constructor(given: SlideReaderInput) {
    this.given = given;
    this.budget = new CellBudget(given.input.limits);
    this.notes = given.input.options.comments === false ? undefined : new Comments();
  }

  /** read gives the blocks of a slide; undefined for a hidden one that nobody asked for. A damaged slide is empty. */
  read(part: string): readonly Block[] | undefined {
    const { file, input } = this.given;
    const slide = file.tryXml(part);
    const isWanted = input.options.hidden === true;
    if (!isWanted && slide !== undefined && ['0', 'false'].includes(slide.attributes.show ?? '1')) return undefined;
    const context = this.contextOf(part);
    const { title, body, furniture } = slideContent(slide, context);
    return [
      ...(title === undefined ? [] : [title]),
      ...body,
      ...this.speakerNotes(part, context),
      ...this.comments(part),
      ...furniture,
    ];
  }

  private contextOf(part: string): SlideContext {
    const { file, input, presentation } = this.given;
    const layoutPart = file.related(part, 'slideLayout');
    const masterPart = layoutPart === undefined ? undefined : file.related(layoutPart, 'slideMaster');
    return {
      file,
      part,
      pictures: input.pictures,
      budget: this.budget,
      layout: this.parse(layoutPart),
      master: this.parse(masterPart),
      presentation,
    };
  }

  private parse(part: string | undefined): XmlElement | undefined {
    if (part === undefined) return undefined;
    if (!this.parsed.has(part)) this.parsed.set(part, this.given.file.tryXml(part));
    return this.parsed.get(part);
  }

  /** What the speaker says stands below the slide, set off from it. */
  private speakerNotes(part: string, context: SlideContext): readonly Block[] {
    const { file } = this.given;
    const notesPart = file.related(part, 'notesSlide');
    const shapes = elementsOf(childOf(file.tryXml(notesPart), 'p:cSld', 'p:spTree'));
    const body = shapes.filter((shape) => placeholderOf(shape)?.type === 'body');
    const blocks = body.flatMap((shape) =>
      textBlocks(childOf(shape, 'p:txBody'), [], { ...context, part: notesPart ?? part }),
    );
    const content = flatten(blocks, '\n');
    return content.length === 0 ? [] : [{ type: 'text', content, quote: true }];
  }

  /** A remark belongs to the slide as a whole, so its mark stands at the end. */
  private comments(part: string): readonly Block[] {
    const { file, main } = this.given;
    const { notes } = this;
    if (notes === undefined) return [];
    const blocks = commentsOf(file, part, main).map((comment) => notes.add(comment));
    if (blocks.length === 0) return [];
    return [{ type: 'text', content: blocks.map(({ label }) => ({ type: 'note', label })) }, ...blocks];
  }
}
