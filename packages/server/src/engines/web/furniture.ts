import type { FurnitureBlock } from '@docmill/document';
import { flatten } from '../building/flatten.ts';
import { attributeOf, type Element, findElement } from './dom.ts';
import { blocksOf, type Place } from './place.ts';

type Kind = Extract<FurnitureBlock['type'], 'header' | 'footer' | 'aside_text'>;

const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    nav: 'aside_text',
    navigation: 'aside_text',
    aside: 'aside_text',
    complementary: 'aside_text',
    header: 'header',
    banner: 'header',
    footer: 'footer',
    contentinfo: 'footer',
  } as const),
);

/**
 * furnitureOf tells what stands around the subject of a page: navigation, margins, and headers and footers without headings.
 * Only where the page says what its subject is; elsewhere everything is body, as nothing may be lost.
 */
export function furnitureOf(element: Element, { inMain, page }: Place): Kind | undefined {
  if (!page.survey.hasMain || inMain) return undefined;
  const kind = kinds.get(attributeOf(element, 'role') ?? '') ?? kinds.get(element.tagName);
  if (kind === undefined) return undefined;
  const withHeading = kind !== 'aside_text' && findElement(element, ({ tagName }) => /^h[1-6]$/.test(tagName));
  return withHeading ? undefined : kind;
}

/** putFurniture makes a furniture block of each block inside. */
export function putFurniture(element: Element, kind: Kind, place: Place): void {
  for (const block of blocksOf(element.childNodes, place)) {
    const content = flatten([block], '\n');
    const anchor = block.anchor === undefined ? {} : { anchor: block.anchor };
    if (content.length > 0) place.flow.add({ type: kind, ...anchor, content });
  }
}
