import { type Block, type ImageBlock, type PictureSource, textOf } from '@docmill/document';
import { flatten } from '../../building/flatten.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, descendantsOf, elementsOf, xmlText } from '../package/xml-query.ts';
import { maxDepth, type OdfPlace } from './context.ts';
import { mathLatex } from './math.ts';
import { tableBlocks } from './tables.ts';

/** frameBlocks gives what a frame or a shape shows. */
export function frameBlocks(element: XmlElement, place: OdfPlace): readonly Block[] {
  if (place.depth >= maxDepth) return [];
  const inside = { ...place, depth: place.depth + 1 };
  switch (element.name) {
    case 'draw:frame':
      return framed(element, inside);
    case 'draw:g':
    case 'draw:a':
      return elementsOf(element).flatMap((child) => frameBlocks(child, inside));
    case 'draw:control':
    case 'svg:title':
    case 'svg:desc':
      return [];
    default:
      // Shapes hold their words directly.
      return place.read(elementsOf(element), inside);
  }
}

/** A frame may hold the same in several forms, the best one first: an object and its picture, a drawing and its pixels. */
function framed(frame: XmlElement, place: OdfPlace): readonly Block[] {
  const object = childOf(frame, 'draw:object');
  const shown = object === undefined ? [] : objectBlocks(object, place);
  if (shown.length > 0) return shown;
  const table = childOf(frame, 'table:table');
  if (table !== undefined) return tableBlocks(table, place);
  const box = childOf(frame, 'draw:text-box');
  if (box !== undefined) return place.read(elementsOf(box), place);
  const source = pictureOf(childrenOf(frame, 'draw:image'), place);
  if (source === undefined) return [];
  const alt = (xmlText(childOf(frame, 'svg:desc')) || xmlText(childOf(frame, 'svg:title'))).trim();
  const image: ImageBlock = { type: 'image', ...source, ...(alt === '' ? {} : { alt }) };
  return [image];
}

function pictureOf(images: readonly XmlElement[], { context }: OdfPlace): PictureSource | undefined {
  const { file, pictures } = context;
  const hrefs = images.map(({ attributes }) => attributes['xlink:href'] ?? '').filter((href) => href !== '');
  const known = hrefs.find((href) => /\.(?:png|jpe?g|gif|webp)$/i.test(href)) ?? hrefs[0];
  if (known === undefined) {
    const data = images.map((image) => xmlText(childOf(image, 'office:binary-data'))).find((text) => text !== '');
    return data === undefined ? undefined : pictures.keep(Buffer.from(data, 'base64'));
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(known)) return { url: known };
  return pictures.keepPart(file, partOf(known));
}

/** `./Object 1` or `Object 1/` -> `Object 1` */
function partOf(href: string): string {
  const name = href.slice(href.startsWith('./') ? 2 : 0, href.endsWith('/') ? -1 : undefined);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** An embedded object is a formula, a chart, or a document of another kind, of which the picture is shown. */
function objectBlocks(object: XmlElement, place: OdfPlace): readonly Block[] {
  const inner = childOf(object, 'math:math') ?? childOf(object, 'office:document');
  const part = `${partOf(object.attributes['xlink:href'] ?? '')}/content.xml`;
  const root = inner ?? place.context.file.tryXml(part);
  if (root?.name === 'math:math') {
    const latex = mathLatex(root);
    return latex === '' ? [] : [{ type: 'equation', latex }];
  }
  const chart = childOf(root, 'office:body', 'office:chart', 'chart:chart');
  return chart === undefined ? [] : chartBlocks(chart, place);
}

/** A chart brings the table of its data along. */
function chartBlocks(chart: XmlElement, place: OdfPlace): readonly Block[] {
  const [table] = descendantsOf(chart, 'table:table');
  if (table === undefined) return [];
  const title = flatten(place.read(elementsOf(childOf(chart, 'chart:title')), place), ' ');
  return tableBlocks(table, place).map((block) =>
    block.type === 'table' && textOf(title).trim() !== ''
      ? { ...block, captions: [{ type: 'caption', content: title }] }
      : block,
  );
}
