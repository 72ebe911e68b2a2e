import { isLabel } from './captions.ts';
import type { Row } from './order.ts';
import type { Font, Run } from './page-content.ts';
import { textOfRuns } from './run-text.ts';

/** Line is a row with what decides to which paragraph it belongs. */
export interface Line extends Row {
  readonly text: string;
  /** Its text without the raised marks at its end, which say nothing about where a sentence ends. */
  readonly unmarked: string;
  /** Size of most of its text, of the widest piece; 10 for a solid. */
  readonly size: number;
  /** Sizes that much of the text on its baseline has, the largest first. */
  readonly sizes: readonly number[];
  /** Size of its first and last piece with letters. */
  readonly startSize: number;
  readonly endSize: number;
  readonly bold: boolean;
  readonly italic: boolean;
  /** Set in a font of one width. */
  readonly mono: boolean;
  /** Begins with bold words. */
  readonly startsBold: boolean;
  /** Begins with a word in a font of one width, and goes on in another. */
  readonly startsMono: boolean;
  /** Begins with a raised mark, as notes and affiliations do. */
  readonly startsRaised: boolean;
  /** The printed mark when it begins like an item of a list. */
  readonly marker?: string | undefined;
  readonly solid: boolean;
  /** It has gaps as wide as those between cells. */
  readonly tabular: boolean;
  /** Where its text begins behind the mark, points. */
  readonly textLeft: number;
  /** It ends with a page number behind a leader: `Wheels . . . . . 12`. */
  readonly leader: boolean;
}

/** KeptLine is what a paragraph keeps of a line. */
export interface KeptLine extends Row, Pick<Line, 'size' | 'textLeft'> {
  readonly leader?: boolean;
  readonly startsRaised?: boolean;
}

/** keptOf drops what only decides how lines are grouped: drafts hold all lines of a document. */
export function keptOf({ items, bbox, baseline, size, textLeft, leader, startsRaised }: Line): KeptLine {
  return {
    ...{ items, bbox, baseline, size, textLeft },
    ...(leader ? { leader } : {}),
    ...(startsRaised ? { startsRaised } : {}),
  };
}

const bullet =
  /^([•◦▪●○◎■□‣⁃∙∗·・✓✔✗➢➤►▶▸▹❖◆◇★☆※❑⬤➔→◾◽▫–—*\uFFFD-](?=\s+\S)|[☐☑☒✗✘](?=\s+[^☐☑☒]+$)|[•◦▪●■‣⁃∙・✓✔➢➤►▶▸❖◆](?=\S)|[○◎□◇★☆※](?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]))\s*/u;
const number =
  /^(\[\d{1,3}\]|\(?\d{1,3}[.)](?!\d)|\(?[a-zA-Z][.)]|\(?(?:ix|iv|v?i{1,3}|xi{0,3}|xiv|xv)[.)]|(?:I{2,3}|IX|IV|VI{1,3}|XI{1,3})[.)]|[①-⑳]|[（(]?[一二三四五六七八九十]{1,3}[)）]|\d{1,3}[、）．]|[a-z]\))\s+(?=\S)|^(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、）．](?!\d)|[①-⑳])(?=\S)/u;
/** Marks of letters of other alphabets; Japanese needs no blank behind them. A Korean line may begin with `다.`, the end of a sentence. */
const letter =
  /^(?:\(?[а-яΑ-Ωα-ω]\)|\(?[א-ת][.)]|[\u0660-\u0669\u06f0-\u06f9]{1,3}[.)-]|\(?[가나다라마바사아자차카타파하]\))\s+(?=\S)|^(?:[ア-ン][．.)）]|[（(][ア-ン가나다라마바사아자차카타파하][)）])\s*(?=\S)/u;

/** Marks of letters end with a full stop or a bracket after so many at most: `xiii.` */
const longestLetters = 4;
const fullStop = 0x2e;
const closing = 0x29;

/** beginsPlainly: it begins with a Latin letter, and no mark of letters ends soon. */
function beginsPlainly(text: string): boolean {
  const letter = text.charCodeAt(0) | 32;
  if (!(letter >= 97 && letter <= 122)) return false;
  for (let at = 1; at <= longestLetters; at += 1) {
    const code = text.charCodeAt(at);
    if (code === fullStop || code === closing) return false;
  }
  return true;
}

/** markerOf gives the mark that an item of a list begins with; signs alone, as dots in a drawing, are no items. */
export function markerOf(text: string): string | undefined {
  // Nearly all lines end here.
  if (beginsPlainly(text)) return undefined;
  if (!/[\p{L}\p{N}]/u.test(text)) return undefined;
  return (bullet.exec(text) ?? number.exec(text) ?? letter.exec(text))?.[0].trim();
}

/** isBullet tells marks without a number or letter, and the letter that Word uses as a ring. */
export function isBullet(marker: string): boolean {
  return marker === 'o' || !/[\p{L}\p{N}]/u.test(marker);
}

const leaderEnd = /(?:[.·…‥_]\s?){4,}\s*(?:[\divxlc]{1,6}|[A-Z]?-?\d+(?:-\d+)?)\.?$/i;

/** What decides is at the end; a line of nothing but dots must not be looked at from each of them. */
const longestLeaderEnd = 80;

/** lineOf adds to a row what it says of itself. */
export function lineOf(found: Row, fonts: readonly Font[]): Line {
  const row = withRoundBullet(found, fonts);
  const runs = runsOfRow(row);
  const text = textOfRow(row);
  const marker = markerOf(text);
  const inked = runs.filter((run) => run.text.trim() !== '');
  const first = inked[0];
  const sizes = mainSizes(inked);
  const bold = inked.every((run) => fonts[run.font]?.bold);
  return {
    ...row,
    text,
    unmarked: withoutMarks(text, inked),
    size: sizes[0] ?? sizeOf(row),
    sizes,
    startSize: inked.find(isPlainText)?.size ?? 0,
    endSize: inked.findLast(isPlainText)?.size ?? 0,
    bold,
    italic: inked.every((run) => fonts[run.font]?.italic),
    mono: isMono(inked, fonts),
    startsBold: first !== undefined && fonts[first.font]?.bold === true && /\p{L}{2}/u.test(first.text),
    startsMono: first !== undefined && fonts[first.font]?.mono === true && !isMono(inked, fonts),
    startsRaised: first !== undefined && first.rise > 0 && first.text.trim().length <= 3,
    marker,
    solid: row.items[0]?.solid !== undefined,
    tabular: isTabular(row, marker) && !isLed(row, bold),
    textLeft: marker === undefined ? row.bbox[0] : textLeftOf(row, { marker, text }),
    leader: leaderEnd.test(text.slice(-longestLeaderEnd)),
  };
}

function isPlainText({ rise, text }: Run): boolean {
  return rise === 0 && /\p{L}/u.test(text);
}

/** Word marks the second level of a list with a small letter o of a font of one width, as a ring. */
function withRoundBullet(row: Row, fonts: readonly Font[]): Row {
  const [item, ...others] = row.items;
  const [mark, words] = runsOfRow(row).filter(({ text }) => text.trim() !== '');
  if (mark?.text.trim() !== 'o' || words === undefined || item?.segment?.runs.includes(mark) !== true) return row;
  if (!fonts[mark.font]?.mono || fonts[words.font]?.mono) return row;
  const runs = item.segment.runs.map((run) => (run === mark ? { ...run, text: run.text.replace('o', '◦') } : run));
  return { ...row, items: [{ ...item, segment: { ...item.segment, runs } }, ...others] };
}

/** runsOfRow gives the pieces of a row from left to right. */
export function runsOfRow(row: Row): readonly Run[] {
  const [first] = row.items;
  if (row.items.length === 1) return first?.segment?.runs ?? [];
  return row.items.flatMap((item) => item.segment?.runs ?? []);
}

/** textOfRow gives a row's characters, its segments parted by blanks. */
export function textOfRow(row: Row): string {
  const [first] = row.items;
  // Most rows are of one piece.
  if (row.items.length === 1) return textOfRuns(first?.segment?.runs ?? []).trim();
  return row.items
    .map((item) => textOfRuns(item.segment?.runs ?? []))
    .join(' ')
    .trim();
}

/** A letter that the font of a program lacks is of another one; a word, or a bullet, makes the line one of text. */
function isMono(runs: readonly Run[], fonts: readonly Font[]): boolean {
  const others = runs.filter(({ font }) => !fonts[font]?.mono);
  if (others.length === 0) return runs.length > 0;
  return others.length < 0.5 * runs.length && others.every((run) => run.text.trim().length <= 2 && run !== runs[0]);
}

function withoutMarks(text: string, runs: readonly Run[]): string {
  let end = text;
  for (const { rise, text: mark } of runs.slice(-3).reverse()) {
    if (rise <= 0 || !end.endsWith(mark.trim())) break;
    end = end.slice(0, end.length - mark.trim().length).trimEnd();
  }
  return end;
}

/** A size that so much of a line is set in is the line's, if no larger one is: small capitals are capitals of two sizes. */
const sizeShare = 0.25;

function mainSizes(runs: readonly Run[]): readonly number[] {
  const weights = new Map<number, number>();
  let all = 0;
  for (const { size, rise, text } of runs) {
    if (rise !== 0) continue;
    weights.set(size, (weights.get(size) ?? 0) + text.length);
    all += text.length;
  }
  const main = [...weights].filter(([, weight]) => weight >= sizeShare * all).map(([size]) => size);
  return main.sort((a, b) => b - a);
}

function sizeOf(row: Row): number {
  let [size, widest] = [10, 0];
  for (const { bbox, segment } of row.items)
    if (segment !== undefined && bbox[2] - bbox[0] > widest) [size, widest] = [segment.size, bbox[2] - bbox[0]];
  return size;
}

/** Two segments a row could be a justified line with a hole; a gap of two sizes is one between cells. */
function isTabular(row: Row, marker: string | undefined): boolean {
  const size = sizeOf(row);
  const wide = row.items.filter((item, at) => {
    const before = row.items[at - 1];
    const gap = before === undefined ? 0 : item.bbox[0] - before.bbox[2];
    return (
      before !== undefined &&
      gap > 2 * size &&
      !isEndOfProof(row, item) &&
      !(gap < stopGap * size && isNewSentence(before, item))
    );
  });
  if (wide.length === 0 || isLoose(row)) return false;
  // Behind a mark that stands alone the gap is only its indent.
  return marker === undefined || wide.length > 1 || textOfRow({ ...row, items: row.items.slice(0, 1) }) !== marker;
}

/** The number of a heading: `2.1`, `A.3`. */
const headingNumber = /^(?:\d{1,2}|[A-Z](?=\.))(?:\.\d{1,2}){0,4}\.?$/;

/** isLed: the number of a bold heading, or the label of a caption, stands alone before the words, at a stop of their own. */
function isLed({ items: [lead, words, ...others] }: Row, bold: boolean): boolean {
  if (lead === undefined || words === undefined || others.length > 0) return false;
  const [first, second] = [textOfItem(lead), textOfItem(words)];
  return (bold && headingNumber.test(first) && /^\p{L}/u.test(second)) || isLabel(first);
}

/** isEndOfProof: a square at the right end of a line says that a proof is done. */
function isEndOfProof({ items }: Row, item: Row['items'][number]): boolean {
  return item === items.at(-1) && /^[□■◻◼∎▢]$/u.test(textOfItem(item));
}

function textOfItem({ segment }: Row['items'][number]): string {
  return textOfRuns(segment?.runs ?? []).trim();
}

/** In a loose line a new sentence begins this far behind the one before, in sizes. */
const stopGap = 3.5;

function isNewSentence(before: Row['items'][number], item: Row['items'][number]): boolean {
  const [sentence, next] = [before, item].map(textOfItem);
  return /\s\S*\p{Ll}[.!?]$/u.test(sentence ?? '') && /^\p{Lu}\p{Ll}/u.test(next ?? '');
}

/** TeX stretches the blank behind a full stop so many times more than others. */
const stopStretch = 3.2;

/** isLoose: single words with equal gaps, as justified lines of long words have them; those behind a full stop may be wider. */
function isLoose({ items }: Row): boolean {
  const words = items.map(textOfItem);
  if (!words.every((word) => /^[\p{L}\p{P}]+$/u.test(word))) return false;
  const gaps = items.slice(1).map((item, at) => item.bbox[0] - (items[at]?.bbox[2] ?? 0));
  const isStop = (at: number) => /[.!?:;]$/.test(words[at] ?? '');
  const even = gaps.filter((_, at) => !isStop(at));
  const [least, most] = (even.length === 0 ? gaps : even).reduce(
    ([a, b], gap) => [Math.min(a, gap), Math.max(b, gap)],
    [9999, 0],
  );
  return most <= 1.6 * least && gaps.every((gap) => gap <= stopStretch * least);
}

function textLeftOf(row: Row, { marker, text }: { readonly marker: string; readonly text: string }): number {
  const [first, second] = row.items;
  if (first === undefined) return row.bbox[0];
  if (textOfItem(first) === marker && second !== undefined) return second.bbox[0];
  // Letters are taken for equally wide: near enough to tell an indent.
  return first.bbox[0] + ((first.bbox[2] - first.bbox[0]) * (marker.length + 1)) / Math.max(1, text.length);
}
