import type { Glyph } from './glyphs.ts';

/**
 * withTurnedLigatures mends the letters of ligatures whose two bytes stand the wrong way round, as Ghostscript writes those of more than one
 * letter: `昀椀` (U+6600 U+6900) is `fi` (U+0066 U+0069). Only letters that share one place are looked at, as no ideographs do.
 */
export function withTurnedLigatures(glyphs: readonly Glyph[]): readonly Glyph[] {
  let result: Glyph[] | undefined;
  for (let at = 0; at < glyphs.length; at += 1) {
    const glyph = glyphs[at] as Glyph;
    const letter = turnedLetter(glyph.text);
    if (letter === undefined || !(isPart(glyph, glyphs[at - 1]) || isPart(glyph, glyphs[at + 1]))) continue;
    result ??= [...glyphs];
    result[at] = { ...glyph, text: letter };
  }
  return result ?? glyphs;
}

function turnedLetter(text: string): string | undefined {
  const code = text.charCodeAt(0);
  // Nearly all text ends here.
  if (code < 0x4100 || (code & 0xff) !== 0) return undefined;
  const letter = String.fromCharCode(code >> 8);
  return /[A-Za-z]/.test(letter) ? letter : undefined;
}

function isPart({ bbox }: Glyph, other: Glyph | undefined): boolean {
  return other?.bbox === bbox && turnedLetter(other.text) !== undefined;
}
