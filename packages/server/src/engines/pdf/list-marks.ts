import { isBullet } from './lines.ts';

/** ListMark is how an item of a list is marked: by a sign, or by a number of some shape (`(1)`, `a.`, `iv)`). */
export interface ListMark {
  /** The sign, or the shape with the number left out. */
  readonly shape: string;
  /** What the number may count as; none for a sign. A letter such as `i` may be two things. */
  readonly values: readonly number[];
}

const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii', 'xiv', 'xv'];
const chinese = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** Letters that count, in the order in which lists have them. */
const alphabets = [
  'абвгдежзиклмнопрстуфхцчшщэюя',
  'αβγδεζηθικλμνξοπρστυφχψω',
  'אבגדהוזחטיכלמנסעפצקרשת',
  'アイウエオカキクケコサシスセソタチツテトナニヌネノ',
  '가나다라마바사아자차카타파하',
] as const;

/** nativeDigits reads a number in Arabic or Persian digits. */
function nativeDigits(marker: string): number | undefined {
  const digits = /[\u0660-\u0669\u06f0-\u06f9]+/.exec(marker)?.[0];
  return digits === undefined ? undefined : Number([...digits].map((digit) => digit.charCodeAt(0) & 15).join(''));
}

/** listMark reads a printed mark. */
export function listMark(marker: string): ListMark {
  if (isBullet(marker)) return { shape: marker, values: [] };
  const circled = marker.codePointAt(0) ?? 0;
  if (circled >= 0x2460 && circled <= 0x2473) return { shape: '①', values: [circled - 0x245f] };
  const digits = /\d+/.exec(marker)?.[0];
  if (digits !== undefined) return { shape: marker.replace(digits, '1'), values: [Number(digits)] };
  const ideograph = /[一二三四五六七八九十]+/.exec(marker)?.[0];
  if (ideograph !== undefined) return { shape: marker.replace(ideograph, '一'), values: chineseValue(ideograph) };
  const native = nativeDigits(marker);
  if (native !== undefined) return { shape: marker.replace(/\p{Nd}+/u, '۱'), values: [native] };
  const alphabet = alphabets.find((one) => [...marker].some((sign) => one.includes(sign)));
  const own = [...marker].find((sign) => alphabet?.includes(sign));
  if (alphabet !== undefined && own !== undefined)
    return { shape: marker.replace(own, alphabet[0] ?? own), values: [alphabet.indexOf(own) + 1] };
  const letters = /[a-z]+/i.exec(marker)?.[0] ?? '';
  const upper = letters !== letters.toLowerCase();
  const roman = romans.indexOf(letters.toLowerCase()) + 1;
  const letter = letters.length === 1 ? letters.toLowerCase().charCodeAt(0) - 96 : 0;
  const values = [letter, roman].filter((value) => value > 0);
  return { shape: marker.replace(letters, upper ? 'A' : 'a'), values };
}

function chineseValue(text: string): readonly number[] {
  if (text.length === 1) return [chinese.indexOf(text) + 1];
  const [tens, ones] = [
    text[0] === '十' ? 1 : chinese.indexOf(text[0] ?? '') + 1,
    chinese.indexOf(text.at(-1) ?? '') + 1,
  ];
  return [tens * 10 + (ones === 10 ? 0 : ones)];
}

/** followsMark tells whether a mark may come after another in one list: the same sign, or the next number of the same shape. */
export function followsMark(before: ListMark, after: ListMark): boolean {
  if (before.shape !== after.shape) return false;
  return before.values.length === 0 || before.values.some((value) => after.values.includes(value + 1));
}

/** startsList tells marks that may begin a list inside another: signs, and the first number. */
export function startsList({ values }: ListMark): boolean {
  return values.length === 0 || values.includes(1);
}
