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

/** withAccents puts accents onto their letters: `´` over `e` becomes `é`. A blank that PDFium infers between them goes. */
export function withAccents(glyphs: readonly Glyph[]): readonly Glyph[] {
  const result: Glyph[] = [];
  for (let at = 0; at < glyphs.length; at += 1) {
    const glyph = glyphs[at] as Glyph;
    const mark = combining.get(glyph.text);
    const before = result.at(-1);
    const behind = glyphs[at + 1]?.generated ? at + 2 : at + 1;
    const after = glyphs[behind];
    if (mark !== undefined && after !== undefined && isOver(glyph, after)) {
      if (before?.generated && isClose(result.at(-2), after)) result.pop();
      result.push({ ...after, text: `${after.text}${mark}`.normalize('NFC') });
      at = behind;
    } else if (mark !== undefined && before !== undefined && isOver(glyph, before)) {
      result[result.length - 1] = { ...before, text: `${before.text}${mark}`.normalize('NFC') };
    } else result.push(glyph);
  }
  return result;
}

/** isAccent tells accents that take room of their own. */
export function isAccent(text: string): boolean {
  const code = text.charCodeAt(0);
  // Nearly all text ends here; the table is asked for what is left.
  return !(code < 0x5e || (code > 0x60 && code < 0x7e)) && combining.has(text);
}

/** isOver: the accent's middle lies over the letter's width, on the same line. */
function isOver(accent: Glyph, letter: Glyph): boolean {
  if (!/^\p{L}/u.test(letter.text) || accent.angle !== 0 || letter.angle !== 0) return false;
  const middle = (accent.bbox[0] + accent.bbox[2]) / 2;
  const width = letter.bbox[2] - letter.bbox[0];
  if (middle < letter.bbox[0] - 0.1 * width || middle > letter.bbox[2] + 0.1 * width) return false;
  return Math.abs(accent.baseline - letter.baseline) < 0.5 * letter.size;
}

function isClose(before: Glyph | undefined, letter: Glyph): boolean {
  return before !== undefined && letter.bbox[0] - before.bbox[2] < 0.15 * letter.size;
}
