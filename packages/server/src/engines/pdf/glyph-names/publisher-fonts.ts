import { symbolCharacter } from '../characters.ts';
import { texCharacter } from '../formulas/tex-fonts.ts';

/**
 * Coding is how a font of signs that publishers made is coded, whatever its glyphs are called. Their makers recoded TeX's fonts (`symbols`,
 * `extension`, `italic`, `roman`), Mathematical Pi One (`pi`) and Symbol (`symbol`), and named the glyphs by their codes: `C15` is 15, and `P`
 * of the extension font is 80, a sum. Others (`keys` and more) have signs at the keys of letters.
 */
export type Coding = 'symbols' | 'extension' | 'italic' | 'roman' | 'pi' | 'symbol' | `keys ${string}`;

/** Fonts of publishers that are the same in all their files, and what they show for some letters: pairs of a letter and its sign. */
const keyed: readonly (readonly [RegExp, Coding, string])[] = [
  [/^advps44a44b/i, 'keys operators', 'C+ D+ K− G± !× $· e– d—'],
  [/^advps3fdd77/i, 'keys equals', 'Z= [= w∼ z≈'],
  [/^advps4731b1/i, 'keys relations', '!< O> %≤ R≥ N∞'],
  [/^advps?3f4c13/i, 'keys greek', 'mμ sσ dδ bβ aα DΔ'],
  [/^advpsmp4$/i, 'keys greater', '\\< [> P≥'],
  [/^advtt454a7a89/i, 'keys less', 'b< N> 8, 4∗ d·'],
  [/^advpi1$/i, 'keys pi 1', '8° 4> mμ *∼ +± DΔ sσ aα dδ 5< 6× gγ FΦ &≈ .•'],
  [/^advpi2$/i, 'keys pi 2', 'sσ fφ rρ %‰ aα lλ mμ tτ Zη nν pπ dδ yθ gγ ?→ xξ bβ zζ FΦ DΔ'],
  [/^advpi3$/i, 'keys pi 3', '#© 2™ 1®'],
  [/^advps586d$/i, 'keys copyright', 'q©'],
  [/^advps7cfd$/i, 'keys times', '£×'],
  [/^advp0004$/i, 'keys quote', 'B“ 0= I·'],
  [/^advp0005$/i, 'keys unquote', '^”'],
  [/^advpsmp10$/i, 'keys greek 10', 'rσ qρ lμ dδ aα sτ gη /φ hθ jκ bβ kλ cγ vχ uφ pπ mν DΔ PΠ'],
  [/^advpsmp13$/i, 'keys greek 13', 'lμ DΔ rσ dδ RΣ UΦ XΩ aα qρ vχ bβ PΠ'],
  [/^advttab7e17fd/i, 'keys greek tt', 'mμ aα sσ rρ bβ qθ dδ fφ tτ pπ eε hη wω nν cχ kκ'],
];
const keys: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  keyed.map(([, coding, pairs]) => [
    coding,
    new Map(pairs.split(' ').map((pair) => [pair.slice(0, 1), pair.slice(1)] as const)),
  ]),
);

const names: readonly (readonly [RegExp, Coding])[] = [
  [/^adv(?:p4c4e(?:74|3a)|mathsymb|macmthsy|mt_sy)|^tex_?cm_?(?:bold_?)?maths_?symbols/i, 'symbols'],
  [/^advp4c4e46|^tex_?cm_?(?:bold_?)?maths_?ext/i, 'extension'],
  [/^adv(?:p4c4e51|mathext1)|^tex_?cm_?(?:bold_?)?maths_?italic/i, 'italic'],
  [/^adv(?:p4c4e59|mathrom1)/i, 'roman'],
  [/^mathematicalpi|^universal-greekwithmathp|^adv(?:ps?7da6|p80675|ps586b|ot8817665d|ot463cc31e)/i, 'pi'],
  [/^advps_?sym|^advsy$/i, 'symbol'],
];

/** codingOf tells by its name, subset tag removed, how a font of signs of a publisher is coded; undefined for others. */
export function codingOf(name: string): Coding | undefined {
  // Asked for every font of every page: nearly all end here.
  if (!/^(?:adv|tex|math|univ)/i.test(name)) return undefined;
  return (names.find(([pattern]) => pattern.test(name)) ?? keyed.find(([pattern]) => pattern.test(name)))?.[1];
}

/** isMathCoding tells the codings of fonts that are for formulas only. */
export function isMathCoding(coding: Coding): coding is 'symbols' | 'extension' | 'italic' | 'roman' {
  return /^(?:symbols|extension|italic|roman)$/.test(coding);
}

/** Names that glyphs with codes from 133 to 138 of the symbol fonts were given, and what they show. */
const misnamed: ReadonlyMap<string, string> = new Map(Object.entries({ ð: '(', Þ: ')', þ: '+', '¼': '=', '½': '[' }));
/** Where the names of Adobe's standard encoding differ from ASCII, and the code that a Windows name stands for. */
const standardCodes: ReadonlyMap<string, number> = new Map(Object.entries({ '’': 0x27, '‘': 0x60, '€': 0x7f }));

/** Mathematical Pi One by its keys. */
const piKeys: ReadonlyMap<string, string> = new Map([
  ...pairs('1234567890', '+−×÷=±∓°′″'),
  ...pairs(',.$#', '<>≥≤'),
  ...pairs('abgdezhuiklmnjoprstyfxcv', 'αβγδεζηθικλμνξοπρστυφχψω'),
  ...pairs('GDUJLPSYFCV', 'ΓΔΘΞΛΠΣΥΦΨΩ'),
]);
/** Its glyphs by number, `H11002` a minus. Programs that took the number for a character made Coptic letters and control pictures of them. */
const piNumbers: ReadonlyMap<number, string> = new Map([
  ...numbered(9_251, 'αβγδεζηθικλμνξοπρσςτυφχψω'),
  ...numbered(11_001, '+−×÷=±∓'),
  [11_011, '∼'],
  [11_015, '≈'],
  [11_021, '<'],
  [11_022, '>'],
  ...numbered(11_032, '′″°'),
  [11_034, '°'],
  [11_349, '≤'],
  [11_350, '≥'],
  [9_004, 'Δ'],
  [9_018, 'Σ'],
  [9_024, 'Ω'],
]);
const coptic = numbered(0x3e9, '+−×÷=±∓').concat([
  [0x3fd, '<'],
  [0x3fe, '>'],
]);
const piCharacters: ReadonlyMap<string, string> = new Map([
  ...piKeys,
  ...[...coptic, ...piNumbers].map(([code, sign]) => [String.fromCharCode(code), sign] as const),
]);

function pairs(keys: string, signs: string): readonly (readonly [string, string])[] {
  const all = [...signs];
  return [...keys].map((key, at) => [key, all[at] ?? key] as const);
}

function numbered(first: number, signs: string): (readonly [number, string])[] {
  return [...signs].map((sign, at) => [first + at, sign] as const);
}

/** codedCharacter gives what a glyph shows that the file calls `character`; undefined when it is that. */
export function codedCharacter(coding: Coding, character: string): string | undefined {
  if (coding === 'pi') return piCharacters.get(character);
  if (!isMathCoding(coding)) return keys.get(coding)?.get(character);
  const shown = coding === 'symbols' ? misnamed.get(character) : undefined;
  if (shown !== undefined) return shown;
  const code = standardCodes.get(character) ?? character.charCodeAt(0);
  return code < 0x80 ? texCharacter(coding, code) : undefined;
}

/** The code of `]`, which follows the misnamed ones. */
const bracket = 138;

/** glyphNamed gives what a glyph of such a name shows: `C0` is the glyph with the code 0, `H11002` that of the number; undefined for other names. */
export function glyphNamed(coding: Coding, name: string): string | undefined {
  const number = Number(/^[CH](\d{1,5})$/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(number)) return undefined;
  if (coding === 'pi') return piNumbers.get(number);
  if (coding === 'symbol') return symbolCharacter(number);
  if (coding === 'symbols' && number === bracket) return ']';
  return isMathCoding(coding) ? texCharacter(coding, number) : undefined;
}
