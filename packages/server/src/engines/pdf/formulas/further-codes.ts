/** Codes is what the codes of a font mean, from one on. */
type Codes = readonly (readonly [first: number, characters: string | readonly string[]])[];

const integrals = '∫∬∭∮∯';
const blackboard = '𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ';

/** What families of fonts for TeX have at codes where its own fonts have nothing, or others. */
const families: readonly (readonly [RegExp, Codes])[] = [
  [
    /^[tp]xexs$/i,
    [
      [0x80, '()[]⌊⌋⌈⌉{}⟨⟩|‖'],
      [0x9a, '\u0302\u0302\u0302\u0303\u0303\u0303'],
      [0xa9, '⎛⎞⎝⎠⎜⎟'],
      [0xaf, integrals.repeat(4)],
      [0xc3, '⨆⨆'],
      [0xc7, '⨀⨀⨁⨁⨂⨂∑∏'],
      [0xd0, '⋃⋂⨄⋀⋁∑∏'],
      [0xd8, '⋃⋂⨄⋀⋁∐∐'],
    ],
  ],
  [
    /^[tp]xb?sys$/i,
    [
      [0x80, integrals],
      [0x8c, integrals],
      [0x98, '∏∑∄∅∅/`´\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030c\u20db'],
      [0xae, '\u20d7\u20d7'],
      [0xb1, '··∘•••′+()[]'],
      [0xc7, '⊤⟦⟧†'],
    ],
  ],
  [
    /^[tp]xb?syc$|^kp--m-syc-/i,
    [
      [0x07, '○'],
      [0x09, '∥∥∦∦'],
      [0x11, '≐'],
      [0x1b, '≅'],
      [0x2c, '≠≭≢≁≉⊄⊅'],
      [0x3b, '≄∉∌'],
      [0x42, '≔≕'],
      [0x5e, '◇◆'],
      [0x78, '⊤⊥'],
      [0x7b, '⇝'],
      [0x7e, '⟦⟧'],
    ],
  ],
  [/^[tp]xb?mia(x|$)/i, [[0x81, blackboard]]],
  [
    /^[tp]xexas?$|^kp--m-exa-/i,
    [
      // A piece of the line of a brace, which its tips tell.
      [0x20, ['']],
      [0x12, '⟦⟧⟦⟧⟦⟧⟦⟧'],
      [0x21, '∬∬∭∭'],
    ],
  ],
  [
    // Low codes are moved up, as to where old programs left them alone.
    /^fourier-math-extension$/i,
    [
      [0xa1, '()[]⌊⌋⌈⌉{}'],
      [0xad, '⟨⟩|‖/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\('],
      [0xce, '∬∬∭∭'],
    ],
  ],
  [
    /^mathdesign-.*-extension/i,
    [
      [0x80, '((('],
      [0x8a, ')))'],
      [0x94, '[[[]]]⌊⌊⌊⌋⌋⌋⌈⌈⌈⌉⌉⌉{{{}}}⟨⟨⟨'],
      [0xb6, '⟩⟩⟩'],
      [0xc6, '√√√'],
      [0xd2, '\u0302'.repeat(10)],
      [0xdc, '\u0303'.repeat(10)],
    ],
  ],
];

/** furtherCharacter gives the character of a code that a font has besides those of TeX's own, or instead; undefined for others. */
export function furtherCharacter(name: string, code: number): string | undefined {
  for (const [pattern, codes] of families) {
    if (!pattern.test(name)) continue;
    for (const [first, characters] of codes) {
      const all = [...characters];
      if (code >= first && code < first + all.length) return all[code - first];
    }
  }
  return undefined;
}
