import type { Glyph } from './glyphs.ts';

/** Glyphs nearer than this, in sizes, are one that is printed again: to make it bold, or as its shadow. */
const near = 0.25;

/** So many glyphs of one place are looked at, the last ones. */
const recent = 8;

/** withoutTwins leaves each glyph once that a page prints again in nearly the same place, however far apart in the file. */
export function withoutTwins(glyphs: readonly Glyph[]): readonly Glyph[] {
  const seen = new Map<string, Glyph[]>();
  return glyphs.filter((glyph) => {
    if (glyph.text === ' ') return true;
    const [column, row] = [Math.floor(glyph.bbox[0] / glyph.size), Math.floor(glyph.baseline / glyph.size)];
    for (const x of [column - 1, column, column + 1])
      for (const y of [row - 1, row, row + 1])
        if (
          seen
            .get(`${glyph.text} ${x} ${y}`)
            ?.slice(-recent)
            .some((other) => isTwin(glyph, other))
        )
          return false;
    const key = `${glyph.text} ${column} ${row}`;
    const others = seen.get(key);
    if (others === undefined) seen.set(key, [glyph]);
    else others.push(glyph);
    return true;
  });
}

function isTwin({ bbox, baseline, size, angle }: Glyph, other: Glyph): boolean {
  // Letters of one ligature have one box.
  if (bbox === other.bbox || angle !== other.angle) return false;
  return Math.abs(bbox[0] - other.bbox[0]) < near * size && Math.abs(baseline - other.baseline) < near * size;
}
