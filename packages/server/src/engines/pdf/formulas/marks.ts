import { type Atom, middleOf, widthOf } from './atom.ts';
import { type Composing, compose, made } from './compose.ts';
import { wideAccent } from './symbols.ts';

/** An accent stands this close over its letter, in sizes. */
const reach = 0.45;
/** Low letters may stand as far from a brace. */
const braceReach = 0.8;

/** withMarks puts accents, braces and arrows onto what they stand over or under. `ˆ` over `x` -> `\hat{x}` */
export function withMarks(atoms: readonly Atom[], state: Composing): readonly Atom[] {
  let pool: readonly Atom[] = atoms.map((atom) => asMark(atom, atoms) ?? atom);
  const marks = pool.filter(({ type }) => type === 'over' || type === 'under');
  if (marks.length === 0) return atoms;
  // Narrow marks first: a brace may stand over what has accents of its own.
  for (const mark of [...marks].sort((a, b) => widthOf(a) - widthOf(b))) {
    const bases = basesOf(mark, pool);
    const [head, ...rest] = bases;
    if (head === undefined) {
      state.doubts += 1;
      pool = pool.filter((atom) => atom !== mark);
      continue;
    }
    const single = bases.length === 1;
    // Some programs draw an accent in pieces, one over the other.
    if (single && head.latex.startsWith(`${mark.latex}{`)) {
      pool = pool.filter((atom) => atom !== mark);
      continue;
    }
    const command = single ? mark.latex : wideAccent(mark.latex);
    const latex = `${command}{${single ? head.latex : compose(bases, state)}}`;
    const [baseline, size] = [head.baseline, head.size];
    const set = new Set([mark, ...bases]);
    const type = single && head.type === 'letter' ? 'letter' : 'ord';
    const whole = made([head, ...rest, mark], { type, latex, baseline, size });
    pool = [...pool.filter((atom) => !set.has(atom)), single ? { ...whole, bbox: head.bbox } : whole];
  }
  return pool;
}

/** Arrows and waves of a line of their own serve as accents: they stand right over a letter, off the line. */
const lifted: Readonly<Record<string, string>> = {
  '\\rightarrow': '\\vec',
  '\\longrightarrow': '\\vec',
  '\\longleftarrow': '\\overleftarrow',
  '\\sim': '\\tilde',
  '\\leftarrow': '\\overleftarrow',
};

function asMark(atom: Atom, atoms: readonly Atom[]): Atom | undefined {
  const command = lifted[atom.latex];
  if (command === undefined) return undefined;
  const x = middleOf(atom);
  const under = atoms.some(({ type, bbox, size }) => {
    if (type !== 'letter' && type !== 'upright' && type !== 'ord') return false;
    // A smaller one is a limit of the arrow.
    if (size < 0.86 * atom.size) return false;
    const gap = bbox[1] - atom.bbox[3];
    return gap > -0.25 * size && gap < reach * size && x > bbox[0] - 0.2 * size && x < bbox[2] + 0.2 * size;
  });
  return under ? { ...atom, type: 'over', latex: command } : undefined;
}

function basesOf(mark: Atom, pool: readonly Atom[]): readonly Atom[] {
  const over = mark.type === 'over';
  const [x0, x1] = [mark.bbox[0], mark.bbox[2]];
  const near = pool.filter((atom) => {
    if (atom === mark || atom.type === 'over' || atom.type === 'under') return false;
    const gap = over ? atom.bbox[1] - mark.bbox[3] : mark.bbox[1] - atom.bbox[3];
    return (
      gap > -0.6 * atom.size &&
      gap < (/brace$/.test(mark.latex) ? braceReach : reach) * atom.size &&
      (over ? atom.bbox[3] > mark.bbox[3] : atom.bbox[1] < mark.bbox[1])
    );
  });
  const under = near.filter((atom) => middleOf(atom) > x0 && middleOf(atom) < x1);
  const wide = under.filter((atom) => widthOf(atom) < 1.05 * (x1 - x0));
  if (wide.length > 1 && x1 - x0 > 0.7 * mark.size) return wide.sort((a, b) => a.bbox[0] - b.bbox[0]);
  const x = middleOf(mark);
  const [closest] = near
    .filter((atom) => x > atom.bbox[0] - 0.15 * atom.size && x < atom.bbox[2] + 0.25 * atom.size)
    .sort((a, b) => Math.abs(middleOf(a) - x) - Math.abs(middleOf(b) - x));
  return closest === undefined ? [] : [closest];
}
