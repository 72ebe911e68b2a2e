import type { Block } from '@docmill/document';
import type { PictureStore } from '../../../building/picture-store.ts';
import { type CellRanges, chartTable } from '../../drawing/charts.ts';
import { diagramList } from '../../drawing/diagrams.ts';
import { paragraphsText, pictureWords } from '../../drawing/text.ts';
import type { OfficePackage } from '../../package/office-package.ts';
import type { XmlElement } from '../../package/xml.ts';
import { childOf, elementsOf, xmlText } from '../../package/xml-query.ts';
import type { Floating } from '../sheet.ts';

/** DrawingInput is a part of drawings with the file that it lies in. */
export interface DrawingInput {
  readonly file: OfficePackage;
  readonly part: string;
  readonly pictures: PictureStore;
  readonly ranges: CellRanges;
}

/** floatingOf gives what lies over the cells of a sheet: pictures, charts as tables, diagrams as lists, text boxes. */
export function floatingOf(input: DrawingInput): readonly Floating[] {
  return elementsOf(input.file.tryXml(input.part)).flatMap((anchor) => {
    const from = childOf(anchor, 'xdr:from');
    const blocks: Block[] = [];
    collect(anchor, { input, blocks });
    const row = numberIn(from, 'xdr:row');
    return blocks.length === 0 ? [] : [{ row, column: numberIn(from, 'xdr:col'), blocks }];
  });
}

function numberIn(from: XmlElement | undefined, name: string): number {
  const value = Number(xmlText(childOf(from, name)) || 0);
  return Number.isInteger(value) && value >= 0 ? value : 0;
}

interface Collection {
  readonly input: DrawingInput;
  readonly blocks: Block[];
}

function collect(element: XmlElement, collection: Collection): void {
  for (const child of elementsOf(element)) {
    if (isHidden(child)) continue;
    switch (child.name) {
      case 'xdr:pic':
        addPicture(child, collection);
        break;
      case 'xdr:sp':
        addText(child, collection);
        break;
      case 'c:chart':
      case 'cx:chart':
        addBlock(chartTable(relatedXml(child.attributes['r:id'], collection), collection.input.ranges), collection);
        break;
      case 'dgm:relIds':
        addBlock(diagramList(relatedXml(child.attributes['r:dm'], collection)), collection);
        break;
      case 'mc:AlternateContent':
        collectFirst(child, collection);
        break;
      case 'xdr:clientData':
        break;
      default:
        collect(child, collection);
    }
  }
}

/** The first form that shows anything counts. */
function collectFirst(alternatives: XmlElement, collection: Collection): void {
  const before = collection.blocks.length;
  for (const form of elementsOf(alternatives)) if (collection.blocks.length === before) collect(form, collection);
}

function isHidden(shape: XmlElement): boolean {
  const [properties] = elementsOf(shape);
  const hidden = properties === undefined ? undefined : childOf(properties, 'xdr:cNvPr')?.attributes.hidden;
  return hidden === '1' || hidden === 'true';
}

function relatedXml(id: string | undefined, { input: { file, part } }: Collection): XmlElement | undefined {
  return file.tryXml(file.relations(part).get(id ?? '')?.part);
}

function addBlock(block: Block | undefined, { blocks }: Collection): void {
  if (block !== undefined) blocks.push(block);
}

function addPicture(picture: XmlElement, { input: { file, part, pictures }, blocks }: Collection): void {
  const blip = childOf(picture, 'xdr:blipFill', 'a:blip')?.attributes;
  const relation = file.relations(part).get(blip?.['r:embed'] || blip?.['r:link'] || '');
  if (relation === undefined) {
    pictures.skip('the file does not say where it is');
    return;
  }
  const source = relation.url === undefined ? pictures.keepPart(file, relation.part) : { url: relation.url };
  const alt = pictureWords(childOf(picture, 'xdr:nvPicPr', 'xdr:cNvPr')?.attributes.descr ?? '');
  if (source !== undefined) blocks.push({ type: 'image', ...source, ...(alt === '' ? {} : { alt }) });
}

function addText(shape: XmlElement, { blocks }: Collection): void {
  const text = paragraphsText(childOf(shape, 'xdr:txBody'));
  if (text !== '') blocks.push({ type: 'text', content: [{ type: 'text', text }] });
}
