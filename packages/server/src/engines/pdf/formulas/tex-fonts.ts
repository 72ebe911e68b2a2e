/**
 * MathFont is what a font is for in formulas. TeX's fonts have encodings of their own, and often no other names for their glyphs:
 * `italic` (OML), `symbols` (OMS), `extension` (OMX: large signs, and pieces of larger ones), `blackboard` (MSBM), `relations` (MSAM),
 * `fraktur`, `script`; `other` have signs at places of their own. `unicode` fonts are those made for formulas; `roman` is TeX's own text font, which serves as both.
 */
export type MathFont =
  | 'italic'
  | 'symbols'
  | 'extension'
  | 'blackboard'
  | 'relations'
  | 'fraktur'
  | 'script'
  | 'other'
  | 'roman'
  | 'unicode';

/** Names of fonts, their design sizes left out. */
const names: readonly (readonly [RegExp, MathFont])[] = [
  [
    /^(cm|lm|mt|eu|zpl|bch|mdbch|utm|fourier-)mi(b|a|bi)?\d*$|^lmmath(bold)?italic|^cmmib|^hfbrm[bi]\d|^eur[mb]|^mathematicalpi/i,
    'italic',
  ],
  [
    /^(new|n|r)?[tp]xb?mi(bi?)?\d*(_gnu)?$|mathb?mi\d*$|^zsfmi-|-mathitalic-\d|^kp--m-(medium)?italic|^fourier-math-letters/i,
    'italic',
  ],
  [
    /^(cm|tx|px|ntx|npx|mt|zpl|lm|hfbr)b?sys?\d*$|^lmmathsymbols|^fourier-m(s|ath-symbols)|^kp--m-sy-|-symbol-\d/i,
    'symbols',
  ],
  [
    /^(cm|tx|px|mt|zpl|eu)exs?\d*$|^lmmathextension|^ntxexx|^esint|^fourier-m(ex|ath-extension)|^kp--m-ex-|-extension-\d/i,
    'extension',
  ],
  [
    /^(msbm|txsyb|pxsyb|bbm|bbold|dsrom|dsss)\d*|^kp--m-syb-|mathblackboard(bold)?$|^fourier-math-blackboard/i,
    'blackboard',
  ],
  [/^(msam|txsya|pxsya)\d*|^kp--m-sya-/i, 'relations'],
  [/^euf[mb]\d*|^[tp]xb?mia(x|$)/i, 'fraktur'],
  [/^[tp]x(b?syc|exas?)$|^kp--m-(syc|exa)-/i, 'other'],
  [/^(eus[mb]|rsfs[o]?)\d*|^fourier-math-cal/i, 'script'],
  [/^(cmr|cmbx|cmss|cmti|lmroman|sfrm|sfbx|hfbr)|-ot1-\d+$/i, 'roman'],
  [/^(?!adv|mathematical).*math(?!ematica)|^euler-?math/i, 'unicode'],
];

/** mathFontOf tells what a font is for in formulas by its name, subset tag removed; undefined for fonts of text. */
export function mathFontOf(name: string): MathFont | undefined {
  return names.find(([pattern]) => pattern.test(name))?.[1];
}

const greek = 'ΓΔΘΛΞΠΣΥΦΨΩαβγδϵζηθικλμνξπρστυϕχψωεϑϖϱςφ';
const italic: Readonly<Record<number, string>> = {
  ...byCode(0, greek),
  ...byCode(0x28, '↼↽⇀⇁↪↩▷◁'),
  ...byCode(0x3a, '.,</>⋆∂'),
  ...byCode(0x5b, '♭♮♯⌣⌢ℓ'),
  ...byCode(0x7b, 'ıȷ℘\u20d7'),
};
const symbols: Readonly<Record<number, string>> = {
  ...byCode(0, '−·×∗÷⋄±∓⊕⊖⊗⊘⊙◯∘•≍≡⊆⊇≤≥⪯⪰∼≈⊂⊃≪≫≺≻←→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋△▽\u0338↦∀∃¬∅ℜℑ⊤⊥ℵ'),
  ...byCode(0x5b, '∪∩⊎∧∨⊢⊣⌊⌋⌈⌉{}⟨⟩|‖↕⇕∖≀√⨿∇∫⊔⊓⊑⊒§†‡¶♣♢♡♠'),
};
/** Pieces of larger delimiters have places in Miscellaneous Technical. */
const extension: Readonly<Record<number, string>> = {
  ...byCode(
    0,
    '()[]⌊⌋⌈⌉{}⟨⟩|‖/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\()[]⌊⌋⌈⌉{}⟨⟩/\\/\\⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪⏐⎝⎠⎜⎟⟨⟩⨆⨆∮∮⨀⨀⨁⨁⨂⨂∑∏∫⋃⋂⨄⋀⋁∑∏∫⋃⋂⨄⋀⋁∐∐\u0302\u0302\u0302\u0303\u0303\u0303[]⌊⌋⌈⌉{}√√√√√⎷⎷',
  ),
  ...byCode(0x7a, '╭╮╰╯'),
};
const blackboard: Readonly<Record<number, string>> = {
  ...byCode(0, '≨≩≰≱≮≯⊀⊁'),
  ...byCode(0x20, '⊈⊉⊈⊉⊊⊋⊊⊋⊊⊋⊈⊉∦∤∤∦'),
  63: '∅',
  64: '∄',
  103: 'ð',
  105: 'ℶ',
  123: 'ϰ',
  125: 'ħ',
  126: 'ℏ',
};
const relations: Readonly<Record<number, string>> = {
  ...byCode(0, '⊡⊞⊠□■▪◇◆↻↺⇌⇋⊟⊩⊪⊨↠↞⇇⇉⇈⇊↾⇂↿⇃↣↢⇆⇄↰↱⇝↭'),
  ...byCode(0x24, '≗≿≳⪆⊸∴∵≑≜≾≲⪅⪕⪖⋞⋟≼≦⩽≶‵-≓≒≽≧⩾≷⊏⊐▷◁⊵⊴'),
};
const roman: Readonly<Record<number, string>> = {
  ...byCode(0, 'ΓΔΘΛΞΠΣΥΦΨΩ'),
  22: '¯',
  94: 'ˆ',
  95: '˙',
  126: '˜',
  127: '¨',
  20: 'ˇ',
  21: '˘',
  18: '`',
  19: '´',
  16: 'ı',
  17: 'ȷ',
};
const encodings: Readonly<Partial<Record<MathFont, Readonly<Record<number, string>>>>> = {
  italic,
  symbols,
  extension,
  blackboard,
  relations,
  roman,
};

/** byCode gives what the codes from one on mean, in order; U+0000 leaves one out. */
export function byCode(first: number, characters: string): Record<number, string> {
  return Object.fromEntries([...characters].flatMap((one, at) => (one === '\0' ? [] : [[first + at, one]])));
}

/** texCharacter gives the character of a code of one of TeX's fonts, for glyphs that have no other name; undefined when the font has none there. */
export function texCharacter(font: MathFont, code: number): string | undefined {
  if (font === 'unicode' || font === 'other') return undefined;
  const named = encodings[font]?.[code];
  if (named !== undefined) return named;
  return code > 0x20 && code < 0x7f && font !== 'extension' ? String.fromCharCode(code) : undefined;
}

/**
 * namedCharacter gives the character that a glyph's name means in a font of formulas where Unicode has it otherwise, or in private places;
 * undefined when the usual one is right.
 */
export function namedCharacter(font: MathFont, code: number): string | undefined {
  if (font === 'symbols' && code === 0x5c) return '∖';
  return code >= 0xf8e5 && code <= 0xf8fe ? adobe.get(String.fromCharCode(code)) : undefined;
}

const pieces = '⎛⎝⎜⎞⎠⎟⎡⎣⎢⎤⎦⎥⎧⎩⎨⎪⎫⎭⎬';
/** Adobe's private characters for pieces of delimiters, from U+F8E6 on. */
const adobe: ReadonlyMap<string, string> = new Map(
  [
    ...'\uf8eb\uf8ed\uf8ec\uf8f6\uf8f8\uf8f7\uf8ee\uf8f0\uf8ef\uf8f9\uf8fb\uf8fa\uf8f1\uf8f3\uf8f2\uf8f4\uf8fc\uf8fe\uf8fd',
  ].map((one, at) => [one, [...pieces][at] ?? '']),
);
