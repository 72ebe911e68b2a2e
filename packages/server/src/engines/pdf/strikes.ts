import { bandsOf } from './bands.ts';
import type { Glyph } from './glyphs.ts';
import type { PagePath } from './paths.ts';

/** A line strikes letters out when it runs this high above their baseline, in parts of their size. */
const lowest = 0.16;
const highest = 0.45;
const thickest = 0.2;
const beside = 0.1;
/** So many lines on one page are a drawing. */
const mostLines = 1_000;

/** withStrikes marks the letters that a line runs through. */
export function withStrikes(glyphs: readonly Glyph[], paths: readonly PagePath[]): readonly Glyph[] {
  const lines = paths.filter(({ kind, bbox }) => kind === 'horizontal' && bbox[2] - bbox[0] > 3);
  if (lines.length === 0 || lines.length > mostLines) return glyphs;
  const bands = bandsOf(lines);
  let result: Glyph[] | undefined;
  let near: readonly PagePath[] = [];
  let [baseline, size] = [Number.NaN, Number.NaN];
  for (let at = 0; at < glyphs.length; at += 1) {
    const glyph = glyphs[at] as Glyph;
    if (glyph.angle !== 0) continue;
    // Most glyphs stand on the line of the one before.
    if (glyph.baseline !== baseline || glyph.size !== size) {
      ({ baseline, size } = glyph);
      near = bands.near(baseline - highest * size, baseline - lowest * size);
    }
    if (near.length === 0 || glyph.text === ' ' || !isStruck(glyph, near)) continue;
    result ??= [...glyphs];
    result[at] = { ...glyph, strike: true };
  }
  return result ?? glyphs;
}

/** isStruck tells whether one of the lines near a glyph runs through it. */
function isStruck({ bbox, ink, baseline, size }: Glyph, near: readonly PagePath[]): boolean {
  const middle = (bbox[0] + bbox[2]) / 2;
  const top = baseline - highest * size;
  const bottom = baseline - lowest * size;
  for (const { bbox: line, thickness } of near) {
    const y = (line[1] + line[3]) / 2;
    if (y < top || y > bottom || thickness > thickest * size) continue;
    // Large signs hang from their baseline: a line beside what is inked is the bar of a fraction.
    if (ink !== undefined && (y < ink[1] - beside * size || y > ink[3] + beside * size)) continue;
    if (middle > line[0] && middle < line[2]) return true;
  }
  return false;
}
