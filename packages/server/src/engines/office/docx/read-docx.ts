import type { Block } from '@docmill/document';
import { AppError } from '#errors';
import { type OfficePackage, openPackage } from '../package/office-package.ts';
import { coreMetadata } from '../package/properties.ts';
import type { XmlElement } from '../package/xml.ts';
import { childOf, elementsOf } from '../package/xml-query.ts';
import type { Reader } from '../reader.ts';
import { readChunks } from './chunks.ts';
import type { DocxContext, Place } from './context.ts';
import { FieldStack } from './fields.ts';
import { readFurniture } from './furniture.ts';
import { Notes } from './notes.ts';
import { readNumbering } from './numbering.ts';
import { readStory } from './story.ts';
import { readStyles } from './styles.ts';
import { surveyBody } from './survey.ts';

/** readDocx reads the texts of Word: docx, docm and dotx. The whole text is one page, for Word's pages depend on its fonts. */
export const readDocx: Reader = async ({ path, limits, options, pictures, signal }) => {
  const file = await openPackage(path, limits.archive);
  signal.throwIfAborted();
  const main = mainPart(file);
  const body = childOf(file.xml(main), 'w:body');
  if (body === undefined) throw new AppError('file_corrupt', { params: { reason: 'it has no body' } });
  const { targets, isTypewritten } = surveyBody(body);
  const styles = readStyles(file.tryXml(file.related(main, 'styles')));
  const chunks = await readChunks(file, main, pictures);
  const context: DocxContext = {
    file,
    styles: { ...styles, isTypewritten: styles.isTypewritten || isTypewritten },
    numbering: readNumbering(file.tryXml(file.related(main, 'numbering'))),
    pictures,
    notes: new Notes(file, main, options.comments !== false),
    targets,
    chunks,
  };
  const read = (elements: readonly XmlElement[], part: string): readonly Block[] => {
    const place: Place = { context, part, fields: new FieldStack(), depth: 0, read: readStory };
    return readStory(elements, place);
  };
  const blocks = read(elementsOf(body), main);
  signal.throwIfAborted();
  const notes = context.notes.blocks(read);
  const { headers, footers } = readFurniture({ file, main, body, read });
  return {
    pages: [{ index: 0, blocks: [...headers, ...blocks, ...notes, ...footers] }],
    metadata: coreMetadata(file),
    warnings: chunks.warnings,
  };
};

function mainPart(file: OfficePackage): string {
  const named = file.related('', 'officeDocument');
  if (named !== undefined && file.read(named) !== undefined) return named;
  return file.names.find((name) => /^word\/document\d*\.xml$/i.test(name)) ?? 'word/document.xml';
}
