import type { Block, ImageBlock } from '@docmill/document';
import { chartTable } from '../drawing/charts.ts';
import { diagramList } from '../drawing/diagrams.ts';
import { pictureWords } from '../drawing/text.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf } from '../package/xml-query.ts';
import { maxDepth, type Place, placeInside } from './context.ts';
import { FieldStack } from './fields.ts';

/** drawingBlocks gives what a drawing, a VML picture or an embedded object shows, in the order of the file. */
export function drawingBlocks(drawing: XmlElement, place: Place): readonly Block[] {
  const blocks: Block[] = [];
  if (place.depth >= maxDepth) return blocks;
  if (drawing.name === 'mc:AlternateContent') collectAlternative(drawing, { place, blocks, alt: '' });
  else collect(drawing, { place, blocks, alt: '' });
  return blocks;
}

interface Collection {
  readonly place: Place;
  readonly blocks: Block[];
  readonly alt: string;
}

function collect(element: XmlElement, collection: Collection): void {
  const { place, blocks } = collection;
  for (const child of elementsOf(element)) {
    switch (child.name) {
      case 'wp:inline':
      case 'wp:anchor':
        collectPlaced(child, collection);
        break;
      case 'pic:pic':
      case 'a:pic':
        addPicture(child, collection);
        break;
      case 'v:imagedata':
        addRelated(
          child.attributes['r:id'] ?? child.attributes['o:relid'],
          child.attributes['o:title'] ?? collection.alt,
          collection,
        );
        break;
      case 'w:txbxContent':
        blocks.push(...place.read(elementsOf(child), placeInside(place, new FieldStack())));
        break;
      case 'c:chart':
      case 'cx:chart':
        addChart(child, collection);
        break;
      case 'dgm:relIds':
        addDiagram(child, collection);
        break;
      case 'v:textpath':
        addWords(child.attributes.string, collection);
        break;
      case 'mc:AlternateContent':
        collectAlternative(child, collection);
        break;
      default:
        collect(child, { ...collection, alt: altOfShape(child) ?? collection.alt });
    }
  }
}

function collectPlaced(element: XmlElement, collection: Collection): void {
  const properties = childOf(element, 'wp:docPr')?.attributes ?? {};
  if (properties.hidden === '1' || properties.hidden === 'true') return;
  collect(element, { ...collection, alt: properties.descr ?? '' });
}

/** The first form that shows anything counts: newer programs write what they mean and a picture of it. */
function collectAlternative(element: XmlElement, collection: Collection): void {
  const before = collection.blocks.length;
  for (const form of elementsOf(element)) {
    if (collection.blocks.length > before) return;
    collect(form, collection);
  }
}

function altOfShape({ name, attributes }: XmlElement): string | undefined {
  return name.startsWith('v:') ? attributes.alt : undefined;
}

function addPicture(picture: XmlElement, collection: Collection): void {
  const blip = childOf(picture, 'pic:blipFill', 'a:blip') ?? childOf(picture, 'a:blipFill', 'a:blip');
  const { descr = '' } = childOf(picture, 'pic:nvPicPr', 'pic:cNvPr')?.attributes ?? {};
  addRelated(blip?.attributes['r:embed'] || blip?.attributes['r:link'], descr || collection.alt, collection);
}

/** A picture that is missing costs itself, not the file. */
function addRelated(id: string | undefined, alt: string, { place, blocks }: Collection): void {
  const { file, pictures } = place.context;
  const relation = id === undefined || id === '' ? undefined : file.relations(place.part).get(id);
  if (relation === undefined) {
    pictures.skip('the file does not say where it is');
    return;
  }
  const source = relation.url === undefined ? pictures.keepPart(file, relation.part) : { url: relation.url };
  const words = pictureWords(alt);
  const image: ImageBlock = { type: 'image', ...source, ...(words === '' ? {} : { alt: words }) };
  if (source !== undefined) blocks.push(image);
}

function addChart(element: XmlElement, { place, blocks }: Collection): void {
  const { file } = place.context;
  const relation = file.relations(place.part).get(element.attributes['r:id'] ?? '');
  const table = chartTable(file.tryXml(relation?.part));
  if (table !== undefined) blocks.push(table);
}

function addDiagram(element: XmlElement, { place, blocks }: Collection): void {
  const { file } = place.context;
  const relation = file.relations(place.part).get(element.attributes['r:dm'] ?? '');
  const list = diagramList(file.tryXml(relation?.part));
  if (list !== undefined) blocks.push(list);
}

function addWords(words: string | undefined, { blocks }: Collection): void {
  if (words !== undefined && words.trim() !== '')
    blocks.push({ type: 'text', content: [{ type: 'text', text: words.trim() }] });
}
