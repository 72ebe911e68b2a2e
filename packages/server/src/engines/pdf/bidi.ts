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
    if (/^[([{«]$/.test(glyph.text)) open += 1;
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

/** endOfSignAndNumber: `:1` among letters from right to left is `1:`. */
function endOfSignAndNumber(glyphs: readonly Glyph[], start: number): number {
  const sign = glyphs[start] as Glyph;
  if (!/^[:;,.،؛]$/.test(sign.text) || !isRightToLeft(inkBefore(glyphs, start)?.text ?? '')) return start + 1;
  let end = start + 1;
  while (end < glyphs.length && /^[\d.,/%\u0660-\u0669\u06f0-\u06f9]$/.test((glyphs[end] as Glyph).text)) {
    if ((glyphs[end] as Glyph).bbox[0] < (glyphs[end - 1] as Glyph).bbox[0]) return start + 1;
    end += 1;
  }
  return end;
}

function inkBefore(glyphs: readonly Glyph[], at: number): Glyph | undefined {
  for (let before = at - 1; before >= 0 && before > at - 3; before -= 1)
    if (glyphs[before]?.text !== ' ') return glyphs[before];
  return undefined;
}
