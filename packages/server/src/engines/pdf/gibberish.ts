import type { Glyph } from './glyphs.ts';

/** So many letters are needed to tell words by their vowels, and so many by how vowels and consonants take turns. */
const lettersForVowels = 200;
const lettersForTurns = 600;
/** Words of alphabets hold at least this part of vowels. */
const fewestVowels = 0.15;
/** Serial numbers may have none, but figures. */
const mostlyLetters = 0.6;
/** In all languages more neighbours than this are a vowel and a consonant, and no other letters make many more such pairs. */
const fewestTurns = 0.56;
const turnsMissed = 0.2;
const mostAccentedTurns = 0.08;
/** Text of so many scripts at once is decoded wrongly. */
const mostScripts = 5;
const scriptShare = 0.03;
/** More letters of the upper half of Latin-1 than this, in parts of all Latin ones, are another alphabet read as Latin: `Ïðèâåò`. */
const mostAccented = 0.6;
/** No text, and no program, has more of its characters among the rarer signs of ASCII than this, or of so many kinds in a few words. */
const mostSigns = 0.4;
const mostSignsOfFew = 0.45;
const fewSigns = 100;
const fewestSigns = 24;
const kindsOfSigns = 8;

/** LetterCounts is what the characters of a page that leave ink are, in numbers. */
export interface LetterCounts {
  all: number;
  /** Without a meaning. */
  unknown: number;
  latin: number;
  vowels: number;
  accented: number;
  signs: number;
  /** Set for each of the signs that is met, by its code. */
  readonly kinds: Uint8Array;
  /** How often a letter follows another in a word, by both places in the alphabet. */
  readonly pairs: Uint32Array;
  /** Letters of other alphabets, by the upper half of their codes. */
  readonly scripts: Map<number, number>;
}

const alphabet = 26;
const none = -1;

/** countLetters looks at each character once. */
export function countLetters(glyphs: readonly Glyph[]): LetterCounts {
  const counts: LetterCounts = {
    all: 0,
    unknown: 0,
    latin: 0,
    vowels: 0,
    accented: 0,
    signs: 0,
    kinds: new Uint8Array(128),
    pairs: new Uint32Array(alphabet * alphabet),
    scripts: new Map(),
  };
  const { kinds, pairs, scripts } = counts;
  let before = none;
  for (const { text } of glyphs) {
    const code = text.charCodeAt(0);
    if (code === 32) {
      before = none;
      continue;
    }
    counts.all += 1;
    const kind = code < 128 ? (asciiKinds[code] as number) : plain;
    if (kind >= letter) {
      const place = (code | 32) - 97;
      counts.latin += 1;
      if (kind === vowel) counts.vowels += 1;
      if (before !== none) pairs[before * alphabet + place] = (pairs[before * alphabet + place] as number) + 1;
      before = place;
      continue;
    }
    before = none;
    if (code < 128) {
      if (kind !== rareSign) continue;
      counts.signs += 1;
      kinds[code] = 1;
    } else if (code === 0xfffd) counts.unknown += 1;
    else if (code >= 0xc0 && code <= 0xff) counts.accented += 1;
    else if (code >= 0x180 && code < 0x1e00) scripts.set(code >> 8, (scripts.get(code >> 8) ?? 0) + 1);
  }
  return counts;
}

const [plain, rareSign, digit, letter, vowel] = [0, 1, 2, 3, 4] as const;

/** asciiKinds says what the characters of ASCII are; looked up for every glyph. */
export const asciiKinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[aeiouy]/i.test(character)) return vowel;
  if (/[a-z]/i.test(character)) return letter;
  if (/\d/.test(character)) return digit;
  // Leaders and the blanks of forms are made of the others.
  return code > 32 && code < 127 && !/[(),\-._]/.test(character) ? rareSign : plain;
});

/** isWord tells letters and digits by their kind. */
export function isWord(kind: number): boolean {
  return kind >= digit;
}

/** isVowel tells `aeiouy` by the place in the alphabet. */
function isVowel(place: number): boolean {
  return asciiKinds[97 + place] === vowel;
}

/** isGibberish: no text of any language, as fonts with a false table of characters give it. */
export function isGibberish(counts: LetterCounts): boolean {
  const { all, latin, vowels, accented, scripts } = counts;
  if (latin > lettersForVowels && latin > mostlyLetters * all && vowels < fewestVowels * latin) return true;
  if (accented > lettersForVowels && accented > mostAccented * (latin + accented)) return true;
  if (isFullOfSigns(counts) || takesWrongTurns(counts)) return true;
  if (scripts.size < mostScripts) return false;
  const many = [...scripts.values()].filter((count) => count > scriptShare * all && count > 3);
  return many.length >= mostScripts;
}

function isFullOfSigns({ all, signs, kinds }: LetterCounts): boolean {
  if (all < fewestSigns || signs <= (all < fewSigns ? mostSignsOfFew : mostSigns) * all) return false;
  return kinds.filter((count) => count > 0).length >= kindsOfSigns;
}

/** takesWrongTurns: the letters that take turns with all others, as vowels do with consonants, are not the vowels: the alphabet is a false one. */
function takesWrongTurns({ latin, accented, pairs }: LetterCounts): boolean {
  // Where accents make other letters of most vowels, as in Vietnamese, the rest says little.
  if (latin < lettersForTurns || accented > mostAccentedTurns * latin) return false;
  const near = neighboursOf(pairs);
  const told = turnsOf(near, isVowel);
  if (told > fewestTurns) return false;
  const found = likeVowels(near);
  return turnsOf(near, (letter) => found.has(letter)) > told + turnsMissed;
}

/** neighboursOf gives how often two different letters stand side by side, either first. */
function neighboursOf(pairs: LetterCounts['pairs']): readonly (readonly number[])[] {
  const at = (a: number, b: number) => pairs[a * alphabet + b] ?? 0;
  return letters.map((a) => letters.map((b) => (a === b ? 0 : at(a, b) + at(b, a))));
}

const letters = Array.from({ length: alphabet }, (_, letter) => letter);

/** turnsOf gives the part of all neighbours of which one is such a letter and the other is not. */
function turnsOf(near: readonly (readonly number[])[], isOne: (letter: number) => boolean): number {
  let [turns, all] = [0, 0];
  for (const a of letters)
    for (const b of letters) {
      const count = near[a]?.[b] ?? 0;
      all += count;
      if (isOne(a) !== isOne(b)) turns += count;
    }
  return all === 0 ? 1 : turns / all;
}

/** likeVowels finds the letters that stand beside the others most of all (Sukhotin's algorithm): in any language the vowels. */
function likeVowels(near: readonly (readonly number[])[]): ReadonlySet<number> {
  const found = new Set<number>();
  const left = near.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  for (;;) {
    const most = Math.max(...left);
    if (most <= 0) return found;
    const letter = left.indexOf(most);
    found.add(letter);
    for (const other of letters) left[other] = (left[other] ?? 0) - 2 * (near[letter]?.[other] ?? 0);
    for (const one of found) left[one] = 0;
  }
}
