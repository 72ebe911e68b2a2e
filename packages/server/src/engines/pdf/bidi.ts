import { isRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';

/** Longest ligature, in letters. */
const longestLigature = 4;

/**
 * withLogicalOrder mends what PDFium gives in the wrong order among letters from right to left: the letters of a ligature, which it turns
 * round with those of the line, a sign behind a number, which stands to the left of it and is read before it, and brackets.
 */
export function withLogicalOrder(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => isRightToLeft(text))) return glyphs;
  const result: Glyph[] = [];
  for (let at = 0; at < glyphs.length; ) {
    const glyph = glyphs[at] as Glyph;
    const end = isRightToLeft(glyph.text) ? endOfLigature(glyphs, at) : endOfSignAndNumber(glyphs, at);
    const run = glyphs.slice(at, end);
    if (end - at === 1) result.push(glyph);
    else if (isRightToLeft(glyph.text)) result.push(...run.reverse());
    else result.push(...run.slice(1), glyph);
    at = end;
  }
  return withTrueBrackets(result);
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '»': '«' };
/** Between brackets that belong together stand no more glyphs than this. */
const widestBrackets = 40;

/** withTrueBrackets: `)12(` is `(12)`: brackets among text from right to left are drawn as each other's mirror images. */
export function withTrueBrackets(glyphs: readonly Glyph[]): readonly Glyph[] {
  const result = [...glyphs];
  let open = 0;
  for (let at = 0; at < result.length; at += 1) {
    const glyph = result[at] as Glyph;
    const opening = closing[glyph.text];
    if (glyph.text === '(' && isLeftOfNumber(glyph, result[at - 1])) result[at] = { ...glyph, text: ')' };
    else if (/^[([{«]$/.test(glyph.text)) open += 1;
    else if (opening !== undefined && open > 0) open -= 1;
    else if (opening !== undefined) {
      let end = at + 1;
      while (end < at + widestBrackets && result[end]?.text !== opening) end += 1;
      const other = result[end];
      if (other?.text !== opening || other.baseline !== glyph.baseline || other.bbox[0] > glyph.bbox[0]) continue;
      result[at] = { ...glyph, text: opening };
      result[end] = { ...other, text: glyph.text };
      at = end;
    }
  }
  return result;
}

/** isLeftOfNumber: `1(` that runs from right to left is the mark `1)`. */
function isLeftOfNumber(bracket: Glyph, before: Glyph | undefined): boolean {
  if (before === undefined || !/^\d$/.test(before.text) || !isOnLine(bracket, before)) return false;
  return bracket.bbox[2] <= before.bbox[0] && before.bbox[0] - bracket.bbox[2] < 0.2 * bracket.size;
}

/** endOfLigature: letters that go on to the right, each right where the one before ends, are parts of one glyph. */
function endOfLigature(glyphs: readonly Glyph[], start: number): number {
  let end = start + 1;
  while (end < glyphs.length && end - start < longestLigature) {
    const [last, next] = [glyphs[end - 1] as Glyph, glyphs[end] as Glyph];
    const touches = Math.abs(next.bbox[0] - last.bbox[2]) < 0.02 * next.size && next.bbox[3] === last.bbox[3];
    // Some fonts give all letters of a ligature one place.
    const isSame = next.bbox[0] === last.bbox[0] && next.bbox[2] === last.bbox[2];
    if (!isRightToLeft(next.text) || !(touches || isSame) || next.baseline !== last.baseline) break;
    end += 1;
  }
  return end;
}

/** endOfSignAndNumber: `:1` among letters from right to left is `1:`, and so is `.1` the mark of an item at the head of their line. */
function endOfSignAndNumber(glyphs: readonly Glyph[], start: number): number {
  const sign = glyphs[start] as Glyph;
  if (!/^[:;,.،؛]$/.test(sign.text)) return start + 1;
  let end = start + 1;
  while (end < glyphs.length && /^[\d.,/%\u0660-\u0669\u06f0-\u06f9]$/.test((glyphs[end] as Glyph).text)) {
    // The full stop of one line is none of the mark at the head of the next.
    if (!isOnLine(sign, glyphs[end] as Glyph)) break;
    if ((glyphs[end] as Glyph).bbox[0] < (glyphs[end - 1] as Glyph).bbox[0]) return start + 1;
    end += 1;
  }
  const isBehindLetter = isRightToLeft(inkBefore(glyphs, start)?.text ?? '');
  return isBehindLetter || isMarkOfItem(glyphs, start, end) ? end : start + 1;
}

/** isMarkOfItem: nothing stands on the line before the sign, and letters from right to left go on to the left of it. */
function isMarkOfItem(glyphs: readonly Glyph[], start: number, end: number): boolean {
  const sign = glyphs[start] as Glyph;
  const after = glyphs[end]?.text === ' ' ? glyphs[end + 1] : glyphs[end];
  if (after === undefined || end - start < 2 || end - start > 4 || !isRightToLeft(after.text)) return false;
  const before = inkBefore(glyphs, start);
  return isOnLine(sign, after) && after.bbox[2] < sign.bbox[0] && !(before !== undefined && isOnLine(sign, before));
}

function isOnLine(glyph: Glyph, other: Glyph): boolean {
  return Math.abs(glyph.baseline - other.baseline) < 0.5 * glyph.size;
}

function inkBefore(glyphs: readonly Glyph[], at: number): Glyph | undefined {
  for (let before = at - 1; before >= 0 && before > at - 3; before -= 1)
    if (glyphs[before]?.text !== ' ') return glyphs[before];
  return undefined;
}
