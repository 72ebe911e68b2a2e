import { isRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';

/** A wider gap, in sizes, parts the pieces of a line, and one that parts Latin words and numbers among letters from right to left. */
const pieceGap = 0.15;
const wordsGap = 0.6;
/** Marks and their letters share so much, in sizes. */
const marksOver = 0.05;
/** A wider gap parts words. */
const wordGap = 0.13;
/** Glyphs of one line stand on one baseline, in sizes. */
const sameLine = 0.02;
/** Pieces may overlap by this part of their width: letters reach over each other. */
const overlap = 0.35;
/** More pieces on one line are no text. */
const mostPieces = 400;

/**
 * withFilledGaps puts the glyphs of a line in the order in which they stand, where programs print the letters that a font lacks, with another
 * font, behind the others of the line. Lines whose pieces follow each other, or lie over each other, stay as they are.
 */
export function withFilledGaps(glyphs: readonly Glyph[]): readonly Glyph[] {
  let result: Glyph[] | undefined;
  for (let start = 0; start < glyphs.length; ) {
    const line = lineFrom(glyphs, start);
    const filled = line.jumps ? filledLine(glyphs.slice(start, line.end)) : undefined;
    if (filled !== undefined) result ??= glyphs.slice(0, start);
    if (result !== undefined) for (const glyph of filled ?? glyphs.slice(start, line.end)) result.push(glyph);
    start = line.end;
  }
  return result ?? glyphs;
}

interface Line {
  readonly end: number;
  /** A glyph of another font stands back within what was printed before. */
  readonly jumps: boolean;
}

/** lineFrom gives where the glyphs of one baseline that begin at `start` end. */
function lineFrom(glyphs: readonly Glyph[], start: number): Line {
  const first = glyphs[start] as Glyph;
  let left = first.bbox[0];
  let right = first.bbox[2];
  let last = first;
  let jumps = false;
  let end = start + 1;
  for (; end < glyphs.length; end += 1) {
    const glyph = glyphs[end] as Glyph;
    if (glyph.angle !== 0 || last.angle !== 0) break;
    if (glyph.generated) continue;
    if (Math.abs(glyph.baseline - first.baseline) > sameLine * first.size) break;
    const x0 = glyph.bbox[0];
    const x1 = glyph.bbox[2];
    const near = pieceGap * glyph.size;
    if (glyph.font !== last.font && x1 > left - near && x0 < right + near)
      jumps ||= x1 < last.bbox[0] + (isRightToLeft(last.text) ? -near : 0.1 * near) || x0 > last.bbox[2] + near;
    if (x0 < left) left = x0;
    if (x1 > right) right = x1;
    last = glyph;
  }
  return { end, jumps };
}

interface Piece {
  readonly glyphs: Glyph[];
  x0: number;
  x1: number;
}

function filledLine(line: readonly Glyph[]): readonly Glyph[] | undefined {
  const ink = line.filter(({ text }) => text !== ' ');
  const rightToLeft = ink.some(({ text }) => isRightToLeft(text));
  const pieces = piecesOf(rightToLeft ? ink : line.filter(({ generated }) => !generated), rightToLeft);
  if (pieces.length < 2 || pieces.length > mostPieces) return undefined;
  const placed = [...pieces].sort((a, b) => (rightToLeft ? b.x1 - a.x1 : a.x0 - b.x0));
  if (placed.every((piece, at) => piece === pieces[at]) || placed.some((piece, at) => liesOver(placed[at - 1], piece)))
    return undefined;
  return withBlanks(placed, rightToLeft);
}

/** piecesOf parts glyphs where the next one does not go on from the last one, on either side. */
function piecesOf(glyphs: readonly Glyph[], rightToLeft: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let last: Glyph | undefined;
  for (const glyph of glyphs) {
    const piece = pieces.at(-1);
    const [x0, , x1] = glyph.bbox;
    if (piece === undefined || last === undefined || !goesOn(last, glyph, rightToLeft))
      pieces.push({ glyphs: [glyph], x0, x1 });
    else {
      piece.glyphs.push(glyph);
      piece.x0 = Math.min(piece.x0, x0);
      piece.x1 = Math.max(piece.x1, x1);
    }
    last = glyph;
  }
  return pieces;
}

function goesOn(last: Glyph, { bbox: [x0, , x1], size, text }: Glyph, rightToLeft: boolean): boolean {
  const [left, , right] = last.bbox;
  // Marks stand over their letters.
  if (Math.min(x1, right) - Math.max(x0, left) > marksOver * size) return true;
  if (x0 < (left + right) / 2) return rightToLeft && Math.abs(left - x1) < pieceGap * size;
  const isWords = rightToLeft && /[\p{L}\d]/u.test(text) && !isRightToLeft(text) && !isRightToLeft(last.text);
  return Math.abs(x0 - right) < (isWords ? wordsGap : pieceGap) * size;
}

function liesOver(before: Piece | undefined, piece: Piece): boolean {
  if (before === undefined) return false;
  const shared = Math.min(before.x1, piece.x1) - Math.max(before.x0, piece.x0);
  return shared > overlap * Math.min(before.x1 - before.x0, piece.x1 - piece.x0);
}

/** Blanks between letters from right to left say little by their places, and PDFium joins some with gaps: those tell where blanks are. */
function withBlanks(pieces: readonly Piece[], rightToLeft: boolean): readonly Glyph[] {
  const result: Glyph[] = [];
  let last: Piece | undefined;
  for (const piece of pieces) {
    const apart = last === undefined ? 0 : rightToLeft ? last.x0 - piece.x1 : piece.x0 - last.x1;
    piece.glyphs.forEach((glyph, at) => {
      const before = result.at(-1);
      const gap = at === 0 || before === undefined ? apart : gapBetween(before, glyph);
      if (gap > wordGap * glyph.size && before !== undefined && before.text !== ' ' && glyph.text !== ' ')
        result.push({ ...glyph, text: ' ' });
      result.push(glyph);
    });
    last = piece;
  }
  return result;
}

function gapBetween({ bbox: [a0, , a1] }: Glyph, { bbox: [b0, , b1] }: Glyph): number {
  return Math.max(b0 - a1, a0 - b1);
}
