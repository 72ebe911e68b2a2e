import { functionNames, symbols } from './symbols.ts';

/** joinLatex puts pieces together; a command and a letter behind it need a blank between. */
export function joinLatex(pieces: readonly string[]): string {
  let joined = '';
  for (const piece of pieces) {
    if (piece === '') continue;
    const needsBlank = /^[A-Za-z]/.test(piece) && /\\[A-Za-z]+$/.test(joined.slice(-40));
    joined += needsBlank ? ` ${piece}` : piece;
  }
  return joined;
}

/** textLatex writes words inside a formula: `\text{…}`. */
export function textLatex(text: string): string {
  const escaped = text.replace(/[\\{}$&#%_^~]/g, (mark) => {
    if (mark === '\\') return '\\textbackslash{}';
    if (mark === '^') return '\\^{}';
    return mark === '~' ? '\\~{}' : `\\${mark}`;
  });
  return `\\text{${escaped}}`;
}

/** Styles that a run of letters may ask for. */
export type LetterStyle =
  | 'italic'
  | 'upright'
  | 'bold'
  | 'boldItalic'
  | 'doubleStruck'
  | 'script'
  | 'fraktur'
  | 'sansSerif'
  | 'monospace';

const styleCommands: Readonly<Partial<Record<LetterStyle, string>>> = {
  upright: '\\mathrm',
  bold: '\\mathbf',
  boldItalic: '\\boldsymbol',
  doubleStruck: '\\mathbb',
  script: '\\mathcal',
  fraktur: '\\mathfrak',
  sansSerif: '\\mathsf',
  monospace: '\\mathtt',
};

const pieces =
  /[A-Za-z]+|[\u{1d400}-\u{1d7ff}]|[\u0e00-\u0e7f\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff5e]+|[\u00c0-\u024f\u0400-\u04ff]+|\^(?=[A-Za-z0-9])|[\s\S]/gu;

/**
 * runLatex writes the characters of a run of mathematics:
 *
 *     αx≤sin y -> \alpha x\leq\sin y    速度=5 -> \text{速度}=5    x–y^2 -> x-y^2
 */
export function runLatex(text: string, style: LetterStyle = 'italic'): string {
  return joinLatex([...text.matchAll(pieces)].map(([piece]) => pieceLatex(piece, style)));
}

function pieceLatex(piece: string, style: LetterStyle): string {
  if (/^[A-Za-z]+$/.test(piece)) return lettersLatex(piece, style);
  const known = symbols.get(piece);
  if (known !== undefined) return isGreek(piece) && style.startsWith('bold') ? `\\boldsymbol{${known}}` : known;
  if (piece.length === 2 && /^[\u{1d400}-\u{1d7ff}]$/u.test(piece)) return alphanumericLatex(piece);
  if (piece === '^') return '^';
  if (/^[\u0e00-\u0e7f\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff5e\u00c0-\u024f\u0400-\u04ff]/.test(piece))
    return wordsLatex(piece);
  return /^\s$/.test(piece) ? ' ' : piece;
}

/** Full-width forms of mathematical signs are meant as the signs. */
function wordsLatex(piece: string): string {
  const narrow = piece.normalize('NFKC');
  return /^[-+=()[\]<>|/*.,:;!?0-9]+$/.test(narrow) ? narrow : textLatex(piece);
}

function isGreek(letter: string): boolean {
  return /^[\u0370-\u03ff]$/.test(letter);
}

function lettersLatex(letters: string, style: LetterStyle): string {
  if ((style === 'italic' || style === 'upright') && functionNames.has(letters)) return `\\${letters}`;
  if (style === 'upright' && letters.length === 1) return letters;
  const command = styleCommands[style];
  return command === undefined ? letters : `${command}{${letters}}`;
}

/** The blocks of the mathematical alphanumeric symbols by their first code (Unicode 17, 22.2.1). */
const alphabets: readonly (readonly [number, LetterStyle])[] = [
  [0x1d7f6, 'monospace'],
  [0x1d7e2, 'sansSerif'],
  [0x1d7d8, 'doubleStruck'],
  [0x1d7ce, 'bold'],
  [0x1d71c, 'boldItalic'],
  [0x1d6e2, 'italic'],
  [0x1d6a8, 'bold'],
  [0x1d670, 'monospace'],
  [0x1d5a0, 'sansSerif'],
  [0x1d56c, 'fraktur'],
  [0x1d538, 'doubleStruck'],
  [0x1d504, 'fraktur'],
  [0x1d49c, 'script'],
  [0x1d468, 'boldItalic'],
  [0x1d434, 'italic'],
  [0x1d400, 'bold'],
];

function alphanumericLatex(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  const style = alphabets.find(([first]) => code >= first)?.[1] ?? 'italic';
  const plain = letter.normalize('NFKC');
  if (/^[A-Za-z]$/.test(plain)) return lettersLatex(plain, style);
  return pieceLatex(plain, style);
}
