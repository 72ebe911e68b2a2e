/** ParagraphProperties is what Word's binary says of the paragraph at a place of its stream. */
export interface ParagraphProperties {
  /** 1 to 9 for the built-in headings. */
  readonly heading: number | undefined;
  readonly isItem: boolean;
  readonly level: number;
  readonly inTable: boolean;
  readonly endsRow: boolean;
}

const plain: ParagraphProperties = { heading: undefined, isItem: false, level: 0, inTable: false, endsRow: false };

interface Run {
  readonly from: number;
  readonly to: number;
  readonly properties: ParagraphProperties;
}

/** paragraphProperties gives a function that finds the properties of the paragraph whose mark lies at an offset (MS-DOC 2.8.6, 2.9.175). */
export function paragraphProperties(word: Buffer, table: Buffer): (offset: number) => ParagraphProperties {
  const plc = table.subarray(word.readUInt32LE(258), word.readUInt32LE(258) + word.readUInt32LE(262));
  const count = Math.floor((plc.byteLength - 4) / 8);
  const runs: Run[] = [];
  for (let at = 0; at < count; at += 1) {
    const page = plc.readUInt32LE((count + 1) * 4 + at * 4) & 0x3fffff;
    readPage(word.subarray(page * 512, page * 512 + 512), runs);
  }
  runs.sort((a, b) => a.from - b.from);
  return (offset) => find(runs, offset)?.properties ?? plain;
}

function find(runs: readonly Run[], offset: number): Run | undefined {
  let [low, high] = [0, runs.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle] as Run;
    if (offset < run.from) high = middle - 1;
    else if (offset >= run.to) low = middle + 1;
    else return run;
  }
  return undefined;
}

function readPage(page: Buffer, runs: Run[]): void {
  if (page.byteLength < 512) return;
  const count = page.readUInt8(511);
  if ((count + 1) * 4 + count * 13 > 511) return;
  for (let at = 0; at < count; at += 1) {
    const place = page.readUInt8((count + 1) * 4 + at * 13) * 2;
    runs.push({
      from: page.readUInt32LE(at * 4),
      to: page.readUInt32LE(at * 4 + 4),
      properties: place === 0 ? plain : propertiesAt(page, place),
    });
  }
}

function propertiesAt(page: Buffer, place: number): ParagraphProperties {
  const words = page.readUInt8(place);
  const start = words === 0 ? place + 2 : place + 1;
  const length = words === 0 ? page.readUInt8(place + 1) * 2 : words * 2 - 1;
  const bytes = page.subarray(start, Math.min(511, start + length));
  if (bytes.byteLength < 2) return plain;
  const style = bytes.readUInt16LE(0);
  const said = sprmsIn(bytes.subarray(2));
  const list = said.get(0x460b) ?? 0;
  return {
    heading: style >= 1 && style <= 9 ? style : undefined,
    isItem: list > 0 && list < 0xf801,
    level: said.get(0x260a) ?? 0,
    inTable: (said.get(0x2416) ?? 0) !== 0,
    endsRow: (said.get(0x2417) ?? 0) !== 0,
  };
}

/** Lengths of operands by the top three bits of their code; 0 means that a length stands before it (MS-DOC 2.2.5.1). */
const lengths = [1, 1, 2, 4, 2, 2, 0, 3];

function sprmsIn(bytes: Buffer): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  let at = 0;
  while (at + 3 <= bytes.byteLength) {
    const code = bytes.readUInt16LE(at);
    const fixed = lengths[code >>> 13] ?? 1;
    const isLong = code === 0xd608 || code === 0xd606;
    const length =
      fixed > 0
        ? fixed
        : isLong && at + 4 <= bytes.byteLength
          ? bytes.readUInt16LE(at + 2) + 1
          : bytes.readUInt8(at + 2) + 1;
    if (fixed === 1) found.set(code, bytes.readUInt8(at + 2));
    else if (fixed === 2 && at + 4 <= bytes.byteLength) found.set(code, bytes.readUInt16LE(at + 2));
    at += 2 + length;
  }
  return found;
}
