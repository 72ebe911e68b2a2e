import { isComposed } from './clusters.ts';
import { isRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';

/** Marks over or under letters of Latin, Hebrew and Arabic; those of composed scripts count as well. */
const mark = /^[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]$/;
/** A mark belongs to a letter on its line, whose baseline differs by no more than this, in sizes. */
const sameLine = 0.45;
/** Its middle stands over its letter, or so far beside it, in sizes. */
const beside = 0.3;
/** Letters farther away than this among the glyphs are not looked at, nor more marks than this of one page. */
const farthest = 600;
const mostLone = 400;

/** withMarksInPlace puts marks that programs print apart from their letters behind them; no blank that PDFium infers parts the two. */
export function withMarksInPlace(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(isMark)) return glyphs;
  const kept: Glyph[] = [];
  let isBehindLone = false;
  const lone: { readonly glyph: Glyph; readonly at: number }[] = [];
  for (const glyph of glyphs) {
    if (isMark(glyph)) {
      if (isInferred(kept.at(-1)) && belongsTo(glyph, kept.at(-2))) kept.pop();
      if (lone.length < mostLone && !belongsTo(glyph, kept.at(-1))) {
        if (isInferred(kept.at(-1))) kept.pop();
        lone.push({ glyph, at: kept.length });
        isBehindLone = true;
        continue;
      }
    }
    // PDFium infers blanks on both sides of what stands apart.
    if (!(isBehindLone && isInferred(glyph))) kept.push(glyph);
    isBehindLone = false;
  }
  return lone.length === 0 ? kept : withPlaced(kept, lone);
}

/** Of blanks among letters from right to left PDFium does not say that it inferred them, but they have no box. */
export function isInferred(glyph: Glyph | undefined): boolean {
  return glyph !== undefined && glyph.text === ' ' && (glyph.generated || glyph.bbox[1] === glyph.bbox[3]);
}

type Lone = readonly { readonly glyph: Glyph; readonly at: number }[];

function withPlaced(kept: readonly Glyph[], lone: Lone): readonly Glyph[] {
  const placed = Map.groupBy(lone, ({ glyph, at }) => placeOf(glyph, { kept, at }));
  const result: Glyph[] = [];
  for (let at = 0; at <= kept.length; at += 1) {
    for (const { glyph } of placed.get(at) ?? []) {
      const before = result.at(-1);
      result.push(before !== undefined && belongsTo(glyph, before) ? placedOn(glyph, before) : glyph);
    }
    if (at < kept.length) result.push(kept[at] as Glyph);
  }
  return result;
}

/** A mark of letters from right to left takes no room: the next letter stands to the left of its letter, not of the mark. */
function placedOn(glyph: Glyph, { baseline, bbox, text }: Glyph): Glyph {
  if (!isRightToLeft(text)) return { ...glyph, baseline };
  const [x0, y0, , y1] = bbox;
  return { ...glyph, baseline, bbox: [x0, y0, x0, y1] };
}

/** placeOf gives the index behind the letter that the mark stands over and the marks that it has already; where it was when there is none. */
function placeOf(glyph: Glyph, { kept, at }: { readonly kept: readonly Glyph[]; readonly at: number }): number {
  for (let away = 1; away < farthest; away += 1)
    for (const index of [at - away, at + away - 1]) {
      const letter = kept[index];
      if (letter === undefined || letter.text === ' ' || isMark(letter) || !belongsTo(glyph, letter, 0)) continue;
      let end = index + 1;
      while (end < kept.length && isMark(kept[end] as Glyph)) end += 1;
      return end;
    }
  return at;
}

function isMark({ text, angle }: Glyph): boolean {
  if (text.charCodeAt(0) < 0x300 || angle !== 0) return false;
  return mark.test(text) || (isComposed(text) && /^\p{M}$/u.test(text));
}

function belongsTo({ bbox, baseline, size }: Glyph, letter: Glyph | undefined, room = beside): boolean {
  if (letter === undefined || letter.text === ' ' || Math.abs(letter.baseline - baseline) > sameLine * size)
    return false;
  const middle = (bbox[0] + bbox[2]) / 2;
  return middle > letter.bbox[0] - room * size && middle < letter.bbox[2] + room * size;
}
