import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf } from '../package/xml-query.ts';

/** Placeholder is the role of a shape that its layout gives it. */
export interface Placeholder {
  /** `title`, `body`, `dt`, `ftr`, ...; `obj` where the file says nothing. */
  readonly type: string;
  readonly index: string;
}

/** placeholderOf gives the role of a shape; undefined for one that stands for itself. */
export function placeholderOf(shape: XmlElement): Placeholder | undefined {
  const [properties] = elementsOf(shape);
  const attributes = childOf(properties, 'p:nvPr', 'p:ph')?.attributes;
  return attributes === undefined ? undefined : { type: attributes.type ?? 'obj', index: attributes.idx ?? '0' };
}

/** isTitle tells titles from all else. */
export function isTitle({ type }: Placeholder): boolean {
  return type === 'title' || type === 'ctrTitle';
}

/** inheritedShape finds the shape of a layout or a master that a placeholder goes back to: by its number, else by its type. */
export function inheritedShape(sheet: XmlElement | undefined, { type, index }: Placeholder): XmlElement | undefined {
  const shapes = elementsOf(childOf(sheet, 'p:cSld', 'p:spTree'))
    .map((shape) => ({ shape, role: placeholderOf(shape) }))
    .filter(({ role }) => role !== undefined);
  const byType = (wanted: string) => shapes.find(({ role }) => role?.type === wanted)?.shape;
  const isMaster = sheet?.name === 'p:sldMaster';
  const byIndex = isMaster || index === '0' ? undefined : shapes.find(({ role }) => role?.index === index)?.shape;
  return byIndex ?? byType(type) ?? byType(relatedType(type));
}

function relatedType(type: string): string {
  if (type === 'ctrTitle') return 'title';
  return type === 'title' ? 'ctrTitle' : 'body';
}

/** Types whose text has the look of the body; any other has that of text boxes. */
const bodyTypes: ReadonlySet<string> = new Set([
  'body',
  'obj',
  'subTitle',
  'tbl',
  'chart',
  'dgm',
  'media',
  'clipArt',
  'pic',
]);

/** styleNameOf gives the list of styles of the master that the text of a placeholder has in the end. */
export function styleNameOf(placeholder: Placeholder | undefined): 'p:titleStyle' | 'p:bodyStyle' | 'p:otherStyle' {
  if (placeholder === undefined) return 'p:otherStyle';
  if (isTitle(placeholder)) return 'p:titleStyle';
  return bodyTypes.has(placeholder.type) ? 'p:bodyStyle' : 'p:otherStyle';
}
