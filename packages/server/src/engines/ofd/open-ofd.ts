import { posix } from 'node:path';
import type { Metadata, Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { EngineLimits, OutlineEntry } from '../engine.ts';
import { type OfficePackage, openPackage } from '../office/package/office-package.ts';
import type { XmlElement } from '../office/package/xml.ts';
import { childOf, childrenOf, elementsOf, xmlText } from '../office/package/xml-query.ts';
import { type Resources, readResources } from './resources.ts';
import { partIn, sizeOf } from './values.ts';

/** OfdPage is a page as the document lists it. */
export interface OfdPage {
  readonly id: string;
  /** Name of its part. */
  readonly part: string;
  readonly document: OfdDocument;
}

/** OfdDocument is one of the documents of a file: most have one. */
export interface OfdDocument {
  readonly resources: Resources;
  /** Width and height of pages that say nothing else, millimetres. */
  readonly size: readonly [number, number] | undefined;
  /** Parts of template pages by their id. */
  readonly templates: ReadonlyMap<string, string>;
  /** Parts of annotations by the id of their page. */
  readonly annotations: ReadonlyMap<string, readonly string[]>;
}

/** OfdFile is an open file. */
export interface OfdFile {
  readonly file: OfficePackage;
  readonly pages: readonly OfdPage[];
  readonly metadata: Metadata;
  readonly outline: readonly OutlineEntry[];
  /** Attachments, which are not read. */
  readonly warnings: readonly Warning[];
}

const mostOutlineEntries = 10_000;
const deepestOutline = 32;
const mostAttachments = 20;

/** openOfd reads what a file says of itself and of its pages. Throws `file_corrupt`, `password_required`, `no_pages`, `archive_limit`. */
export async function openOfd(path: string, limits: EngineLimits): Promise<OfdFile> {
  const file = await openPackage(path, limits.archive);
  const bodies = childrenOf(file.xml('OFD.xml'), 'ofd:DocBody');
  const opened = bodies.map((body) => openBody(file, body));
  const pages = opened.flatMap((one) => one.pages);
  if (pages.length === 0) {
    if (file.read('Encryptions.xml') !== undefined) throw new AppError('password_required');
    throw new AppError('no_pages');
  }
  const indexes = new Map(pages.map(({ id }, index) => [id, index]));
  return {
    file,
    pages,
    metadata: metadataOf(childOf(bodies[0], 'ofd:DocInfo')),
    outline: opened.flatMap(({ root }) => outlineOf(childOf(root, 'ofd:Outlines'), indexes)),
    warnings: opened.flatMap(({ root, part }) => attachmentsOf(file, root, part)),
  };
}

interface Body {
  readonly root: XmlElement | undefined;
  readonly part: string;
  readonly pages: readonly OfdPage[];
}

function openBody(file: OfficePackage, body: XmlElement): Body {
  const part = partIn('', xmlText(childOf(body, 'ofd:DocRoot')));
  const root = file.tryXml(part);
  const folder = posix.dirname(part);
  const common = childOf(root, 'ofd:CommonData');
  const document: OfdDocument = {
    resources: readResources(
      file,
      elementsOf(common)
        .filter(({ name }) => name === 'ofd:PublicRes' || name === 'ofd:DocumentRes')
        .map((element) => partIn(folder, xmlText(element))),
    ),
    size: sizeOf(xmlText(childOf(common, 'ofd:PageArea', 'ofd:PhysicalBox'))),
    templates: partsById(common, 'ofd:TemplatePage', folder),
    annotations: annotationsOf(file, partIn(folder, xmlText(childOf(root, 'ofd:Annotations')))),
  };
  const pages = [...partsById(childOf(root, 'ofd:Pages'), 'ofd:Page', folder)];
  return { root, part, pages: pages.map(([id, page]) => ({ id, part: page, document })) };
}

function partsById(parent: XmlElement | undefined, name: string, folder: string): ReadonlyMap<string, string> {
  return new Map(
    childrenOf(parent, name).map(({ attributes }): [string, string] => [
      attributes.ID ?? '',
      partIn(folder, attributes.BaseLoc ?? ''),
    ]),
  );
}

function annotationsOf(file: OfficePackage, part: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  if (part === '') return found;
  for (const page of childrenOf(file.tryXml(part), 'ofd:Page')) {
    const id = page.attributes.PageID ?? '';
    const parts = childrenOf(page, 'ofd:FileLoc').map((place) => partIn(posix.dirname(part), xmlText(place)));
    found.set(id, [...(found.get(id) ?? []), ...parts]);
  }
  return found;
}

function metadataOf(info: XmlElement | undefined): Metadata {
  const of = (name: string) => xmlText(childOf(info, `ofd:${name}`)).trim();
  const [title, author, created, modified] = [of('Title'), of('Author'), of('CreationDate'), of('ModDate')];
  return {
    ...(title === '' ? {} : { title }),
    ...(author === '' ? {} : { authors: [author] }),
    ...(isDate(created) ? { createdAt: created } : {}),
    ...(isDate(modified) ? { modifiedAt: modified } : {}),
  };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(text);
}

function outlineOf(root: XmlElement | undefined, pages: ReadonlyMap<string, number>): readonly OutlineEntry[] {
  const entries: OutlineEntry[] = [];
  const walk = (parent: XmlElement | undefined, level: number) => {
    for (const element of childrenOf(parent, 'ofd:OutlineElem')) {
      if (entries.length >= mostOutlineEntries) return;
      const title = (element.attributes.Title ?? '').trim();
      const target = childOf(element, 'ofd:Actions', 'ofd:Action', 'ofd:Goto', 'ofd:Dest')?.attributes.PageID;
      const pageIndex = pages.get(target ?? '');
      if (title !== '') entries.push({ title, level, ...(pageIndex === undefined ? {} : { pageIndex }) });
      if (level < deepestOutline) walk(element, level + 1);
    }
  };
  walk(root, 1);
  return entries;
}

function attachmentsOf(file: OfficePackage, root: XmlElement | undefined, part: string): readonly Warning[] {
  const list = partIn(posix.dirname(part), xmlText(childOf(root, 'ofd:Attachments')));
  const found = list === '' ? [] : childrenOf(file.tryXml(list), 'ofd:Attachment');
  return found
    .filter(({ attributes }) => attributes.Visible !== 'false')
    .slice(0, mostAttachments)
    .map(({ attributes }) => ({
      code: 'member_skipped',
      pageNumber: 1,
      params: { member: attributes.Name ?? attributes.ID ?? '', reason: 'attachment' },
    }));
}
