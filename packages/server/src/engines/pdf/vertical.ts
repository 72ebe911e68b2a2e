import type { Glyph } from './glyphs.ts';

const ideograph = /[\u2e80-\u30ff\u31c0-\u31ef\u3400-\u9fff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uffef]/;
/** So many characters below each other make a column of text. */
const fewest = 4;

/**
 * withVertical finds Chinese and Japanese text that is set in columns from top to bottom. Such columns follow each other from right to left,
 * as the lines of text that is turned by 90 degrees do, and so they are marked as such.
 */
export function withVertical(glyphs: readonly Glyph[]): readonly Glyph[] {
  const lasting = columnsOf(glyphs, fewest);
  if (lasting.length === 0) return glyphs;
  const count = lasting.reduce((sum, { start, end }) => sum + end - start, 0);
  const isVertical = 2 * count > glyphs.filter(({ text }) => ideograph.test(text)).length;
  const result = [...glyphs];
  for (const column of columnsOf(glyphs, 1)) {
    const { start, end } = column;
    if (end - start < fewest && !(isVertical && isPiece(glyphs, column))) continue;
    for (let at = start; at < end; at += 1) result[at] = turned(glyphs[at] as Glyph, glyphs[start] as Glyph);
  }
  return result.filter((glyph) => !glyph.generated);
}

interface Column {
  readonly start: number;
  /** Index behind its last glyph. */
  readonly end: number;
}

/** columnsOf gives the columns of at least so many glyphs: nearly all text has none of several. */
function columnsOf(glyphs: readonly Glyph[], least: number): readonly Column[] {
  const columns: Column[] = [];
  for (let start = 0; start < glyphs.length; ) {
    const end = endOfColumn(glyphs, start);
    if (end - start >= least) columns.push({ start, end });
    start = end;
  }
  return columns;
}

/** isPiece: on a page set in columns single characters are pieces of one too, as the last of a paragraph or `月` in a date; those of a running head stand in a row. */
function isPiece(glyphs: readonly Glyph[], { start, end }: Column): boolean {
  const first = glyphs[start] as Glyph;
  if (!ideograph.test(first.text) || first.angle !== 0) return false;
  return [glyphs[start - 1], glyphs[end]].every((other) => {
    if (other === undefined || other.angle !== 0) return true;
    const gap = Math.max(other.bbox[0] - first.bbox[2], first.bbox[0] - other.bbox[2]);
    return Math.abs(other.baseline - first.baseline) > 0.3 * first.size || gap > 1.5 * first.size;
  });
}

/** endOfColumn gives the index behind the last glyph that stands below the one before it; blanks that PDFium infers between them do not count. */
function endOfColumn(glyphs: readonly Glyph[], start: number): number {
  let last = glyphs[start] as Glyph;
  let end = start + 1;
  if (!ideograph.test(last.text) || last.angle !== 0) return end;
  for (let at = end; at < glyphs.length; at += 1) {
    const next = glyphs[at] as Glyph;
    if (next.generated) continue;
    if (!isBelow(last, next)) break;
    last = next;
    end = at + 1;
  }
  return end;
}

function isBelow(upper: Glyph, lower: Glyph): boolean {
  if (lower.angle !== 0) return false;
  const across = (lower.bbox[0] + lower.bbox[2] - upper.bbox[0] - upper.bbox[2]) / 2;
  // Of a flat character such as `一` some fonts give the ink alone, as its box.
  const [top, foot] = [lower.bbox[1] - upper.bbox[1], lower.baseline - upper.baseline];
  return (
    Math.abs(across) < 0.35 * upper.size &&
    Math.max(top, foot) > 0.4 * upper.size &&
    Math.min(top, foot) < 1.35 * upper.size
  );
}

/** Signs such as `。` stand at the side of their column; it is as wide as its first character. */
function turned(glyph: Glyph, { bbox: [x0, , x1] }: Glyph): Glyph {
  const [, y0, , y1] = glyph.bbox;
  return { ...glyph, angle: 90, bbox: [x0, y0, x1, y1], baseline: x0 + 0.12 * glyph.size };
}
