import type { Format } from './descriptor.ts';
import { isContainer, officeFormat } from './detect-office.ts';
import { languageOf } from './languages.ts';
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
  md: 'md',
  markdown: 'md',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  yaml: 'yaml',
  yml: 'yaml',
  xml: 'xml',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  mhtml: 'mhtml',
  mht: 'mhtml',
  svg: 'svg',
  rss: 'feed',
  atom: 'feed',
  eml: 'eml',
  mbox: 'mbox',
  ipynb: 'ipynb',
};

/** Formats that are no text, by the extension of their bytes' type. */
const binaryFormats: Readonly<Record<string, Format>> = {
  epub: 'epub',
  zip: 'zip',
  tar: 'tar',
  gz: 'gz',
  'tar.gz': 'gz',
  tgz: 'gz',
  odt: 'odt',
  odp: 'odp',
  ods: 'ods',
  mp3: 'mp3',
  m4a: 'm4a',
  wav: 'wav',
  flac: 'flac',
  ogg: 'ogg',
  oga: 'ogg',
  opus: 'ogg',
  webm: 'webm',
};

/** What other names promise, by the extension. */
const otherExtensions: Readonly<Record<string, Format>> = {
  pdf: 'pdf',
  docx: 'docx',
  docm: 'docx',
  pptx: 'pptx',
  pptm: 'pptx',
  xlsx: 'xlsx',
  xlsm: 'xlsx',
  odt: 'odt',
  odp: 'odp',
  ods: 'ods',
  rtf: 'rtf',
  doc: 'doc',
  ppt: 'ppt',
  xls: 'xls',
  ofd: 'ofd',
};

/** Formats that are another one with a meaning of its own: of the two, the finer is right. */
const kinds: Partial<Readonly<Record<Format, Format>>> = {
  jsonl: 'json',
  ipynb: 'json',
  feed: 'xml',
  svg: 'xml',
  html: 'xml',
  mhtml: 'eml',
  mbox: 'eml',
  xls: 'xml',
};

const freeText: ReadonlySet<Format> = new Set(['txt', 'md', 'csv', 'tsv', 'yaml'] as const);

/** What an HTML page begins with, after blanks, a prolog and comments. */
const htmlStart = /^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body)\b/is;

/** Programs that write pages begin like one. */
const pageLanguages: ReadonlySet<string> = new Set(['php', 'vue', 'svelte', 'jsx', 'tsx']);

/**
 * detectFormat finds a file's format by its content first, by its extension second. Of a file that is two things at once it takes what the
 * file begins with, unless its name says PDF.
 */
export async function detectFormat({ head, tail = head, fileName }: DetectInput): Promise<Detected> {
  const extension = extensionOf(fileName);
  const pdfMark = pdfMarkAt(head);
  if (pdfMark !== undefined && (pdfMark === 0 || extension === 'pdf')) return { format: 'pdf' };
  const office = isContainer(head) ? officeFormat({ head, tail, extension }) : undefined;
  if (office !== undefined) return { format: office };
  const binary = await binaryOf({ head, tail, extension });
  if (binary !== undefined) return binary;
  const text = textOf(head);
  if (text !== undefined && isPage(text, fileName)) return { format: 'html' };
  if (pdfMark !== undefined) return { format: 'pdf' };
  // Unreadable bytes under a name ending in .pdf: the engine says what is wrong with them.
  if (text === undefined)
    return extension === 'pdf' ? { format: 'pdf' } : { unsupported: 'binary data of an unknown type' };
  return detectText(text, fileName);
}

/**
 * contradictedExtension gives the extension of a name that says another format than the content; undefined when both agree or the
 * name says nothing.
 */
export function contradictedExtension(fileName: string, format: string): string | undefined {
  const extension = extensionOf(fileName);
  const said = [textExtensions, binaryFormats, otherExtensions]
    .map((table) => ownEntry(table, extension))
    .find(Boolean);
  const agree = said === undefined || said === format || kinds[said] === format || ownEntry(kinds, format) === said;
  return agree ? undefined : extension;
}

function extensionOf(fileName: string): string {
  return /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
}

function ownEntry<Value>(table: Readonly<Partial<Record<string, Value>>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

interface Ends {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly extension: string;
}

async function binaryOf({ head, tail, extension }: Ends): Promise<Detected | undefined> {
  // A tag before the sound may be larger than the head, as with a picture in it.
  if (has(head.subarray(0, 3), 'ID3')) return { format: 'mp3' };
  // UTF-16 begins like an MP3 frame.
  const type = utf16Of(head) !== undefined ? undefined : await typeOf(head);
  // Calendars and cards are texts.
  if (type === undefined || type.ext === 'xml' || type.ext === 'pdf' || type.mime.startsWith('text/')) return undefined;
  if (type.ext === 'cfb' && (extension === 'msg' || isOutlookMessage(head) || isOutlookMessage(tail)))
    return { format: 'msg' };
  if (type.ext === 'zip' && (has(head, 'META-INF/container.xml') || has(tail, 'META-INF/container.xml')))
    return { format: 'epub' };
  const format = ownEntry(binaryFormats, type.ext);
  return format === undefined ? { unsupported: `a file of type ${type.mime}` } : { format };
}

/** Loaded with the first file that is asked for: it is a fifth of what a process loads at its start. */
async function typeOf(head: Uint8Array) {
  const { fileTypeFromBuffer } = await import('file-type');
  try {
    return await fileTypeFromBuffer(head);
  } catch {
    // It unpacks a little; what is damaged is for the engine to tell.
    return has(head.subarray(0, 2), 'PK') ? ({ ext: 'zip', mime: 'application/zip' } as const) : undefined;
  }
}

/** The streams of a message are named so, in UTF-16; where its directory lies at neither end only its name tells. */
function isOutlookMessage(end: Uint8Array): boolean {
  return has(end, '__substg1.0_', 'utf16le');
}

function has(bytes: Uint8Array, text: string, encoding: 'latin1' | 'utf16le' = 'latin1'): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(text, 0, encoding);
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

function isPage(text: string, fileName: string): boolean {
  return htmlStart.test(withoutMark(text)) && !pageLanguages.has(languageOf(fileName, '') ?? '');
}

function detectText(text: string, fileName: string): Detected {
  const extension = extensionOf(fileName);
  const start = withoutMark(text);
  const known = ownEntry(textExtensions, extension);
  const language = known === undefined ? languageOf(fileName, start) : undefined;
  if (language !== undefined) return { format: 'code' };
  const found = structureOf(start);
  if (known === undefined || found === undefined) return { format: known ?? found ?? looseFormat(start, extension) };
  // Any text may be called txt, md or csv, whatever it looks like; the others promise a syntax.
  if (freeText.has(known) || kinds[known] === found) return { format: known };
  return { format: found };
}

/** Programs that export "Excel" often write values with marks between them. */
function looseFormat(start: string, extension: string): Format {
  if (extension !== 'xls' && extension !== 'xlsx') return 'txt';
  const [line = ''] = start.split('\n', 1);
  if (line.includes('\t')) return 'tsv';
  return /[,;]/.test(line) ? 'csv' : 'txt';
}

/** structureOf tells texts that show by their beginning what they are. */
function structureOf(start: string): Format | undefined {
  const root = /^(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE[^>[]*>\s*)?<([\w:.-]+)/i
    .exec(start)?.[1]
    ?.toLowerCase();
  if (root === 'rss' || root === 'feed' || (root === 'rdf:rdf' && start.includes('purl.org/rss/'))) return 'feed';
  if (root === 'svg') return 'svg';
  if (root?.endsWith('workbook') && start.includes('urn:schemas-microsoft-com:office:spreadsheet')) return 'xls';
  if (/^<\?xml\b/i.test(start)) return 'xml';
  if (/^[[{]/.test(start) && isJsonStart(start)) return jsonKind(start);
  return messageKind(start);
}

function jsonKind(start: string): Format {
  if (/^\{/.test(start) && /"cell_type"\s*:/.test(start)) return 'ipynb';
  const [first = '', second = ''] = start.split(/\r?\n/);
  return isJsonObject(first) && /^\{/.test(second) ? 'jsonl' : 'json';
}

function isJsonObject(line: string): boolean {
  try {
    return line.startsWith('{') && typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

const headerLine = /^([A-Za-z][\w-]*):[ \t]/;
const mailHeaders =
  /^(from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type|reply-to|cc)$/i;

/** The line before each message of a mailbox: `From a@example.org Wed Nov 25 17:50:15 2026`. */
const mailboxLine = /^From \S.*\d\d:\d\d.*\r?\n/;

/** A message begins with header lines, three of them well known; a browser that saves a page names itself as the sender. */
function messageKind(start: string): Format | undefined {
  const lines = start.replace(/^From .*\r?\n/, '').split(/\r?\n/);
  const end = lines.findIndex((line) => !headerLine.test(line) && !/^[ \t]+\S/.test(line));
  const headers = end < 0 ? lines : lines.slice(0, end);
  const known = headers.filter((line) => mailHeaders.test(headerLine.exec(line)?.[1] ?? '')).length;
  if (known < 3 || !headers.some((line) => /^(from|received|return-path):/i.test(line))) return undefined;
  if (mailboxLine.test(start)) return 'mbox';
  return /^(Snapshot-Content-Location:|From: .{0,3}Saved by )/im.test(headers.join('\n')) ? 'mhtml' : 'eml';
}

function withoutMark(text: string): string {
  return text.replace(/^(\uFEFF|ï»¿)/, '').trimStart();
}

function isJsonStart(text: string): boolean {
  return /^(\{\s*("|\})|\[\s*(["\d\-\]{[]|true|false|null))/.test(text);
}
