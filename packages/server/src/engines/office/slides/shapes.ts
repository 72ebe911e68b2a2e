import type { Block, FurnitureBlock, TitleBlock } from '@docmill/document';
import { flatten } from '../../building/flatten.ts';
import { chartTable } from '../drawing/charts.ts';
import { diagramList } from '../drawing/diagrams.ts';
import { pictureWords } from '../drawing/text.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf } from '../package/xml-query.ts';
import type { Box, SlideContext } from './context.ts';
import { inheritedShape, isTitle, placeholderOf } from './placeholders.ts';
import { readingOrder } from './reading-order.ts';
import { tableBlock } from './tables.ts';
import { listStylesOf, textBlocks } from './text-body.ts';

/** Groups deeper than this are left out. */
const maxDepth = 50;

/** Shape is what one shape of a slide shows. */
interface Shape {
  readonly box: Box | undefined;
  readonly blocks: readonly Block[];
  readonly role: 'title' | 'body' | FurnitureBlock['type'];
}

/** SlideContent is what the shapes of a slide show, in reading order. */
export interface SlideContent {
  readonly title: TitleBlock | undefined;
  readonly body: readonly Block[];
  readonly furniture: readonly FurnitureBlock[];
}

/** slideContent reads the shapes of a slide: its first title, what lies below as a person reads it, and what repeats on slides. */
export function slideContent(slide: XmlElement | undefined, context: SlideContext): SlideContent {
  const shapes = shapesIn(childOf(slide, 'p:cSld', 'p:spTree'), context, 0);
  const first = shapes.find(({ role }) => role === 'title');
  const content = first === undefined ? [] : flatten(first.blocks, ' ');
  const furniture = shapes.flatMap(({ role, blocks }): readonly FurnitureBlock[] => {
    const line = role === 'title' || role === 'body' ? [] : flatten(blocks, ' ');
    return role === 'title' || role === 'body' || line.length === 0 ? [] : [{ type: role, content: line }];
  });
  // The frame of a title often reaches into what lies below it, and would hide the columns there.
  const body = readingOrder(
    shapes.filter((shape) => shape !== first && (shape.role === 'body' || shape.role === 'title')),
  );
  return {
    title: content.length === 0 ? undefined : { type: 'title', level: 1, content },
    body: body.flatMap(({ blocks }) => blocks),
    furniture,
  };
}

function shapesIn(tree: XmlElement | undefined, context: SlideContext, depth: number): readonly Shape[] {
  if (depth > maxDepth) return [];
  const shapes = elementsOf(tree).flatMap((element) => shapesOf(element, context, depth));
  return readingOrder(shapes.filter(({ blocks }) => blocks.length > 0));
}

function shapesOf(element: XmlElement, context: SlideContext, depth: number): readonly Shape[] {
  if (isHidden(element)) return [];
  switch (element.name) {
    case 'p:sp':
      return [textShape(element, context)];
    case 'p:pic':
      return [{ box: boxOf(element, context), blocks: pictureBlocks(element, context), role: 'body' }];
    case 'p:graphicFrame':
      return [{ box: boxOf(element, context), blocks: frameBlocks(element, context), role: 'body' }];
    case 'p:grpSp':
      return groupShapes(element, context, depth);
    case 'mc:AlternateContent':
      return firstForm(element, (form) => elementsOf(form).flatMap((child) => shapesOf(child, context, depth)));
    default:
      return [];
  }
}

/** The first form that shows anything counts: newer programs write what they mean and a picture of it. */
function firstForm(alternatives: XmlElement, read: (form: XmlElement) => readonly Shape[]): readonly Shape[] {
  for (const form of elementsOf(alternatives)) {
    const shapes = read(form).filter(({ blocks }) => blocks.length > 0);
    if (shapes.length > 0) return shapes;
  }
  return [];
}

function isHidden(shape: XmlElement): boolean {
  const [properties] = elementsOf(shape);
  const hidden = childOf(properties, 'p:cNvPr')?.attributes.hidden;
  return hidden === '1' || hidden === 'true';
}

const furnitureTypes: Readonly<Record<string, FurnitureBlock['type']>> = {
  hdr: 'header',
  ftr: 'footer',
  dt: 'footer',
  sldNum: 'page_number',
};

function textShape(shape: XmlElement, context: SlideContext): Shape {
  const placeholder = placeholderOf(shape);
  const blocks = [
    ...textBlocks(childOf(shape, 'p:txBody'), listStylesOf(shape, context), context),
    ...pictureBlocks(shape, context),
  ];
  const role =
    placeholder === undefined
      ? 'body'
      : (furnitureTypes[placeholder.type] ?? (isTitle(placeholder) ? 'title' : 'body'));
  return { box: boxOf(shape, context), blocks, role };
}

/** What belongs together stays together; titles and furniture in a group stand for themselves. */
function groupShapes(group: XmlElement, context: SlideContext, depth: number): readonly Shape[] {
  const members = shapesIn(group, context, depth + 1);
  const isPlain = members.every(({ role }) => role === 'body');
  const map = groupMap(group);
  if (!isPlain || map === undefined) return members.map((shape) => ({ ...shape, box: map?.(shape.box) ?? shape.box }));
  return [{ box: frameOf(group, 'p:grpSpPr'), blocks: members.flatMap(({ blocks }) => blocks), role: 'body' }];
}

/** Members lie in the coordinates of their group (ISO 29500-1, 20.1.7.5). */
function groupMap(group: XmlElement): ((box: Box | undefined) => Box | undefined) | undefined {
  const outer = frameOf(group, 'p:grpSpPr');
  const inner = boxFrom(childOf(group, 'p:grpSpPr', 'a:xfrm'), ['a:chOff', 'a:chExt']);
  if (outer === undefined || inner === undefined) return undefined;
  const scaleX = inner.x1 > inner.x0 ? (outer.x1 - outer.x0) / (inner.x1 - inner.x0) : 1;
  const scaleY = inner.y1 > inner.y0 ? (outer.y1 - outer.y0) / (inner.y1 - inner.y0) : 1;
  const x = (value: number) => outer.x0 + (value - inner.x0) * scaleX;
  const y = (value: number) => outer.y0 + (value - inner.y0) * scaleY;
  return (box) => box && { x0: x(box.x0), y0: y(box.y0), x1: x(box.x1), y1: y(box.y1) };
}

/** A placeholder without a place of its own lies where its layout, or its master, puts it. */
function boxOf(shape: XmlElement, { layout, master }: SlideContext): Box | undefined {
  const own = frameOf(shape, 'p:spPr') ?? boxFrom(childOf(shape, 'p:xfrm'));
  const placeholder = own === undefined ? placeholderOf(shape) : undefined;
  if (placeholder === undefined) return own;
  return [layout, master]
    .map((sheet) => inheritedShape(sheet, placeholder))
    .map((inherited) => inherited && frameOf(inherited, 'p:spPr'))
    .find((box) => box !== undefined);
}

function frameOf(shape: XmlElement, properties: 'p:spPr' | 'p:grpSpPr'): Box | undefined {
  return boxFrom(childOf(shape, properties, 'a:xfrm'));
}

function boxFrom(
  frame: XmlElement | undefined,
  [off, ext]: readonly [string, string] = ['a:off', 'a:ext'],
): Box | undefined {
  const offset = childOf(frame, off)?.attributes;
  const extent = childOf(frame, ext)?.attributes;
  const [x, y] = [Number(offset?.x), Number(offset?.y)];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined;
  return { x0: x, y0: y, x1: x + (Number(extent?.cx) || 0), y1: y + (Number(extent?.cy) || 0) };
}

/** pictureBlocks reads the picture of a shape, or one that fills it. */
function pictureBlocks(shape: XmlElement, { file, part, pictures }: SlideContext): readonly Block[] {
  const fill = childOf(shape, 'p:blipFill', 'a:blip') ?? childOf(shape, 'p:spPr', 'a:blipFill', 'a:blip');
  const id = fill?.attributes['r:embed'] || fill?.attributes['r:link'];
  if (id === undefined || id === '') return [];
  const relation = file.relations(part).get(id);
  if (relation === undefined) {
    pictures.skip('the file does not say where it is');
    return [];
  }
  const source = relation.url === undefined ? pictures.keepPart(file, relation.part) : { url: relation.url };
  const [properties] = elementsOf(shape);
  const alt = pictureWords(childOf(properties, 'p:cNvPr')?.attributes.descr ?? '');
  return source === undefined ? [] : [{ type: 'image', ...source, ...(alt === '' ? {} : { alt }) }];
}

function frameBlocks(frame: XmlElement, context: SlideContext): readonly Block[] {
  const data = childOf(frame, 'a:graphic', 'a:graphicData');
  return elementsOf(data).flatMap((content): readonly Block[] => {
    const block = frameBlock(content, context);
    return block === undefined ? embeddedPicture(content, context) : [block];
  });
}

function frameBlock(content: XmlElement, context: SlideContext): Block | undefined {
  const related = (id: string | undefined) =>
    context.file.tryXml(context.file.relations(context.part).get(id ?? '')?.part);
  switch (content.name) {
    case 'a:tbl':
      return tableBlock(content, context);
    case 'c:chart':
    case 'cx:chart':
      return chartTable(related(content.attributes['r:id']));
    case 'dgm:relIds':
      return diagramList(related(content.attributes['r:dm']));
    default:
      return undefined;
  }
}

/** An object of another program shows the picture that it left. */
function embeddedPicture(content: XmlElement, context: SlideContext): readonly Block[] {
  const forms = content.name === 'mc:AlternateContent' ? elementsOf(content) : [{ children: [content] }];
  for (const form of forms) {
    const object = childOf(form as XmlElement, 'p:oleObj');
    const picture = childOf(object, 'p:pic') ?? childOf(object, 'p:embed', 'p:pic');
    if (picture !== undefined) return pictureBlocks(picture, context);
  }
  return [];
}
