import { unknownCharacter } from './characters.ts';
import { countLetters, isGibberish } from './gibberish.ts';
import type { Glyph } from './glyphs.ts';

/** More letters than this for one glyph are none that it shows. */
export const mostLettersOfGlyph = 6;

/** Meanings remembers for the fonts of a page which of their codes the file tells the characters of. */
export interface Meanings {
  /** isGuess: the file does not tell what the code means; undefined when it is not known yet. Asked for every glyph. */
  isGuess(font: number, code: number): boolean | undefined;
  learn(font: number, code: number, guess: boolean): boolean;
  /** isTold: the file tells the most of a font's codes, so that those which it does not tell mean nothing known. */
  isTold(font: number): boolean;
}

interface Codes {
  /** Of the first codes, which nearly all are: 1 when told, 2 when not. */
  readonly first: Uint8Array;
  readonly others: Map<number, boolean>;
  told: number;
  guessed: number;
}

const firstCodes = 256;

/** createMeanings knows nothing yet. */
export function createMeanings(): Meanings {
  const fonts: Codes[] = [];
  return {
    isGuess(font, code) {
      const codes = fonts[font];
      if (codes === undefined) return undefined;
      if (code >= firstCodes) return codes.others.get(code);
      const known = codes.first[code];
      return known === 0 ? undefined : known === 2;
    },
    learn(font, code, guess) {
      fonts[font] ??= { first: new Uint8Array(firstCodes), others: new Map(), told: 0, guessed: 0 };
      const codes = fonts[font];
      if (code >= firstCodes) codes.others.set(code, guess);
      else codes.first[code] = guess ? 2 : 1;
      if (guess) codes.guessed += 1;
      else codes.told += 1;
      return guess;
    },
    isTold(font) {
      const codes = fonts[font];
      return codes !== undefined && codes.told > codes.guessed;
    },
  };
}

/**
 * withoutGuesses says that characters are unknown where the file does not tell them, though it tells others of their font, or where those of
 * their font by its codes make no words.
 */
export function withoutGuesses(glyphs: Glyph[], guesses: readonly number[], meanings: Meanings): number {
  const senseless = new Map<number, boolean>();
  let byFont: ReadonlyMap<number, readonly Glyph[]> | undefined;
  const glyphsOf = (font: number) => {
    byFont ??= Map.groupBy(glyphs, (glyph) => glyph.font);
    return byFont.get(font) ?? [];
  };
  const isSenseless = (font: number) => {
    const known = senseless.get(font);
    if (known !== undefined) return known;
    const found = meanings.isTold(font) || isGibberish(countLetters(glyphsOf(font)));
    senseless.set(font, found);
    return found;
  };
  let unknown = 0;
  for (const at of guesses) {
    const glyph = glyphs[at];
    if (glyph === undefined || !isSenseless(glyph.font)) continue;
    glyphs[at] = { ...glyph, text: unknownCharacter };
    unknown += 1;
  }
  return unknown;
}

/** withoutStuffed gives one unknown character for each glyph that the file says stands for a whole sentence, as broken tables of characters do. */
export function withoutStuffed(glyphs: readonly Glyph[]): {
  readonly glyphs: readonly Glyph[];
  readonly stuffed: number;
} {
  let result: Glyph[] | undefined;
  let count = 0;
  for (let start = 0; start < glyphs.length; ) {
    const first = glyphs[start] as Glyph;
    let end = start + 1;
    while (end < glyphs.length && isSamePlace(first, glyphs[end] as Glyph)) end += 1;
    const stuffed = end - start > mostLettersOfGlyph && !first.invisible;
    if (stuffed) {
      result ??= glyphs.slice(0, start);
      result.push({ ...first, text: unknownCharacter });
      count += 1;
    } else if (result !== undefined) for (let at = start; at < end; at += 1) result.push(glyphs[at] as Glyph);
    start = end;
  }
  return { glyphs: result ?? glyphs, stuffed: count };
}

function isSamePlace({ bbox: a, font }: Glyph, { bbox: b, font: other }: Glyph): boolean {
  return a[0] === b[0] && a[2] === b[2] && a[1] === b[1] && a[2] > a[0] && font === other;
}
