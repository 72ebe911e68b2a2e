import type { Metadata } from '@docmill/document';
import { AppError } from '#errors';
import type { OfficePackage } from '../../office/package/office-package.ts';
import type { XmlElement } from '../../office/package/xml.ts';
import { childOf, childrenOf, xmlText } from '../../office/package/xml-query.ts';
import { innerAddress } from '../package-address.ts';

/** Book is what the package document of an EPUB says. */
export interface Book {
  readonly metadata: Metadata;
  /** Names of the chapters' files in reading order. */
  readonly chapters: readonly string[];
  /** Name of the picture of its cover. */
  readonly cover?: string;
}

interface Item {
  readonly name: string;
  readonly mediaType: string;
  readonly properties: string;
}

/** readBook reads the package document of an EPUB (2 and 3). Throws `file_corrupt` where there is none. */
export function readBook(file: OfficePackage): Book {
  const container = file.tryXml('META-INF/container.xml');
  const rootFile = childOf(container, 'rootfiles', 'rootfile')?.attributes['full-path'];
  const path = rootFile ?? file.names.find((name) => /\.opf$/i.test(name));
  const root = file.tryXml(path);
  if (path === undefined || root === undefined)
    throw new AppError('file_corrupt', { params: { reason: 'the book has no list of its parts' } });
  const items = itemsOf(root, path);
  const spine = childrenOf(partOf(root, 'spine'), 'itemref').map(({ attributes }) => items.get(attributes.idref ?? ''));
  const cover = coverOf(root, items);
  const chapters = [...new Set(spine.flatMap((item) => (item === undefined ? [] : [item.name])))];
  return {
    metadata: metadataOf(partOf(root, 'metadata')),
    chapters: chapters.length > 0 ? chapters : [...items.values()].filter(isPage).map(({ name }) => name),
    ...(cover === undefined ? {} : { cover: cover.name }),
  };
}

/** Some writers give the names a prefix: `opf:metadata`. */
function partOf(root: XmlElement, name: string): XmlElement | undefined {
  return childOf(root, name) ?? childOf(root, `opf:${name}`);
}

function itemsOf(root: XmlElement, path: string): ReadonlyMap<string, Item> {
  const manifest = partOf(root, 'manifest');
  const elements = [...childrenOf(manifest, 'item'), ...childrenOf(manifest, 'opf:item')];
  return new Map(
    elements.flatMap(({ attributes: { id = '', href = '', 'media-type': mediaType = '', properties = '' } }) => {
      const address = innerAddress(href, path);
      return address === undefined || id === '' ? [] : [[id, { name: address.name, mediaType, properties }] as const];
    }),
  );
}

function isPage({ mediaType }: Item): boolean {
  return /html/.test(mediaType);
}

/** EPUB 3 marks the cover among the items, EPUB 2 by a `meta` with its id. */
function coverOf(root: XmlElement, items: ReadonlyMap<string, Item>): Item | undefined {
  const marked = [...items.values()].find(({ properties }) => properties.split(/\s+/).includes('cover-image'));
  const meta = childrenOf(partOf(root, 'metadata'), 'meta').find(({ attributes }) => attributes.name === 'cover');
  const found = marked ?? items.get(meta?.attributes.content ?? '');
  return found?.mediaType.startsWith('image/') ? found : undefined;
}

function metadataOf(element: XmlElement | undefined): Metadata {
  const texts = (name: string) =>
    childrenOf(element, `dc:${name}`)
      .map((child) => xmlText(child).replace(/\s+/g, ' ').trim())
      .filter((text) => text !== '');
  const modified = childrenOf(element, 'meta').find(({ attributes }) => attributes.property === 'dcterms:modified');
  const [title] = texts('title');
  const authors = texts('creator');
  const [language] = texts('language');
  const createdAt = texts('date').find(isDate);
  const modifiedAt = xmlText(modified).trim();
  return {
    ...(title === undefined ? {} : { title }),
    ...(authors.length === 0 ? {} : { authors }),
    ...(language === undefined ? {} : { language }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(isDate(modifiedAt) ? { modifiedAt } : {}),
  };
}

function isDate(text: string): boolean {
  return /^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(text);
}
