import { unionBbox } from '@docmill/document';
import { type Atom, middleOf, widthOf } from './atom.ts';
import { type Composing, compose, made } from './compose.ts';
import { rowsOf } from './rows.ts';

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
    const latex = latexOf(atom, { under: rowsIn(under, state), over: rowsIn(over, state) });
    const whole = made([atom, ...over, ...under], { type: atom.type, latex });
    // Neighbours stand beside the operator, but no nearer than its limits allow.
    pool = [...pool.filter((one) => !parts.has(one)), whole];
  }
  return pool;
}

/** Arrows as long as what stands over them. */
const stretching: Readonly<Record<string, string>> = {
  '\\longrightarrow': '\\xrightarrow',
  '\\longleftarrow': '\\xleftarrow',
  '\\Longrightarrow': '\\xRightarrow',
  '\\Longleftarrow': '\\xLeftarrow',
};

function carriesLimits({ type, latex }: Atom): boolean {
  return type === 'limits' || type === 'rel' || /^\\(over|under)brace/.test(latex);
}

/** rowsIn writes a limit, which may have several rows. */
function rowsIn(limit: readonly Atom[], state: Composing): string {
  const rows = rowsOf(limit);
  if (rows.length < 2) return compose(limit, state);
  return `\\substack{${rows.map((row) => compose(row, state)).join(' \\\\ ')}}`;
}

function latexOf({ type, latex }: Atom, { under, over }: { under: string; over: string }): string {
  const stretched = stretching[latex];
  if (stretched !== undefined) return `${stretched}${under === '' ? '' : `[${under}]`}{${over}}`;
  if (type === 'rel') {
    const above = over === '' ? latex : `\\overset{${over}}{${latex}}`;
    return under === '' ? above : `\\underset{${under}}{${above}}`;
  }
  return `${latex}${under === '' ? '' : `_{${under}}`}${over === '' ? '' : `^{${over}}`}`;
}

/** `arg` and `min` are one operator, and so are `lim` and `sup`. */
function withArg(atoms: readonly Atom[]): readonly Atom[] {
  const args = atoms.filter(({ latex }) => latex === '\\arg' || latex === '\\lim');
  let pool = atoms;
  for (const arg of args) {
    const next = pool.find(
      (atom) =>
        (arg.latex === '\\arg' ? /^\\m(?:in|ax)$/ : /^\\(?:sup|inf)$/).test(atom.latex) &&
        Math.abs(atom.baseline - arg.baseline) < 0.1 * arg.size &&
        atom.bbox[0] - arg.bbox[2] > -0.1 * arg.size &&
        atom.bbox[0] - arg.bbox[2] < 0.5 * arg.size,
    );
    if (next === undefined) continue;
    const latex = `${arg.latex}${arg.latex === '\\arg' ? next.latex : next.latex.slice(1)}`;
    const whole = made([arg, next], { type: 'limits', latex });
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
  const found = groups
    .map((group) => ownPart(group, operator, pool))
    .find((group) => isCentred(group, operator, width) && group.some((atom) => near(atom) < limitGap * size));
  return found === undefined ? [] : [...found, ...furtherRows(found, pool, side)];
}

/** ownPart gives an operator's own of the limits of several operators that stand close together: they are cut at the widest gap between two of them. */
function ownPart(group: readonly Atom[], operator: Atom, pool: readonly Atom[]): readonly Atom[] {
  const middle = middleOf(operator);
  let own = group;
  for (const other of pool) {
    const [x, box] = [middleOf(other), unionBbox(own.map(({ bbox }) => bbox)) ?? operator.bbox];
    const isRival = other.type === 'limits' && other !== operator && other.bbox[1] < operator.bbox[3];
    if (!isRival || other.bbox[3] < operator.bbox[1] || x < box[0] || x > box[2]) continue;
    const cut = widestGap(own, [Math.min(x, middle), Math.max(x, middle)]);
    own = own.filter((atom) => middleOf(atom) < cut === middle < cut);
  }
  return own;
}

/** widestGap gives the middle of the widest gap between two places; the middle of both when there is none. */
function widestGap(group: readonly Atom[], [from, to]: readonly [number, number]): number {
  let [edge, widest, at] = [from, 0, (from + to) / 2];
  for (const { bbox } of [...group].sort((a, b) => a.bbox[0] - b.bbox[0])) {
    const gap = bbox[0] - edge;
    if (edge > from && bbox[0] < to && gap > widest) [widest, at] = [gap, (edge + bbox[0]) / 2];
    edge = Math.max(edge, bbox[2]);
  }
  return at;
}

/** Rows of one limit leave less room between them than this, in sizes. */
const rowGap = 0.6;

/** furtherRows gives what a limit has beyond its first row: small signs that stand centred beyond it. */
function furtherRows(first: readonly Atom[], pool: readonly Atom[], side: -1 | 1): readonly Atom[] {
  const box = unionBbox(first.map(({ bbox }) => bbox));
  const size = Math.max(...first.map((atom) => atom.size));
  if (box === undefined) return [];
  const row = pool.filter((atom) => {
    const gap = side < 0 ? box[1] - atom.bbox[3] : atom.bbox[1] - box[3];
    const within = atom.bbox[2] > box[0] - size && atom.bbox[0] < box[2] + size;
    return !first.includes(atom) && within && atom.size < 1.1 * size && gap > -0.1 * size && gap < rowGap * size;
  });
  const other = unionBbox(row.map(({ bbox }) => bbox));
  if (other === undefined || Math.abs(other[0] + other[2] - box[0] - box[2]) / 2 > 0.5 * size) return [];
  return row;
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
