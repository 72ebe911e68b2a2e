/** Letter is a letter of mathematics: the plain letter, and the command of its alphabet (`\mathbf`, ...; absent for italic). */
export interface Letter {
  readonly letter: string;
  readonly alphabet?: string;
}

/** Blocks of Mathematical Alphanumeric Symbols from U+1D400, 52 letters each. */
const blocks = [
  '\\mathbf',
  '',
  '\\boldsymbol',
  '\\mathcal',
  '\\mathcal',
  '\\mathfrak',
  '\\mathbb',
  '\\mathfrak',
  '\\mathsf',
  '\\mathsf',
  '\\mathsf',
  '\\mathsf',
  '\\mathtt',
];
/** Letters that older blocks of Unicode had already. */
const elsewhere = new Map(
  Object.entries({
    ℎ: ['h', ''],
    ℬ: ['B', '\\mathcal'],
    ℰ: ['E', '\\mathcal'],
    ℱ: ['F', '\\mathcal'],
    ℋ: ['H', '\\mathcal'],
    ℐ: ['I', '\\mathcal'],
    ℒ: ['L', '\\mathcal'],
    ℳ: ['M', '\\mathcal'],
    ℛ: ['R', '\\mathcal'],
    ℯ: ['e', '\\mathcal'],
    ℊ: ['g', '\\mathcal'],
    ℴ: ['o', '\\mathcal'],
    ℭ: ['C', '\\mathfrak'],
    ℌ: ['H', '\\mathfrak'],
    ℨ: ['Z', '\\mathfrak'],
    ℂ: ['C', '\\mathbb'],
    ℍ: ['H', '\\mathbb'],
    ℕ: ['N', '\\mathbb'],
    ℙ: ['P', '\\mathbb'],
    ℚ: ['Q', '\\mathbb'],
    ℝ: ['R', '\\mathbb'],
    ℤ: ['Z', '\\mathbb'],
  } satisfies Record<string, readonly [string, string]>),
);
const greek = 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ';
const greekAlphabets = ['\\boldsymbol', '', '\\boldsymbol', '\\boldsymbol', '\\boldsymbol'];
const digitAlphabets = ['\\mathbf', '\\mathbb', '\\mathsf', '\\mathsf', '\\mathtt'];

/** letterOf reads letters of the mathematical alphabets; undefined for others. `𝐱` -> x, \mathbf */
export function letterOf(character: string): Letter | undefined {
  const old = elsewhere.get(character as never) as readonly [string, string] | undefined;
  if (old !== undefined) return named(old[0], old[1]);
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x1d400 || code > 0x1d7ff) return undefined;
  if (code < 0x1d6a4) {
    const place = (code - 0x1d400) % 52;
    const letter = String.fromCharCode(place < 26 ? 65 + place : 97 + place - 26);
    return named(letter, blocks[Math.floor((code - 0x1d400) / 52)] ?? '');
  }
  if (code < 0x1d6a8) return named(code === 0x1d6a4 ? 'ı' : 'ȷ', '');
  if (code < 0x1d7ca) {
    const letter = [...greek][(code - 0x1d6a8) % 58] ?? '';
    return named(letter, greekAlphabets[Math.floor((code - 0x1d6a8) / 58)] ?? '');
  }
  if (code < 0x1d7ce) return undefined;
  return named(String((code - 0x1d7ce) % 10), digitAlphabets[Math.floor((code - 0x1d7ce) / 10)] ?? '');
}

function named(letter: string, alphabet: string): Letter {
  return alphabet === '' ? { letter } : { letter, alphabet };
}
