/** Where the signs in everyday use stand in a character set of two bytes, as ranges of first and second bytes. */
interface WideSet {
  readonly charset: string;
  readonly first: readonly (readonly [from: number, to: number])[];
  readonly second: readonly (readonly [from: number, to: number])[];
  /** Fewer signs than this may as well be of another set. */
  readonly least: number;
}

/** The narrower ones come first: what fits one of them fits the wider ones too. */
const wideSets: readonly WideSet[] = [
  {
    charset: 'euc-kr',
    first: [
      [0xa1, 0xa3],
      [0xb0, 0xc8],
    ],
    second: [[0xa1, 0xfe]],
    least: 12,
  },
  {
    charset: 'gb18030',
    first: [
      [0xa1, 0xa3],
      [0xb0, 0xd7],
    ],
    second: [[0xa1, 0xfe]],
    least: 2,
  },
  {
    charset: 'big5',
    first: [
      [0xa1, 0xa3],
      [0xa4, 0xc6],
    ],
    second: [
      [0x40, 0x7e],
      [0xa1, 0xfe],
    ],
    least: 2,
  },
];

/** Share of signs that must be in everyday use, and of those that must follow another at once. */
const mostly = 0.9;
const together = 0.5;

/**
 * wideCharset tells the East Asian character set of a text too short for statistics by its signs: nearly all that people write stand in
 * one part of the set and next to each other, letters with accents among plain ones.
 */
export function wideCharset(sample: Uint8Array): string | undefined {
  return wideSets.find((set) => {
    const { signs, common, following } = count(sample, set);
    return signs >= set.least && common >= signs * mostly && following >= signs * together;
  })?.charset;
}

function count(sample: Uint8Array, { first, second }: WideSet) {
  let signs = 0;
  let common = 0;
  let following = 0;
  let end = -1;
  for (let at = 0; at < sample.length; at += 1) {
    const lead = sample[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = sample[at + 1] ?? 0;
    signs += 1;
    if (at === end) following += 1;
    if (within(lead, first) && within(trail, second)) common += 1;
    if (trail >= 0x40) at += 1;
    end = at + 1;
  }
  return { signs, common, following };
}

function within(byte: number, ranges: WideSet['first']): boolean {
  return ranges.some(([from, to]) => byte >= from && byte <= to);
}
