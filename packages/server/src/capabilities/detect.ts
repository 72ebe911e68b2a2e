import { fileTypeFromBuffer } from 'file-type';
import type { Format } from './descriptor.ts';
import { isContainer, officeFormat } from './detect-office.ts';
import { utf16Of } from './utf16.ts';

/** Detected is the format of a file, or what it looks like, in words, when no engine reads it. */
export type Detected = { readonly format: Format } | { readonly unsupported: string };

/** DetectInput: `head` is the first 4,100 bytes or the whole of a shorter file; `fileName` is as sent. */
export interface DetectInput {
  readonly head: Uint8Array;
  /** The last 64 KB, where an archive lists what it holds; without it only members at the beginning are seen. */
  readonly tail?: Uint8Array;
  readonly fileName: string;
}

/** A PDF may begin with foreign bytes; readers look for its mark in the first 1,024 (PDF 1.7 reference, implementation note 13). */
const pdfMarkWithin = 1_024;

const textExtensions: Readonly<Record<string, Format>> = {
  txt: 'txt',
  text: 'txt',
  log: 'txt',
  md: 'md',
  markdown: 'md',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  json: 'json',
  xml: 'xml',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
};

/** Extensions of text that later engines read as something richer than text: taken as text they would be damaged silently. */
const otherTextFormats: Readonly<Record<string, string>> = {
  mhtml: 'a saved web page',
  eml: 'an e-mail',
  ipynb: 'a notebook',
  svg: 'an SVG drawing',
};

/** What an HTML page begins with, after blanks, a prolog and comments. */
const htmlStart = /^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b/is;

/**
 * detectFormat finds a file's format by its content first, by its extension second. Of a file that is two things at once it takes what the
 * file begins with, unless its name says PDF.
 */
export async function detectFormat({ head, tail = head, fileName }: DetectInput): Promise<Detected> {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const pdfMark = pdfMarkAt(head);
  if (pdfMark !== undefined && (pdfMark === 0 || extension === 'pdf')) return { format: 'pdf' };
  const office = isContainer(head) ? officeFormat({ head, tail, extension }) : undefined;
  if (office !== undefined) return { format: office };
  // UTF-16 begins like an MP3 frame.
  const binary = utf16Of(head) !== undefined ? undefined : await fileTypeFromBuffer(head);
  if (binary !== undefined && binary.ext !== 'xml' && binary.ext !== 'pdf')
    return { unsupported: `a file of type ${binary.mime}` };
  const text = textOf(head);
  if (text !== undefined && htmlStart.test(withoutMark(text))) return { format: 'html' };
  if (pdfMark !== undefined) return { format: 'pdf' };
  // Unreadable bytes under a name ending in .pdf: the engine says what is wrong with them.
  if (text === undefined)
    return extension === 'pdf' ? { format: 'pdf' } : { unsupported: 'binary data of an unknown type' };
  return detectText(text, extension);
}

function pdfMarkAt(head: Uint8Array): number | undefined {
  const found = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, pdfMarkWithin + 5)).indexOf(
    '%PDF-',
  );
  return found === -1 ? undefined : found;
}

/** textOf decodes the beginning roughly, for a look; undefined when it is no text in any usual encoding. */
function textOf(head: Uint8Array): string | undefined {
  const utf16 = utf16Of(head);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(head);
  const control = head.filter((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)).length;
  return control > 0 ? undefined : new TextDecoder('latin1').decode(head);
}

function detectText(text: string, extension: string): Detected {
  const start = withoutMark(text);
  const other = otherTextFormats[extension];
  if (other !== undefined) return { unsupported: other };
  const known = textExtensions[extension];
  if (known !== undefined) return { format: known };
  if (/^<\?xml\b/i.test(start)) return { format: 'xml' };
  if (/^[[{]/.test(start) && isJsonStart(start)) return { format: 'json' };
  return { format: 'txt' };
}

function withoutMark(text: string): string {
  return text.replace(/^(\uFEFF|ï»¿)/, '').trimStart();
}

function isJsonStart(text: string): boolean {
  return /^(\{\s*("|\})|\[\s*(["\d\-\]{[]|true|false|null))/.test(text);
}
