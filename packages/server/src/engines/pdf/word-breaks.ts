/**
 * WordPair is how often two characters follow each other, `다` and `음`: within a word, over a blank, and over the end of a line, where it is
 * not seen whether a blank stood between them.
 */
export type WordPair = readonly [pair: string, within: number, parted: number, broken: number];

/** Wording is what the words of a document say about words at the ends of lines. */
export interface Wording {
  /** Words that are written with a hyphen (see `compoundsIn`). */
  readonly compounds: ReadonlySet<string>;
  /** Pairs of characters of Korean words by `pairOf`, without the blank where one word goes on. */
  readonly unparted: ReadonlySet<string>;
}

const hangul = /[\uac00-\ud7a3]/;
const inWords = /[\uac00-\ud7a3\d%()’”"\]]/;

/** hasHangul tells text with Korean syllables. */
export function hasHangul(text: string): boolean {
  return hangul.test(text);
}

/** pairOf gives the key of two characters that belong to Korean words; undefined for others. All digits are one. */
export function pairOf(end: string, begin: string): string | undefined {
  if (!inWords.test(end) || !inWords.test(begin) || !(hangul.test(end) || hangul.test(begin))) return undefined;
  return (end + begin).replace(/\d/g, '0');
}

/** isUnparted: a Korean word goes on in the next line. */
export function isUnparted(end: string, begin: string, wording: Wording | undefined): boolean {
  if (wording === undefined || wording.unparted.size === 0) return false;
  return wording.unparted.has(pairOf(end, begin) ?? '');
}

/** wordPairsIn counts the pairs of characters in the lines of paragraphs. */
export function wordPairsIn(paragraphs: readonly (readonly string[])[]): readonly WordPair[] {
  const counts = new Map<string, [number, number, number]>();
  const count = (pair: string | undefined, place: 0 | 1 | 2) => {
    if (pair === undefined) return;
    const own = counts.get(pair) ?? [0, 0, 0];
    own[place] += 1;
    counts.set(pair, own);
  };
  for (const lines of paragraphs)
    lines.forEach((line, at) => {
      if (!hasHangul(line)) return;
      for (let index = 1; index < line.length; index += 1) {
        const [end, begin] = [line[index - 1] ?? '', line[index] ?? ''];
        if (begin === ' ') count(pairOf(end, line[index + 1] ?? ''), 1);
        else count(pairOf(end, begin), 0);
      }
      count(pairOf(line.at(-1) ?? '', lines[at + 1]?.[0] ?? ''), 2);
    });
  return [...counts].map(([pair, [within, parted, broken]]) => [pair, within, parted, broken]);
}

/** A pair that was never seen is taken for seen so often. */
const unseen = 0.5;
/** Whatever the counts say, so much remains uncertain. */
const least = 0.02;

/**
 * unpartedPairs gives the pairs over line ends that are within a word. Korean is set in two ways: lines end between words only, or anywhere.
 * Where they end anywhere, a word goes on when its characters stand within words more often than at their ends and beginnings.
 */
export function unpartedPairs(pairs: readonly WordPair[]): ReadonlySet<string> {
  const [ends, begins] = [new Map<string, Places>(), new Map<string, Places>()];
  let [within, parted] = [0, 0];
  for (const [pair, inside, over] of pairs) {
    countPlaces(ends, pair[0], { within: inside, parted: over });
    countPlaces(begins, pair[1], { within: inside, parted: over });
    within += inside;
    parted += over;
  }
  if (parted === 0) return new Set();
  const usual = parted / Math.max(1, within);
  const share = usual / (1 + usual);
  const unparted = new Set<string>();
  let betweenWords = 0;
  for (const [pair, inside, over, broken] of pairs) {
    if (broken === 0) continue;
    // The two characters speak for themselves, and together where they were seen so.
    const together = (over + unseen * share) / (inside + unseen * (1 - share)) / usual;
    const odds = (oddsOf(ends, pair[0], share) * oddsOf(begins, pair[1], share) * together) / usual;
    const chance = Math.max(least, odds / (1 + odds));
    betweenWords += broken * Math.log(chance / share);
    if (chance < 0.5) unparted.add(pair);
  }
  return betweenWords > 0 ? new Set() : unparted;
}

interface Places {
  readonly within: number;
  readonly parted: number;
}

function countPlaces(counts: Map<string, Places>, character = '', { within, parted }: Places): void {
  const own = counts.get(character);
  counts.set(character, { within: within + (own?.within ?? 0), parted: parted + (own?.parted ?? 0) });
}

/** oddsOf gives how often a character stands at the edge of a word for each time that it stands within one; `share`: what is usual. */
function oddsOf(counts: ReadonlyMap<string, Places>, character = '', share: number): number {
  const { within, parted } = counts.get(character) ?? { within: 0, parted: 0 };
  return (parted + share) / (within + 1 - share);
}
