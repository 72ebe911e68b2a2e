import { AppError } from '#errors';
import type { EngineRun } from '../engine.ts';
import { nestingOf, spend } from '../members/nesting.ts';
import type { ByteReader } from './byte-reader.ts';
import { isContent, type MemberFile } from './member-file.ts';

const blockSize = 512;
/** Names longer than this are no names. */
const longestHeader = 1_024 * 1_024;

/** isTarHeader tells the first block of a tar by its sum, which spares it the mark that old programs do not write. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.byteLength < blockSize) return false;
  const said = Number.parseInt(textIn(block, 148, 8), 8);
  let sum = 0;
  for (let at = 0; at < blockSize; at += 1) sum += at >= 148 && at < 156 ? 32 : (block[at] ?? 0);
  return sum === said;
}

/** tarMembers gives the files of a tar as it is read (POSIX pax, GNU and older). Links and devices are left out. Throws `file_corrupt`. */
export async function* tarMembers(run: EngineRun, reader: ByteReader, first: Buffer): AsyncGenerator<MemberFile> {
  let longName: string | undefined;
  for (let block = first; block.byteLength === blockSize && block.some((byte) => byte !== 0); ) {
    if (!isTarHeader(block))
      throw new AppError('file_corrupt', { params: { reason: 'a header of the archive is damaged' } });
    const size = sizeIn(block);
    const type = String.fromCharCode(block[156] ?? 0);
    let left = size;
    if (type === 'L' || type === 'x') {
      if (size > longestHeader)
        throw new AppError('file_corrupt', { params: { reason: 'a name in the archive is too long' } });
      longName = nameIn(await reader.take(size), type) ?? longName;
      left = 0;
    } else {
      const name = longName ?? shortName(block);
      longName = undefined;
      // A tar unpacks to no more than its own bytes.
      spend(run, nestingOf(run), { entries: 1 });
      if (/[0\0 7]/.test(type) && isContent(name)) {
        yield {
          name,
          async *content() {
            for await (const piece of reader.stream(left)) {
              left -= piece.byteLength;
              yield piece;
            }
          },
        };
      }
    }
    for await (const _ of reader.stream(left + padding(size)));
    block = await reader.take(blockSize);
  }
}

function padding(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

function textIn(block: Uint8Array, from: number, length: number): string {
  const field = Buffer.from(block.buffer, block.byteOffset + from, length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}

function shortName(block: Uint8Array): string {
  const prefix = textIn(block, 257, 5) === 'ustar' ? textIn(block, 345, 155) : '';
  const name = textIn(block, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Sizes are octal, above 8 GB binary with the highest bit set. */
function sizeIn(block: Buffer): number {
  const size =
    ((block[124] ?? 0) & 0x80) === 0
      ? Number.parseInt(textIn(block, 124, 12) || '0', 8)
      : Number(block.readBigUInt64BE(128));
  if (!Number.isSafeInteger(size) || size < 0)
    throw new AppError('file_corrupt', { params: { reason: 'a size in the archive is no number' } });
  return size;
}

/** A pax header has lines of `<length> path=<name>`, a GNU one is the name. */
function nameIn(data: Buffer, type: string): string | undefined {
  const text = data.toString('utf8');
  return type === 'L' ? text.replace(/\0[\s\S]*$/, '') : /(?:^|\n)\d+ path=([^\n]*)/.exec(text)?.[1];
}
