/** EngineDescriptor says, purely, what an engine can do. Routing and documentation read it; nothing is started for it. */
export interface EngineDescriptor {
  readonly name: string;
  /** Version of the engine itself; part of its fingerprint. */
  readonly version: string;
  /** Formats (see `detect`) that it reads. */
  readonly formats: readonly Format[];
  /** `pages`: readPages and assemble; `document`: convert. */
  readonly type: 'pages' | 'document';
  /** Names of the job options it honours. */
  readonly options: readonly string[];
  /** Languages of recognition; empty when it reads text that is there. */
  readonly languages: readonly string[];
  /** What must be present, in words, for example `LibreOffice`. */
  readonly needs: readonly string[];
  /** File extensions and media types need no entry here: they belong to the format. */
  readonly builtIn: boolean;
}

/** Format is a file format as `detect` names it. */
export type Format =
  | 'pdf'
  | 'txt'
  | 'md'
  | 'csv'
  | 'tsv'
  | 'json'
  | 'jsonl'
  | 'yaml'
  | 'xml'
  | 'code'
  | 'ipynb'
  | 'html'
  | 'mhtml'
  | 'epub'
  | 'feed'
  | 'svg'
  | 'eml'
  | 'msg'
  | 'zip'
  | 'tar'
  | 'gz'
  | 'mbox'
  // docx stands for docm, dotx and dotm too, and likewise pptx and xlsx: what is in them tells.
  | 'docx'
  | 'pptx'
  | 'xlsx'
  | 'xlsb'
  | 'odt'
  | 'odp'
  | 'ods'
  | 'rtf'
  | 'doc'
  | 'ppt'
  | 'xls'
  | 'wps'
  | 'dps'
  | 'et'
  | 'ofd'
  | AudioFormat;

/** AudioFormat is a format of sound, which only a transcription engine reads. */
export type AudioFormat = (typeof audioFormats)[number];

/** audioFormats are those that OpenAI-compatible servers take. */
export const audioFormats = ['mp3', 'm4a', 'wav', 'flac', 'ogg', 'webm'] as const;
