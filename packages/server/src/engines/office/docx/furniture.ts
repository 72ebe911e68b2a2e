import { type Block, type FurnitureBlock, textOf } from '@docmill/document';
import { flatten } from '../../building/flatten.ts';
import type { OfficePackage } from '../package/office-package.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, descendantsOf, elementsOf } from '../package/xml-query.ts';
import { isOnValue } from './styles.ts';

/** Furniture of a document: what stands above and below its pages, each text once. */
export interface Furniture {
  readonly headers: readonly FurnitureBlock[];
  readonly footers: readonly FurnitureBlock[];
}

interface FurnitureInput {
  readonly file: OfficePackage;
  readonly main: string;
  readonly body: XmlElement | undefined;
  read(elements: readonly XmlElement[], part: string): readonly Block[];
}

/** readFurniture reads the headers and footers that the sections show. */
export function readFurniture({ file, main, body, read }: FurnitureInput): Furniture {
  const settings = file.tryXml(file.related(main, 'settings'));
  const oddAndEven = isSet(childOf(settings, 'w:evenAndOddHeaders'));
  const sections = descendantsOf(body, 'w:sectPr');
  const partsOf = (name: string) =>
    new Set(
      sections.flatMap((section) =>
        childrenOf(section, name)
          .filter(({ attributes }) => shows(attributes['w:type'], { section, oddAndEven }))
          .flatMap(({ attributes }) => file.relations(main).get(attributes['r:id'] ?? '')?.part ?? []),
      ),
    );
  const blocksOf = (name: string, type: 'header' | 'footer') => {
    const seen = new Set<string>();
    return [...partsOf(name)].flatMap((part): readonly FurnitureBlock[] => {
      const content = flatten(read(elementsOf(file.tryXml(part)), part), '\n');
      const text = textOf(content).trim();
      if (content.length === 0 || (text !== '' && seen.has(text))) return [];
      seen.add(text);
      return [{ type: /^[\s\d-]+$/.test(text) && text !== '' ? 'page_number' : type, content }];
    });
  };
  return { headers: blocksOf('w:headerReference', 'header'), footers: blocksOf('w:footerReference', 'footer') };
}

function shows(
  type: string | undefined,
  { section, oddAndEven }: { section: XmlElement; oddAndEven: boolean },
): boolean {
  if (type === 'first') return isSet(childOf(section, 'w:titlePg'));
  return type !== 'even' || oddAndEven;
}

function isSet(element: XmlElement | undefined): boolean {
  return element !== undefined && isOnValue(element.attributes['w:val']);
}
