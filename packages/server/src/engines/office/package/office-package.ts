import { posix } from 'node:path';
import { AppError } from '#errors';
import { type ArchiveLimits, defaultArchiveLimits } from '../../engine.ts';
import { decodeXml, parseXml, type XmlElement } from './xml.ts';
import { elementsOf } from './xml-query.ts';
import { limitError, openZip, type Zip } from './zip.ts';

/** Relation is one arrow from a part: to another part by its name, or to an address outside that nobody opens. */
export type Relation = { readonly type: string } & (
  | { readonly part: string; readonly url?: never }
  | { readonly url: string; readonly part?: never }
);

/** OfficePackage is an open office file: parts by name, with the arrows between them. Works for OOXML and for ODF, which has no arrows. */
export interface OfficePackage {
  readonly names: readonly string[];
  /** read gives a part's bytes; undefined where there is none. Throws `file_corrupt` for a damaged one. */
  read(part: string): Buffer | undefined;
  /** text gives the characters of an XML part; undefined where there is none. Throws `file_corrupt`, and `archive_limit` with MAX_XML_BYTES. */
  text(part: string | undefined): string | undefined;
  /** xml gives the root of an XML part; undefined where there is none. Throws `file_corrupt`, and `archive_limit` with MAX_XML_BYTES. */
  xml(part: string | undefined): XmlElement | undefined;
  /** tryXml does so for a part that the file can be read without: undefined for a damaged one too. */
  tryXml(part: string | undefined): XmlElement | undefined;
  /** relations gives the arrows of a part by their id; empty for a part without. */
  relations(part: string): ReadonlyMap<string, Relation>;
  /** related gives the first part that an arrow of a kind leads to; the kind is the last word of the type, as in `styles`. */
  related(part: string, kind: string): string | undefined;
}

/** openPackage opens an office file. Throws as `openZip` does. */
export async function openPackage(path: string, limits: ArchiveLimits = defaultArchiveLimits): Promise<OfficePackage> {
  return packageOf(await openZip(path, limits), limits);
}

function packageOf(zip: Zip, limits: ArchiveLimits): OfficePackage {
  const relations = new Map<string, ReadonlyMap<string, Relation>>();
  const text = (part: string | undefined): string | undefined => {
    if (part === undefined) return undefined;
    const size = zip.sizeOf(part) ?? 0;
    if (size > limits.maxXmlBytes) throw limitError('MAX_XML_BYTES', limits.maxXmlBytes, size);
    const data = zip.read(part);
    return data === undefined ? undefined : decodeXml(data);
  };
  const xml = (part: string | undefined): XmlElement | undefined => {
    const characters = text(part);
    return characters === undefined ? undefined : parseXml(characters);
  };
  const tryXml: typeof xml = (part) => {
    try {
      return xml(part);
    } catch (error) {
      if (error instanceof AppError && error.code === 'file_corrupt') return undefined;
      throw error;
    }
  };
  const relationsOf = (part: string): ReadonlyMap<string, Relation> => {
    const known = relations.get(part);
    if (known !== undefined) return known;
    const { dir, base } = posix.parse(part);
    const read = readRelations(tryXml(posix.join(dir, '_rels', `${base}.rels`)), dir);
    relations.set(part, read);
    return read;
  };
  return {
    names: zip.names,
    read: zip.read,
    text,
    xml,
    tryXml,
    relations: relationsOf,
    related: (part, kind) =>
      [...relationsOf(part).values()].find((relation) => relation.part !== undefined && kindOf(relation) === kind)
        ?.part,
  };
}

/** kindOf gives the last word of a relation's type, which is the same in Transitional and Strict files: `styles`, `image`, `hyperlink`. */
export function kindOf({ type }: Relation): string {
  return type.slice(type.lastIndexOf('/') + 1);
}

function readRelations(root: XmlElement | undefined, folder: string): ReadonlyMap<string, Relation> {
  const found = new Map<string, Relation>();
  for (const { attributes } of elementsOf(root)) {
    const { Id: id, Type: type = '', Target: target = '' } = attributes;
    if (id === undefined || target === '') continue;
    if (attributes.TargetMode === 'External') found.set(id, { type, url: target });
    else found.set(id, { type, part: partNameOf(target, folder) });
  }
  return found;
}

/** partNameOf resolves a target to a part's name; steps above the root stay at the root. */
function partNameOf(target: string, folder: string): string {
  const path = decodeTarget(target.replaceAll('\\', '/').replace(/[?#].*$/, ''));
  return posix.join('/', path.startsWith('/') ? '' : folder, path).slice(1);
}

function decodeTarget(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
