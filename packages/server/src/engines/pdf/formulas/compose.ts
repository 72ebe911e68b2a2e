import { unionBbox } from '@docmill/document';
import type { Atom } from './atom.ts';
import { withGrids } from './grids.ts';
import { withLimits } from './limits.ts';
import { lineOf } from './line.ts';
import { withMarks } from './marks.ts';
import { alignedOf, rowsOf } from './rows.ts';

/** Composing keeps count of what did not fit, and of how deep it has gone. */
export interface Composing {
  /** Signs that stand where formulas have none; each costs confidence. */
  doubts: number;
  depth: number;
}

/** Formulas nested deeper than this are not read. */
const deepest = 12;

/** compose writes atoms, whose fractions and roots are already joined, as LaTeX. */
export function compose(atoms: readonly Atom[], state: Composing): string {
  if (atoms.length === 0) return '';
  if (state.depth >= deepest) {
    state.doubts += atoms.length;
    return '';
  }
  state.depth += 1;
  const joined = withGrids(withLimits(withMarks(atoms, state), state), state);
  const rows = rowsOf(joined);
  const latex = rows.length > 1 ? alignedOf(rows, state) : lineOf(joined, state);
  state.depth -= 1;
  return latex;
}

/** Made is what was made of several atoms. */
export type Made = Pick<Atom, 'type' | 'latex'> & Partial<Pick<Atom, 'axis' | 'baseline' | 'size' | 'bbox'>>;

/** made joins atoms into one, which by default stands like the first of them. */
export function made(atoms: readonly [Atom, ...Atom[]], as: Made): Atom {
  const [head] = atoms;
  return {
    ...head,
    bbox: unionBbox(atoms.map((atom) => atom.bbox)) ?? head.bbox,
    text: atoms.map((atom) => atom.text).join(''),
    count: atoms.reduce((sum, atom) => sum + atom.count, 0),
    first: atoms.reduce((least, atom) => Math.min(least, atom.first), head.first),
    ...as,
  };
}
