import type { Bbox } from '@docmill/document';
import { isInside } from './figures/words.ts';
import type { Glyph } from './glyphs.ts';
import { textOfRow } from './lines.ts';
import type { Row } from './order.ts';
import type { ProgramDraft } from './page-content.ts';
import { rowsOf } from './page-rows.ts';
import type { PagePath } from './paths.ts';
import { toSegments } from './segments.ts';

/** Rules around an algorithm are at least so long and at most so thick, and begin and end together within so many points. */
const longRule = 100;
const thickest = 2;
const sameEnds = 2;
/** Its name stands between two rules this far apart, points; its steps need more room below. */
const nameBand = [8, 48] as const;
const leastSteps = 18;

/** The names that algorithms are printed with. */
const name = /^(?:Algorithm|Algorithmus|Algorithme|Algoritmo|Procedure|Protocol)\s*(?:\d{1,3}|[A-Z]\.\d{1,2})\b/i;

/** The same without blanks, as a first look. */
const someName = /algorit|procedure|protocol/i;

/** FoundAlgorithms are the algorithms of a page, and the glyphs that stand outside of them. */
export interface FoundAlgorithms {
  readonly programs: readonly ProgramDraft[];
  readonly glyphs: readonly Glyph[];
}

/**
 * findAlgorithms takes algorithms out of a page's glyphs, as TeX sets them: a rule, the name, a rule, the steps, a rule.
 *
 *     ------------------------------
 *     Algorithm 1 Adaptive sampling
 *     ------------------------------
 *     1: while k < n do
 *     2:     draw a value
 *     ------------------------------
 */
export function findAlgorithms(glyphs: readonly Glyph[], paths: readonly PagePath[]): FoundAlgorithms {
  const frames = framesOf(paths);
  if (frames.length === 0) return { programs: [], glyphs };
  const programs: ProgramDraft[] = [];
  let rest = glyphs;
  for (const frame of frames) {
    if (!mayBeNamed(glyphs, frame)) continue;
    const [left, top, right, bottom] = frame.bbox;
    // Numbers of lines stand left of the rules.
    const place = [left - 12, top, right + 2, bottom] as const;
    const isIn = ({ bbox, angle }: Glyph) => angle === 0 && isInside(bbox, place);
    const own = rest.filter(isIn);
    const program = programOf(own, frame);
    if (program === undefined) continue;
    programs.push(program);
    rest = rest.filter((glyph) => !isIn(glyph));
  }
  return { programs, glyphs: rest };
}

/** mayBeNamed: most frames are those of tables, which a look at what stands between their first two rules tells. */
function mayBeNamed(glyphs: readonly Glyph[], { bbox: [, top], middle }: Frame): boolean {
  let text = '';
  for (const { bbox, text: sign } of glyphs) {
    const height = (bbox[1] + bbox[3]) / 2;
    if (height > top && height < middle) text += sign;
  }
  return someName.test(text.replaceAll(' ', ''));
}

interface Frame {
  readonly bbox: Bbox;
  /** y of the rule below the name. */
  readonly middle: number;
}

/** framesOf gives the places between three rules of which the first two have room for a name. */
function framesOf(paths: readonly PagePath[]): readonly Frame[] {
  const rules = paths
    .filter(
      ({ kind, bbox, thickness }) => kind === 'horizontal' && thickness <= thickest && bbox[2] - bbox[0] >= longRule,
    )
    .map(({ bbox }) => bbox)
    .sort((a, b) => a[1] - b[1]);
  const isAlike = (a: Bbox, b: Bbox) => Math.abs(a[0] - b[0]) < sameEnds && Math.abs(a[2] - b[2]) < sameEnds;
  return rules.flatMap((top, at) => {
    const [middle, bottom] = rules.slice(at + 1).filter((rule) => isAlike(rule, top) && rule[1] > top[1] + 1);
    if (middle === undefined || bottom === undefined) return [];
    const height = middle[1] - top[1];
    if (height < nameBand[0] || height > nameBand[1] || bottom[1] - middle[1] < leastSteps) return [];
    return [{ bbox: [top[0], top[1], top[2], bottom[3]], middle: middle[1] } satisfies Frame];
  });
}

function programOf(glyphs: readonly Glyph[], { bbox, middle }: Frame): ProgramDraft | undefined {
  const isName = (glyph: Glyph) => (glyph.bbox[1] + glyph.bbox[3]) / 2 < middle;
  const caption = rowsIn(glyphs.filter(isName)).map(textOfRow).join(' ');
  if (!name.test(caption)) return undefined;
  const steps = glyphs.filter((glyph) => !isName(glyph));
  return { type: 'program', bbox, caption, text: stepsText(rowsIn(steps), steps) };
}

/** isAlgorithmName tells the name of an algorithm, which its number ends: `Algorithm 1: Lazy update`. */
export function isAlgorithmName(text: string): boolean {
  return name.test(text);
}

function rowsIn(glyphs: readonly Glyph[]): readonly Row[] {
  return rowsOf(toSegments(glyphs).map((segment) => ({ segment, bbox: segment.bbox })));
}

/** A step of indents is at least so wide, points. */
const leastStep = 4;
const indent = '    ';
const mostLevels = 12;
const lineNumber = /^(\d{1,3}):?\s+(?=\S)/;

/** stepsText writes rows with their indents, without the numbers of lines. */
export function stepsText(rows: readonly Row[], glyphs: readonly Glyph[]): string {
  const texts = rows.map(textOfRow);
  const numbers = texts.flatMap((text) => lineNumber.exec(text)?.[1] ?? []).map(Number);
  const isNumbered =
    numbers.length > 1 && numbers.every((value, at) => at === 0 || value === (numbers[at - 1] ?? 0) + 1);
  const lines = rows.map((row, at) => {
    const text = texts[at] ?? '';
    const digits = isNumbered ? (lineNumber.exec(text)?.[0].trim().length ?? 0) : 0;
    const bare = digits === 0 ? text : text.replace(lineNumber, '');
    return { text: bare, x: startBehind(row, glyphs, digits), numbered: digits > 0 };
  });
  // What is said before the first numbered step begins further to the left, at the numbers.
  const stepping = isNumbered ? lines.filter(({ numbered }) => numbered) : lines;
  const places = [...new Set(stepping.map(({ x }) => Math.round(x)))].sort((a, b) => a - b);
  const left = places[0] ?? 0;
  const steps = places
    .slice(1)
    .map((x, at) => x - (places[at] ?? x))
    .filter((step) => step >= leastStep);
  const step = steps.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const written = lines.map(({ text, x }) => {
    const level = Number.isFinite(step) ? Math.min(mostLevels, Math.round((x - left) / step)) : 0;
    return `${indent.repeat(Math.max(0, level))}${text}`;
  });
  return written.join('\n');
}

/** startBehind gives where the ink of a row begins, behind so many signs of its number. */
function startBehind({ bbox, baseline, items }: Row, glyphs: readonly Glyph[], signs: number): number {
  if (signs === 0) return bbox[0];
  const size = items[0]?.segment?.size ?? 10;
  const own = glyphs
    .filter(({ text, baseline: at }) => text !== ' ' && Math.abs(at - baseline) < 0.5 * size)
    .sort((a, b) => a.bbox[0] - b.bbox[0]);
  return own[signs]?.bbox[0] ?? bbox[0];
}
