import type { Bbox } from '@docmill/document';
import type { TaggedCell, TaggedTable } from './tagged.ts';
import { boxOfWords, linesOf, type TextLine, type Word, wordsBetween } from './words.ts';

/** A head that is printed again has no more lines, which stand this close to each other and to the table, in sizes. */
const mostLines = 4;
const nextLine = 1.7;
const nextRow = 2.6;
/** A head may reach beyond the texts of its table by so many points, and its names stand this far apart, in sizes. */
const slack = 12;
const nameGap = 0.5;

/**
 * withRepeatedHead gives a table that continues one of the page before the names of its columns that are printed again above it: programs tag
 * them as no part of the document. Undefined where none stand there.
 */
export function withRepeatedHead(table: TaggedTable, words: readonly Word[]): TaggedTable | undefined {
  const { over, rows, bbox } = table;
  if (!over.continues || rows[0]?.some(({ isHead }) => isHead)) return undefined;
  const width = rows.reduce((most, cells) => Math.max(most, widthOf(cells)), 0);
  // Where all rows have empty cells, it may be wider than what stands in them.
  const isWide = rows.some((cells) => widthOf(cells.filter((cell) => cell.bbox !== undefined)) === width);
  const lines = linesAbove(bbox, isWide ? words.filter((word) => isOver(bbox, word)) : words);
  const names = namesOf(lines.flatMap((line) => line.words));
  if (names.length < 2 || names.length > width || names.length < width / 2) return undefined;
  const top = boxOfWords(lines.flatMap((line) => line.words));
  return {
    ...table,
    rows: [names, ...rows],
    bbox: [Math.min(bbox[0], top[0]), top[1], Math.max(bbox[2], top[2]), bbox[3]],
  };
}

function widthOf(cells: readonly TaggedCell[]): number {
  return cells.reduce((sum, { columnSpan }) => sum + columnSpan, 0);
}

function isOver(bbox: Bbox, word: Word): boolean {
  return word.bbox[0] > bbox[0] - slack && word.bbox[2] < bbox[2] + slack;
}

/** linesAbove gives the lines that end right above a table. */
function linesAbove(bbox: Bbox, words: readonly Word[]): readonly TextLine[] {
  const found: TextLine[] = [];
  let below = bbox[1];
  for (const line of linesOf(wordsBetween(words, 0, bbox[1])).toReversed()) {
    if (below - line.baseline > (found.length === 0 ? nextRow : nextLine) * line.size) break;
    found.push(line);
    below = line.baseline;
  }
  return found.length > mostLines ? [] : found;
}

/** namesOf puts words that stand above each other, or close, into one cell each. */
function namesOf(words: readonly Word[]): readonly TaggedCell[] {
  const groups: { words: Word[]; to: number }[] = [];
  for (const word of [...words].sort((a, b) => a.bbox[0] - b.bbox[0])) {
    const last = groups.at(-1);
    if (last === undefined || word.bbox[0] - last.to > nameGap * word.size)
      groups.push({ words: [word], to: word.bbox[2] });
    else {
      last.words.push(word);
      last.to = Math.max(last.to, word.bbox[2]);
    }
  }
  return groups.map((group) => ({ isHead: true, rowSpan: 1, columnSpan: 1, bbox: boxOfWords(group.words) }));
}
