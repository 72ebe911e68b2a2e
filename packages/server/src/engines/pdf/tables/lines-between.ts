import type { Ruling } from './ruling.ts';
import { linesOf, piecesOf, type TextLine, type Word } from './words.ts';

/** linesBetween gives lines without what stands beside them, in another column, over the ends of a ruling. */
export function linesBetween(words: readonly Word[], { from, to }: Ruling): TextLine[] {
  const reach = words.filter(({ bbox }) => bbox[2] > from - besideReach && bbox[0] < to + besideReach);
  const own = linesOf(reach).flatMap((line) =>
    piecesOf(line, besideGap).flatMap((piece) => (piece.to > from && piece.from < to ? piece.words : [])),
  );
  return [...linesOf(own)];
}

/** What stands further beside, points, is not looked at; a gap of so many sizes parts it. */
const besideReach = 40;
const besideGap = 0.9;
