import { AppError } from '#errors';
import type { EngineDescriptor } from './descriptor.ts';

/** pdfDescriptor describes the built-in page engine for PDF. */
export const pdfDescriptor: EngineDescriptor = {
  name: 'pdf',
  version: '1',
  formats: ['pdf'],
  type: 'pages',
  options: ['method', 'startPage', 'endPage', 'onPageError', 'enablePagination'],
  languages: [],
  needs: [],
  builtIn: true,
};

/** textDescriptor describes the built-in engine for plain and structured text. */
export const textDescriptor: EngineDescriptor = {
  name: 'text',
  version: '1',
  formats: ['txt', 'md', 'csv', 'tsv', 'json', 'xml'],
  type: 'document',
  options: [],
  languages: [],
  needs: [],
  builtIn: true,
};

/** webDescriptor describes the built-in engine for web pages. */
export const webDescriptor: EngineDescriptor = {
  name: 'web',
  version: '1',
  formats: ['html'],
  type: 'document',
  options: [],
  languages: [],
  needs: [],
  builtIn: true,
};

/** officeDescriptor describes the built-in engine for texts, sheets and slides. */
export const officeDescriptor: EngineDescriptor = {
  name: 'office',
  version: '1',
  formats: ['docx', 'odt', 'odp', 'rtf', 'doc', 'wps'],
  type: 'document',
  options: ['comments'],
  languages: [],
  needs: [],
  builtIn: true,
};

/** builtInEngines are the engines that every installation has. */
export const builtInEngines: readonly EngineDescriptor[] = [
  pdfDescriptor,
  textDescriptor,
  webDescriptor,
  officeDescriptor,
];

/** unsupportedFormat makes the error for a file that no engine reads; `found` says in words what it is. */
export function unsupportedFormat(file: string, found: string): AppError {
  const supported = builtInEngines.flatMap((engine) => engine.formats).join(', ');
  return new AppError('unsupported_format', { params: { file, found, supported } });
}

/** fingerprintOf names a version of an engine: drafts of one fingerprint can be assembled together. */
export function fingerprintOf(engine: Pick<EngineDescriptor, 'name' | 'version'>): string {
  return `${engine.name}-${engine.version}`;
}
