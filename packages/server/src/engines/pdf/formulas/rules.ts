import { type Bbox, unionBbox } from '@docmill/document';
import { type Atom, axisHeight, middleOf, widthOf } from './atom.ts';
import { type Composing, compose, made } from './compose.ts';

/** Parts of a fraction stand this close to its rule, in sizes. */
const nearRule = 0.55;
/** A line over or under a sign stands closer. */
const nearLine = 0.35;
/** What belongs together over a rule has no gap wider than this, in sizes. */
const stackGap = 0.42;

/** withRules joins fractions, roots, and what has a line over or under it: from the shortest rule to the longest, so inner ones come first. */
export function withRules(atoms: readonly Atom[], rules: readonly Bbox[], state: Composing): readonly Atom[] {
  const sorted = [...rules].sort((a, b) => a[2] - a[0] - (b[2] - b[0]));
  let pool = atoms;
  sorted.forEach((rule, at) => {
    pool = withRule(pool, { rule, rules, longer: sorted.slice(at + 1), state });
  });
  return pool;
}

interface RuleContext {
  readonly rule: Bbox;
  readonly rules: readonly Bbox[];
  readonly longer: readonly Bbox[];
  readonly state: Composing;
}

function withRule(atoms: readonly Atom[], context: RuleContext): readonly Atom[] {
  const { rule, state } = context;
  const root = atoms.find((atom) => atom.type === 'radical' && startsAt(atom, rule));
  if (root !== undefined) return withRoot(atoms, root, context);
  const over = stacked(atoms, context, -1);
  const under = stacked(atoms, context, 1);
  const [above, below] = [distance(over, rule), distance(under, rule)];
  if (above < nearRule && below < nearRule)
    return replaced(atoms, [...over, ...under], fractionOf(over, under, rule, state));
  if (below < nearLine) return replaced(atoms, under, lined('\\overline', under, rule, state));
  if (above < nearLine) return replaced(atoms, over, lined('\\underline', over, rule, state));
  state.doubts += 1;
  return atoms;
}

function replaced(atoms: readonly Atom[], gone: readonly Atom[], by: Atom | undefined): readonly Atom[] {
  if (by === undefined) return atoms;
  const set = new Set(gone);
  return [...atoms.filter((atom) => !set.has(atom)), by];
}

/** stacked gives what stands over (-1) or under (1) a rule, up to the next gap or longer rule. */
function stacked(atoms: readonly Atom[], { rule, rules, longer }: RuleContext, side: -1 | 1): readonly Atom[] {
  const y = (rule[1] + rule[3]) / 2;
  const near = (atom: Atom) => (side < 0 ? y - atom.bbox[3] : atom.bbox[1] - y);
  const rivals = rules.filter((other) => other !== rule && isEqual(other, rule));
  const found = atoms
    .filter((atom) => !rivals.some((other) => isNearer(atom, other, rule)))
    .filter((atom) => middleOf(atom) > rule[0] - 0.5 && middleOf(atom) < rule[2] + 0.5)
    .filter((atom) => near(atom) > -0.3 * atom.size && (side < 0 ? atom.bbox[1] < y : atom.bbox[3] > y))
    .filter((atom) => (side < 0 ? middleY(atom) < y : middleY(atom) > y))
    .sort((a, b) => near(a) - near(b));
  const middle = (rule[0] + rule[2]) / 2;
  const bounds = longer
    .filter((other) => other[0] < middle && other[2] > middle)
    .map((other) => side * ((other[1] + other[3]) / 2 - y))
    .filter((at) => at > 0.5);
  const bound = Math.min(...bounds, Number.POSITIVE_INFINITY);
  const result: Atom[] = [];
  let edge = 0;
  for (const atom of found) {
    if (result.length > 0 && near(atom) - edge > stackGap * atom.size) break;
    if (near(atom) > bound) break;
    if (result.length > 0 && near(atom) - edge > 0.2 * atom.size && !isCentred(atom, found, rule)) break;
    result.push(atom);
    edge = Math.max(edge, side < 0 ? y - atom.bbox[1] : atom.bbox[3] - y);
  }
  return result;
}

/** isEqual: fractions of one column of a matrix, or over and under a longer rule, may be as long as each other. */
function isEqual(a: Bbox, b: Bbox): boolean {
  return Math.abs(a[0] - b[0]) < 1 && Math.abs(a[2] - b[2]) < 1;
}

function isNearer(atom: Atom, a: Bbox, b: Bbox): boolean {
  return Math.abs(middleY(atom) - a[1]) < Math.abs(middleY(atom) - b[1]);
}

/** isCentred: the row that an atom stands in has its middle over the middle of the rule, as parts of a fraction have. */
function isCentred(atom: Atom, found: readonly Atom[], rule: Bbox): boolean {
  // Large operators have a baseline of their own: what stands beside each other is a row.
  const row = found.filter(
    (other) => Math.abs(other.baseline - atom.baseline) < 0.1 * atom.size || isBeside(other, atom),
  );
  const box = unionBbox(row.map(({ bbox }) => bbox)) ?? atom.bbox;
  const limits = row.every(({ size }) => size < 0.86 * largest(found));
  return limits || Math.abs(box[0] + box[2] - rule[0] - rule[2]) / 2 < 0.1 * (rule[2] - rule[0]) + 0.6 * atom.size;
}

function isBeside({ bbox: a }: Atom, { bbox: b }: Atom): boolean {
  return Math.min(a[3], b[3]) - Math.max(a[1], b[1]) > 0.5 * Math.min(a[3] - a[1], b[3] - b[1]);
}

function middleY({ bbox }: Atom): number {
  return (bbox[1] + bbox[3]) / 2;
}

function distance(atoms: readonly Atom[], rule: Bbox): number {
  const y = (rule[1] + rule[3]) / 2;
  return atoms.reduce(
    (least, { bbox, size }) => Math.min(least, Math.max(0, bbox[1] > y - 1 ? bbox[1] - y : y - bbox[3]) / size),
    Number.POSITIVE_INFINITY,
  );
}

function fractionOf(over: readonly Atom[], under: readonly Atom[], rule: Bbox, state: Composing): Atom | undefined {
  const [head, ...rest] = [...over, ...under];
  if (head === undefined) return undefined;
  const latex = `\\frac{${compose(over, state)}}{${compose(under, state)}}`;
  const axis = (rule[1] + rule[3]) / 2;
  return { ...withBox(made([head, ...rest], { type: 'ord', latex, axis, size: largest([head, ...rest]) }), rule) };
}

function lined(command: string, atoms: readonly Atom[], rule: Bbox, state: Composing): Atom | undefined {
  const [head, ...rest] = byPlace(atoms);
  if (head === undefined) return undefined;
  const main = mainOf([head, ...rest]);
  const { baseline, size } = main;
  const axis = main.axis === undefined ? {} : { axis: main.axis };
  const latex = `${command}{${compose(atoms, state)}}`;
  const short = /^\\overline\{[A-Za-z]\}$/.test(latex) ? latex.replace('overline', 'bar') : latex;
  return withBox(made([head, ...rest], { type: 'ord', latex: short, baseline, size, ...axis }), rule);
}

function withBox(atom: Atom, rule: Bbox): Atom {
  return { ...atom, bbox: unionBbox([atom.bbox, rule]) ?? atom.bbox };
}

function byPlace(atoms: readonly Atom[]): readonly Atom[] {
  return [...atoms].sort((a, b) => a.bbox[0] - b.bbox[0]);
}

function largest(atoms: readonly Atom[]): number {
  return atoms.reduce((most, { size }) => Math.max(most, size), 0);
}

/** mainOf gives the atom that says where the others stand: the first of the largest ones. */
function mainOf(atoms: readonly [Atom, ...Atom[]]): Atom {
  const size = largest(atoms);
  return atoms.find((atom) => atom.size > 0.9 * size && atom.axis === undefined) ?? atoms[0];
}

/** startsAt: the rule goes on where the radical ends, at its top. */
function startsAt({ bbox, size }: Atom, rule: Bbox): boolean {
  const y = (rule[1] + rule[3]) / 2;
  return Math.abs(rule[0] - bbox[2]) < 0.25 * size && Math.abs(y - bbox[1]) < 0.3 * size;
}

function withRoot(atoms: readonly Atom[], root: Atom, { rule, state }: RuleContext): readonly Atom[] {
  const inside = byPlace(
    atoms.filter(
      (atom) =>
        atom !== root &&
        middleOf(atom) > rule[0] - 0.3 &&
        middleOf(atom) < rule[2] + 0.3 &&
        middleY(atom) > rule[1] &&
        middleY(atom) < root.bbox[3] + 0.2 * root.size,
    ),
  );
  const [head, ...rest] = inside;
  if (head === undefined) {
    state.doubts += 1;
    return atoms;
  }
  const main = mainOf([head, ...rest]);
  const degree = atoms.filter(
    (atom) =>
      atom.size < 0.8 * main.size &&
      middleOf(atom) > root.bbox[0] - 0.1 * main.size &&
      middleOf(atom) < root.bbox[0] + 0.7 * widthOf(root) &&
      middleY(atom) < middleY(root) &&
      atom.bbox[3] > root.bbox[1] - 0.1 * main.size &&
      !inside.includes(atom),
  );
  const index = degree.length === 0 ? '' : `[${compose(degree, state)}]`;
  const latex = `\\sqrt${index}{${compose(inside, state)}}`;
  // What stands under a root need not reach its axis: a root of small letters stands on the line of its letters.
  const baseline = main.axis === undefined ? main.baseline : main.axis + axisHeight * main.size;
  const { axis: _, ...plainRoot } = root;
  const atom = made([plainRoot, ...inside, ...degree], { type: 'ord', latex, baseline, size: main.size });
  return replaced(atoms, [root, ...inside, ...degree], withBox(atom, rule));
}
