import { unionBbox } from '@docmill/document';
import type { Glyph } from './glyphs.ts';

/** A wider gap, in sizes, is a blank. */
const blankGap = 0.18;

/**
 * logicalRun gives what stands from left to right within a line from right to left in the order in which it is read: its units the last first,
 * by the rules of Unicode's bidirectional algorithm (UAX 9) turned round: `.19:00-` is `-19:00.`, and `, Linux -` is `- Linux ,`. The glyphs
 * of a unit share one box, as the letters of a ligature do, so that what is beside them is measured from all of it.
 */
export function logicalRun(run: readonly Glyph[], isArabic: boolean): readonly Glyph[] {
  if (run.length === 1) return run;
  const units: (readonly Glyph[])[] = [];
  for (let at = 0; at < run.length; ) {
    const end = Math.max(endOfWords(run, at), endOfNumber(run, at, isArabic));
    units.push(end - at > 1 ? unitOf(run.slice(at, end)) : run.slice(at, at + 1));
    at = Math.max(end, at + 1);
  }
  return units.reverse().flat();
}

const isLetter = (glyph: Glyph | undefined) => glyph !== undefined && /^\p{L}/u.test(glyph.text);
const isDigit = (glyph: Glyph | undefined) => glyph !== undefined && /^\p{Nd}$/u.test(glyph.text);

/** endOfWords: Latin words with all that is between them, the numbers behind them and the brackets that they stand in. */
function endOfWords(run: readonly Glyph[], start: number): number {
  let first = start;
  while (isDigit(run[first])) first += 1;
  if (!isLetter(run[first])) return start;
  let end = first;
  for (let at = first; at < run.length; at += 1) if (isLetter(run[at]) || isDigit(run[at])) end = at + 1;
  const text = run
    .slice(first, end)
    .map((glyph) => glyph.text)
    .join('');
  const isOpen = text.lastIndexOf('(') > text.lastIndexOf(')');
  return isOpen && run[end]?.text === ')' ? end + 1 : end;
}

/** endOfNumber: `1,234.50`, `19:00`, `3/4` and `12%`; a hyphen goes between numbers among Hebrew letters only. */
function endOfNumber(run: readonly Glyph[], start: number, isArabic: boolean): number {
  let end = start;
  if (run[end]?.text === '%' && isDigit(run[end + 1])) end += 1;
  if (!isDigit(run[end])) return start;
  const sign = isArabic ? /^[.,:/٫٬]$/ : /^[.,:/+-]$/;
  while (isDigit(run[end]) || (sign.test(run[end]?.text ?? '') && isDigit(run[end + 1]))) end += 1;
  return run[start]?.text !== '%' && /^[%٪‰]$/.test(run[end]?.text ?? '') ? end + 1 : end;
}

function unitOf(glyphs: readonly Glyph[]): readonly Glyph[] {
  const bbox = unionBbox(glyphs.map((glyph) => glyph.bbox));
  const [first] = glyphs;
  if (bbox === undefined || first === undefined) return glyphs;
  const unit: Glyph[] = [];
  let last: Glyph | undefined;
  for (const glyph of first.text === '%' ? [...glyphs.slice(1), first] : glyphs) {
    const gap = last === undefined ? 0 : glyph.bbox[0] - last.bbox[2];
    if (gap > blankGap * glyph.size && glyph.text !== ' ' && last?.text !== ' ')
      unit.push({ ...glyph, text: ' ', bbox });
    unit.push({ ...glyph, bbox });
    last = glyph;
  }
  return unit;
}
