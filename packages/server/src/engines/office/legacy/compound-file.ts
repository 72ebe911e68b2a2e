import { AppError } from '#errors';

/** CompoundFile is a container of streams, as Office 97 to 2003 wrote (MS-CFB). */
export interface CompoundFile {
  /** stream gives the bytes of a stream of the root storage; undefined where there is none. */
  stream(name: string): Buffer | undefined;
}

const endOfChain = 0xfffffffa;

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly start: number;
  readonly size: number;
}

/** openCompoundFile reads the directory of a container. Throws `file_corrupt`. */
export function openCompoundFile(data: Buffer): CompoundFile {
  if (data.byteLength < 512 || data.readUInt32BE(0) !== 0xd0cf11e0) throw corrupt('it is no compound file');
  const [sectorShift, miniShift] = [data.readUInt16LE(30), data.readUInt16LE(32)];
  if ((sectorShift !== 9 && sectorShift !== 12) || miniShift > 12) throw corrupt('its sectors have no size');
  const size = 1 << sectorShift;
  const sector = (index: number) => data.subarray((index + 1) * size, (index + 2) * size);
  const fat = tableOf(fatSectors(data, sector).map(sector));
  const chain = (start: number) => Buffer.concat(chainOf(start, fat).map(sector));
  const entries = entriesIn(chain(data.readUInt32LE(48)));
  const root = entries.find(({ type }) => type === 5);
  const miniFat = tableOf([chain(data.readUInt32LE(60))]);
  const mini = root === undefined ? Buffer.alloc(0) : chain(root.start);
  const cutoff = data.readUInt32LE(56);
  const miniSize = 1 << miniShift;
  const small = (start: number) =>
    Buffer.concat(chainOf(start, miniFat).map((index) => mini.subarray(index * miniSize, (index + 1) * miniSize)));
  return {
    stream(name) {
      const entry = entries.find((one) => one.type === 2 && one.name === name);
      if (entry === undefined) return undefined;
      return (entry.size < cutoff ? small(entry.start) : chain(entry.start)).subarray(0, entry.size);
    },
  };
}

function corrupt(reason: string): AppError {
  return new AppError('file_corrupt', { params: { reason } });
}

/** The first 109 sectors of the table are named in the header, further ones in sectors of their own. */
function fatSectors(data: Buffer, sector: (index: number) => Buffer): readonly number[] {
  const found: number[] = [];
  const add = (from: Buffer, count: number) => {
    for (let at = 0; at < count && at * 4 + 4 <= from.byteLength; at += 1) {
      const index = from.readUInt32LE(at * 4);
      if (index < endOfChain) found.push(index);
    }
  };
  add(data.subarray(76), 109);
  const most = data.byteLength / 512;
  let next = data.readUInt32LE(68);
  for (let count = 0; next < endOfChain && count < most; count += 1) {
    const table = sector(next);
    if (table.byteLength < 8) break;
    add(table, table.byteLength / 4 - 1);
    next = table.readUInt32LE(table.byteLength - 4);
  }
  return found.slice(0, most);
}

function tableOf(sectors: readonly Buffer[]): Uint32Array {
  const bytes = Buffer.concat(sectors);
  return Uint32Array.from({ length: bytes.byteLength >>> 2 }, (_, at) => bytes.readUInt32LE(at * 4));
}

function chainOf(start: number, table: Uint32Array): readonly number[] {
  const chain: number[] = [];
  // A chain that runs in a circle is cut where it must have come round.
  for (let at = start; at < table.length && chain.length <= table.length; at = table[at] ?? endOfChain) chain.push(at);
  return chain;
}

function entriesIn(directory: Buffer): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 128 <= directory.byteLength; at += 128) {
    const length = Math.min(64, directory.readUInt16LE(at + 64));
    entries.push({
      name: directory.toString('utf16le', at, at + Math.max(0, length - 2)),
      type: directory.readUInt8(at + 66),
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    });
  }
  return entries;
}
