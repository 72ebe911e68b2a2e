import type { Format } from './descriptor.ts';

/** OfficeInput: both ends of a file, and its extension in small letters. */
export interface OfficeInput {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly extension: string;
}

const zipMark = 'PK\x03\x04';
const compoundMark = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
const rtfMark = '{\\rt';

/** isContainer tells whether a file begins like a zip, a compound file (Office 97 to 2003) or RTF. */
export function isContainer(head: Uint8Array): boolean {
  const start = latin1(head.subarray(0, 8));
  return start.startsWith(zipMark) || start === compoundMark || start.startsWith(rtfMark);
}

/** officeFormat names the office format of a container by what is in it; undefined for archives and containers of other programs. */
export function officeFormat({ head, tail, extension }: OfficeInput): Format | undefined {
  const start = latin1(head);
  if (start.startsWith(rtfMark)) return 'rtf';
  if (start.startsWith(zipMark)) return zipFormat(start, latin1(tail));
  return compoundFormat(latin1(head) + latin1(tail), extension);
}

const odfFormats: Readonly<Record<string, Format>> = { text: 'odt', spreadsheet: 'ods', presentation: 'odp' };

/** ODF names its type in a first member that is not packed (ODF 1.2, part 3, 3.3); OOXML is known by the folder of its main part. */
function zipFormat(start: string, tail: string): Format | undefined {
  const odf = /mimetypeapplication\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/.exec(start)?.[1];
  if (odf !== undefined) return odfFormats[odf];
  const names = namesIn(start, tail);
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/^ofd\.xml$/i)) return 'ofd';
  // A zip of many files may hold `word/`, too; a package has its types at the root.
  if (!has(/^(?:\[content_types\]\.xml|_rels\/\.rels)$/i)) return undefined;
  if (has(/^word\/(?:document\d*|_rels\/)/i)) return 'docx';
  if (has(/^ppt\/(?:presentation|_rels\/|slides\/)/i)) return 'pptx';
  if (has(/^xl\/workbook\.bin$/i)) return 'xlsb';
  if (has(/^xl\//i)) return 'xlsx';
  return undefined;
}

/** namesIn gives the names of a zip's members that the local headers of its head and the directory in its tail show; either may be cut. */
function namesIn(head: string, tail: string): readonly string[] {
  return [...namesOfHeaders(head), ...namesInDirectory(tail)];
}

/** A member that is not packed may be a zip with headers of its own: what a member holds is skipped (APPNOTE 4.3.7). */
function namesOfHeaders(head: string): readonly string[] {
  const names: string[] = [];
  for (let at = head.indexOf(zipMark); at !== -1; ) {
    const [name, extra] = [numberAt(head, at + 26, 2), numberAt(head, at + 28, 2)];
    names.push(nameAt(head, at + 30, name));
    at = head.indexOf(zipMark, at + 30 + name + extra + numberAt(head, at + 18, 4));
  }
  return names;
}

/** The record at the end of a zip tells how large its directory before it is (APPNOTE 4.3.12, 4.3.16). */
function namesInDirectory(tail: string): readonly string[] {
  const end = tail.lastIndexOf('PK\x05\x06');
  const from = end === -1 ? 0 : Math.max(0, end - numberAt(tail, end + 12, 4));
  const names: string[] = [];
  for (let at = tail.indexOf('PK\x01\x02', from); at !== -1; at = tail.indexOf('PK\x01\x02', at + 4))
    names.push(nameAt(tail, at + 46, numberAt(tail, at + 28, 2)));
  return names;
}

function nameAt(bytes: string, at: number, length: number): string {
  return bytes.slice(at, at + length).replaceAll('\\', '/');
}

/** Little-endian; NaN counts as 0 where the bytes are cut off. */
function numberAt(bytes: string, at: number, length: number): number {
  let value = 0;
  for (let byte = length - 1; byte >= 0; byte -= 1) value = value * 256 + (bytes.charCodeAt(at + byte) || 0);
  return value;
}

const compoundExtensions: Readonly<Record<string, Format>> = {
  doc: 'doc',
  dot: 'doc',
  xls: 'xls',
  xlt: 'xls',
  ppt: 'ppt',
  pps: 'ppt',
  pot: 'ppt',
  wps: 'wps',
  wpt: 'wps',
  dps: 'dps',
  dpt: 'dps',
  et: 'et',
  ett: 'et',
};

const streamNames: readonly (readonly [string, Format])[] = [
  ['WordDocument', 'doc'],
  ['PowerPoint Document', 'ppt'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
];

/** The streams of a compound file tell what it is, where its directory lies at one of its ends; else the extension does. */
function compoundFormat(bytes: string, extension: string): Format | undefined {
  const byName = compoundExtensions[extension];
  const wide = (name: string) => [...name].map((letter) => `${letter}\0`).join('');
  // Password-protected OOXML; its engine tells.
  if (bytes.includes(wide('EncryptedPackage'))) return ooxmlOf(extension);
  if (bytes.includes(wide('__properties_version1.0'))) return undefined;
  const found = streamNames.find(([name]) => bytes.includes(`${wide(name)}\0\0`))?.[1];
  // WPS Office writes the streams of Microsoft's programs.
  if (byName !== undefined && ['wps', 'dps', 'et'].includes(byName)) return byName;
  return found ?? byName;
}

function ooxmlOf(extension: string): Format {
  if (/^(?:pp|po)/.test(extension)) return 'pptx';
  return extension.startsWith('xl') ? 'xlsx' : 'docx';
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
