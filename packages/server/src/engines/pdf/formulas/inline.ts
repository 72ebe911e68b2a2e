import { type Bbox, unionBbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { Font } from '../page-content.ts';
import { remembered } from '../remembered.ts';
import { inkBox } from './atom.ts';
import { holdsUnknown, leastConfidence } from './find-formulas.ts';
import { readFormula } from './formula.ts';
import { isLatin, isStrong, isWeak } from './stretches.ts';
import { beginsFunction, functionOf, symbolOf } from './symbols.ts';

/** A gap wider than this, in sizes, ends a formula unless a sign that takes room stands beside it. */
const wordGap = 0.14;
const widestGap = 0.75;
/** The gap behind the name of a function. */
const nameGap = 0.4;
/** What is over and under a rule, or a large sign, begins no further to the left than this, in sizes. */
const mostBack = -3;
/** More signs than this are no formula inside a line. */
const longest = 160;

/** withInline joins the glyphs of each formula inside a line to one that bears its LaTeX. What cannot be read with confidence stays as it is. */
export function withInline(glyphs: readonly Glyph[], input: InlineInput): readonly Glyph[] {
  const { fonts } = input;
  const result: Glyph[] = [];
  for (let at = 0; at < glyphs.length; ) {
    const end = isPart(glyphs[at] as Glyph, fonts) || nameAt(glyphs, at, fonts) > 0 ? spanEnd(glyphs, at, fonts) : at;
    const joined = end > at ? formulaFrom(glyphs.slice(at, end), input) : undefined;
    if (joined === undefined) {
      result.push(glyphs[at] as Glyph);
      for (at += 1; at < end; at += 1) result.push(glyphs[at] as Glyph);
      continue;
    }
    result.push(...joined);
    at = end;
  }
  return result;
}

/** isPart tells what may be inside a formula; `word` letters only as names of functions or small as scripts. */
function isPart(glyph: Glyph, fonts: readonly Font[]): boolean {
  return isSign(glyph.text) || isStrong(glyph, fonts[glyph.font]);
}

const isSign = remembered((text) => isWeak(text) || symbolOf(text) !== undefined);

/** spanEnd gives where a formula that begins at a glyph ends: at a word, or a gap that no operator makes. */
function spanEnd(glyphs: readonly Glyph[], start: number, fonts: readonly Font[]): number {
  const opening = Math.max(1, nameAt(glyphs, start, fonts));
  let last = glyphs[start + opening - 1] as Glyph;
  const main = { size: last.size, baseline: last.baseline };
  let end = start + opening;
  let depth = bracketStep(last.text);
  let edge = inkBox(last)[2];
  let afterName = opening > 1 || isLarge(last);
  let dots = 0;
  for (let at = end; at < glyphs.length && at - start < longest; at += 1) {
    const glyph = glyphs[at] as Glyph;
    if (glyph.text === ' ') continue;
    const name = nameAt(glyphs, at, fonts);
    const script = isScript(glyph, last, main);
    if (name === 0 && !isPart(glyph, fonts) && !script) break;
    if (Math.abs(glyph.baseline - main.baseline) > 1.3 * Math.max(main.size, glyph.size)) break;
    const listed = isListed(last, glyph, dots) || ((glyph.text === ':' || last.text === ':') && maps(glyphs, at));
    if (!follows(last, glyph, { depth, named: name > 0, afterName, script, edge, listed })) break;
    dots = glyph.text === '.' ? dots + 1 : glyph.text === ',' ? dots : 0;
    const stop = at + Math.max(1, name);
    depth += bracketStep(glyph.text);
    if (glyph.size > main.size) Object.assign(main, { size: glyph.size, baseline: glyph.baseline });
    last = glyphs[stop - 1] as Glyph;
    edge = Math.max(edge, inkBox(last)[2]);
    afterName = name > 0 || isLarge(glyph) || (afterName && glyph.size < 0.86 * main.size);
    end = stop;
    at = stop - 1;
  }
  return end;
}

/** isListed: a comma behind three dots, or what stands behind that: `x_1, ..., x_n`. */
function isListed(last: Glyph, next: Glyph, dots: number): boolean {
  return dots >= 3 && (next.text === ',' ? last.text === '.' : last.text === ',');
}

/** An arrow stands no further behind the colon of `f: X -> Y`. */
const mapLength = 12;

/** maps: behind a colon at `from` an arrow tells that it is one of a map. */
function maps(glyphs: readonly Glyph[], from: number): boolean {
  for (let at = from; at < Math.min(glyphs.length, from + mapLength); at += 1) {
    const { text } = glyphs[at] as Glyph;
    if (/^[→↦]$/.test(text)) return true;
    if (/^[.;]$/.test(text)) return false;
  }
  return false;
}

/** isLarge: a sum or its like, which takes limits. */
function isLarge({ text }: Glyph): boolean {
  return symbolOf(text)?.type === 'limits';
}

function bracketStep(text: string): number {
  if (/^[([{⟨⌊⌈]$/.test(text)) return 1;
  return /^[)\]}⟩⌋⌉]$/.test(text) ? -1 : 0;
}

/** isScript: a small letter off the line, right behind a sign. */
function isScript(glyph: Glyph, last: Glyph, main: { size: number; baseline: number }): boolean {
  if (!/^[\p{L}\d]$/u.test(glyph.text) || glyph.size > 0.86 * main.size) return false;
  return glyph.bbox[0] - last.bbox[2] < 0.1 * main.size && Math.abs(glyph.baseline - main.baseline) > 0.05 * main.size;
}

/** nameAt gives how many glyphs the name of a function has that begins here; 0 for other words. */
function nameAt(glyphs: readonly Glyph[], start: number, fonts: readonly Font[]): number {
  const first = glyphs[start] as Glyph;
  const math = fonts[first.font]?.math;
  // Nearly all text ends here.
  if ((math !== 'roman' && math !== 'unicode') || !beginsFunction(first.text)) return 0;
  let word = '';
  let at = start;
  for (; at < glyphs.length && word.length < 9; at += 1) {
    const glyph = glyphs[at] as Glyph;
    const before = glyphs[at - 1];
    const apart = at > start && before !== undefined && glyph.bbox[0] - before.bbox[2] > wordGap * glyph.size;
    if (apart || !isLatin(glyph.text) || isStrong(glyph, fonts[glyph.font])) break;
    word += glyph.text;
  }
  return word.length > 1 && functionOf(word) !== undefined ? word.length : 0;
}

interface Following {
  readonly depth: number;
  readonly named: boolean;
  /** The sign before ends the name of a function, or is a sum or the like, limits and scripts included. */
  readonly afterName: boolean;
  /** Right end of all before: a root goes on over its index, a sum under its limits. */
  readonly edge: number;
  readonly script: boolean;
  /** A list with dots, or a map, goes on. */
  readonly listed: boolean;
}

/** follows: nothing but the room that a relation, an operator, a comma in brackets or a function takes stands between two signs. */
function follows(last: Glyph, next: Glyph, { depth, named, afterName, script, edge, listed }: Following): boolean {
  const size = Math.max(last.size, next.size);
  const between = inkBox(next)[0] - edge;
  if (between < mostBack * size) return false;
  if (
    script ||
    between < wordGap * size ||
    symbolOf(next.text)?.type === 'over' ||
    symbolOf(last.text)?.type === 'over'
  )
    return true;
  if (between > widestGap * size) return false;
  if (listed) return true;
  if (afterName && between < nameGap * size) return true;
  if (named) return takesRoom(last.text) || /^[\d)\]]$/.test(last.text);
  if (depth > 0 && /^[,;|:]$/.test(last.text)) return true;
  // Three dots and the commas around them.
  if (/^[.,]$/.test(last.text) && next.text === '.') return true;
  if (depth > 0 && last.text === '.' && next.text === ',') return true;
  return takesRoom(last.text) || takesRoom(next.text);
}

function takesRoom(text: string): boolean {
  if (text === '\u0338') return true;
  const type = symbolOf(text)?.type;
  return (type === 'rel' && text !== ':') || (type === 'bin' && text !== '/') || type === 'limits' || type === 'fence';
}

/** InlineInput is what stands on the page besides its glyphs; `unknown` are the places of signs that bear no character. */
export interface InlineInput {
  readonly fonts: readonly Font[];
  readonly rules: readonly Bbox[];
  readonly unknown: readonly Bbox[];
}

/** formulaFrom reads a span as a formula, without the signs at its ends that belong to the sentence; undefined when it is none. */
function formulaFrom(span: readonly Glyph[], { fonts, rules, unknown }: InlineInput): readonly Glyph[] | undefined {
  const [start, end] = trimmed(span, fonts);
  const core = span.slice(start, end);
  const ink = core.filter(({ text }) => text !== ' ');
  const bbox = unionBbox(ink.map((glyph) => glyph.bbox));
  if (bbox === undefined || !isWorthwhile(ink, fonts)) return undefined;
  const inked = unionBbox(ink.map(inkBox)) ?? bbox;
  const own = rules.filter(
    (rule) => rule[0] > inked[0] - 2 && rule[2] < inked[2] + 2 && rule[1] > inked[1] - 3 && rule[3] < inked[3] + 3,
  );
  if (holdsUnknown(inked, unknown)) return undefined;
  const { latex, confidence } = readFormula(core, fonts, own);
  if (confidence < leastConfidence || latex === '') return undefined;
  const main = mainOf(ink);
  const text = core
    .map((glyph) => glyph.text)
    .join('')
    .trim();
  return [...span.slice(0, start), { ...main, text, bbox, latex, generated: false }, ...span.slice(end)];
}

/** mainOf gives a glyph that stands on the line: one of the largest, but no root or sum, which hang from a line of their own. */
function mainOf(ink: readonly Glyph[]): Glyph {
  const letters = ink.filter((glyph) => !isLarge(glyph) && symbolOf(glyph.text)?.type !== 'radical');
  const [first, ...rest] = letters.length === 0 ? ink : letters;
  return rest.reduce((most, glyph) => (glyph.size > 1.1 * most.size ? glyph : most), first as Glyph);
}

/** trimmed gives what is left of a span without commas and full stops, brackets that nothing closes, and operators without operands at its ends. */
function trimmed(span: readonly Glyph[], fonts: readonly Font[]): readonly [number, number] {
  let [start, end] = [0, span.length];
  const largest = span.reduce((most, { size }) => Math.max(most, size), 0);
  while (start < end) {
    const [first, last] = [span[start] as Glyph, span[end - 1] as Glyph];
    const [before, behind] = [symbolOf(first.text)?.type, symbolOf(last.text)?.type];
    const partner = before === 'open' ? partnerOf(span, start, end) : undefined;
    // Brackets around all of it are the sentence's.
    const opens = before === 'open' && (partner === undefined || partner === lastInk(span, end));
    if (last.text === '.' && trailingDots(span, end) === 3) break;
    if (first.text === ' ' || before === 'punct' || before === 'close' || opens) start += 1;
    else if (last.text === ' ' || behind === 'punct' || behind === 'open' || last.text === ':') end -= 1;
    else if (behind === 'close' && isUnopened(span, start, end)) end -= 1;
    else if (isLoose(last, behind, fonts) && !(last.size < 0.86 * largest)) end -= 1;
    else break;
  }
  return [start, end];
}

/** trailingDots counts the dots before an end. */
function trailingDots(span: readonly Glyph[], end: number): number {
  let dots = 0;
  for (let at = end - 1; at >= 0; at -= 1) {
    const text = span[at]?.text;
    if (text === '.') dots += 1;
    else if (text !== ' ') break;
  }
  return dots;
}

function lastInk(span: readonly Glyph[], end: number): number {
  let at = end - 1;
  while (at > 0 && span[at]?.text === ' ') at -= 1;
  return at;
}

/** partnerOf gives where the bracket at `start` is closed. */
function partnerOf(span: readonly Glyph[], start: number, end: number): number | undefined {
  let depth = 0;
  for (let at = start; at < end; at += 1) {
    depth += bracketStep(span[at]?.text ?? '');
    if (depth === 0) return at;
  }
  return undefined;
}

/** isUnopened: the bracket at the end closes none of the span. */
function isUnopened(span: readonly Glyph[], start: number, end: number): boolean {
  let depth = 0;
  for (let at = lastInk(span, end); at >= start; at -= 1) {
    depth += bracketStep(span[at]?.text ?? '');
    if (depth === 0) return false;
  }
  return true;
}

/** A relation or operator at the end has lost its operand; so has a dash at the start of a range. */
function isLoose(glyph: Glyph, type: string | undefined, fonts: readonly Font[]): boolean {
  return (type === 'bin' || type === 'rel') && !isStrong(glyph, fonts[glyph.font]);
}

/** isWorthwhile: a letter or Greek sign of a formula stands in it, or an operator that text does not have; numbers and dashes are text. */
function isWorthwhile(ink: readonly Glyph[], fonts: readonly Font[]): boolean {
  const strong = ink.filter((glyph) => isStrong(glyph, fonts[glyph.font]));
  if (strong.length === 0) return false;
  if (strong.some(({ text }) => /\p{L}/u.test(text) || symbolOf(text)?.latex.startsWith('\\') === false)) return true;
  return (
    strong.some(({ text }) => /^[∑∏∫∂∇√∞∅ℝ∀∃]$/.test(text)) ||
    (strong.length > 0 && ink.length > 2 && ink.some(({ text }) => /\p{L}/u.test(text)))
  );
}
