import { unionBbox } from '@docmill/document';
import { type Atom, middleOf, widthOf } from './atom.ts';

const brackets: readonly (readonly [RegExp, string, Atom['type']])[] = [
  [/[⎛⎜⎝]/, '(', 'open'],
  [/[⎞⎟⎠]/, ')', 'close'],
  [/[⎧⎨⎩]/, '\\{', 'open'],
  [/[⎫⎬⎭]/, '\\}', 'close'],
  [/[⎡⎣]/, '[', 'open'],
  [/[⎤⎦]/, ']', 'close'],
  [/⎢/, '\\lfloor', 'open'],
  [/⎥/, '\\rfloor', 'close'],
  [/⎷/, '\\sqrt', 'radical'],
  [/[⎪⏐|]/, '|', 'fence'],
  [/‖/, '\\|', 'fence'],
];

/**
 * joinPieces puts tall brackets together that were drawn in pieces, one over the other, and negated relations that were drawn as a stroke
 * over a sign. Gives undefined when pieces fit nowhere.
 */
export function joinPieces(all: readonly Atom[]): readonly Atom[] | undefined {
  const atoms = all.map((atom) => {
    if (isStroke(atom, all)) return { ...atom, type: 'piece' as const, text: '\u0338' };
    return isFoot(atom, all) ? { ...atom, type: 'piece' as const } : atom;
  });
  if (!atoms.some(({ type }) => type === 'piece')) return atoms;
  const stacks: Atom[][] = [];
  const strokes: Atom[] = [];
  for (const atom of atoms) {
    if (atom.type !== 'piece') continue;
    if (atom.text === '\u0338') {
      strokes.push(atom);
      continue;
    }
    const stack = stacks.find((one) => one.some((other) => touches(other, atom)));
    if (stack === undefined) stacks.push([atom]);
    else stack.push(atom);
  }
  const joined: Atom[] = [];
  for (const stack of mergeStacks(stacks)) {
    const bracket = bracketOf(stack);
    if (bracket === undefined) return undefined;
    joined.push(bracket);
  }
  return negated([...atoms.filter(({ type }) => type !== 'piece'), ...joined], strokes);
}

/** A slash over a relation denies it as well. */
function isStroke({ text, bbox }: Atom, atoms: readonly Atom[]): boolean {
  if (text !== '/') return false;
  const x = (bbox[0] + bbox[2]) / 2;
  return atoms.some(
    ({ type, bbox: sign }) => type === 'rel' && x > sign[0] && x < sign[2] && bbox[1] < sign[3] && bbox[3] > sign[1],
  );
}

/** A tall root stands on a root sign, with pieces over it. */
function isFoot(root: Atom, atoms: readonly Atom[]): boolean {
  return root.type === 'radical' && atoms.some((atom) => atom.text === '⎷' && touches(root, atom));
}

function touches(a: Atom, b: Atom): boolean {
  const gap = Math.max(a.bbox[1], b.bbox[1]) - Math.min(a.bbox[3], b.bbox[3]);
  return gap < 0.3 * a.size && Math.min(a.bbox[2], b.bbox[2]) - Math.max(a.bbox[0], b.bbox[0]) > -0.5;
}

/** Pieces may come in any order, so stacks that meet later become one. */
function mergeStacks(stacks: readonly Atom[][]): readonly Atom[][] {
  const merged: Atom[][] = [];
  for (const stack of stacks) {
    const near = merged.find((other) => other.some((a) => stack.some((b) => touches(a, b))));
    if (near === undefined) merged.push(stack);
    else near.push(...stack);
  }
  return merged;
}

function bracketOf(stack: readonly Atom[]): Atom | undefined {
  const bbox = unionBbox(stack.map((piece) => piece.bbox));
  const [head] = stack;
  const text = stack.map((piece) => piece.text).join('');
  const found = brackets.find(([pattern]) => pattern.test(text));
  if (bbox === undefined || head === undefined || found === undefined) return undefined;
  const [, latex, type] = found;
  const first = stack.reduce((least, piece) => Math.min(least, piece.first), head.first);
  return {
    ...head,
    type,
    latex,
    bbox,
    axis: (bbox[1] + bbox[3]) / 2,
    text: latex.replace('\\', ''),
    first,
    count: stack.length,
  };
}

/** A stroke over a relation denies it: TeX sets `\not` and then the sign. */
function negated(atoms: readonly Atom[], strokes: readonly Atom[]): readonly Atom[] | undefined {
  let result = atoms;
  for (const stroke of strokes) {
    const [x] = [stroke.bbox[0] === stroke.bbox[2] ? stroke.bbox[0] : middleOf(stroke)];
    const target = result.find(
      (atom) =>
        atom.type === 'rel' &&
        Math.abs(middleOf(atom) - x) < 0.7 * widthOf(atom) &&
        Math.abs(atom.baseline - stroke.baseline) < 0.3 * atom.size,
    );
    if (target === undefined) return undefined;
    const latex = target.latex === '=' ? '\\neq' : target.latex === '\\in' ? '\\notin' : `\\not${target.latex}`;
    result = result.map((atom) => (atom === target ? { ...atom, latex, count: atom.count + 1 } : atom));
  }
  return result;
}
