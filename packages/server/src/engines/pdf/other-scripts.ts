import { withWholeClusters } from './clusters.ts';
import type { Glyph } from './glyphs.ts';
import { withoutStrokes } from './joining-scripts.ts';
import { withMarksInPlace } from './lone-marks.ts';
import { withReadings } from './readings.ts';
import { withoutScattered } from './scattered-clusters.ts';
import { withTurnedLigatures } from './turned-ligatures.ts';

/**
 * isOfOtherScript tells marks that combine with letters, and what is neither Latin, Greek or Cyrillic nor a sign that is used with them. Pages
 * without any are spared what mends single scripts.
 */
export function isOfOtherScript(code: number): boolean {
  // Nearly all text ends here.
  if (code < 0x300) return false;
  return (
    code < 0x370 ||
    (code >= 0x590 && code < 0x1e00) ||
    (code >= 0x2e80 && code < 0xd800) ||
    (code >= 0xf900 && code < 0xfffd)
  );
}

/** MendedScripts are the glyphs of a page, and how many strokes that mean nothing were dropped. */
export interface MendedScripts {
  readonly glyphs: readonly Glyph[];
  readonly strokes: number;
}

/** withMendedScripts mends what programs do to single scripts: letters in pieces, marks apart from them, readings, strokes between them. */
export function withMendedScripts(glyphs: readonly Glyph[]): MendedScripts {
  const joined = withoutStrokes(withTurnedLigatures(glyphs));
  return {
    glyphs: withMarksInPlace(withoutScattered(withWholeClusters(withReadings(joined)))),
    strokes: glyphs.length - joined.length,
  };
}
