import { type Atom, axisHeight } from './atom.ts';
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

const dots: Readonly<Record<string, string>> = { '.': '\\ldots', '\\cdot': '\\cdots' };

/** Directions of three dots: how far each is right of and under the one before, both ends of both, in sizes. */
const slants = [
  { latex: '\\vdots', across: [-0.05, 0.05], down: [0.3, 0.6] },
  { latex: '\\ddots', across: [0.2, 0.6], down: [0.2, 0.6] },
] as const;

/** withColumns joins three dots under each other, straight or slanting. */
function withColumns(atoms: readonly Atom[]): readonly Atom[] {
  const points = atoms.filter(({ latex }) => latex === '.').sort((a, b) => a.baseline - b.baseline);
  if (points.length < 3) return atoms;
  const gone = new Set<Atom>();
  const joined: Atom[] = [];
  for (const first of points) {
    for (const { latex, across, down } of slants) {
      const next = (from: Atom | undefined) =>
        points.find((point) => {
          if (from === undefined || gone.has(point)) return false;
          const [x, y] = [(point.bbox[0] - from.bbox[0]) / from.size, (point.baseline - from.baseline) / from.size];
          return x > across[0] && x < across[1] && y > down[0] && y < down[1];
        });
      const second = gone.has(first) ? undefined : next(first);
      const third = next(second);
      if (second === undefined || third === undefined) continue;
      for (const point of [first, second, third]) gone.add(point);
      // They are centred on the axis of their row.
      const baseline = second.baseline + (axisHeight - dotRise) * second.size;
      joined.push(made([first, second, third], { type: 'ord', latex, baseline }));
    }
  }
  return [...atoms.filter((atom) => !gone.has(atom)), ...joined];
}

/** Middle of a dot over its baseline, in sizes. */
const dotRise = 0.05;

/** withDots joins three dots in a row. `.` `.` `.` -> `\ldots` */
export function withDots(all: readonly Atom[]): readonly Atom[] {
  const atoms = withColumns(all);
  const points = atoms.filter(({ latex }) => dots[latex] !== undefined);
  if (points.length < 3) return atoms;
  const sorted = [...points].sort((a, b) => a.baseline - b.baseline || a.bbox[0] - b.bbox[0]);
  const gone = new Set<Atom>();
  const joined: Atom[] = [];
  for (let at = 0; at + 2 < sorted.length; at += 1) {
    const three = sorted.slice(at, at + 3) as [Atom, Atom, Atom];
    const [a, b, c] = three;
    const even = Math.abs(b.bbox[0] - a.bbox[0] - (c.bbox[0] - b.bbox[0])) < 0.1 * a.size;
    const near =
      c.bbox[0] - a.bbox[0] < 1.4 * a.size &&
      three.every(({ latex, baseline }) => latex === a.latex && Math.abs(baseline - a.baseline) < 0.3);
    if (!even || !near) continue;
    for (const point of three) gone.add(point);
    joined.push(made(three, { type: 'ord', latex: dots[a.latex] ?? '' }));
    at += 2;
  }
  return [...atoms.filter((atom) => !gone.has(atom)), ...joined];
}

function goesOn(last: Atom, next: Atom): boolean {
  if (Math.abs(last.baseline - next.baseline) > 0.3 || Math.abs(last.size - next.size) > 0.1 * last.size) return false;
  const gap = next.bbox[0] - last.bbox[2];
  return gap < letterGap * last.size && gap > -0.5 * last.size;
}

function wordOf(group: readonly [Atom, ...Atom[]]): readonly Atom[] {
  const word = group.map(({ text }) => text).join('');
  // Bold letters beside each other are vectors and matrices.
  if (group.every(({ latex }) => latex.startsWith('\\mathbf'))) {
    if (group.length < 3) return group;
    return [made(group, { type: 'letter', latex: `\\mathbf{${word}}` })];
  }
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
