import type { Metadata } from '@docmill/document';
import type { OfficePackage } from './office-package.ts';
import type { XmlElement } from './xml.ts';
import { childOf, childrenOf, xmlText } from './xml-query.ts';

/** coreMetadata reads what an OOXML file says of itself, from its part of core properties. */
export function coreMetadata(file: OfficePackage): Metadata {
  const root = file.tryXml(file.related('', 'core-properties') ?? 'docProps/core.xml');
  return metadataFrom((name) => textOf(childOf(root, name)), {
    authors: splitNames(textOf(childOf(root, 'dc:creator'))),
    created: 'dcterms:created',
    modified: 'dcterms:modified',
  });
}

/** odfMetadata reads what an ODF file says of itself, from `meta.xml`. */
export function odfMetadata(file: OfficePackage): Metadata {
  const meta = childOf(file.tryXml('meta.xml'), 'office:meta');
  const creators = [...childrenOf(meta, 'meta:initial-creator'), ...childrenOf(meta, 'dc:creator')];
  return metadataFrom((name) => textOf(childOf(meta, name)), {
    authors: splitNames(textOf(creators[0])),
    created: 'meta:creation-date',
    modified: 'dc:date',
  });
}

interface Sources {
  readonly authors: readonly string[];
  readonly created: string;
  readonly modified: string;
}

function metadataFrom(read: (name: string) => string | undefined, { authors, created, modified }: Sources): Metadata {
  const title = read('dc:title');
  const language = read('dc:language');
  const createdAt = read(created);
  const modifiedAt = read(modified);
  return {
    ...(title === undefined ? {} : { title }),
    ...(authors.length === 0 ? {} : { authors }),
    ...(language === undefined ? {} : { language }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
  };
}

function textOf(element: XmlElement | undefined): string | undefined {
  const text = xmlText(element).trim();
  return text === '' ? undefined : text;
}

function splitNames(names: string | undefined): readonly string[] {
  return (names ?? '')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
