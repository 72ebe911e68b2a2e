import type { Bbox } from '@docmill/document';
import type { Glyph } from './glyphs.ts';

/** Readings are this much smaller than the characters that they stand beside, at the least. */
const smallReading = 0.62;
/** The letters of one reading stand no farther apart than this, in sizes; the reading itself from its characters. */
const letterGap = 1.1;
const lineGap = 0.35;
/** The characters of a reading are looked for among so many glyphs before and behind it. */
const farthest = 400;
const longest = 12;

/** A reading covers at least this part of a character, or the character of the reading. */
const covered = 0.5;

/**
 * withReadings puts the readings of Japanese characters, which stand above them or at the right of their column in small letters, behind them
 * in brackets: `漢字` below `かんじ` becomes `漢字(かんじ)`.
 */
export function withReadings(glyphs: readonly Glyph[]): readonly Glyph[] {
  const most = glyphs.reduce((size, glyph) => (isKana(glyph.text) ? Math.max(size, glyph.size) : size), 0);
  if (most === 0 || !glyphs.some(({ text, size }) => isKana(text) && size < smallReading * most)) return glyphs;
  const readings = new Map<number, string>();
  const taken = new Set<number>();
  for (let start = 0; start < glyphs.length; ) {
    const end = endOfReading(glyphs, start, smallReading * most);
    if (end === start) start += 1;
    else {
      const own = glyphs.slice(start, end).filter(({ text }) => text !== ' ');
      const base = baseOf(glyphs, { start, end, box: boxOf(own) });
      if (base !== undefined) {
        readings.set(base, `${readings.get(base) ?? ''}(${own.map(({ text }) => text).join('')})`);
        for (let at = start; at < end; at += 1) taken.add(at);
        if (glyphs[end]?.generated) taken.add(end);
      }
      start = end;
    }
  }
  if (readings.size === 0) return glyphs;
  return glyphs.flatMap((glyph, at) => {
    const reading = readings.get(at);
    return taken.has(at) ? [] : reading === undefined ? glyph : { ...glyph, text: glyph.text + reading };
  });
}

function isKana(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x3041 && code <= 0x30ff;
}

function endOfReading(glyphs: readonly Glyph[], start: number, most: number): number {
  const first = glyphs[start] as Glyph;
  if (!isKana(first.text) || first.size >= most || first.angle !== 0) return start;
  let end = start + 1;
  let last = first;
  for (let at = end; at < glyphs.length && at - start < longest; at += 1) {
    const next = glyphs[at] as Glyph;
    if (next.generated) continue;
    if (!isKana(next.text) || next.size !== first.size) break;
    const [across, down] = [next.bbox[0] - last.bbox[2], next.bbox[1] - last.bbox[3]];
    const isRow = Math.abs(next.baseline - last.baseline) < 0.2 * next.size && Math.abs(across) < letterGap * next.size;
    const isColumn = Math.abs(next.bbox[0] - last.bbox[0]) < 0.5 * next.size && Math.abs(down) < letterGap * next.size;
    if (!isRow && !isColumn) break;
    last = next;
    end = at + 1;
  }
  return end;
}

function boxOf(glyphs: readonly Glyph[]): Bbox {
  const [first] = glyphs;
  return glyphs.reduce<Bbox>(
    ([x0, y0, x1, y1], { bbox }) => [
      Math.min(x0, bbox[0]),
      Math.min(y0, bbox[1]),
      Math.max(x1, bbox[2]),
      Math.max(y1, bbox[3]),
    ],
    first?.bbox ?? [0, 0, 0, 0],
  );
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly box: Bbox;
}

/** baseOf gives the last of the characters that a reading stands beside. */
function baseOf(glyphs: readonly Glyph[], { start, end, box }: Place): number | undefined {
  let base: number | undefined;
  for (let at = Math.max(0, start - farthest); at < Math.min(glyphs.length, end + farthest); at += 1) {
    if (at === start) at = end;
    const glyph = glyphs[at];
    if (glyph !== undefined && /^\p{Script=Han}|^[々〆ヶ]/u.test(glyph.text) && standsBeside(glyph, box)) base = at;
  }
  return base;
}

function standsBeside({ bbox: [x0, y0, x1, y1], size }: Glyph, [left, top, right, bottom]: Bbox): boolean {
  if (size * smallReading < Math.min(right - left, bottom - top)) return false;
  const [across, down] = [Math.min(x1, right) - Math.max(x0, left), Math.min(y1, bottom) - Math.max(y0, top)];
  const isBelow = across > covered * Math.min(x1 - x0, right - left) && Math.abs(y0 - bottom) < lineGap * size;
  const isLeft = down > covered * Math.min(y1 - y0, bottom - top) && Math.abs(left - x1) < lineGap * size;
  return isBelow || isLeft;
}
