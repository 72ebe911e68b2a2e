import { type Atom, middleOf } from './atom.ts';
import { made } from './compose.ts';

/** Pieces of a long sign touch or overlap: their gap is less than this, in sizes. */
const touching = 0.06;

/** What TeX's fonts have no sign for is drawn in pieces beside each other. */
const arrows: readonly (readonly [RegExp, string])[] = [
  [/^(- )+\\rightarrow$/, '\\longrightarrow'],
  [/^\\leftarrow( -)+$/, '\\longleftarrow'],
  [/^\\leftarrow (- )*\\rightarrow$/, '\\longleftrightarrow'],
  [/^(= )+\\Rightarrow$/, '\\Longrightarrow'],
  [/^\\Leftarrow( =)+$/, '\\Longleftarrow'],
  [/^\\Leftarrow (= )*\\Rightarrow$/, '\\Longleftrightarrow'],
  [/^\\mapsto \\rightarrow$/, '\\mapsto'],
  [/^\\mapsto (- )+\\rightarrow$/, '\\longmapsto'],
  [/^\\hook(left|right)arrow \\rightarrow$/, '\\hookrightarrow'],
  [/^\\leftarrow \\hook(left|right)arrow$/, '\\hookleftarrow'],
];
const piece = /^(-|=|\\(left|right|Left|Right|hookleft|hookright)arrow|\\mapsto)$/;

/** withLongSigns joins what is drawn in pieces: long arrows, and a wave over a sign of equality. `−` `→` -> `\longrightarrow` */
export function withLongSigns(atoms: readonly Atom[]): readonly Atom[] {
  const pieces = atoms.filter(({ latex }) => piece.test(latex)).sort((a, b) => a.bbox[0] - b.bbox[0]);
  const gone = new Set<Atom>();
  const joined: Atom[] = [];
  for (const [at, first] of pieces.entries()) {
    if (gone.has(first)) continue;
    const run: [Atom, ...Atom[]] = [first];
    for (const next of pieces.slice(at + 1)) if (touches(run.at(-1) ?? first, next)) run.push(next);
    const latex = longOf(run.map((one) => one.latex).join(' '));
    if (latex === undefined) continue;
    for (const one of run) gone.add(one);
    joined.push(made(run, { type: 'rel', latex }));
  }
  return withCongruence(gone.size === 0 ? atoms : [...atoms.filter((atom) => !gone.has(atom)), ...joined]);
}

function longOf(pieces: string): string | undefined {
  return arrows.find(([pattern]) => pattern.test(pieces))?.[1];
}

function touches(a: Atom, b: Atom): boolean {
  const gap = b.bbox[0] - a.bbox[2];
  return (
    Math.abs(a.baseline - b.baseline) < 0.1 * a.size &&
    Math.abs(a.size - b.size) < 0.1 * a.size &&
    gap < touching * a.size &&
    gap > -0.6 * a.size
  );
}

function withCongruence(atoms: readonly Atom[]): readonly Atom[] {
  let pool = atoms;
  for (const wave of atoms) {
    if (wave.latex !== '\\sim') continue;
    const equal = pool.find(
      (atom) =>
        atom.latex === '=' &&
        Math.abs(middleOf(atom) - middleOf(wave)) < 0.15 * atom.size &&
        atom.baseline - wave.baseline > 0.15 * atom.size &&
        atom.baseline - wave.baseline < 0.6 * atom.size,
    );
    if (equal === undefined) continue;
    const whole = made([equal, wave], { type: 'rel', latex: '\\cong' });
    pool = [...pool.filter((atom) => atom !== wave && atom !== equal), whole];
  }
  return pool;
}
