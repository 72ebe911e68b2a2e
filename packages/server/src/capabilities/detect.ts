import { fileTypeFromBuffer } from 'file-type';
import type { Format } from './descriptor.ts';

/** Detected is the format of a file, or what it looks like, in words, when no engine reads it. */
export type Detected = { readonly format: Format } | { readonly unsupported: string };

/** DetectInput: `head` is the first 4,100 bytes or the whole of a shorter file; `fileName` is as sent. */
export interface DetectInput {
  readonly head: Uint8Array;
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
};

/** Extensions of text that later engines read as something richer than text: taken as text they would be damaged silently. */
const otherTextFormats: Readonly<Record<string, string>> = {
  html: 'an HTML page',
  htm: 'an HTML page',
  xhtml: 'an HTML page',
  mhtml: 'a saved web page',
  eml: 'an e-mail',
  rtf: 'an RTF document',
  ipynb: 'a notebook',
  svg: 'an SVG drawing',
};

/** detectFormat finds a file's format by its content first, by its extension second. */
export async function detectFormat({ head, fileName }: DetectInput): Promise<Detected> {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  if (hasPdfMark(head)) return { format: 'pdf' };
  // UTF-16 begins like an MP3 frame.
  const binary = hasUtf16Mark(head) ? undefined : await fileTypeFromBuffer(head);
  if (binary !== undefined && binary.ext !== 'xml') return { unsupported: `a file of type ${binary.mime}` };
  const text = textOf(head);
  // Unreadable bytes under a name ending in .pdf: the engine says what is wrong with them.
  if (text === undefined)
    return extension === 'pdf' ? { format: 'pdf' } : { unsupported: 'binary data of an unknown type' };
  return detectText(text, extension);
}

function hasUtf16Mark([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function hasPdfMark(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, pdfMarkWithin + 5)).includes('%PDF-');
}

/** textOf decodes the beginning roughly, for a look; undefined when it is no text in any usual encoding. */
function textOf(head: Uint8Array): string | undefined {
  if (hasUtf16Mark(head)) return new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head);
  const control = head.filter((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)).length;
  return control > 0 ? undefined : new TextDecoder('latin1').decode(head);
}

function detectText(text: string, extension: string): Detected {
  const start = text.replace(/^(\uFEFF|ï»¿)/, '').trimStart();
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html)\b/is.test(start))
    return { unsupported: 'an HTML page' };
  const other = otherTextFormats[extension];
  if (other !== undefined) return { unsupported: other };
  const known = textExtensions[extension];
  if (known !== undefined) return { format: known };
  if (/^<\?xml\b/i.test(start)) return { format: 'xml' };
  if (/^[[{]/.test(start) && isJsonStart(start)) return { format: 'json' };
  return { format: 'txt' };
}

function isJsonStart(text: string): boolean {
  return /^(\{\s*("|\})|\[\s*(["\d\-\]{[]|true|false|null))/.test(text);
}
