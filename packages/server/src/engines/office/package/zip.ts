import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import { type Entry, fromBuffer } from 'yauzl';
import { AppError } from '#errors';
import { type ArchiveLimits, defaultArchiveLimits } from '../../engine.ts';

/** Below this many bytes of content a high ratio is no danger: blank drawings and repeated table rows pack 1,000 to 1. */
const ratioMattersFrom = 64 * 1_024 * 1_024;

/** Zip is an open archive. Its names are keys of a map and never paths of this machine. */
export interface Zip {
  /** Names as written, `/` between folders, in the order of the archive. */
  readonly names: readonly string[];
  /** read gives the bytes of a member, whatever the case of its name; undefined when there is none. Throws `file_corrupt` for a damaged one. */
  read(name: string): Buffer | undefined;
  /** sizeOf gives the bytes that a member unpacks to. */
  sizeOf(name: string): number | undefined;
  /** All members one by one: names that differ only in case, or not at all, are several. */
  readonly members: readonly ZipMember[];
}

/** ZipMember is one file of an archive. */
export interface ZipMember {
  readonly name: string;
  /** Bytes that it unpacks to. */
  readonly bytes: number;
  /** Throws `file_corrupt` or `password_required`. */
  read(): Buffer;
}

/** openZip reads the directory of an archive. Throws `file_corrupt`, `password_required`, and `archive_limit` with the name of the limit. */
export async function openZip(path: string, limits: ArchiveLimits = defaultArchiveLimits): Promise<Zip> {
  const data = await readFile(path);
  // A compound file in place of a zip is how Office writes a file with a password (MS-OFFCRYPTO 2.3.4).
  if (data.byteLength >= 8 && data.readUInt32BE(0) === 0xd0cf11e0 && data.includes('EncryptedPackage', 0, 'utf16le'))
    throw new AppError('password_required');
  const entries = await entriesOf(data, limits);
  checkSizes(entries, { limits, packed: data.byteLength });
  const byKey = new Map<string, Entry>();
  for (const [name, entry] of entries) if (!byKey.has(keyOf(name))) byKey.set(keyOf(name), entry);
  const kept = new Map<Entry, Buffer>();
  return {
    names: entries.map(([name]) => name),
    read(name) {
      const entry = byKey.get(keyOf(name));
      if (entry === undefined) return undefined;
      const known = kept.get(entry);
      if (known !== undefined) return known;
      const bytes = unpack(data, entry, name);
      return bytes;
    },
    sizeOf: (name) => byKey.get(keyOf(name))?.uncompressedSize,
    members: entries.map(([name, entry]) => ({
      name,
      bytes: entry.uncompressedSize,
      read: () => unpack(data, entry, name),
    })),
  };
}

/** limitError says which limit of archives a file passes. */
export function limitError(limit: string, value: number, found: number): AppError {
  return new AppError('archive_limit', { params: { limit, value, found } });
}

/** Part names of packages are the same in any case (ECMA-376-2, 6.2.2.3). */
function keyOf(name: string): string {
  return name.toLowerCase();
}

function entriesOf(data: Buffer, { maxEntries }: ArchiveLimits): Promise<readonly (readonly [string, Entry])[]> {
  return new Promise((resolve, reject) => {
    const entries: (readonly [string, Entry])[] = [];
    // Names stay bytes: yauzl refuses the whole archive for one name with `..`, which is harmless in a map.
    fromBuffer(data, { lazyEntries: false, decodeStrings: false, validateEntrySizes: false }, (error, zip) => {
      if (error) {
        reject(corrupt(error.message, error));
        return;
      }
      // It goes on reading at once: an error that nobody hears would end the process.
      zip.on('error', (fault: Error) => reject(corrupt(fault.message, fault)));
      zip.on('end', () => resolve(entries));
      if (zip.entryCount > maxEntries) {
        zip.close();
        reject(limitError('MAX_ARCHIVE_ENTRIES', maxEntries, zip.entryCount));
      } else zip.on('entry', (entry: Entry) => entries.push([nameOf(entry), entry]));
    });
  });
}

function nameOf({ fileName, generalPurposeBitFlag }: Entry): string {
  const bytes = fileName as unknown as Buffer;
  const utf8 = (generalPurposeBitFlag & 0x800) !== 0 || bytes.every((byte) => byte < 128);
  return bytes
    .toString(utf8 ? 'utf8' : 'latin1')
    .replaceAll('\\', '/')
    .replace(/^\/+/, '');
}

interface Budget {
  readonly limits: ArchiveLimits;
  readonly packed: number;
}

function checkSizes(entries: readonly (readonly [string, Entry])[], { limits, packed }: Budget): void {
  const total = entries.reduce((sum, [, entry]) => sum + entry.uncompressedSize, 0);
  if (total > limits.maxBytes) throw limitError('MAX_ARCHIVE_BYTES', limits.maxBytes, total);
  const ratio = Math.ceil(total / Math.max(1, packed));
  if (total > ratioMattersFrom && ratio > limits.maxRatio)
    throw limitError('MAX_ARCHIVE_RATIO', limits.maxRatio, ratio);
}

/** The sizes in the directory were counted against the limits, so a member may not be a byte longer than it says. */
function unpack(data: Buffer, entry: Entry, name: string): Buffer {
  if ((entry.generalPurposeBitFlag & 1) !== 0) throw new AppError('password_required');
  const start = contentStart(data, entry, name);
  const packed = data.subarray(start, start + entry.compressedSize);
  if (entry.compressionMethod === 0) return packed;
  if (entry.compressionMethod !== 8) throw corrupt(`${name} is packed by an unknown method`);
  if (entry.uncompressedSize === 0) return Buffer.alloc(0);
  try {
    return inflateRawSync(packed, { maxOutputLength: entry.uncompressedSize });
  } catch (error) {
    throw corrupt(`${name} cannot be unpacked`, error);
  }
}

/** The local header repeats the name and has an extra field of its own length (APPNOTE 4.3.7). */
function contentStart(data: Buffer, entry: Entry, name: string): number {
  const at = entry.relativeOffsetOfLocalHeader;
  if (at + 30 > data.byteLength || data.readUInt32LE(at) !== 0x04034b50)
    throw corrupt(`${name} is not where it should be`);
  return at + 30 + data.readUInt16LE(at + 26) + data.readUInt16LE(at + 28);
}

function corrupt(reason: string, cause?: unknown): AppError {
  return new AppError('file_corrupt', { params: { reason }, cause });
}
