import type { Glyph } from './glyphs.ts';

/** Spacing accents that programs, TeX above all, print over or under a letter, and the marks that combine with it. */
const combining: ReadonlyMap<string, string> = new Map([
  ['`', '\u0300'],
  ['\u00b4', '\u0301'],
  ['\u02c6', '\u0302'],
  ['^', '\u0302'],
  ['\u02dc', '\u0303'],
  ['~', '\u0303'],
  ['\u00af', '\u0304'],
  ['\u02c9', '\u0304'],
  ['\u02d8', '\u0306'],
  ['\u02d9', '\u0307'],
  ['\u00a8', '\u0308'],
  ['\u02da', '\u030a'],
  ['\u02dd', '\u030b'],
  ['\u02c7', '\u030c'],
  ['\u00b8', '\u0327'],
  ['\u02db', '\u0328'],
]);

/** An accent stands at most so many glyphs away from its letter: PDFium puts text that is shifted a little behind the rest of its line. */
const farthest = 250;

/** withAccents puts accents onto their letters: `´` over `e` becomes `é`. A blank that PDFium infers between them goes. */
export function withAccents(glyphs: readonly Glyph[]): readonly Glyph[] {
  const marks = new Map<number, string>();
  const gone = new Set<number>();
  for (let at = 0; at < glyphs.length; at += 1) {
    const { text } = glyphs[at] as Glyph;
    const mark = isAccent(text) ? combining.get(text) : undefined;
    const letter = mark === undefined ? -1 : letterUnder(glyphs, at);
    if (mark === undefined || letter < 0) continue;
    marks.set(letter, `${marks.get(letter) ?? ''}${mark}`);
    gone.add(at);
    for (const blank of blanksAround(glyphs, at, letter)) gone.add(blank);
  }
  return glyphs.flatMap((glyph, at) => {
    const mark = marks.get(at);
    if (gone.has(at)) return [];
    return mark === undefined ? glyph : { ...glyph, text: accented(glyph.text, mark) };
  });
}

/** letterUnder is the place of the letter that an accent stands over: the one behind it, the one before it, or the nearest to it; -1 if there is none. */
function letterUnder(glyphs: readonly Glyph[], at: number): number {
  const accent = glyphs[at] as Glyph;
  const isUnder = (place: number): boolean => {
    const letter = glyphs[place];
    return letter !== undefined && isOver(accent, letter);
  };
  const behind = glyphs[at + 1]?.generated ? at + 2 : at + 1;
  if (isUnder(behind)) return behind;
  for (let away = 1; away <= farthest; away += 1) {
    if (isUnder(at - away)) return at - away;
    if (isUnder(at + away)) return at + away;
  }
  return -1;
}

/** Blanks that PDFium infers where an accent stands: before it inside a word, and between it and its letter. */
function blanksAround(glyphs: readonly Glyph[], at: number, letter: number): readonly number[] {
  const isBlank = (place: number): boolean => glyphs[place]?.generated === true;
  const isNext = letter > at && letter <= at + 2;
  if (!isNext) return isBlank(at - 1) && letter !== at - 1 ? [at - 1] : [];
  const inWord = isBlank(at - 1) && isClose(glyphs[at - 2], glyphs[letter] as Glyph) ? [at - 1] : [];
  return letter === at + 2 ? [...inWord, at + 1] : inWord;
}

/** Letters lose their dot under an accent, and so does the sign: `ı` with `´` is `í`. */
function accented(letter: string, mark: string): string {
  const dotted = letter === 'ı' ? 'i' : letter === 'ȷ' ? 'j' : letter;
  return `${dotted}${mark}`.normalize('NFC');
}

/** isAccent tells accents that take room of their own. */
export function isAccent(text: string): boolean {
  const code = text.charCodeAt(0);
  // Nearly all text ends here; the table is asked for what is left.
  return !(code < 0x5e || (code > 0x60 && code < 0x7e)) && combining.has(text);
}

/** isOver: the accent's middle lies over the letter's width, on the same line. */
function isOver(accent: Glyph, letter: Glyph): boolean {
  if (accent.angle !== 0 || letter.angle !== 0) return false;
  const middle = (accent.bbox[0] + accent.bbox[2]) / 2;
  const width = letter.bbox[2] - letter.bbox[0];
  if (middle < letter.bbox[0] - 0.1 * width || middle > letter.bbox[2] + 0.1 * width) return false;
  // Up to hundreds of glyphs are asked for one accent: the pattern comes last.
  return Math.abs(accent.baseline - letter.baseline) < 0.5 * letter.size && /^\p{L}/u.test(letter.text);
}

function isClose(before: Glyph | undefined, letter: Glyph): boolean {
  return before !== undefined && letter.bbox[0] - before.bbox[2] < 0.15 * letter.size;
}
