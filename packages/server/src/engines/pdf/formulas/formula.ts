import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { Font } from '../page-content.ts';
import { type Atom, atomsOf } from './atom.ts';
import { joinBraces } from './braces.ts';
import { type Composing, compose } from './compose.ts';
import { withLongSigns } from './long-signs.ts';
import { joinPieces } from './pieces.ts';
import { withRules } from './rules.ts';
import { withDots, withWords } from './words.ts';

/** ReadFormula is a formula as LaTeX; `confidence` from 0 (not read) to 1 (each sign has found its place); one sign out of place takes a third. */
export interface ReadFormula {
  readonly latex: string;
  readonly confidence: number;
}

/** A formula of more signs than this is none. */
const mostAtoms = 600;

/** readFormula reads glyphs and the rules among them as a formula. What cannot be read has no LaTeX and confidence 0. */
export function readFormula(glyphs: readonly Glyph[], fonts: readonly Font[], rules: readonly Bbox[]): ReadFormula {
  const unread: ReadFormula = { latex: '', confidence: 0 };
  const atoms = glyphs.length > mostAtoms ? undefined : atomsOf(glyphs, fonts);
  const joined = atoms === undefined ? undefined : joinPieces(withUsualSizes(atoms));
  if (joined === undefined || joined.length === 0) return unread;
  const state: Composing = { doubts: 0, depth: 0 };
  const braced = joinBraces(withLongSigns(joined), rules);
  const reduced = withRules(withDots(withWords(braced.atoms)), braced.rules, state);
  const latex = compose(reduced, state);
  const doubts = state.doubts + unpaired(reduced) + bareRoots(reduced);
  return { latex, confidence: Math.max(0, 1 - doubts / 3) };
}

/** Some fonts have their large signs and brackets in larger sizes: they count as large signs of the size around them. */
function withUsualSizes(atoms: readonly Atom[]): readonly Atom[] {
  const sizes = atoms.flatMap(({ type, size }) => (/^(letter|digit|upright|rel|bin|ord)$/.test(type) ? [size] : []));
  const usual = sizes.reduce((most, size) => Math.max(most, size), 0);
  if (usual === 0) return atoms;
  return atoms.map((atom) => {
    const grows = /^(limits|open|close|fence|radical)$/.test(atom.type);
    return grows && atom.axis === undefined && atom.size > 1.15 * usual
      ? { ...atom, size: usual, axis: (atom.bbox[1] + atom.bbox[3]) / 2 }
      : atom;
  });
}

/** Brackets that nothing closes are a sign that something was missed; intervals as `[a, b)` pair too, and before cases a tall brace stands alone. */
function unpaired(atoms: readonly Atom[]): number {
  const opens = atoms.filter(
    ({ type, latex, axis }) => type === 'open' && !(latex === '\\{' && axis !== undefined),
  ).length;
  const closes = atoms.filter(
    ({ type, latex, axis }) => type === 'close' && !(latex === '\\}' && axis !== undefined),
  ).length;
  return 1.2 * Math.abs(opens - closes);
}

function bareRoots(atoms: readonly Atom[]): number {
  return atoms.filter(({ type }) => type === 'radical').length;
}
