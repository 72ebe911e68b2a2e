import type { Block } from '@docmill/document';
import { AppError } from '#errors';
import { openPackage } from '../package/office-package.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, descendantsOf } from '../package/xml-query.ts';
import type { ReaderInput } from '../reader.ts';
import { mostRepeats, type OdfContext, type OdfPlace } from './context.ts';
import { OdfNotes } from './notes.ts';
import { OdfCounters, readOdfStory } from './story.ts';
import { readOdfStyles } from './styles.ts';

/** OpenOdf is an open file of ODF. */
export interface OpenOdf {
  readonly context: OdfContext;
  readonly body: XmlElement;
  /** The part of styles and page layouts. */
  readonly styles: XmlElement | undefined;
  /** Reads elements with numbers of lists that begin anew. */
  read(elements: readonly XmlElement[]): readonly Block[];
}

type OpenInput = Pick<ReaderInput, 'path' | 'limits' | 'options' | 'pictures'> & {
  readonly kind: 'text' | 'presentation';
};

/** openOdf opens a text or a presentation. Throws as `openPackage` does, and `password_required`. */
export async function openOdf({
  path,
  limits,
  options,
  pictures,
  kind,
}: OpenInput): Promise<OpenOdf & { file: OdfContext['file'] }> {
  const file = await openPackage(path, limits.archive);
  if (descendantsOf(file.tryXml('META-INF/manifest.xml'), 'manifest:encryption-data').length > 0)
    throw new AppError('password_required');
  const content = file.xml('content.xml');
  const styles = file.tryXml('styles.xml');
  const body = childOf(content, 'office:body', `office:${kind}`);
  if (body === undefined) throw new AppError('file_corrupt', { params: { reason: `it has no ${kind}` } });
  const context: OdfContext = {
    file,
    styles: readOdfStyles([styles, content]),
    pictures,
    notes: new OdfNotes(options.comments !== false),
    targets: targetsOf(body),
    repeats: { left: mostRepeats },
  };
  const read = (elements: readonly XmlElement[]): readonly Block[] => {
    const place: OdfPlace = { context, depth: 0, read: readOdfStory(new OdfCounters()) };
    return place.read(elements, place);
  };
  return { file, body, styles, context, read };
}

function targetsOf(body: XmlElement): ReadonlySet<string> {
  const links = descendantsOf(body, 'text:a').map(({ attributes }) => attributes['xlink:href'] ?? '');
  return new Set(links.filter((href) => href.startsWith('#')).map((href) => href.slice(1)));
}
