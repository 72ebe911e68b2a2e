import type { Glyph } from './glyphs.ts';

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '»': '«', '›': '‹' };
const opening: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(closing).map(([close, open]) => [open, close]),
);
/** Between brackets that belong together stand no more glyphs than this. */
const widestBrackets = 40;
/** A gap that is wider, in sizes, parts words. */
const wordGap = 0.15;

/**
 * withTrueBrackets: `)12(` is `(12)`: brackets among text from right to left are drawn as each other's mirror images, and some programs tell what
 * is drawn, others what is meant. What stands behind a blank opens, what stands before one closes; else the first of two does.
 */
export function withTrueBrackets(glyphs: readonly Glyph[]): readonly Glyph[] {
  const result = glyphs.map((glyph, at) => byBlanks(glyphs, glyph, at));
  let open = 0;
  for (let at = 0; at < result.length; at += 1) {
    const glyph = result[at] as Glyph;
    const other = closing[glyph.text];
    if (glyph.text === '(' && isLeftOfNumber(glyph, result[at - 1])) result[at] = { ...glyph, text: ')' };
    else if (opening[glyph.text] !== undefined) open += 1;
    else if (other !== undefined && open > 0) open -= 1;
    else if (other !== undefined) {
      let end = at + 1;
      while (end < at + widestBrackets && result[end]?.text !== other) end += 1;
      const partner = result[end];
      if (partner?.text !== other || partner.baseline !== glyph.baseline || partner.bbox[0] > glyph.bbox[0]) continue;
      result[at] = { ...glyph, text: other };
      result[end] = { ...partner, text: glyph.text };
      at = end;
    }
  }
  return result;
}

function byBlanks(glyphs: readonly Glyph[], glyph: Glyph, at: number): Glyph {
  const [opens, closes] = [closing[glyph.text], opening[glyph.text]];
  if (opens === undefined && closes === undefined) return glyph;
  const after = isApart(glyph, glyphs[at + 1]) || /^[.,:;،؛؟!]$/.test(glyphs[at + 1]?.text ?? '');
  const before = isApart(glyph, glyphs[at - 1]);
  if (before && !after && opens !== undefined) return { ...glyph, text: opens };
  return after && !before && closes !== undefined ? { ...glyph, text: closes } : glyph;
}

/** isApart: nothing stands at that side of the bracket, or a blank. */
function isApart(bracket: Glyph, beside: Glyph | undefined): boolean {
  if (beside === undefined || beside.text === ' ') return true;
  if (Math.abs(beside.baseline - bracket.baseline) > 0.5 * bracket.size) return true;
  const gap = Math.max(beside.bbox[0] - bracket.bbox[2], bracket.bbox[0] - beside.bbox[2]);
  return gap > wordGap * bracket.size;
}

/** isLeftOfNumber: `1(` that runs from right to left is the mark `1)`. */
function isLeftOfNumber(bracket: Glyph, before: Glyph | undefined): boolean {
  if (before === undefined || !/^\d$/.test(before.text)) return false;
  if (Math.abs(bracket.baseline - before.baseline) > 0.5 * bracket.size) return false;
  return bracket.bbox[2] <= before.bbox[0] && before.bbox[0] - bracket.bbox[2] < 0.2 * bracket.size;
}
