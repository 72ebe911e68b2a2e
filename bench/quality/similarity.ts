/** Match counts what was found: `hit` of `wanted` are among the `given`. */
export interface Match {
  readonly hit: number;
  readonly wanted: number;
  readonly given: number;
}

/** f1 is the harmonic mean of recall and precision, 0 when nothing was hit. */
export function f1({ hit, wanted, given }: Match): number {
  return hit === 0 ? 0 : (2 * hit) / (wanted + given);
}

/** matchCounts compares two multisets. */
export function matchCounts(truth: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): Match {
  let hit = 0;
  for (const [item, count] of truth) hit += Math.min(count, found.get(item) ?? 0);
  return { hit, wanted: sizeOf(truth), given: sizeOf(found) };
}

function sizeOf(counts: ReadonlyMap<string, number>): number {
  let size = 0;
  for (const count of counts.values()) size += count;
  return size;
}

/** sumMatches adds matches up, for micro averages. */
export function sumMatches(matches: readonly Match[]): Match {
  return matches.reduce(
    (sum, { hit, wanted, given }) => ({
      hit: sum.hit + hit,
      wanted: sum.wanted + wanted,
      given: sum.given + given,
    }),
    { hit: 0, wanted: 0, given: 0 },
  );
}

/** Beyond this many words the rest of a text is not compared, which bounds one comparison to about ten seconds. */
const mostWords = 200_000;

/**
 * wordRatio compares two texts as sequences of words: twice the length of the longest common subsequence by the sum of both lengths, so 1 for
 * equal texts, 0 for texts without a common word. Linear in memory, bounded in time.
 */
export function wordRatio(truth: readonly string[], found: readonly string[]): number {
  if (truth.length + found.length === 0) return 1;
  const common = longestCommon(truth.slice(0, mostWords), found.slice(0, mostWords));
  return (2 * common) / (truth.length + found.length);
}

/** Places of a word, as bits of 32-place blocks; only blocks that hold the word. */
interface WordPlaces {
  readonly blocks: number[];
  readonly bits: number[];
}

/**
 * longestCommon gives the length of the longest common subsequence, 32 words at a step (Hyyrö 2004, "Bit-parallel LCS-length computation
 * revisited"): `open` holds a zero bit for each place of `first` at which the length grows. Blocks without the word change only by a carry.
 */
export function longestCommon(first: readonly string[], second: readonly string[]): number {
  const places = placesOf(first);
  const open = new Uint32Array((first.length + 31) >>> 5).fill(0xffffffff);
  for (const word of second) {
    const known = places.get(word);
    if (known === undefined) continue;
    let carry = 0;
    for (let at = 0; at < known.blocks.length; at += 1) {
      const end = known.blocks[at + 1] ?? open.length;
      let bits = known.bits[at] ?? 0;
      for (let block = known.blocks[at] ?? 0; block < end && (bits !== 0 || carry !== 0); block += 1) {
        const old = open[block] ?? 0;
        const matching = (old & bits) >>> 0;
        const sum = old + matching + carry;
        carry = sum > 0xffffffff ? 1 : 0;
        open[block] = sum | (old & ~matching);
        bits = 0;
      }
    }
  }
  let length = 0;
  for (let at = 0; at < first.length; at += 1) if (((open[at >>> 5] ?? 0) & (1 << (at & 31))) === 0) length += 1;
  return length;
}

function placesOf(words: readonly string[]): ReadonlyMap<string, WordPlaces> {
  const places = new Map<string, WordPlaces>();
  for (const [at, word] of words.entries()) {
    const known = places.get(word) ?? { blocks: [], bits: [] };
    places.set(word, known);
    const bit = 1 << (at & 31);
    const last = known.blocks.length - 1;
    if (known.blocks[last] === at >>> 5) known.bits[last] = (known.bits[last] ?? 0) | bit;
    else {
      known.blocks.push(at >>> 5);
      known.bits.push(bit);
    }
  }
  return places;
}

/** inOrder gives how many of the places rise: the length of the longest rising subsequence. */
export function inOrder(places: readonly number[]): number {
  const tails: number[] = [];
  for (const place of places) {
    let low = 0;
    for (let high = tails.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if ((tails[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    tails[low] = place;
  }
  return tails.length;
}
