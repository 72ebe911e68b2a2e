import type { Bbox } from '@docmill/document';
import { isComposed } from '../clusters.ts';
import type { Glyph } from '../glyphs.ts';

/** Word is a stretch of glyphs without a blank; its box is the ink of its line, not the leading. */
export interface Word {
  readonly bbox: Bbox;
  readonly baseline: number;
  readonly size: number;
  readonly text: string;
  readonly font: number;
  /** A letter with an index, as symbols of formulas are. */
  readonly indexed: boolean;
}

/** TextLine is what stands on one baseline, from left to right. */
export interface TextLine {
  readonly words: readonly Word[];
  readonly bbox: Bbox;
  readonly baseline: number;
  readonly size: number;
}

/** Piece is a part of a line without a wide gap. */
export interface Piece {
  readonly words: readonly Word[];
  readonly from: number;
  readonly to: number;
}

/** A gap of so many sizes parts words. */
const wordGap = 0.22;
/** So many part words of scripts whose letters are put together of pieces. */
const composedGap = 0.85;
/** Baselines of one line differ by no more, in sizes: scripts stand higher and lower. */
const sameLine = 0.42;
/** The ink of a line above and below its baseline, in sizes. */
const ascent = 0.75;
const descent = 0.2;

/** middleOf gives the height at which a text stands: a line that parts rows runs above or below it. */
export function middleOf({ baseline, size }: Pick<Word, 'baseline' | 'size'>): number {
  return baseline - 0.3 * size;
}

/** wordsBetween gives the words between two heights; they must be sorted by their middles, as those of `wordsOf` are. */
export function wordsBetween(words: readonly Word[], top: number, bottom: number): readonly Word[] {
  return words.slice(firstBelow(words, top), firstBelow(words, bottom));
}

function firstBelow(words: readonly Word[], y: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (middleOf(words[middle] as Word) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** wordsOf joins glyphs, in the order of the file; the words are sorted by their middles. */
export function wordsOf(glyphs: readonly Glyph[]): readonly Word[] {
  const words: Word[] = [];
  let start = 0;
  for (let at = 0; at <= glyphs.length; at += 1) {
    const glyph = glyphs[at];
    const isInk = glyph !== undefined && glyph.text !== ' ';
    if (isInk && (at === start || !parts(glyphs[at - 1] as Glyph, glyph))) continue;
    if (at > start) words.push(wordOf(glyphs, start, at));
    start = isInk ? at : at + 1;
  }
  return words.sort((a, b) => middleOf(a) - middleOf(b));
}

function parts(last: Glyph, next: Glyph): boolean {
  const size = Math.max(last.size, next.size);
  // Letters from right to left follow each other to the left, numbers among them to the right.
  const gap = Math.max(next.bbox[0] - last.bbox[2], last.bbox[0] - next.bbox[2]);
  // Pieces of letters leave gaps of their own.
  const least = isComposed(last.text) && isComposed(next.text) ? composedGap : wordGap;
  return gap > least * size || Math.abs(next.baseline - last.baseline) > 0.6 * size;
}

/** wordOf joins the glyphs from `start` to `end`, exclusive. */
function wordOf(glyphs: readonly Glyph[], start: number, end: number): Word {
  const first = glyphs[start] as Glyph;
  let largest = first;
  let x0 = first.bbox[0];
  let x1 = first.bbox[2];
  let text = '';
  let indexed = false;
  for (let at = start; at < end; at += 1) {
    const glyph = glyphs[at] as Glyph;
    text += glyph.text;
    x0 = Math.min(x0, glyph.bbox[0]);
    x1 = Math.max(x1, glyph.bbox[2]);
    if (glyph.size > largest.size) largest = glyph;
    indexed ||= isIndex(glyph, first);
  }
  const { baseline, size, font } = largest;
  return { bbox: [x0, baseline - ascent * size, x1, baseline + descent * size], baseline, size, text, font, indexed };
}

/** isIndex: smaller and lower than the letter that a word begins with. */
function isIndex({ size, baseline }: Glyph, first: Glyph): boolean {
  return size < 0.85 * first.size && baseline > first.baseline + 0.05 * first.size && /^\p{L}$/u.test(first.text);
}

/** linesOf puts words of one baseline into a line, from top to bottom. */
export function linesOf(words: readonly Word[]): readonly TextLine[] {
  const lines: { words: Word[]; baseline: number; size: number }[] = [];
  for (const word of fromTop(words)) {
    const line = lines.at(-1);
    const size = Math.max(word.size, line?.size ?? 0);
    if (line === undefined || word.baseline - line.baseline > sameLine * size)
      lines.push({ words: [word], baseline: word.baseline, size: word.size });
    else {
      line.words.push(word);
      if (word.size > line.size) Object.assign(line, { baseline: word.baseline, size: word.size });
    }
  }
  return lines.map((line) => {
    const sorted = fromLeft(line.words);
    return { words: sorted, baseline: line.baseline, size: line.size, bbox: boxOfWords(sorted) };
  });
}

/** fromTop gives words by their baselines: words of one size, sorted by their middles, are given back as they are. */
function fromTop(words: readonly Word[]): readonly Word[] {
  for (let at = 1; at < words.length; at += 1)
    if ((words[at] as Word).baseline < (words[at - 1] as Word).baseline)
      return [...words].sort((a, b) => a.baseline - b.baseline);
  return words;
}

/** fromLeft gives words by their left edges: those of one line, in the order of the file, are given back as they are. */
function fromLeft(words: readonly Word[]): readonly Word[] {
  for (let at = 1; at < words.length; at += 1)
    if ((words[at] as Word).bbox[0] < (words[at - 1] as Word).bbox[0])
      return [...words].sort((a, b) => a.bbox[0] - b.bbox[0]);
  return words;
}

/** Lines that stand closer than this, in sizes, are of cells that are centred on each other. */
const oneLevel = 0.8;

/** levelsOf joins lines that stand between each other: they are of one row. */
export function levelsOf(lines: readonly TextLine[]): readonly TextLine[] {
  const levels: TextLine[] = [];
  for (const line of lines) {
    const last = levels.at(-1);
    if (last === undefined || line.baseline - last.baseline > oneLevel * line.size) levels.push(line);
    else {
      const words = fromLeft([...last.words, ...line.words]);
      levels[levels.length - 1] = { ...line, words, bbox: boxOfWords(words) };
    }
  }
  return levels;
}

/** boxOfWords gives the rectangle around words; empty for none. */
export function boxOfWords(words: readonly Word[]): Bbox {
  let [x0, y0, x1, y1] = words[0]?.bbox ?? [0, 0, 0, 0];
  for (const { bbox } of words) {
    x0 = Math.min(x0, bbox[0]);
    y0 = Math.min(y0, bbox[1]);
    x1 = Math.max(x1, bbox[2]);
    y1 = Math.max(y1, bbox[3]);
  }
  return [x0, y0, x1, y1];
}

/** piecesOf parts a line where the gap is wider than `gap` sizes. */
export function piecesOf({ words, size }: Pick<TextLine, 'words' | 'size'>, gap: number): readonly Piece[] {
  const pieces: { words: Word[]; from: number; to: number }[] = [];
  for (const word of words) {
    const last = pieces.at(-1);
    if (last === undefined || word.bbox[0] - last.to > gap * size)
      pieces.push({ words: [word], from: word.bbox[0], to: word.bbox[2] });
    else {
      last.words.push(word);
      last.to = Math.max(last.to, word.bbox[2]);
    }
  }
  return pieces;
}

/** isBroken: a gap wider than `gap` sizes parts the line. */
export function isBroken({ words, size }: Pick<TextLine, 'words' | 'size'>, gap: number): boolean {
  let end = words[0]?.bbox[2] ?? 0;
  for (const { bbox } of words) {
    if (bbox[0] - end > gap * size) return true;
    end = Math.max(end, bbox[2]);
  }
  return false;
}

/** textOfWords gives words parted by blanks. */
export function textOfWords(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ');
}

const value =
  /^[^\p{L}\p{N}]*(?:[A-Z]{1,3}|[a-z]{1,2})?[$€£¥]?[^\p{L}\p{N}]*\d[\d.,'’ \u00a0:/*%‰±×()–+-]*(?:%|[\p{L}°]{1,3}\d?|\*+)?[^\p{L}\p{N}]*$/u;
const placeholder = /^(?:[-–—.…*×xX✓✔✗✘☑☒☐●○◯■□]+|n\.?\/?a\.?|:|yes|no)$/iu;

/** isValue tells numbers with their signs and units, and what stands for one that is missing. */
export function isValue(text: string): boolean {
  return value.test(text) || placeholder.test(text);
}

/** isAmount tells a value that is no year, as columns are named by. */
export function isAmount(text: string): boolean {
  return isValue(text) && !/^(?:19|20)\d\d$/.test(text);
}

/** isUnitOf tells a value with the unit behind it: `12.5`, `kW`. */
export function isUnitOf(number: string, unit: string): boolean {
  return isValue(number) && !isValue(unit) && /[\p{L}°%]/u.test(unit);
}

/** areThousands: the last digits of a long number stand behind a blank in some languages: `12 345`. */
export function areThousands(before: string, text: string): boolean {
  return /^[^\p{L}]*\d{1,3}$/u.test(before) && /^\d{3}(?!\d)/.test(text);
}
