import { isLabel } from './captions.ts';
import { type ColumnShape, goesOnWithin, shapeOf } from './column-shape.ts';
import {
  beginsWithIdeograph,
  isAligned,
  isAlike,
  isCentred,
  isFull,
  previousEnds,
  sharesSize,
  standsBelow,
} from './line-places.ts';
import type { Line } from './lines.ts';
import { listMark } from './list-marks.ts';
import type { Column } from './order.ts';
import { textOfRuns } from './run-text.ts';
import { endsSentence, isCut, isUnfinished, isWrittenRule } from './sentences.ts';

/** groupLines joins the lines of a column into paragraphs. `monoIsCode`: lines of a font of one width are program text. */
export function groupLines(
  lines: readonly Line[],
  { column, monoIsCode }: { readonly column: Column; readonly monoIsCode: boolean },
): readonly (readonly Line[])[] {
  const shape = shapeOf(lines, column);
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (group === undefined || startsParagraph(group, line, { shape, monoIsCode })) groups.push([line]);
    else group.push(line);
  }
  return groups;
}

interface BreakContext {
  readonly shape: ColumnShape;
  readonly monoIsCode: boolean;
}

function startsParagraph(group: readonly Line[], line: Line, { shape, monoIsCode }: BreakContext): boolean {
  const previous = group.at(-1) as Line;
  if (line.solid || previous.solid) return true;
  const distance = line.baseline - previous.baseline;
  const leading = Math.max(shape.leadingOf(line), 1.02 * Math.max(line.size, previous.size));
  if (distance <= 0 || distance > 2.6 * Math.max(line.size, leading / 1.2)) return true;
  if (line.mono !== previous.mono && !runsOn(previous, line, { shape, leading })) return true;
  if (line.mono && previous.mono && monoIsCode) return distance > 2.3 * leading || !isAlike(line.size, previous.size);
  if (isWrittenRule(line.text) || isWrittenRule(previous.text)) return true;
  if (!isAlike(line.size, previous.size) && !sharesSize(line, previous)) {
    // `in the FOR INFORMATION` and `CONTACT section` are small capitals over a line end.
    const startsAlike = isAlike(previous.endSize, line.startSize) && !endsSentence(previous.unmarked);
    const goesOn = isAlike(previous.endSize, line.size) || startsAlike;
    return !goesOn || previousEnds(previous, line, shape);
  }
  if (line.leader || previous.leader) return previous.leader || !isEntryStart(line, previous, shape);
  if (line.tabular !== previous.tabular) return true;
  if (line.tabular) return distance > 2 * leading;
  if (areFields(previous, line)) return true;
  if (distance > spacing(previous, line, shape) * leading) return true;
  if (group.length === 1 && isLabel(previous.text)) return false;
  const ends = previousEnds(previous, line, shape) || distance > 1.12 * leading;
  return startsByLook(group, line, ends) || startsByPlace(group, line, shape);
}

/** Behind the name of a field is a gap of so many sizes. */
const fieldGap = 0.8;

/** areFields: names below each other with what belongs to them at one place beside them: `09:00   Opening`, `10:00   Workshops`. */
function areFields(previous: Line, line: Line): boolean {
  const [[name, value], [below, beside]] = [previous.items, line.items];
  if (name === undefined || value === undefined || below === undefined || beside === undefined) return false;
  const isSame = (a: Line['items'][number], b: Line['items'][number]) => Math.abs(a.bbox[0] - b.bbox[0]) < 1;
  const isApart =
    value.bbox[0] - name.bbox[2] > fieldGap * line.size && beside.bbox[0] - below.bbox[2] > fieldGap * line.size;
  return isApart && isSame(name, below) && isSame(value, beside) && [name, below].every(isDate);
}

/** isDate tells times and dates: short, with numbers in them. */
function isDate({ segment }: Line['items'][number]): boolean {
  const text = textOfRuns(segment?.runs ?? []).trim();
  return /\d/.test(text) && text.length <= longestDate;
}

const longestDate = 22;

/** An address or a command in a font of one width may go over the end of a line of text. */
function runsOn(
  previous: Line,
  line: Line,
  { shape, leading }: { readonly shape: ColumnShape; readonly leading: number },
): boolean {
  if (line.baseline - previous.baseline > 1.12 * leading || endsSentence(previous.unmarked)) return false;
  return !previousEnds(previous, line, shape) && !/[{}();]$/.test(line.text);
}

/** A line of an entry that was broken takes this part of the column's width. */
const longEntry = 0.75;

/** An entry of a table of contents may go over two lines, of which only the second has the number. */
function isEntryStart(line: Line, previous: Line, shape: ColumnShape): boolean {
  // Entries end before the numbers do: a long line need not reach the column's edge.
  if (previous.bbox[2] > shape.left + longEntry * shape.width) return true;
  return !previousEnds(previous, line, shape) || line.bbox[0] > previous.bbox[0] + 0.5 * line.size;
}

/** A line that goes on in the middle of a sentence may stand further off, for the formulas in it. */
function spacing(previous: Line, line: Line, shape: ColumnShape): number {
  return goesOnWithin(previous, line, shape.rightOf(previous)) && !previousEnds(previous, line, shape) ? 1.75 : 1.27;
}

/** Lines such as `Group 1: ...` and `Group 2: ...` are entries. */
const label = /^\p{Lu}[\p{L} ]{0,20}\d{1,3}:\s/u;

/** Lines such as `weir, 12, 30–32` are entries of an index. */
const indexEntry = /^\P{N}{2,60},\s\d{1,3}(?:[–-]\d{1,3})?(?:,\s\d{1,3}(?:[–-]\d{1,3})?)*$/u;

/** isNextNote: `2 See there` follows `1 See here`, at the same place. */
function isNextNote([first]: readonly Line[], line: Line): boolean {
  const numberOf = ({ text }: Line) => Number(/^(\d{1,3})\s+\p{L}/u.exec(text)?.[1] ?? Number.NaN);
  return (
    first !== undefined &&
    numberOf(line) === numberOf(first) + 1 &&
    Math.abs(line.bbox[0] - first.bbox[0]) < 0.3 * line.size
  );
}

function startsByLook(group: readonly Line[], line: Line, ends: boolean): boolean {
  const previous = group.at(-1) as Line;
  // A heading that runs on in the text may fill its line.
  if (line.bold !== previous.bold && group.every((one) => one.bold === previous.bold) && (ends || line.bold))
    return true;
  if (label.test(line.text) && label.test(group[0]?.text ?? '')) return true;
  if (indexEntry.test(previous.text) && indexEntry.test(line.text)) return true;
  if (isNextNote(group, line) && endsSentence(previous.unmarked)) return true;
  // A heading in italics on a line of its own; emphasis within a sentence does not end with its line.
  if (!line.italic && group.every((one) => one.italic) && /^\p{Lu}|^[\d(]/u.test(line.text) && group.length < 3)
    return true;
  return line.startsBold && !previous.startsBold && endsSentence(previous.unmarked);
}

/** A numbered heading: its second line hangs under the first one's words. */
const numberedStart = /^(\d+(\.\d+)*\.?|[A-Z]\.|[IVX]+\.)\s+\p{L}/u;

/** Words hang behind their number by so many sizes at most. */
const mostHanging = 6;

/** First lines stand in by no more than this part of the column's width. */
const deepest = 0.35;

function startsByPlace(group: readonly Line[], line: Line, shape: ColumnShape): boolean {
  const previous = group.at(-1) as Line;
  const [first] = group as [Line];
  const { size } = line;
  const ends = previousEnds(previous, line, shape);
  if (line.marker !== undefined) {
    const mayCite = isCitation(line.marker) && !isCitation(first.marker ?? '');
    if (isSureMark(line.marker) && line.bbox[0] < previous.bbox[2] && !(mayCite && !ends && standsBelow(group, line)))
      return true;
    const underWords =
      Math.abs(line.bbox[0] - first.textLeft) < 0.8 * size && line.bbox[0] > first.bbox[0] + 0.8 * size;
    if ((first.marker !== undefined && (!underWords || shape.isListed(line))) || ends) return true;
    if (endsSentence(previous.unmarked) && listMark(line.marker).values.includes(1)) return true;
  }
  const indent = line.bbox[0] - previous.bbox[0];
  if (line.startsRaised || isCentred(group, line)) return ends || line.startsRaised;
  const hangs = first.marker !== undefined || numberedStart.test(first.text);
  // Text behind a list, indented less or more than the words of its last item.
  const isBehind = ends && Math.abs(line.bbox[0] - first.textLeft) > 0.8 * size && beginsWithIdeograph(line.text);
  if (
    hangs &&
    !isBehind &&
    group.length === 1 &&
    line.italic === first.italic &&
    indent > 0 &&
    line.bbox[0] < first.textLeft + 2.5 * size
  )
    return false;
  // `3.1 The lessee` and `keeps the sluice` below its words, at whatever distance.
  const goesOn = /^\p{Ll}/u.test(line.text) && !ends && !endsSentence(previous.unmarked);
  if (hangs && goesOn && group.length === 1 && indent > 0 && indent < mostHanging * size) return false;
  const hanging = shape.isHanging(line);
  if (hanging && group.length === 1 && indent > 0.8 * size && indent < 0.4 * shape.width) return false;
  if (hanging && indent < -0.8 * size && group.length > 1) return true;
  // Terms of a glossary, the first of which has its words on one line.
  if (hanging && Math.abs(indent) < 0.3 * size && areTerms(first, line) && endsSentence(previous.unmarked)) return true;
  if (indent > 0.8 * size && indent < 0.4 * shape.width)
    return !isCut(previous, line) && (ends || endsSentence(previous.unmarked) || !isFull(previous, shape));
  // The date of a letter at the right, and what stands below it at the left.
  if (group.length === 1 && indent < -deepest * shape.width) return true;
  // Where paragraphs begin further in than they go on, two lines that begin there are two paragraphs.
  if (group.length === 1 && Math.abs(indent) < 0.3 * size && shape.isFirstPlace(line))
    return ends || endsSentence(previous.unmarked);
  // Behind its second line a paragraph never goes back to the left.
  if (indent < -0.8 * size && group.length > 1 && isAligned(group)) return true;
  // Items may be set as paragraphs are: their first line stands in, the others do not.
  if (indent < -0.8 * size && first.marker !== undefined && !shape.isIndent(first, line))
    return ends || !isUnfinished(previous, line);
  return ends;
}

function areTerms(first: Line, line: Line): boolean {
  return (first.startsMono && line.startsMono) || (first.startsBold && line.startsBold);
}

function isSureMark(marker: string): boolean {
  return /^[•◦▪●■‣⁃∙✓✔➢➤►▶▸❖◆☐☑☒✗✘]$/u.test(marker) || isCitation(marker);
}

/** isCitation tells `[12]` and `[Knu84]`, which entries of a bibliography begin with, and lines of text that cite them. */
function isCitation(marker: string): boolean {
  return /^\[.*\d\D?\]$/.test(marker);
}
