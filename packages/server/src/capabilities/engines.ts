import { AppError } from '#errors';
import { audioFormats, type EngineDescriptor } from './descriptor.ts';

/** pdfDescriptor describes the built-in page engine for PDF. */
export const pdfDescriptor: EngineDescriptor = {
  name: 'pdf',
  version: '2',
  formats: ['pdf'],
  type: 'pages',
  options: [
    'method',
    'formulaEnable',
    'tableEnable',
    'images',
    'startPage',
    'endPage',
    'onPageError',
    'enablePagination',
  ],
  languages: [],
  needs: [],
  builtIn: true,
};

/** ofdDescriptor describes the built-in page engine for OFD. */
export const ofdDescriptor: EngineDescriptor = {
  name: 'ofd',
  version: '1',
  formats: ['ofd'],
  type: 'pages',
  options: ['startPage', 'endPage', 'onPageError', 'enablePagination'],
  languages: [],
  needs: [],
  builtIn: true,
};

/** textDescriptor describes the built-in engine for plain and structured text. */
export const textDescriptor: EngineDescriptor = {
  name: 'text',
  version: '1',
  formats: ['txt', 'md', 'csv', 'tsv', 'json', 'jsonl', 'yaml', 'xml', 'code', 'ipynb'],
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
  formats: ['html', 'mhtml', 'epub', 'feed', 'svg'],
  type: 'document',
  options: ['mainContent'],
  languages: [],
  needs: [],
  builtIn: true,
};

/** mailDescriptor describes the built-in engine for messages. */
export const mailDescriptor: EngineDescriptor = {
  name: 'mail',
  version: '1',
  formats: ['eml', 'msg'],
  type: 'document',
  options: [],
  languages: [],
  needs: [],
  builtIn: true,
};

/** archiveDescriptor describes the built-in engine for archives, whose files go through all the others. */
export const archiveDescriptor: EngineDescriptor = {
  name: 'archive',
  version: '1',
  formats: ['zip', 'tar', 'gz', 'mbox'],
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
  formats: ['docx', 'pptx', 'xlsx', 'xlsb', 'xls', 'ods', 'odt', 'odp', 'rtf', 'doc', 'ppt', 'wps', 'dps', 'et'],
  type: 'document',
  options: ['comments', 'hidden'],
  languages: [],
  needs: [],
  builtIn: true,
};

/** builtInEngines are the engines that every installation has. */
export const builtInEngines: readonly EngineDescriptor[] = [
  pdfDescriptor,
  textDescriptor,
  webDescriptor,
  mailDescriptor,
  archiveDescriptor,
  officeDescriptor,
  ofdDescriptor,
];

/** transcriptionDescriptor describes the engine that hands recordings to a service. */
export const transcriptionDescriptor: EngineDescriptor = {
  name: 'transcription',
  version: '1',
  formats: audioFormats,
  type: 'document',
  options: ['lang'],
  languages: [],
  needs: ['TRANSCRIPTION_URL'],
  builtIn: false,
};

/** installedEngines gives the engines of an installation: the built-in ones, and those of the services that it was told of. */
export function installedEngines(services: { readonly transcription?: unknown }): readonly EngineDescriptor[] {
  return services.transcription === undefined ? builtInEngines : [...builtInEngines, transcriptionDescriptor];
}

/** isAudio tells recordings, which only a transcription service reads. */
export function isAudio(format: string): boolean {
  return audioFormats.some((known) => known === format);
}

/** unsupportedFormat makes the error for a file that no engine reads; `found` says in words what it is. */
export function unsupportedFormat(file: string, found: string): AppError {
  const supported = builtInEngines.flatMap((engine) => engine.formats).join(', ');
  return new AppError('unsupported_format', { params: { file, found, supported } });
}

/** fingerprintOf names a version of an engine: drafts of one fingerprint can be assembled together. */
export function fingerprintOf(engine: Pick<EngineDescriptor, 'name' | 'version'>): string {
  return `${engine.name}-${engine.version}`;
}
