const roman: readonly (readonly [number, string])[] = [
  [1_000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

/** formatNumber writes a number in a format of Word (ISO 29500-1, 17.18.59); one that is not known here is written in digits. */
export function formatNumber(value: number, format: string): string {
  switch (format) {
    case 'none':
      return '';
    case 'lowerLetter':
      return lettersOf(value);
    case 'upperLetter':
      return lettersOf(value).toUpperCase();
    case 'lowerRoman':
      return romanOf(value);
    case 'upperRoman':
      return romanOf(value).toUpperCase();
    case 'ordinal':
      return `${value}${ordinalEnding(value)}`;
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return circled(value);
    case 'decimalEnclosedParen':
      return `(${value})`;
    case 'decimalEnclosedFullstop':
      return `${value}.`;
    case 'decimalFullWidth':
      return String(value).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    default:
      return paddedOrNamed(value, format);
  }
}

function paddedOrNamed(value: number, format: string): string {
  if (
    /^(?:chineseCounting|japaneseCounting|taiwaneseCounting|ideographDigital|chineseLegalSimplified|koreanCounting|japaneseLegal)/.test(
      format,
    )
  )
    return chineseOf(value);
  const cycle = cycles[format];
  if (cycle !== undefined && value >= 1 && value <= cycle.length) return cycle[value - 1] ?? '';
  // `decimalZero` and custom formats such as `001, 002, 003, ...`
  const width = format === 'decimalZero' ? 2 : (/^(0*\d+),/.exec(format)?.[1]?.length ?? 1);
  return String(value).padStart(width, '0');
}

const cycles: Readonly<Record<string, string>> = {
  ideographTraditional: '甲乙丙丁戊己庚辛壬癸',
  ideographZodiac: '子丑寅卯辰巳午未申酉戌亥',
  ganada: '가나다라마바사아자차카타파하',
  chosung: 'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ',
  aiueo: 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン',
  aiueoFullWidth: 'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン',
  iroha: 'イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス',
  irohaFullWidth: 'イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス',
  russianLower: 'абвгдежзиклмнопрстуфхцчшщыэюя',
  russianUpper: 'АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ',
  hebrew1: 'אבגדהוזחטי',
  arabicAlpha: 'أبتثجحخدذرزسشصضطظعغفقكلمنهوي',
  thaiLetters: 'กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ',
};

/** After z come aa, bb, as Word counts them. */
function lettersOf(value: number): string {
  if (value < 1 || value > 780) return String(value);
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

function romanOf(value: number): string {
  if (value < 1 || value > 9_999) return String(value);
  let rest = value;
  let text = '';
  for (const [unit, letters] of roman) {
    while (rest >= unit) {
      text += letters;
      rest -= unit;
    }
  }
  return text;
}

function ordinalEnding(value: number): string {
  const tens = value % 100;
  if (tens >= 11 && tens <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
}

function circled(value: number): string {
  if (value >= 1 && value <= 20) return String.fromCodePoint(0x2460 + value - 1);
  if (value >= 21 && value <= 35) return String.fromCodePoint(0x3251 + value - 21);
  return String(value);
}

const digits = '零一二三四五六七八九';

/** 1 to 9,999: `十二`, `二十`, `一百零五`. */
function chineseOf(value: number): string {
  if (value < 1 || value > 9_999) return value === 0 ? '零' : String(value);
  let text = '';
  let zero = false;
  for (const [at, unit] of [1_000, 100, 10, 1].entries()) {
    const digit = Math.floor(value / unit) % 10;
    if (digit === 0) {
      zero = text !== '';
      continue;
    }
    text += `${zero ? '零' : ''}${digits[digit]}${['千', '百', '十', ''][at]}`;
    zero = false;
  }
  return text.replace(/^一十/, '十');
}
