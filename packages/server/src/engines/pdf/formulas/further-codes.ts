import { byCode } from './tex-fonts.ts';

const integrals = '∫∬∭∮∯';
const blackboard = '𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ';

/** What families of fonts for TeX have at codes where its own fonts have nothing, or others. */
const families: readonly (readonly [RegExp, Readonly<Record<number, string>>])[] = [
  [
    /^[tp]xexs$/i,
    {
      ...byCode(0x80, '()[]⌊⌋⌈⌉{}⟨⟩|‖'),
      ...byCode(0x9a, '\u0302\u0302\u0302\u0303\u0303\u0303'),
      ...byCode(0xa9, '⎛⎞⎝⎠⎜⎟'),
      ...byCode(0xaf, integrals.repeat(4)),
      ...byCode(0xc3, '⨆⨆'),
      ...byCode(0xc7, '⨀⨀⨁⨁⨂⨂∑∏'),
      ...byCode(0xd0, '⋃⋂⨄⋀⋁∑∏'),
      ...byCode(0xd8, '⋃⋂⨄⋀⋁∐∐'),
    },
  ],
  [
    /^[tp]xb?sys$/i,
    {
      ...byCode(0x80, integrals),
      ...byCode(0x8c, integrals),
      ...byCode(0x98, '∏∑∄∅∅/`´\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030c\u20db'),
      ...byCode(0xae, '\u20d7\u20d7'),
      ...byCode(0xb1, '··∘•••′+()[]'),
      ...byCode(0xc7, '⊤⟦⟧†'),
    },
  ],
  [
    /^[tp]xb?syc$|^kp--m-syc-/i,
    {
      ...byCode(0x07, '○'),
      ...byCode(0x09, '∥∥∦∦'),
      ...byCode(0x11, '≐'),
      ...byCode(0x1b, '≅'),
      ...byCode(0x2c, '≠≭≢≁≉⊄⊅'),
      ...byCode(0x3b, '≄∉∌'),
      ...byCode(0x42, '≔≕'),
      ...byCode(0x5e, '◇◆'),
      ...byCode(0x78, '⊤⊥'),
      ...byCode(0x7b, '⇝'),
      ...byCode(0x7e, '⟦⟧'),
    },
  ],
  [/^[tp]xb?mia(x|$)/i, byCode(0x81, blackboard)],
  [
    /^[tp]xexas?$|^kp--m-exa-/i,
    {
      // A piece of the line of a brace, which its tips tell.
      32: '',
      ...byCode(0x12, '⟦⟧⟦⟧⟦⟧⟦⟧'),
      ...byCode(0x21, '∬∬∭∭'),
    },
  ],
  [
    // Low codes are moved up, as to where old programs left them alone.
    /^fourier-math-extension$/i,
    {
      ...byCode(0xa1, '()[]⌊⌋⌈⌉{}'),
      ...byCode(0xad, '⟨⟩|‖/\\()()[]⌊⌋⌈⌉{}⟨⟩/\\('),
      ...byCode(0xce, '∬∬∭∭'),
    },
  ],
  [
    /^mathdesign-.*-extension/i,
    {
      ...byCode(0x80, '((('),
      ...byCode(0x8a, ')))'),
      ...byCode(0x94, '[[[]]]⌊⌊⌊⌋⌋⌋⌈⌈⌈⌉⌉⌉{{{}}}⟨⟨⟨'),
      ...byCode(0xb6, '⟩⟩⟩'),
      ...byCode(0xc6, '√√√'),
      ...byCode(0xd2, '\u0302'.repeat(10)),
      ...byCode(0xdc, '\u0303'.repeat(10)),
    },
  ],
];

/** furtherCharacter gives the character of a code that a font has besides those of TeX's own, or instead; undefined for others. */
export function furtherCharacter(name: string, code: number): string | undefined {
  return families.find(([pattern, codes]) => codes[code] !== undefined && pattern.test(name))?.[1][code];
}
