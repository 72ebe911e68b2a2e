import { type Bbox, unionBbox } from '@docmill/document';
import { withAccents } from './accents.ts';
import { isRightToLeft } from './direction.ts';
import type { Glyph } from './glyphs.ts';
import type { Run, Segment } from './page-content.ts';

/** A wider gap, in parts of the size, could be a gutter or the space between cells. */
const gutterGap = 0.9;
/** A narrower gap between letters needs no blank. */
const wordGap = 0.2;

/** toSegments joins glyphs, in the order of the file, into stretches of text on one baseline. */
export function toSegments(glyphs: readonly Glyph[]): readonly Segment[] {
  const segments: Segment[] = [];
  let current: Glyph[] = [];
  const end = () => {
    const segment = segmentOf(current);
    if (segment !== undefined) segments.push(segment);
    current = [];
  };
  for (const glyph of withAccents([...withoutDuplicates(glyphs)])) {
    if (current.length > 0 && breaks(current, glyph)) end();
    if (current.length > 0 || glyph.text !== ' ') current.push(glyph);
  }
  end();
  return segments;
}

/** Some programs print a glyph twice, a hair apart, to make it bold. */
function* withoutDuplicates(glyphs: readonly Glyph[]): Generator<Glyph> {
  const recent: Glyph[] = [];
  for (const glyph of glyphs) {
    const twin = recent.some((other) => other.text === glyph.text && glyph.text !== ' ' && isSamePlace(other, glyph));
    if (twin) continue;
    recent.push(glyph);
    if (recent.length > 4) recent.shift();
    yield glyph;
  }
}

function isSamePlace(a: Glyph, b: Glyph): boolean {
  const near = 0.12 * a.size;
  return (
    Math.abs(a.bbox[0] - b.bbox[0]) < near &&
    Math.abs(a.bbox[1] - b.bbox[1]) < near &&
    Math.abs(a.bbox[2] - b.bbox[2]) < near
  );
}

/** along gives a box's start and end in the direction of the text. */
function along({ bbox, angle }: Glyph): readonly [number, number] {
  switch (angle) {
    case 0:
      return [bbox[0], bbox[2]];
    case 90:
      return [bbox[1], bbox[3]];
    case 180:
      return [-bbox[2], -bbox[0]];
    case 270:
      return [-bbox[3], -bbox[1]];
  }
}

function lastInk(glyphs: readonly Glyph[]): Glyph | undefined {
  return glyphs.findLast((glyph) => glyph.text !== ' ');
}

function breaks(current: readonly Glyph[], glyph: Glyph): boolean {
  if (glyph.text === ' ') return false;
  const last = lastInk(current);
  if (last === undefined) return false;
  if (last.angle !== glyph.angle) return true;
  const size = Math.max(last.size, glyph.size);
  if (Math.abs(glyph.baseline - last.baseline) > 0.6 * size) return true;
  return gapBetween(last, glyph) > gutterGap * size || gapBetween(last, glyph) < -1.5 * size;
}

/** gapBetween measures from one glyph to the next in reading direction; right-to-left letters run the other way. */
function gapBetween(last: Glyph, next: Glyph): number {
  const [start, end] = along(last);
  const [nextStart, nextEnd] = along(next);
  if (isRightToLeft(last.text) || isRightToLeft(next.text)) return Math.max(nextStart - end, start - nextEnd);
  return nextStart - end;
}

const cjk = /[\u2e80-\u30ff\u31c0-\u31ef\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/;

function segmentOf(glyphs: readonly Glyph[]): Segment | undefined {
  const ink = glyphs.filter((glyph) => glyph.text !== ' ');
  const bbox = unionBbox(ink.map((glyph) => glyph.bbox));
  const [first] = ink;
  if (bbox === undefined || first === undefined) return undefined;
  const size = usual(ink.map((glyph) => Math.round(glyph.size * 10) / 10));
  const baseline = usual(
    ink
      .filter((glyph) => Math.abs(glyph.size - size) < 0.1 * size + 0.1)
      .map((glyph) => Math.round(glyph.baseline * 10) / 10),
  );
  return { bbox: rounded(bbox), baseline, size, angle: first.angle, runs: runsOf(glyphs, { size, baseline }) };
}

function rounded(bbox: Bbox): Bbox {
  const round = (value: number) => Math.round(value * 100) / 100;
  return [round(bbox[0]), round(bbox[1]), round(bbox[2]), round(bbox[3])];
}

function usual(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = values[0] ?? 0;
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}

interface OpenRun {
  text: string;
  readonly font: number;
  readonly size: number;
  readonly rise: number;
  readonly link?: number;
  readonly latex?: string;
}

function runsOf(glyphs: readonly Glyph[], line: { size: number; baseline: number }): readonly Run[] {
  const runs: OpenRun[] = [];
  let last: Glyph | undefined;
  let blank = false;
  for (const glyph of glyphs) {
    if (glyph.text === ' ') {
      blank = true;
      continue;
    }
    const rise = riseOf(glyph, line);
    const run = runs.at(-1);
    const between = last !== undefined && !joinsWithout(last, glyph, blank) ? ' ' : '';
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
    Math.abs(run.size - glyph.size) < 0.2
  );
}

function openRun({ font, size, link, latex }: Glyph, text: string, rise: number): OpenRun {
  const formula = latex === undefined ? {} : { latex };
  return { text, font, size: Math.round(size * 10) / 10, rise, ...(link === undefined ? {} : { link }), ...formula };
}

/** Between Chinese or Japanese characters a blank is only a loose setting; elsewhere a blank of the file or a gap parts words. */
function joinsWithout(last: Glyph, next: Glyph, blank: boolean): boolean {
  const gap = gapBetween(last, next);
  const size = Math.max(last.size, next.size);
  if (cjk.test(last.text) && cjk.test(next.text)) return gap < 0.5 * size;
  return !blank && gap < wordGap * size;
}

/** riseOf is 0 on the baseline; small letters above or below it are super- and subscripts. */
function riseOf(glyph: Glyph, { size, baseline }: { size: number; baseline: number }): number {
  if (glyph.size > 0.86 * size) return 0;
  const sign = glyph.angle === 0 || glyph.angle === 270 ? 1 : -1;
  const rise = (sign * (baseline - glyph.baseline)) / size;
  return Math.abs(rise) < 0.08 ? 0 : Math.round(rise * 10) / 10;
}
