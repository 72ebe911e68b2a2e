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

/** builtInEngines are the engines that every installation has. */
export const builtInEngines: readonly EngineDescriptor[] = [pdfDescriptor, textDescriptor];

/** fingerprintOf names a version of an engine: drafts of one fingerprint can be assembled together. */
export function fingerprintOf(engine: Pick<EngineDescriptor, 'name' | 'version'>): string {
  return `${engine.name}-${engine.version}`;
}
