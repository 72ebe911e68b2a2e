/** The letters of the font Symbol from 0x21 on; a blank where it has none that Unicode names simply. */
const symbolFont = '!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼';
const symbolFontHigh = '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑         〉∫⌠ ⌡';

const wingdings: Readonly<Record<number, string>> = {
  40: '☎',
  42: '✉',
  74: '☺',
  76: '☹',
  108: '●',
  110: '■',
  111: '☐',
  113: '❑',
  114: '❒',
  117: '◆',
  118: '❖',
  159: '•',
  161: '○',
  164: '◉',
  167: '▪',
  168: '☐',
  171: '★',
  216: '➢',
  223: '←',
  224: '→',
  225: '↑',
  226: '↓',
  232: '➔',
  240: '⇨',
  251: '✗',
  252: '✓',
  253: '☒',
  254: '☑',
};
const wingdings2: Readonly<Record<number, string>> = {
  79: '✗',
  80: '✓',
  81: '☒',
  82: '☑',
  83: '☒',
  84: '☒',
  129: '①',
  151: '•',
  152: '•',
  163: '☐',
};

/**
 * symbolText gives the character that a code of a symbol font shows; fonts of signs put them at F000 and above as well. Undefined for a sign
 * that Unicode does not name.
 */
export function symbolText(code: number, font: string): string | undefined {
  const low = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
  const name = font.toLowerCase();
  if (name === 'symbol') return symbolLetter(low);
  if (name === 'wingdings 2') return wingdings2[low];
  if (name.startsWith('wingdings') || name === 'webdings') return wingdings[low];
  return code >= 0xe000 && code <= 0xf8ff ? (wingdings[low] ?? undefined) : String.fromCodePoint(code);
}

function symbolLetter(code: number): string | undefined {
  const letter = code >= 0xa0 ? [...symbolFontHigh][code - 0xa0] : [...symbolFont][code - 0x21];
  return letter === undefined || letter === ' ' ? undefined : letter;
}
