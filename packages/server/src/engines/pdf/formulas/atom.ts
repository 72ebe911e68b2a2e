import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { Font } from '../page-content.ts';
import { letterOf } from './alphabets.ts';
import { isBracePiece } from './braces.ts';
import { type SymbolClass, symbolOf } from './symbols.ts';
import type { MathFont } from './tex-fonts.ts';

/**
 * Atom is a sign of a formula, or what was made of several. `letter` is a variable or digit, `upright` a letter of a font of text, `word`
 * several of them, `text` words between formulas, `space` nothing.
 */
export interface Atom {
  readonly type: SymbolClass | 'letter' | 'digit' | 'upright' | 'word' | 'text' | 'piece';
  /** What is inked, points. */
  readonly bbox: Bbox;
  readonly baseline: number;
  /** Size of its letters, points. */
  readonly size: number;
  /** y of its middle, where that lies on the axis of the line and its baseline says nothing: fractions, large signs, tall brackets. */
  readonly axis?: number;
  readonly latex: string;
  /** Its plain characters. */
  readonly text: string;
  /** Index of its first glyph. */
  readonly first: number;
  /** How many signs it was made of. */
  readonly count: number;
  /** A blank stands before it. */
  readonly spaced: boolean;
}

/** Height of the axis, on which fractions and large signs are centred, over the baseline, in sizes. */
export const axisHeight = 0.25;
const capital = 0.7;
const xHeight = 0.46;
const depth = 0.22;
/** What is taller than this, in sizes, is a large sign or bracket. */
const tall = 1.15;

/** axisOf gives the height of an atom's axis. */
export function axisOf({ axis, baseline, size }: Atom): number {
  return axis ?? baseline - axisHeight * size;
}

/** widthOf gives an atom's width. */
export function widthOf({ bbox }: Pick<Atom, 'bbox'>): number {
  return bbox[2] - bbox[0];
}

/** middleOf gives the middle of an atom's width. */
export function middleOf({ bbox }: Pick<Atom, 'bbox'>): number {
  return (bbox[0] + bbox[2]) / 2;
}

/** atomsOf reads glyphs as atoms; undefined when one of them cannot be read. Blanks only tell what is spaced. */
export function atomsOf(glyphs: readonly Glyph[], fonts: readonly Font[]): readonly Atom[] | undefined {
  const atoms: Atom[] = [];
  let spaced = false;
  for (const [first, glyph] of glyphs.entries()) {
    if (glyph.text === ' ') {
      spaced = true;
      continue;
    }
    const atom = atomOf(glyph, fonts[glyph.font], { first, spaced });
    if (atom === undefined) return undefined;
    atoms.push(atom);
    spaced = false;
  }
  return atoms;
}

/** inkBox gives what is inked of a glyph: as measured, or as letters usually are. */
export function inkBox({ ink, bbox, baseline, size, text }: Glyph): Bbox {
  if (ink !== undefined && ink[3] > ink[1]) return ink;
  const { over, under } = reachOf(text);
  return [bbox[0], baseline - over * size, bbox[2], baseline + under * size];
}

/** inkBoxOf gives the box around what is inked of glyphs; undefined for none. */
export function inkBoxOf(glyphs: readonly Glyph[]): Bbox | undefined {
  if (glyphs.length === 0) return undefined;
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (const { ink, bbox, baseline, size, text } of glyphs) {
    const known = ink !== undefined && ink[3] > ink[1];
    const { over, under } = known ? capitals : reachOf(text);
    const box = known ? ink : bbox;
    x0 = Math.min(x0, box[0]);
    y0 = Math.min(y0, known ? ink[1] : baseline - over * size);
    x1 = Math.max(x1, box[2]);
    y1 = Math.max(y1, known ? ink[3] : baseline + under * size);
  }
  return [x0, y0, x1, y1];
}

/** How far letters reach over and under the baseline, in sizes. */
interface Reach {
  readonly over: number;
  readonly under: number;
}

const capitals: Reach = { over: capital, under: 0 };
/** Asked for every glyph of a page with formulas: each letter is looked at once. */
const reaches = new Map<string, Reach>();

function reachOf(text: string): Reach {
  if (text.length !== 1) return capitals;
  const known = reaches.get(text);
  if (known !== undefined) return known;
  const low = /^[acegmnopqrsuvwxyzα-ω.,_]$/.test(text);
  const deep = /^[gjpqy,;()[\]{}|Q/]$/.test(text);
  const reach = { over: low ? xHeight : capital, under: deep ? depth : 0 };
  reaches.set(text, reach);
  return reach;
}

const letterAlphabets: Readonly<Partial<Record<MathFont, string>>> = {
  symbols: '\\mathcal',
  blackboard: '\\mathbb',
  fraktur: '\\mathfrak',
  script: '\\mathscr',
};

function atomOf(
  glyph: Glyph,
  font: Font | undefined,
  { first, spaced }: Pick<Atom, 'first' | 'spaced'>,
): Atom | undefined {
  const read = signOf(glyph, font);
  if (read === undefined) return undefined;
  const bbox = inkBox(glyph);
  const height = bbox[3] - bbox[1];
  const large = height > tall * glyph.size && read.type !== 'piece';
  const hangs = font?.math === 'extension' || glyph.ink !== undefined;
  const centred = (large && hangs) || (font?.math === 'extension' && read.type !== 'over');
  const axis = centred ? { axis: (bbox[1] + bbox[3]) / 2 } : {};
  return {
    ...read,
    bbox,
    baseline: glyph.baseline,
    size: glyph.size,
    ...axis,
    text: glyph.text,
    first,
    count: 1,
    spaced,
  };
}

/** A bar this tall, in sizes, is whole. */
const wholeBar = 1.5;

function signOf({ text, ink, size }: Glyph, font: Font | undefined): Pick<Atom, 'type' | 'latex'> | undefined {
  const math = font?.math;
  const isWhole = ink !== undefined && ink[3] - ink[1] > wholeBar * size;
  if (isBracePiece(text)) return { type: 'over', latex: text };
  if (isPiece(text) || (math === 'extension' && /^[|‖]$/.test(text) && !isWhole)) return { type: 'piece', latex: text };
  const mathLetter = letterOf(text);
  if (mathLetter !== undefined) return lettered(mathLetter.letter, mathLetter.alphabet);
  // Fonts of formulas have bold signs of their own; theirs are bold by weight alone.
  const bold = font?.bold === true && math !== 'unicode';
  if (/^\d$/.test(text)) return { type: 'digit', latex: bold && math !== undefined ? `\\mathbf{${text}}` : text };
  if (/^[A-Za-z]$/.test(text)) {
    const alphabet = math === undefined ? undefined : letterAlphabets[math];
    if (alphabet !== undefined) return lettered(text, alphabet);
    if (math === 'italic') return lettered(text, font?.bold ? '\\boldsymbol' : undefined);
    if (font?.italic && math !== 'unicode') return lettered(text, font.bold ? '\\boldsymbol' : undefined);
    return { type: 'upright', latex: bold ? `\\mathbf{${text}}` : text };
  }
  const symbol = symbolOf(text);
  if (symbol !== undefined && bold && math !== undefined && /^\p{Script=Greek}$/u.test(text))
    return { type: 'letter', latex: `\\boldsymbol{${symbol.latex}}` };
  if (symbol !== undefined) return symbol;
  return /^[\p{L}\p{M}]+$/u.test(text) && math === undefined ? { type: 'upright', latex: text } : undefined;
}

function lettered(letter: string, alphabet: string | undefined): Pick<Atom, 'type' | 'latex'> {
  const latex = /^[A-Za-z\d]$/.test(letter) ? letter : (symbolOf(letter)?.latex ?? letter);
  const type = /\d/.test(letter) ? 'digit' : 'letter';
  return { type, latex: alphabet === undefined ? latex : `${alphabet}{${latex}}` };
}

/** isPiece tells the pieces that tall brackets and radicals are made of, and signs that are laid over others. */
export function isPiece(text: string): boolean {
  return text === '\u0338' || /^[\u239b-\u23ae\u23d0\u23b7]$/.test(text);
}
