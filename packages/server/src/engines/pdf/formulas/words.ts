import { type Atom, axisOf } from './atom.ts';
import { made } from './compose.ts';
import { functionOf, takesLimits } from './symbols.ts';

/** Letters of one word are nearer than this, in sizes. */
const letterGap = 0.13;

/** withWords joins upright letters that stand together into words and names of functions. `s` `i` `n` -> `\sin` */
export function withWords(atoms: readonly Atom[]): readonly Atom[] {
  const upright = atoms.filter(({ type }) => type === 'upright');
  if (upright.length < 2) return atoms;
  const sorted = [...upright].sort((a, b) => a.baseline - b.baseline || a.bbox[0] - b.bbox[0]);
  const groups: [Atom, ...Atom[]][] = [];
  for (const atom of sorted) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && goesOn(last, atom)) group.push(atom);
    else groups.push([atom]);
  }
  const joined = groups.flatMap((group) => (group.length === 1 ? group : wordOf(group)));
  return [...atoms.filter(({ type }) => type !== 'upright'), ...joined];
}

function goesOn(last: Atom, next: Atom): boolean {
  if (Math.abs(last.baseline - next.baseline) > 0.3 || Math.abs(last.size - next.size) > 0.1 * last.size) return false;
  const gap = next.bbox[0] - last.bbox[2];
  return gap < letterGap * last.size && gap > -0.5 * last.size;
}

function wordOf(group: readonly [Atom, ...Atom[]]): readonly Atom[] {
  const word = group.map(({ text }) => text).join('');
  const split = /^(arg)(min|max)$/.exec(word) === null ? differential(group) : undefined;
  if (split !== undefined) return split;
  const name = functionOf(word);
  if (name === undefined) return [made(group, { type: 'word', latex: word })];
  return [made(group, { type: takesLimits(word) ? 'limits' : 'word', latex: name })];
}

/** `dx` of upright letters is no word but a `d` and a variable. */
function differential([d, ...rest]: readonly [Atom, ...Atom[]]): readonly Atom[] | undefined {
  return d.text === 'd' && rest.length === 1 ? [d, ...rest] : undefined;
}

/** withArguments joins `arg` and `min` that stand apart. `arg` `min` -> `\arg\min` */
export function isBeside(left: Atom, right: Atom): boolean {
  const gap = right.bbox[0] - left.bbox[2];
  return gap >= 0 && gap < 0.4 * left.size && Math.abs(axisOf(left) - axisOf(right)) < 0.1 * left.size;
}
