import { type Block, type FurnitureBlock, type Page, type TitleBlock, textOf } from '@docmill/document';
import { flatten } from '../../building/flatten.ts';
import { odfMetadata } from '../package/properties.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, descendantsOf, elementsOf, xmlText } from '../package/xml-query.ts';
import type { Reader } from '../reader.ts';
import type { Box } from '../slides/context.ts';
import { type Placed, readingOrder } from '../slides/reading-order.ts';
import { maxDepth } from './context.ts';
import { pointsOf } from './lists.ts';
import { type OpenOdf, openOdf } from './open-odf.ts';

/** readOdp reads the presentations of ODF: a page a slide; hidden slides are left out unless `hidden` asks for them. */
export const readOdp: Reader = async ({ path, limits, options, pictures, signal, onProgress }) => {
  const odf = await openOdf({ path, limits, options, pictures, kind: 'presentation' });
  const hidden = hiddenStyles(odf.styles, odf.file.tryXml('content.xml'));
  const slides = childrenOf(odf.body, 'draw:page').filter(
    ({ attributes }) => options.hidden === true || !hidden.has(attributes['draw:style-name'] ?? ''),
  );
  const pages: Page[] = [];
  for (const [index, slide] of slides.entries()) {
    signal.throwIfAborted();
    pages.push({ index, kind: 'slide', blocks: slideBlocks(slide, odf) });
    onProgress(index + 1, slides.length);
  }
  const last = pages.at(-1);
  const notes = odf.context.notes.blocks(odf.read);
  if (last !== undefined && notes.length > 0) pages[pages.length - 1] = { ...last, blocks: [...last.blocks, ...notes] };
  return { pages, metadata: odfMetadata(odf.file), warnings: [] };
};

function hiddenStyles(...parts: readonly (XmlElement | undefined)[]): ReadonlySet<string> {
  const styles = parts.flatMap((part) => elementsOf(childOf(part, 'office:automatic-styles')));
  return new Set(
    styles
      .filter(
        (style) => childOf(style, 'style:drawing-page-properties')?.attributes['presentation:visibility'] === 'hidden',
      )
      .map(({ attributes }) => attributes['style:name'] ?? ''),
  );
}

const furnitureTypes: Readonly<Record<string, FurnitureBlock['type']>> = {
  header: 'header',
  footer: 'footer',
  'date-time': 'footer',
  'page-number': 'page_number',
};

/** The title comes first, wherever it lies; what repeats on slides is furniture; the speaker's notes come last. */
function slideBlocks(slide: XmlElement, { read }: OpenOdf): readonly Block[] {
  const shapes = shapesIn(slide, read, 0);
  const title = shapes.find(({ kind }) => kind === 'title');
  const titles = title === undefined ? [] : titleOf(title.blocks);
  const furniture = shapes.flatMap(({ kind, blocks }) => {
    const type = furnitureTypes[kind];
    return type === undefined ? [] : furnitureOf(blocks, type);
  });
  // The frame of a title often reaches into what lies below it, and would hide the columns there.
  const body = readingOrder(
    shapes.filter((shape) => shape !== title && furnitureTypes[shape.kind] === undefined),
  ).flatMap(({ blocks }) => blocks);
  const [first, ...rest] = body;
  if (titles.length === 0 && first?.type === 'text' && first.quote === undefined && startsAtTop(slide))
    return [{ type: 'title', level: 1, content: first.content }, ...rest, ...speakerNotes(slide, read), ...furniture];
  return [...titles, ...body, ...speakerNotes(slide, read), ...furniture];
}

interface SlideShape extends Placed {
  /** `title`, `footer`, ...; empty where the file says nothing. */
  readonly kind: string;
  readonly blocks: readonly Block[];
}

/** What shows anything in the order in which a person reads it; what belongs to a group stays together. */
function shapesIn(tree: XmlElement, read: OpenOdf['read'], depth: number): readonly SlideShape[] {
  const shapes = elementsOf(tree).flatMap((shape): readonly SlideShape[] => {
    if (shape.attributes['presentation:placeholder'] === 'true' || shape.name === 'presentation:notes') return [];
    const kind = shape.attributes['presentation:class'] ?? '';
    if (isComment(shape)) return [{ kind, blocks: comment(shape, read), box: undefined }];
    if (shape.name !== 'draw:g' || depth >= maxDepth) return [{ kind, blocks: read([shape]), box: boxOf(shape) }];
    const members = shapesIn(shape, read, depth + 1);
    const boxes = members.flatMap(({ box }) => box ?? []);
    return [{ kind, blocks: members.flatMap(({ blocks }) => blocks), box: aroundAll(boxes) }];
  });
  return readingOrder(shapes.filter(({ blocks }) => blocks.length > 0));
}

/** `svg:x="1cm"`, or of what is turned `draw:transform="rotate (1.57) translate (1cm 2cm)"`; undefined for what says no place. */
function boxOf({ attributes }: XmlElement): Box | undefined {
  const moved = /translate ?\((-?[\d.]+[a-z]+)[ ,]+(-?[\d.]+[a-z]+)\)/.exec(attributes['draw:transform'] ?? '');
  const left = attributes['svg:x'] ?? moved?.[1];
  const top = attributes['svg:y'] ?? moved?.[2];
  if (left === undefined || top === undefined) return undefined;
  const [x0, y0] = [pointsOf(left), pointsOf(top)];
  return { x0, y0, x1: x0 + pointsOf(attributes['svg:width']), y1: y0 + pointsOf(attributes['svg:height']) };
}

function aroundAll(boxes: readonly Box[]): Box | undefined {
  return boxes.reduce<Box | undefined>(
    (all, box) =>
      all === undefined
        ? box
        : {
            x0: Math.min(all.x0, box.x0),
            y0: Math.min(all.y0, box.y0),
            x1: Math.max(all.x1, box.x1),
            y1: Math.max(all.y1, box.y1),
          },
    undefined,
  );
}

/** A title that says nothing of itself is a shape of one short line above all others. */
function startsAtTop(slide: XmlElement): boolean {
  const shapes = elementsOf(slide).filter(({ attributes }) => attributes['svg:y'] !== undefined);
  const [first, ...others] = shapes.map(({ attributes }) => {
    const top = pointsOf(attributes['svg:y']);
    return { top, bottom: top + pointsOf(attributes['svg:height']) };
  });
  if (first === undefined || first.top > 120 || others.length === 0) return false;
  const paragraphs = descendantsOf(shapes[0], 'text:p').map((paragraph) => xmlText(paragraph).trim());
  const isLine = paragraphs.length === 1 && paragraphs.every((text) => text !== '' && text.length <= 120);
  return isLine && others.every(({ top }) => top >= first.bottom - 12);
}

function titleOf(blocks: readonly Block[]): readonly TitleBlock[] {
  const content = flatten(blocks, ' ');
  return textOf(content).trim() === '' ? [] : [{ type: 'title', level: 1, content }];
}

function furnitureOf(blocks: readonly Block[], type: FurnitureBlock['type']): readonly FurnitureBlock[] {
  const content = flatten(blocks, ' ');
  return content.length === 0 ? [] : [{ type, content }];
}

/** LibreOffice writes remarks to slides under a name of its own. */
function isComment({ name }: XmlElement): boolean {
  return name === 'office:annotation' || name === 'officeooo:annotation';
}

function comment(shape: XmlElement, read: OpenOdf['read']): readonly Block[] {
  return read([{ name: 'text:p', attributes: {}, children: [{ ...shape, name: 'office:annotation' }] }]);
}

/** What the speaker says stands below the slide, set off from it. */
function speakerNotes(slide: XmlElement, read: OpenOdf['read']): readonly Block[] {
  const frames = elementsOf(childOf(slide, 'presentation:notes')).filter(
    ({ attributes }) =>
      attributes['presentation:class'] === 'notes' && attributes['presentation:placeholder'] !== 'true',
  );
  const content = flatten(read(frames), '\n');
  return content.length === 0 ? [] : [{ type: 'text', content, quote: true }];
}
