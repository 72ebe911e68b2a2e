import type { Block, CellNode, RowNode, TableBlock } from '@docmill/document';
import type { PictureStore } from '../../../building/picture-store.ts';
import { pictureWords } from '../../drawing/text.ts';
import type { OfficePackage } from '../../package/office-package.ts';
import type { XmlElement } from '../../package/xml.ts';
import { childOf, childrenOf, descendantsOf, elementsOf, xmlText } from '../../package/xml-query.ts';
import { linesOf } from './content.ts';

/** ShapeContext is where pictures and charts of a file come from and go to. */
export interface ShapeContext {
  readonly file: OfficePackage;
  readonly pictures: PictureStore;
}

/** shapeBlocks gives the pictures, charts (as tables) and text boxes directly inside a cell or a layer of shapes. */
export function shapeBlocks(parent: XmlElement, context: ShapeContext): readonly Block[] {
  return elementsOf(parent).flatMap((shape): readonly Block[] => {
    if (shape.name === 'draw:frame') return frameBlocks(shape, context);
    if (shape.name === 'draw:g') return shapeBlocks(shape, context);
    if (shape.name === 'draw:a') return shapeBlocks(shape, context);
    return shape.name.startsWith('draw:') ? textBlocks(shape) : [];
  });
}

/** A frame holds forms of one thing, the best first: a chart and a picture of it. */
function frameBlocks(frame: XmlElement, { file, pictures }: ShapeContext): readonly Block[] {
  const object = childOf(frame, 'draw:object')?.attributes['xlink:href'];
  const chart = object === undefined ? undefined : chartOf(file, object);
  if (chart !== undefined) return [chart];
  const box = childOf(frame, 'draw:text-box');
  if (box !== undefined) return textBlocks(box);
  const href = childOf(frame, 'draw:image')?.attributes['xlink:href'];
  if (href === undefined) return [];
  const source = /^[a-z][\w+.-]*:/i.test(href) ? { url: href } : pictures.keepPart(file, href.replace(/^\.\//, ''));
  const alt = pictureWords(xmlText(childOf(frame, 'svg:desc')) || xmlText(childOf(frame, 'svg:title')));
  return source === undefined ? [] : [{ type: 'image', ...source, ...(alt === '' ? {} : { alt }) }];
}

function textBlocks(shape: XmlElement): readonly Block[] {
  const content = linesOf(shape);
  return content.length === 0 ? [] : [{ type: 'text', content }];
}

/** A chart keeps a table of what it shows in a document of its own. */
function chartOf(file: OfficePackage, object: string): TableBlock | undefined {
  const root = file.tryXml(`${object.replace(/^\.\//, '').replace(/\/$/, '')}/content.xml`);
  const chart = childOf(root, 'office:body', 'office:chart', 'chart:chart');
  const rows = descendantsOf(childOf(chart, 'table:table'), 'table:table-row').slice(0, 10_000).map(rowOf);
  if (chart === undefined || rows.length === 0) return undefined;
  const title = linesOf(childOf(chart, 'chart:title') ?? chart);
  return { type: 'table', rows, ...(title.length === 0 ? {} : { captions: [{ type: 'caption', content: title }] }) };
}

function rowOf(row: XmlElement, at: number): RowNode {
  const cells = childrenOf(row, 'table:table-cell')
    .slice(0, 200)
    .map((cell): CellNode => {
      const content = linesOf(cell);
      return { ...(at === 0 ? { header: true } : {}), content };
    });
  return { cells };
}
