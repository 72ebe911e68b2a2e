import { type Block, type FurnitureBlock, textOf } from '@docmill/document';
import { AppError } from '#errors';
import { flatten } from '../../web/flatten.ts';
import { openPackage } from '../package/office-package.ts';
import { odfMetadata } from '../package/properties.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, descendantsOf, elementsOf } from '../package/xml-query.ts';
import type { Reader } from '../reader.ts';
import type { OdfContext, OdfPlace } from './context.ts';
import { OdfNotes } from './notes.ts';
import { OdfCounters, readOdfStory } from './story.ts';
import { readOdfStyles } from './styles.ts';

/** readOdt reads the texts of ODF. The whole text is one page. */
export const readOdt: Reader = async ({ path, limits, options, pictures, signal }) => {
  const file = await openPackage(path, limits.archive);
  signal.throwIfAborted();
  const content = file.xml('content.xml');
  const styles = file.tryXml('styles.xml');
  const body = childOf(content, 'office:body', 'office:text');
  if (body === undefined) throw new AppError('file_corrupt', { params: { reason: 'it has no text' } });
  const context: OdfContext = {
    file,
    styles: readOdfStyles([styles, content]),
    pictures,
    notes: new OdfNotes(options.comments !== false),
    targets: targetsOf(body),
  };
  const read = (elements: readonly XmlElement[]): readonly Block[] => {
    const place: OdfPlace = { context, depth: 0, read: readOdfStory(new OdfCounters()) };
    return place.read(elements, place);
  };
  const blocks = read(elementsOf(body));
  signal.throwIfAborted();
  const notes = context.notes.blocks(read);
  const furniture = furnitureOf(styles, read);
  return {
    pages: [{ index: 0, blocks: [...furniture.headers, ...blocks, ...notes, ...furniture.footers] }],
    metadata: odfMetadata(file),
    warnings: [],
  };
};

function targetsOf(body: XmlElement): ReadonlySet<string> {
  const links = descendantsOf(body, 'text:a').map(({ attributes }) => attributes['xlink:href'] ?? '');
  return new Set(links.filter((href) => href.startsWith('#')).map((href) => href.slice(1)));
}

function furnitureOf(styles: XmlElement | undefined, read: (elements: readonly XmlElement[]) => readonly Block[]) {
  const pages = childrenOf(childOf(styles, 'office:master-styles'), 'style:master-page');
  const blocksOf = (names: readonly string[], type: 'header' | 'footer') => {
    const seen = new Set<string>();
    return pages.flatMap(elementsOf).flatMap((element): readonly FurnitureBlock[] => {
      if (!names.includes(element.name) || element.attributes['style:display'] === 'false') return [];
      const content = flatten(read(elementsOf(element)), '\n');
      const text = textOf(content).trim();
      if (content.length === 0 || seen.has(text)) return [];
      seen.add(text);
      return [{ type: /^[\s\d-]+$/.test(text) ? 'page_number' : type, content }];
    });
  };
  return {
    headers: blocksOf(['style:header', 'style:header-left', 'style:header-first'], 'header'),
    footers: blocksOf(['style:footer', 'style:footer-left', 'style:footer-first'], 'footer'),
  };
}
