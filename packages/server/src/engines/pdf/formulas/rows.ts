import { type Atom, axisOf } from './atom.ts';
import type { Composing } from './compose.ts';
import { lineOf } from './line.ts';

/** Rows are at least this far apart, in sizes. */
const rowStep = 0.85;

/** rowsOf parts atoms into rows by the baselines of the larger ones, top to bottom; one row for an ordinary formula. */
export function rowsOf(atoms: readonly Atom[]): readonly (readonly Atom[])[] {
  const plain = atoms.filter(({ axis }) => axis === undefined);
  const size = atoms.reduce((most, atom) => Math.max(most, atom.size), 0);
  const large = plain.filter((atom) => atom.size > 0.86 * size);
  // Matrices may hold nothing but fractions.
  const main = plain.length === 0 ? atoms : large;
  const levels: { axis: number; count: number }[] = [];
  for (const atom of [...main].sort((a, b) => axisOf(a) - axisOf(b))) {
    const level = levels.at(-1);
    if (level === undefined || axisOf(atom) - level.axis > 0.3 * size) levels.push({ axis: axisOf(atom), count: 1 });
    else level.count += 1;
  }
  const apart = levels.every((level, at) => level.axis - (levels[at - 1]?.axis ?? -Infinity) > rowStep * size);
  if (levels.length < 2 || !apart) return [atoms];
  const rows: Atom[][] = levels.map(() => []);
  for (const atom of atoms) {
    const axis = axisOf(atom);
    let best = 0;
    levels.forEach((level, at) => {
      if (Math.abs(level.axis - axis) < Math.abs((levels[best]?.axis ?? 0) - axis)) best = at;
    });
    rows[best]?.push(atom);
  }
  return rows;
}

/** alignedOf writes rows under each other, aligned at their first relation. */
export function alignedOf(rows: readonly (readonly Atom[])[], state: Composing): string {
  const lines = rows.map((row) => {
    const sorted = [...row].sort((a, b) => a.bbox[0] - b.bbox[0]);
    const at = sorted.findIndex(({ type }) => type === 'rel');
    if (at < 0) return `& ${lineOf(sorted, state)}`;
    return `${lineOf(sorted.slice(0, at), state)} & ${lineOf(sorted.slice(at), state)}`.trim();
  });
  return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
}
