import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { Font } from '../page-content.ts';
import { remembered } from '../remembered.ts';
import { letterOf } from './alphabets.ts';
import { inkBoxOf } from './atom.ts';
import { functionOf, symbolOf } from './symbols.ts';
import type { MathFont } from './tex-fonts.ts';

/**
 * Stretch is a piece of a line without a wide gap. `prose` has words, `words` only few; `math` has signs of formulas and no words; `number`
 * is the number of a formula; `plain` could be part of either.
 */
export interface Stretch {
  readonly kind: 'prose' | 'words' | 'math' | 'number' | 'plain';
  /** Indexes into the page's glyphs, blanks included. */
  readonly glyphs: readonly number[];
  readonly bbox: Bbox;
  readonly baseline: number;
  readonly size: number;
  readonly text: string;
}

/** A wider gap, in sizes, ends a stretch. */
const gap = 0.9;
const step = 0.6;

/** stretchesOf parts the upright glyphs of a page, in the order of the file, into stretches. */
export function stretchesOf(glyphs: readonly Glyph[], fonts: readonly Font[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let current: number[] = [];
  let last: Glyph | undefined;
  const end = () => {
    const split = numberStart(current, glyphs);
    const parts = split === current.length ? [current] : [current.slice(0, split), current.slice(split)];
    for (const part of parts) {
      const stretch = stretchOf(part, glyphs, fonts);
      if (stretch !== undefined) stretches.push(stretch);
    }
    current = [];
  };
  glyphs.forEach((glyph, at) => {
    if (glyph.angle !== 0) return;
    if (glyph.text !== ' ') {
      if (last !== undefined && breaks(last, glyph)) end();
      last = glyph;
    }
    current.push(at);
  });
  end();
  return stretches;
}

function breaks(last: Glyph, glyph: Glyph): boolean {
  const size = Math.max(last.size, glyph.size);
  if (Math.abs(glyph.baseline - last.baseline) > step * size) return true;
  const between = glyph.bbox[0] - last.bbox[2];
  return between > gap * size || between < -1.5 * size;
}

function stretchOf(indexes: readonly number[], glyphs: readonly Glyph[], fonts: readonly Font[]): Stretch | undefined {
  const ink: Glyph[] = [];
  let text = '';
  for (const index of indexes) {
    const glyph = glyphs[index] as Glyph;
    text += glyph.text;
    if (glyph.text !== ' ') ink.push(glyph);
  }
  text = text.trim();
  const bbox = inkBoxOf(ink);
  if (bbox === undefined) return undefined;
  const main = largestOf(ink);
  const kind = kindOf(ink, { text, fonts, main });
  return { kind, glyphs: indexes, bbox, baseline: main.baseline, size: main.size, text };
}

/** `(4)`, `(2.13a)`, `[A.2]`. */
const numberPattern = /^[([]\s*((?:[A-Z]{1,2}[.-]?)?\d{1,3}(?:[.–-]\d{1,3}){0,3}\s?[a-z]?['′*]*)\s*[)\]]$/;

/** numberOf gives the number of a formula without its brackets; undefined for other texts. `(4)` -> `4` */
export function numberOf(text: string): string | undefined {
  return numberPattern.exec(text)?.[1];
}

/** The number of a formula may stand close behind its end: `= 0.    (4)`. Gives where it begins, the end when there is none. */
function numberStart(indexes: readonly number[], glyphs: readonly Glyph[]): number {
  const textOf = (at: number) => glyphs[indexes[at] ?? -1]?.text ?? '';
  let last = indexes.length - 1;
  while (last > 0 && textOf(last) === ' ') last -= 1;
  if (!/[)\]]/.test(textOf(last))) return indexes.length;
  for (let at = last - 1; at > 0 && last - at < 12; at -= 1) {
    if (!/[([]/.test(textOf(at))) continue;
    const text = indexes
      .slice(at)
      .map((index) => glyphs[index]?.text ?? '')
      .join('');
    let before = at - 1;
    while (before > 0 && textOf(before) === ' ') before -= 1;
    const [left, right] = [glyphs[indexes[before] ?? -1], glyphs[indexes[at] ?? -1]];
    if (left === undefined || right === undefined || numberOf(text.trim()) === undefined) return indexes.length;
    const apart = right.bbox[0] - left.bbox[2];
    return apart > 0.45 * right.size ? at : indexes.length;
  }
  return indexes.length;
}

function largestOf(ink: readonly Glyph[]): Glyph {
  let largest = ink[0] as Glyph;
  for (const glyph of ink) if (glyph.size > largest.size) largest = glyph;
  return largest;
}

interface KindInput {
  readonly text: string;
  readonly fonts: readonly Font[];
  /** One of the largest glyphs. */
  readonly main: Glyph;
}

function kindOf(ink: readonly Glyph[], input: KindInput): Stretch['kind'] {
  const { text, fonts, main } = input;
  if (numberOf(text) !== undefined) return 'number';
  let strong = 0;
  for (const glyph of ink) if (isStrong(glyph, fonts[glyph.font])) strong += 1;
  const { words, letters } = wordsIn(onLine(ink, main), fonts);
  if (words === 0 || letters < 3) return strong > 0 || isEquation(ink, input) ? 'math' : 'plain';
  if (words > fewWords && isTerm(text)) return 'words';
  if (words > fewWords || (letters > fewLetters && letters > 1.2 * strong)) return 'prose';
  if (letters <= 1.2 * strong) return 'math';
  if (strong === 0) return isEquation(ink, input) ? 'math' : 'words';
  if (says.test(text)) return 'math';
  return words === 1 && letters < fewLetters / 2 ? 'words' : 'prose';
}

/** onLine leaves scripts out, which may be words: `m_clay`. */
function onLine(ink: readonly Glyph[], main: Glyph): readonly Glyph[] {
  const isScript = ({ size, baseline }: Glyph) =>
    size < 0.86 * main.size && Math.abs(baseline - main.baseline) > 0.08 * main.size;
  return ink.some(isScript) ? ink.filter((glyph) => !isScript(glyph)) : ink;
}

/** Formulas set in the fonts of the text have slanted letters and a relation, or a relation out of a font of signs. */
function isEquation(ink: readonly Glyph[], { text, fonts }: KindInput): boolean {
  if (!says.test(text)) return false;
  return ink.some((glyph) => {
    const font = fonts[glyph.font];
    if (font?.coding !== undefined) return says.test(glyph.text);
    // Vectors and matrices are bold in TeX's own fonts of text.
    return (font?.italic === true || (font?.math === 'roman' && font.bold)) && /^[A-Za-z]$/.test(glyph.text);
  });
}

/** So many words may be part of a formula: `otherwise`, `subject to`. */
const fewWords = 2;
const fewLetters = 16;
const says = /[=<>≤≥≈≡∼∝∈←→⇔⇒≠]/;

/** isTerm: short words stand between operators, never beside each other, as in `(SSE − RSS)/(df − 1)`. */
function isTerm(text: string): boolean {
  if (text.length > longestTerm || /\p{L}{2,}[\s,.;:]+\p{L}{2,}/u.test(text)) return false;
  return (text.match(/[−+×·∗/=<>]/g)?.length ?? 0) + 1 >= (text.match(/\p{L}{2,}/gu)?.length ?? 0);
}

const longestTerm = 60;

/** Signs that formulas share with ordinary text: list marks, foot marks, quotes. */
const ordinary = /^[•·∙∗*†‡§¶|−–—~⋆◦∘★→←■□▪▫◆◇○●]$/;

/** What is taller than this, in sizes, is a bracket around several lines. */
const tallSign = 1.5;

/** isStrong tells signs that hardly occur outside formulas: letters of mathematical fonts, relations, operators, Greek among them. */
export function isStrong({ text, ink, size }: Glyph, font: Font | undefined): boolean {
  const math = font?.math;
  if (math === undefined) return text.charCodeAt(0) < 0x2100 ? font?.signs === true && isSign(text) : isOfText(text);
  if ((math === 'extension' || math === 'unicode') && ink !== undefined && ink[3] - ink[1] > tallSign * size)
    return true;
  return isStrongIn(math, text);
}

const isSign = remembered((text) => /^[()[\]{}|+=<>]$/.test(text));

/** isOfText tells letters and operators of mathematics in a font of text. */
function isOfText(text: string): boolean {
  const code = text.codePointAt(0) ?? 0;
  if ((code >= 0x2200 && code <= 0x22ff && !ordinary.test(text)) || (code >= 0x2a00 && code <= 0x2aff)) return true;
  return letterOf(text) !== undefined;
}

/** isLatin tells one letter without an accent. */
export const isLatin = remembered((text) => /^[A-Za-z]$/.test(text));

const isStrongInRoman = remembered(
  (text) => letterOf(text) !== undefined || /^[ΓΔΘΛΞΠΣΥΦΨ\u03a9\u2126\u2206]$/.test(text),
);
const isSignAlone = remembered((text) => letterOf(text) !== undefined || !(isWeak(text) || ordinary.test(text)));

/** isStrongIn: letters of a font for letters of formulas are strong; fonts that serve as both tell formulas by their signs alone. */
function isStrongIn(math: MathFont, text: string): boolean {
  if (math === 'roman') return isStrongInRoman(text);
  return isLatin(text) ? math !== 'unicode' : isSignAlone(text);
}

/** isWeak tells signs that belong to formulas only beside others. */
export const isWeak = remembered((text) => /^[\d()[\]{}|+\-=<>/.,:;!'*_^~¯ˆ˙˜¨´`]$/.test(text));

/** Words that cases and conditions are told with. */
const linking = /^(if|otherwise|elsewhere|else|for|all|when)$/;

const isWordLetter = remembered((text) => /^\p{L}+$/u.test(text) && symbolOf(text) === undefined);

/** Words of two letters or more, names of functions left out: what tells prose from a formula. */
function wordsIn(ink: readonly Glyph[], fonts: readonly Font[]): { readonly words: number; readonly letters: number } {
  let [words, letters] = [0, 0];
  let word = '';
  let last: Glyph | undefined;
  const end = () => {
    if (word.length > 1 && functionOf(word) === undefined && !linking.test(word)) {
      letters += word.length;
      words += 1;
    }
    word = '';
  };
  for (const glyph of ink) {
    const isLetter = isWordLetter(glyph.text) && !isStrong(glyph, fonts[glyph.font]);
    const apart =
      last !== undefined && (glyph.bbox[0] - last.bbox[2] > 0.15 * glyph.size || last.baseline !== glyph.baseline);
    if (!isLetter || apart) end();
    if (isLetter) word += glyph.text;
    last = glyph;
  }
  end();
  return { words, letters };
}
