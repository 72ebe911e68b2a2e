import type { Metadata } from '@docmill/document';
import type { DefaultTreeAdapterTypes as Tree } from 'parse5';
import { attributeOf, collapse, descendants, type Element, isElement, rawText } from './dom.ts';

/** metadataOf gives what the head of a page says of it. */
export function metadataOf(document: Tree.Document): Metadata {
  const html = document.childNodes.find((node) => node.nodeName === 'html');
  const head =
    html !== undefined && isElement(html) ? html.childNodes.find((node) => node.nodeName === 'head') : undefined;
  const elements = head !== undefined && isElement(head) ? [...descendants(head)].filter(isElement) : [];
  const metas = elements.filter(({ tagName }) => tagName === 'meta');
  const titleElement = elements.find(({ tagName }) => tagName === 'title');
  const title = titleElement === undefined ? '' : collapse(rawText(titleElement));
  const authors = [...new Set(valuesOf(metas, ['author', 'citation_author', 'dc.creator']))];
  const language = html !== undefined && isElement(html) ? languageOf(html) : '';
  const createdAt = dateIn(valuesOf(metas, ['article:published_time', 'dcterms.created']));
  const modifiedAt = dateIn(valuesOf(metas, ['article:modified_time', 'dcterms.modified']));
  return {
    ...(title === '' ? {} : { title }),
    ...(authors.length === 0 ? {} : { authors }),
    ...(language === '' ? {} : { language }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
  };
}

function languageOf(html: Element): string {
  return collapse(attributeOf(html, 'lang') ?? attributeOf(html, 'xml:lang') ?? '').slice(0, 100);
}

function valuesOf(metas: readonly Element[], names: readonly string[]): readonly string[] {
  return metas
    .filter((meta) => names.includes((attributeOf(meta, 'name') ?? attributeOf(meta, 'property') ?? '').toLowerCase()))
    .map((meta) => collapse(attributeOf(meta, 'content') ?? ''))
    .filter((value) => value !== '');
}

function dateIn(values: readonly string[]): string | undefined {
  return values.find((value) => /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(value));
}
