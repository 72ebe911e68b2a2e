import type { Bbox } from '@docmill/document';
import { isAccent, withAccents } from './accents.ts';
import { withLogicalOrder } from './bidi.ts';
import { isComposed } from './clusters.ts';
import { isRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';
import type { Run, Segment } from './page-content.ts';
import { remembered } from './remembered.ts';
import { textOfRuns } from './run-text.ts';
import { withVertical } from './vertical.ts';

/** A wider gap, in parts of the size, could be a gutter or the space between cells. */
const gutterGap = 0.9;
/** A narrower gap between letters needs no blank: a thin space, a sixth of the size, parts no words, the blank of a tight line does. */
const wordGap = 0.18;
/** Letters from right to left that do not join leave more room within a word. */
const looseGap = 0.2;
/** Letters that differ by more in size, and in baseline, belong to different lines. */
const initialRatio = 1.7;
/** Marks of notes are raised by no more than this, in sizes, from the letter that they stand at. */
const highestMark = 0.8;
/** Letters whose usual gap is wider than this are spaced out. */
const spacedGap = 0.14;

/** Stretch is the glyphs of a page from one index to another, exclusive, which make a segment. The first is no blank. */
interface Stretch {
  readonly glyphs: readonly Glyph[];
  /** The gap before each glyph that is no blank, points. */
  readonly gaps: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** toSegments joins glyphs, in the order of the file, into stretches of text on one baseline. */
export function toSegments(all: readonly Glyph[]): readonly Segment[] {
  const segments: Segment[] = [];
  const glyphs = inReadingOrder(all);
  const gaps = new Float64Array(glyphs.length);
  let from = 0;
  let last: Glyph | undefined;
  for (let at = 0; at < glyphs.length; at += 1) {
    const glyph = glyphs[at] as Glyph;
    if (glyph.text === ' ') continue;
    if (last === undefined) from = at;
    else {
      const gap = gapBetween(last, glyph);
      gaps[at] = gap;
      if (breaks(last, glyph, gap)) {
        segments.push(segmentOf({ glyphs, gaps, from, to: at }));
        from = at;
      }
    }
    last = glyph;
  }
  if (last !== undefined) segments.push(segmentOf({ glyphs, gaps, from, to: glyphs.length }));
  return withoutRepeats(segments);
}

/** inReadingOrder mends what single scripts and programs need; one look tells which of them there are. */
function inReadingOrder(glyphs: readonly Glyph[]): readonly Glyph[] {
  const { rightToLeft, dense, accents, close } = lookAt(glyphs);
  const logical = rightToLeft ? withLogicalOrder(glyphs) : glyphs;
  const once = close || rightToLeft ? withoutDuplicates(logical) : logical;
  const whole = accents ? withAccents(once) : once;
  return dense ? withVertical(whole) : whole;
}

/** Glyphs whose left edges are this close, in sizes, may be one that was printed twice. */
const twinDistance = 0.12;

/** What a look at each glyph tells of all of them: most pages have none of it. */
interface Look {
  rightToLeft: boolean;
  dense: boolean;
  accents: boolean;
  /** Two of five glyphs with ink in a row begin at one place. */
  close: boolean;
}

function lookAt(glyphs: readonly Glyph[]): Look {
  const look: Look = { rightToLeft: false, dense: false, accents: false, close: false };
  // Left edges of the last four glyphs with ink.
  let [first, second, third, fourth] = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  let last: Bbox | undefined;
  for (const { text, bbox, size } of glyphs) {
    const code = text.charCodeAt(0);
    if (code >= 0x5e) {
      look.accents ||= isAccent(text);
      if (code >= 0x590 || text.length > 1) {
        look.rightToLeft ||= isRightToLeft(text);
        look.dense ||= /[\u2e80-\uffff]/.test(text);
      }
    }
    // Letters of one ligature have one box.
    if (text === ' ' || bbox === last) continue;
    last = bbox;
    const x = bbox[0];
    const near = twinDistance * size;
    if (Math.abs(x - first) < near || Math.abs(x - second) < near) look.close = true;
    else if (Math.abs(x - third) < near || Math.abs(x - fourth) < near) look.close = true;
    first = second;
    second = third;
    third = fourth;
    fourth = x;
  }
  return look;
}

/** Some programs print a glyph twice, a hair apart, to make it bold. */
function withoutDuplicates(glyphs: readonly Glyph[]): readonly Glyph[] {
  // Most pages have none, and are given back as they are.
  let result: Glyph[] | undefined;
  for (let at = 0; at < glyphs.length; at += 1) {
    const glyph = glyphs[at] as Glyph;
    if (isTwin(result ?? glyphs, result?.length ?? at, glyph)) result ??= glyphs.slice(0, at);
    else result?.push(glyph);
  }
  return result ?? glyphs;
}

/** isTwin: one of the last glyphs before `end` is the same in the same place. */
function isTwin(before: readonly Glyph[], end: number, glyph: Glyph): boolean {
  if (glyph.text === ' ') return false;
  for (let at = end - 1; at >= 0 && at >= end - 4; at -= 1) {
    const other = before[at] as Glyph;
    // Letters of one ligature have one box: both of `ff` or `tt`, and all that one sign of an Indic script stands for.
    if (at === end - 1 && other.bbox === glyph.bbox) return false;
    // Nearly all glyphs end here: places are compared sooner than texts.
    if (isSamePlace(other.bbox, glyph.bbox, twinDistance * glyph.size) && other.text === glyph.text) return true;
  }
  return false;
}

function isSamePlace(a: Bbox, b: Bbox, near: number): boolean {
  return Math.abs(a[0] - b[0]) < near && Math.abs(a[1] - b[1]) < near && Math.abs(a[2] - b[2]) < near;
}

/** Others print the whole line again: as a shadow, or a glow. */
function withoutRepeats(segments: readonly Segment[]): readonly Segment[] {
  const seen = new Map<string, Segment[]>();
  return segments.filter((segment) => {
    const text = textOfRuns(segment.runs);
    const others = seen.get(text);
    if (others === undefined) seen.set(text, [segment]);
    else {
      // A page of equal cells must not be compared each with each.
      const recent = others.slice(-8);
      if (recent.some((other) => isSamePlace(other.bbox, segment.bbox, 0.25 * segment.size))) return false;
      others.push(segment);
    }
    return true;
  });
}

function startOf({ bbox, angle }: Glyph): number {
  if (angle === 0) return bbox[0];
  if (angle === 90) return bbox[1];
  return angle === 180 ? -bbox[2] : -bbox[3];
}

function endOf({ bbox, angle }: Glyph): number {
  if (angle === 0) return bbox[2];
  if (angle === 90) return bbox[3];
  return angle === 180 ? -bbox[0] : -bbox[1];
}

/** breaks: a glyph, with a gap before it, begins another stretch. */
function breaks(last: Glyph, glyph: Glyph, gap: number): boolean {
  if (last.angle !== glyph.angle) return true;
  const size = Math.max(last.size, glyph.size);
  const step = Math.abs(glyph.baseline - last.baseline);
  if (step > 0.6 * size && !(step < highestMark * size && areMark(last, glyph) && Math.abs(gap) < wordGap * size))
    return true;
  // A large initial stands on the baseline of a later line; the mark of a note is small as well, but no letter.
  const least = Math.min(last.size, glyph.size);
  if (size > initialRatio * least && step > 0.3 * least && !(areMark(last, glyph) && gap < gutterGap * least))
    return true;
  return gap > gutterGap * size || gap < -1.5 * size;
}

/** areMark: the smaller of two glyphs is raised, and a number or sign that notes are marked by. */
function areMark(last: Glyph, glyph: Glyph): boolean {
  const [small, large] = last.size < glyph.size ? [last, glyph] : [glyph, last];
  return small.angle === 0 && small.baseline < large.baseline && /^[\d*∗†‡§¶,()[\]]$/.test(small.text);
}

/** gapBetween measures from one glyph to the next in reading direction; right-to-left letters run the other way. */
function gapBetween(last: Glyph, next: Glyph): number {
  // Letters of one glyph, and of what runs from left to right among others (`logicalRun`), share their box.
  if (last.bbox === next.bbox) return 0;
  // Nearly all text is not turned.
  const isUpright = last.angle === 0 && next.angle === 0;
  const forward = isUpright ? next.bbox[0] - last.bbox[2] : startOf(next) - endOf(last);
  if (forward >= 0) return forward;
  const back = startOf(last) - endOf(next);
  if (isRightToLeft(last.text) || isRightToLeft(next.text)) return Math.max(forward, back);
  // Signs and numbers among letters from right to left, right beside each other.
  return back > -0.1 * next.size && back < gutterGap * next.size ? back : forward;
}

/** isCjk tells Chinese and Japanese characters and their signs. */
function isCjk(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code < 0x2e80) return false;
  return code <= 0x30ff || (code >= 0x31c0 && code <= 0x31ef) || (code >= 0x3400 && code <= 0x9fff) || isCjkForm(code);
}

function isCjkForm(code: number): boolean {
  return (code >= 0xf900 && code <= 0xfaff) || (code >= 0xff00 && code <= 0xffef);
}

function segmentOf(stretch: Stretch): Segment {
  const first = stretch.glyphs[stretch.from] as Glyph;
  const { bbox, isOneSize, isOneLine, count, wide } = shapeOf(stretch, first);
  const ink = isOneSize && isOneLine ? [] : inkOf(stretch);
  const size = isOneSize ? tenths(first.size) : mainSize(ink);
  const isMain = (glyph: Glyph) => Math.abs(glyph.size - size) < 0.1 * size + 0.1;
  const isPlain = isOneSize || ink.every(isMain);
  const baseline = isOneLine ? tenths(first.baseline) : usual(isPlain ? ink : ink.filter(isMain), baselineOf);
  const tallest = isPlain ? size : tallestOf(ink, baseline);
  const maySpread = count >= 5 && count <= 80 && wide >= 0.5 * (count - 1);
  const gap = (maySpread ? spreadGap(stretch) : undefined) ?? { width: wordGap, spaced: false };
  return { bbox, baseline, size, angle: first.angle, runs: runsOf(stretch, { size, tallest, baseline, gap }) };
}

function inkOf({ glyphs, from, to }: Stretch): readonly Glyph[] {
  return glyphs.slice(from, to).filter(({ text }) => text !== ' ');
}

interface StretchShape {
  readonly bbox: Bbox;
  /** All are of one size, and on one baseline, to a tenth: most stretches are. */
  readonly isOneSize: boolean;
  readonly isOneLine: boolean;
  /** Glyphs that are no blanks, and how many of them have a gap before them as in words that are spaced out. */
  readonly count: number;
  readonly wide: number;
}

function shapeOf({ glyphs, gaps, from, to }: Stretch, first: Glyph): StretchShape {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  let isOneSize = true;
  let isOneLine = true;
  let count = 0;
  let wide = 0;
  const size = tenths(first.size);
  const baseline = tenths(first.baseline);
  for (let at = from; at < to; at += 1) {
    const glyph = glyphs[at] as Glyph;
    if (glyph.text === ' ') continue;
    count += 1;
    const { bbox } = glyph;
    if (bbox[0] < x0) x0 = bbox[0];
    if (bbox[1] < y0) y0 = bbox[1];
    if (bbox[2] > x1) x1 = bbox[2];
    if (bbox[3] > y1) y1 = bbox[3];
    if (glyph.size !== first.size && tenths(glyph.size) !== size) isOneSize = false;
    if (glyph.baseline !== first.baseline && tenths(glyph.baseline) !== baseline) isOneLine = false;
    if (at > from && (gaps[at] as number) >= spacedGap * glyph.size) wide += 1;
  }
  return { bbox: [hundredth(x0), hundredth(y0), hundredth(x1), hundredth(y1)], isOneSize, isOneLine, count, wide };
}

/** tallestOf gives the largest size on a baseline: small capitals are measured by the capitals beside them. */
function tallestOf(ink: readonly Glyph[], baseline: number): number {
  return ink.reduce(
    (most, glyph) => (Math.abs(glyph.baseline - baseline) < 0.1 ? Math.max(most, glyph.size) : most),
    0,
  );
}

function hundredth(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Letters of a larger size are the main ones if they are so many: what is smaller then are indices, or small capitals. */
const largeShare = 0.25;

/** mainSize gives the most frequent size, in tenths, or a larger one that is not rare. */
function mainSize(glyphs: readonly Glyph[]): number {
  const size = usual(glyphs, sizeOf);
  const larger = glyphs.filter((glyph) => tenths(glyph.size) > size);
  return larger.length < largeShare * glyphs.length ? size : mainSize(larger);
}

/** usual gives the most frequent value, in tenths; of equally frequent ones the first. */
function usual(glyphs: readonly Glyph[], of: (glyph: Glyph) => number): number {
  const [first] = glyphs;
  if (first === undefined) return 0;
  let best = tenths(of(first));
  const counts = new Map<number, number>();
  for (const glyph of glyphs) {
    const value = tenths(of(glyph));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}

const sizeOf = ({ size }: Glyph) => size;
const baselineOf = ({ baseline }: Glyph) => baseline;

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Words that are spaced out have less full stops among them than this. */
const mostDots = 0.3;

/**
 * spreadGap gives the gap that parts words, in parts of the size, in words that are s p a c e d out: wider, and told by gaps alone. Undefined
 * for words that are not.
 */
function spreadGap(stretch: Stretch): SegmentLine['gap'] | undefined {
  const ink = inkOf(stretch);
  if (ink.some(({ text }) => isCjk(text) || !/[\p{L}&.,:-]/u.test(text))) return undefined;
  // The dots that lead to a page number are apart, the words before them are not.
  if (ink.filter(({ text }) => text === '.').length > mostDots * ink.length) return undefined;
  const sorted: number[] = [];
  for (let at = stretch.from + 1; at < stretch.to; at += 1) {
    const { text, size } = stretch.glyphs[at] as Glyph;
    if (text !== ' ') sorted.push((stretch.gaps[at] as number) / size);
  }
  sorted.sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const alike = sorted.filter((gap) => Math.abs(gap - middle) < 0.2 * middle).length;
  if (middle < spacedGap || alike < 0.7 * sorted.length) return undefined;
  return (sorted.at(-1) ?? 0) < 1.25 * middle ? { width: 9, spaced: true } : { width: 1.6 * middle, spaced: true };
}

interface OpenRun extends Omit<Run, 'text'> {
  text: string;
}

interface SegmentLine {
  readonly size: number;
  readonly tallest: number;
  readonly baseline: number;
  /** A wider gap parts words, in sizes; `spaced`: blanks that PDFium infers part none. */
  readonly gap: { readonly width: number; readonly spaced: boolean };
}

function runsOf({ glyphs, gaps, from, to }: Stretch, line: SegmentLine): readonly Run[] {
  const runs: OpenRun[] = [];
  let last: Glyph | undefined;
  let blank = false;
  for (let at = from; at < to; at += 1) {
    const glyph = glyphs[at] as Glyph;
    if (glyph.text === ' ') {
      // Among letters from right to left PDFium infers blanks where there are none.
      blank ||= !(glyph.generated && (line.gap.spaced || (last !== undefined && isRightToLeft(last.text))));
      continue;
    }
    const rise = riseOf(glyph, line);
    const run = runs.at(-1);
    const gap = gaps[at] as number;
    // Most letters follow right behind each other.
    const joins =
      last === undefined ||
      (!blank && gap < wordGap * glyph.size) ||
      joinsWithout(last, glyph, { blank, gap, width: line.gap.width });
    const between = joins ? '' : ' ';
    if (run !== undefined && goesOn(run, glyph, rise)) run.text += between + glyph.text;
    else if (run !== undefined && glyph.link !== undefined && run.latex === undefined) {
      // The blank before a link does not belong to it.
      run.text += between;
      runs.push(openRun(glyph, glyph.text, rise));
    } else runs.push(openRun(glyph, between + glyph.text, rise));
    last = glyph;
    blank = false;
  }
  return runs;
}

function goesOn(run: OpenRun, glyph: Glyph, rise: number): boolean {
  return (
    run.latex === undefined &&
    glyph.latex === undefined &&
    run.font === glyph.font &&
    run.rise === rise &&
    run.link === glyph.link &&
    run.role === glyph.role &&
    (run.strike ?? false) === (glyph.strike ?? false) &&
    Math.abs(run.size - glyph.size) < 0.2
  );
}

function openRun({ font, size, link, strike, latex, role }: Glyph, text: string, rise: number): OpenRun {
  return {
    text,
    font,
    size: Math.round(size * 10) / 10,
    rise,
    ...(link === undefined ? {} : { link }),
    ...(strike ? { strike: true } : {}),
    ...(role === undefined ? {} : { role }),
    ...(latex === undefined ? {} : { latex }),
  };
}

/** Signs that stand in the first corner of their square. */
const atSide = /^[、。，．]/;

const isStop = remembered((text) => /^[.,:;،؛؟!]$/.test(text));

interface Joining {
  /** A blank of the file stands between. */
  readonly blank: boolean;
  readonly gap: number;
  /** A wider gap parts words, in sizes. */
  readonly width: number;
}

/** Between Chinese or Japanese characters a blank is only a loose setting; elsewhere a blank of the file or a gap parts words. */
function joinsWithout(last: Glyph, next: Glyph, { blank, gap, width }: Joining): boolean {
  if (blank && isStop(next.text)) {
    if (isRightToLeft(last.text)) return gap < wordGap * next.size;
    // A full stop to the left of a number ends a sentence from right to left.
    if (/^\d$/.test(last.text) && next.bbox[2] <= last.bbox[0]) return true;
  }
  if (blank && !isCjk(last.text)) return false;
  const size = Math.max(last.size, next.size);
  // In columns from top to bottom flat characters, and signs at the side, leave gaps.
  if (isCjk(last.text) && isCjk(next.text))
    return gap < (next.angle !== 90 ? 0.5 : atSide.test(last.text) ? 1.3 : 0.95) * size;
  if (isComposed(last.text) && isComposed(next.text)) return gap < 0.85 * size;
  return !blank && gap < (isRightToLeft(last.text) ? Math.max(width, looseGap) : width) * size;
}

/** What figures of a font that are superior by their drawing count as. */
const superiorRise = 0.3;

const fullSizeRise = 0.25;

/** riseOf is 0 on the baseline; small letters above or below it are super- and subscripts. */
function riseOf(glyph: Glyph, { size, tallest, baseline }: SegmentLine): number {
  if (glyph.superior) return superiorRise;
  const sign = glyph.angle === 0 || glyph.angle === 270 ? 1 : -1;
  const rise = (sign * (baseline - glyph.baseline)) / size;
  // Figures may be raised and lowered in the size of the text.
  if (glyph.size > 0.86 * tallest && !(Math.abs(rise) > fullSizeRise && /^\d$/.test(glyph.text))) return 0;
  return Math.abs(rise) < 0.08 ? 0 : Math.round(rise * 10) / 10;
}
