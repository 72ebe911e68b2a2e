import { type Block, type FurnitureBlock, textOf } from '@docmill/document';
import { flatten } from '../../building/flatten.ts';
import { odfMetadata } from '../package/properties.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, childrenOf, elementsOf } from '../package/xml-query.ts';
import type { Reader } from '../reader.ts';
import { openOdf } from './open-odf.ts';

/** readOdt reads the texts of ODF. The whole text is one page. */
export const readOdt: Reader = async ({ path, limits, options, pictures, signal }) => {
  const { file, body, styles, context, read } = await openOdf({ path, limits, options, pictures, kind: 'text' });
  signal.throwIfAborted();
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
