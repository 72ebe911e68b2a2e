import { isArabicMark } from './arabic-clusters.ts';
import { clusterFrom, isComposed } from './clusters.ts';
import { isRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';
import { isInferred } from './lone-marks.ts';

/** Clusters that share this part of the narrower one's width, on one line, are one. */
const sharedWidth = 0.4;
const sameLine = 0.5;
/** So many clusters of one text are looked at, the last ones. */
const recent = 4;

interface Cluster {
  readonly start: number;
  readonly end: number;
  readonly x0: number;
  readonly x1: number;
}

/**
 * withoutScattered drops clusters of a letter and its marks that come twice for one place: some programs print the mark apart, before or behind
 * others of its line, and tell the text of the whole cluster for it too. The wider one, which the letter stands in, stays.
 */
export function withoutScattered(glyphs: readonly Glyph[]): readonly Glyph[] {
  if (!glyphs.some(({ text }) => isComposed(text) || isArabicMark(text))) return glyphs;
  const seen = new Map<string, Cluster[]>();
  const dropped = new Set<number>();
  for (let start = 0; start < glyphs.length; ) {
    // A mark behind a blank belongs to what follows.
    if (glyphs[start]?.text === ' ') {
      start += 1;
      continue;
    }
    const cluster = placeFrom(glyphs, start);
    start = cluster.end;
    if (cluster.end - cluster.start < 2) continue;
    const text = glyphs
      .slice(cluster.start, cluster.end)
      .map((glyph) => glyph.text)
      .join('');
    const others = seen.get(text) ?? [];
    if (others.length === 0) seen.set(text, others);
    const twin = others.find((other) => isTwin(glyphs, cluster, other));
    others.push(cluster);
    if (others.length > recent) others.shift();
    if (twin === undefined) continue;
    const narrow = twin.x1 - twin.x0 < cluster.x1 - cluster.x0 ? twin : cluster;
    for (let at = narrow.start; at < narrow.end; at += 1) dropped.add(at);
    // PDFium infers blanks on both sides of what stands apart.
    for (const at of [narrow.start - 1, narrow.end]) if (isInferred(glyphs[at])) dropped.add(at);
  }
  return dropped.size === 0 ? glyphs : glyphs.filter((_, at) => !dropped.has(at));
}

function placeFrom(glyphs: readonly Glyph[], start: number): Cluster {
  const end = isArabic(glyphs[start]) ? endOfArabic(glyphs, start) : clusterFrom(glyphs, start).end;
  let [x0, , x1] = (glyphs[start] as Glyph).bbox;
  for (let at = start + 1; at < end; at += 1) {
    const { bbox } = glyphs[at] as Glyph;
    x0 = Math.min(x0, bbox[0]);
    x1 = Math.max(x1, bbox[2]);
  }
  return { start, end, x0, x1 };
}

function isArabic(glyph: Glyph | undefined): boolean {
  return glyph !== undefined && isRightToLeft(glyph.text);
}

/** endOfArabic: of what one glyph stands for PDFium gives the marks first. */
function endOfArabic(glyphs: readonly Glyph[], start: number): number {
  let end = start;
  while (isArabicMark(glyphs[end]?.text ?? '') && isOfOne(glyphs[end], glyphs[end + 1])) end += 1;
  return end + 1;
}

function isOfOne(first: Glyph | undefined, second: Glyph | undefined): boolean {
  if (first === undefined || second === undefined) return false;
  const [[a0, , a1], [b0, , b1]] = [first.bbox, second.bbox];
  return (a0 === b0 && a1 === b1) || (a1 > a0 && Math.abs(b0 - a1) < 0.02 * first.size);
}

function isTwin(glyphs: readonly Glyph[], cluster: Cluster, other: Cluster): boolean {
  const [glyph, before] = [glyphs[cluster.start] as Glyph, glyphs[other.start] as Glyph];
  if (glyph.angle !== before.angle || Math.abs(glyph.baseline - before.baseline) > sameLine * glyph.size) return false;
  const shared = Math.min(cluster.x1, other.x1) - Math.max(cluster.x0, other.x0);
  return shared > sharedWidth * Math.min(cluster.x1 - cluster.x0, other.x1 - other.x0);
}
