/** PDFium gives a hyphen at a line's end as this (fpdf_text.h). */
const lineEndHyphen = 0x02;
/** What stands for a glyph whose character the file does not tell. */
export const unknownCharacter = '\uFFFD';

/**
 * Radicals of the block CJK Radicals Supplement and the ideographs that they look like and are meant as (Unicode, EquivalentUnifiedIdeograph).
 * The position in the string is the radical's place from U+2E80 on; a dash has none.
 */
const ideographsOfRadicals = [
  ...'-厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄㣺扌攵-旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶阝钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟',
];

/** Places of the font Symbol (F020 to F0FF in the private area) that texts use. */
const symbolFont: ReadonlyMap<number, string> = new Map(
  [
    [0x41, 'ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ'],
    [0x61, 'αβχδεφγηιϕκλμνοπθρστυϖωξψζ'],
    [0xa3, '≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…'],
    [0xc0, 'ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓'],
  ].flatMap(([first, letters]) => [...String(letters)].map((letter, at) => [Number(first) + at, letter] as const)),
);

/** Of its lower places those that are not as in ASCII; 60 is a part of a root. */
const symbolSigns: ReadonlyMap<number, string> = new Map([
  [0x22, '∀'],
  [0x24, '∃'],
  [0x27, '∋'],
  [0x2a, '∗'],
  [0x2d, '−'],
  [0x40, '≅'],
  [0x5c, '∴'],
  [0x5e, '⊥'],
  [0x60, unknownCharacter],
  [0x7e, '∼'],
]);

/** Signs of the fonts for ornaments that lists and forms use. */
const ornaments: ReadonlyMap<number, string> = new Map([
  [0x6c, '●'],
  [0x6e, '■'],
  [0x6f, '□'],
  [0x71, '❑'],
  [0x75, '◆'],
  [0x76, '❖'],
  [0x9f, '•'],
  [0xa1, '○'],
  [0xa7, '▪'],
  [0xa8, '□'],
  [0xb7, '•'],
  [0xd8, '➢'],
  [0xe0, '→'],
  [0xe8, '➔'],
  [0xfb, '✗'],
  [0xfc, '✓'],
  [0xfd, '☒'],
  [0xfe, '☑'],
]);

/** symbolCharacter gives the character of a place in the font Symbol; undefined where that is empty or its sign is of no use in texts. */
export function symbolCharacter(place: number): string | undefined {
  return symbolFont.get(place);
}

/** isPrivate tells characters that only a font gives a meaning. */
export function isPrivate(code: number): boolean {
  return (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000;
}

/**
 * characterOf gives the text of a code that PDFium tells, in a font of that name: radicals as ideographs, ligatures as their letters, signs of
 * symbol fonts as what they show, `unknownCharacter` for what has no meaning, and nothing for what has no shape.
 */
export function characterOf(code: number, font: string): string {
  if (code < 0x300) return latinOf(code);
  if (code >= 0x2e80 && code <= 0x2fdf) return ideographOf(code);
  if (isPrivate(code)) return signOf(code, font);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff)
    return unknownCharacter;
  if (
    code === 0x200b ||
    (code >= 0x200d && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2064) ||
    code === 0xfeff ||
    (code >= 0xfe00 && code <= 0xfe0f)
  )
    return '';
  const text = String.fromCodePoint(code);
  return code >= 0xfb00 && code <= 0xfb06 ? text.normalize('NFKC') : text;
}

function latinOf(code: number): string {
  if (code === lineEndHyphen || code === 0xad) return '-';
  return code < 32 || (code >= 0x7f && code < 0xa0) ? unknownCharacter : String.fromCharCode(code);
}

function ideographOf(code: number): string {
  const text = String.fromCharCode(code);
  if (code >= 0x2f00) return text.normalize('NFKC');
  const ideograph = ideographsOfRadicals[code - 0x2e80] ?? '-';
  return ideograph === '-' ? text : ideograph;
}

function signOf(code: number, font: string): string {
  if (code < 0xf020 || code > 0xf0ff) return unknownCharacter;
  const place = code - 0xf000;
  const sign = /symbol/i.test(font) ? (symbolFont.get(place) ?? lowSign(place)) : ornaments.get(place);
  return sign ?? ornaments.get(place) ?? unknownCharacter;
}

function lowSign(place: number): string | undefined {
  return symbolSigns.get(place) ?? (place < 0x7f ? String.fromCharCode(place) : undefined);
}
