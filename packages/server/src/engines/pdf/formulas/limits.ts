import { type Atom, middleOf, widthOf } from './atom.ts';
import { type Composing, compose, made } from './compose.ts';

/** Limits stand this close, in sizes of the operator, and are smaller than it by this. */
const limitGap = 0.45;
const smaller = 0.86;
/** A wider gap parts the limits of one operator from those of the next, in sizes of the limits. */
const partGap = 0.7;

/** withLimits binds what stands right over and under large operators, and small signs over relations and arrows. */
export function withLimits(atoms: readonly Atom[], state: Composing): readonly Atom[] {
  let pool = withArg(atoms);
  // Operators first: what stands under the sign of equality beside a sum belongs to the sum.
  const rank = ({ type }: Atom) => (type === 'rel' ? 1 : 0);
  for (const atom of pool.filter(carriesLimits).sort((a, b) => rank(a) - rank(b) || a.bbox[0] - b.bbox[0])) {
    if (!pool.includes(atom)) continue;
    const over = beside(atom, pool, -1);
    const under = beside(atom, pool, 1);
    if (over.length + under.length === 0) continue;
    const parts = new Set([atom, ...over, ...under]);
    const latex = latexOf(atom, { under: compose(under, state), over: compose(over, state) });
    const whole = made([atom, ...over, ...under], { type: atom.type, latex });
    // Neighbours stand beside the operator, but no nearer than its limits allow.
    pool = [...pool.filter((one) => !parts.has(one)), whole];
  }
  return pool;
}

function carriesLimits({ type, latex }: Atom): boolean {
  return type === 'limits' || type === 'rel' || /^\\(over|under)brace/.test(latex);
}

function latexOf({ type, latex }: Atom, { under, over }: { under: string; over: string }): string {
  if (type === 'rel') {
    const above = over === '' ? latex : `\\overset{${over}}{${latex}}`;
    return under === '' ? above : `\\underset{${under}}{${above}}`;
  }
  return `${latex}${under === '' ? '' : `_{${under}}`}${over === '' ? '' : `^{${over}}`}`;
}

/** `arg` and `min` are one operator. */
function withArg(atoms: readonly Atom[]): readonly Atom[] {
  const args = atoms.filter(({ latex }) => latex === '\\arg');
  let pool = atoms;
  for (const arg of args) {
    const next = pool.find(
      (atom) =>
        (atom.latex === '\\min' || atom.latex === '\\max') &&
        Math.abs(atom.baseline - arg.baseline) < 0.1 * arg.size &&
        atom.bbox[0] - arg.bbox[2] > -0.1 * arg.size &&
        atom.bbox[0] - arg.bbox[2] < 0.5 * arg.size,
    );
    if (next === undefined) continue;
    const whole = made([arg, next], { type: 'limits', latex: `${arg.latex}${next.latex}` });
    pool = [...pool.filter((atom) => atom !== arg && atom !== next), whole];
  }
  return pool;
}

/** beside gives what stands right over (-1) or under (1) an operator and is smaller than it: one row, up to the next gap. */
function beside(operator: Atom, pool: readonly Atom[], side: -1 | 1): readonly Atom[] {
  const { bbox, size } = operator;
  const near = (atom: Atom) => (side < 0 ? bbox[1] - atom.bbox[3] : atom.bbox[1] - bbox[3]);
  const band = pool
    .filter((atom) => atom !== operator && atom.size < smaller * size)
    .filter((atom) => near(atom) > -0.25 * size && near(atom) < limitGap * size + 0.4 * atom.size)
    .sort((a, b) => a.bbox[0] - b.bbox[0]);
  const groups: Atom[][] = [];
  let edge = Number.NEGATIVE_INFINITY;
  for (const atom of band) {
    const group = groups.at(-1);
    if (group === undefined || atom.bbox[0] - edge > partGap * atom.size) groups.push([atom]);
    else group.push(atom);
    edge = Math.max(edge, atom.bbox[2]);
  }
  const width = widthOf(operator);
  const found = groups.find(
    (group) => isCentred(group, operator, width) && group.some((atom) => near(atom) < limitGap * size),
  );
  return found ?? [];
}

/** isCentred: the group's middle is near the operator's, and it does not begin where a script at its right would. */
function isCentred(group: readonly Atom[], operator: Atom, width: number): boolean {
  const x0 = Math.min(...group.map(({ bbox }) => bbox[0]));
  const x1 = Math.max(...group.map(({ bbox }) => bbox[2]));
  if (x0 > operator.bbox[2] - 0.3 * width) return false;
  if (operator.type === 'rel' && x1 - x0 > 1.6 * width) return false;
  // Limits of an integral stand at its right unless they are right under it.
  if (/^\\\w*int/.test(operator.latex)) return Math.abs((x0 + x1) / 2 - middleOf(operator)) < 0.2 * width;
  return Math.abs((x0 + x1) / 2 - middleOf(operator)) < 0.35 * width + 0.15 * operator.size;
}
