import { unionBbox } from '@docmill/document';
import { type Atom, axisOf, middleOf } from './atom.ts';
import { type Composing, compose, made } from './compose.ts';
import { rowsOf } from './rows.ts';

/** Brackets around several rows are at least this tall, in sizes of what they hold. */
const tallBracket = 1.7;
/** Columns are parted by gaps of at least this, in sizes. */
const columnGap = 0.55;
const environments: Readonly<Record<string, string>> = {
  '()': 'pmatrix',
  '[]': 'bmatrix',
  '\\{\\}': 'Bmatrix',
  '||': 'vmatrix',
  '\\|\\|': 'Vmatrix',
};

/** withGrids joins matrices, binomials and cases: tall brackets that hold several rows. The narrowest come first, so inner ones do. */
export function withGrids(atoms: readonly Atom[], state: Composing): readonly Atom[] {
  let pool = withSparePieces(atoms, state);
  const openers = pool.filter(isOpener).sort((a, b) => heightOf(a) - heightOf(b));
  for (const opener of openers) {
    if (!pool.includes(opener)) continue;
    const grid = gridFrom(opener, pool, state);
    if (grid === undefined) continue;
    const gone = new Set(grid.parts);
    pool = [...pool.filter((atom) => !gone.has(atom)), grid.atom];
  }
  return pool;
}

/** Of brackets made of pieces PDFium may tell one piece only: brackets with rows between them that reach over and under both are tall. */
function withSparePieces(atoms: readonly Atom[], state: Composing): readonly Atom[] {
  let pool = atoms;
  for (const opener of atoms) {
    if (opener.type !== 'open') continue;
    const closer = pool.find(
      (atom) => atom.type === 'close' && Math.abs(atom.bbox[3] - opener.bbox[3]) < 0.5 && atom.bbox[0] > opener.bbox[2],
    );
    if (closer === undefined) continue;
    const content = pool.filter((atom) => middleOf(atom) > opener.bbox[2] && middleOf(atom) < closer.bbox[0]);
    const rows = rowsOf(content);
    const box = unionBbox(content.map(({ bbox }) => bbox)) ?? opener.bbox;
    const beyond = Math.max(opener.bbox[1] - box[1], box[3] - opener.bbox[3]);
    if (rows.length < 2 || beyond < 0.5 * opener.size || rows.some((row) => goesOnBefore(row, opener, pool))) continue;
    const parts: [Atom, ...Atom[]] = [opener, ...content, closer];
    const gone = new Set(parts);
    const middle = rows.reduce((sum, row) => sum + axisOf(row[0] ?? opener), 0) / rows.length;
    pool = [...pool.filter((atom) => !gone.has(atom)), gridOf({ opener, closer, rows, axis: middle, parts }, state)];
  }
  return pool;
}

/** goesOnBefore: the row began before the bracket, so it is the subscript under a superscript in brackets. */
function goesOnBefore(row: readonly Atom[], { bbox, size }: Atom, pool: readonly Atom[]): boolean {
  const baseline = row[0]?.baseline ?? 0;
  return pool.some(
    (atom) =>
      middleOf(atom) < bbox[2] &&
      bbox[0] - atom.bbox[2] < size &&
      Math.abs(atom.baseline - baseline) < 0.1 * size &&
      atom.bbox !== bbox,
  );
}

function isOpener({ type, axis, bbox, size }: Atom): boolean {
  return (type === 'open' || type === 'fence') && axis !== undefined && bbox[3] - bbox[1] > tallBracket * size;
}

function heightOf({ bbox }: Atom): number {
  return bbox[3] - bbox[1];
}

function gridFrom(opener: Atom, pool: readonly Atom[], state: Composing) {
  const inBand = pool
    .filter((atom) => atom !== opener && atom.bbox[0] > opener.bbox[0] && isWithin(atom, opener))
    .sort((a, b) => a.bbox[0] - b.bbox[0]);
  const end = inBand.findIndex((atom) => closes(opener, atom));
  // Only a brace may stand alone, before cases.
  if (end < 0 && opener.latex !== '\\{') return undefined;
  const closer = end < 0 ? undefined : inBand[end];
  const content = end < 0 ? withoutEnd(inBand) : inBand.slice(0, end);
  const rows = rowsOf(content);
  if (rows.length < 2) return undefined;
  const parts: [Atom, ...Atom[]] = [opener, ...content, ...(closer === undefined ? [] : [closer])];
  return { parts, atom: gridOf({ opener, closer, rows, axis: axisOf(opener), parts }, state) };
}

interface Rows {
  readonly opener: Atom;
  readonly closer: Atom | undefined;
  readonly rows: readonly (readonly Atom[])[];
  readonly axis: number;
  readonly parts: readonly [Atom, ...Atom[]];
}

function gridOf({ opener, closer, rows, axis, parts }: Rows, state: Composing): Atom {
  const columns = cellsOf(rows);
  const cells = closer === undefined && columns.every((row) => row.length === 1) ? conditionsApart(rows) : columns;
  const body = cells.map((row) => row.map((cell) => compose(cell, state)).join(' & ')).join(' \\\\ ');
  return made(parts, { type: 'ord', latex: environmentOf({ opener, closer, cells, body }), axis });
}

/** Cases set close together still begin their conditions with a word: `x if x > 0`. */
function conditionsApart(rows: readonly (readonly Atom[])[]): readonly (readonly (readonly Atom[])[])[] {
  const apart = rows.map((row) => {
    const sorted = [...row].sort((a, b) => a.bbox[0] - b.bbox[0]);
    const at = sorted.findIndex(({ type, latex }) => type === 'word' && /^(if|otherwise|for|when|else)$/.test(latex));
    return at > 0 ? [sorted.slice(0, at), sorted.slice(at)] : [sorted];
  });
  return apart.every((row) => row.length === 2) ? apart : rows.map((row) => [row]);
}

function isWithin(atom: Atom, { bbox, size }: Atom): boolean {
  const y = (atom.bbox[1] + atom.bbox[3]) / 2;
  return y > bbox[1] - 0.3 * size && y < bbox[3] + 0.3 * size;
}

function closes(opener: Atom, atom: Atom): boolean {
  if (atom.axis === undefined || Math.abs(heightOf(atom) - heightOf(opener)) > 0.25 * heightOf(opener)) return false;
  return opener.type === 'fence'
    ? atom.type === 'fence'
    : atom.type === 'close' || (atom.type === 'fence' && opener.latex !== '\\{');
}

/** A full stop or comma behind all rows ends the sentence, not the last row. */
function withoutEnd(atoms: readonly Atom[]): readonly Atom[] {
  const last = atoms.at(-1);
  const before = atoms.at(-2);
  if (last?.type !== 'punct' || before === undefined) return atoms;
  // One that stands on a row, right behind its end, is the row's.
  const onRow = ({ baseline, bbox }: Atom) =>
    Math.abs(last.baseline - baseline) < 0.1 * last.size && Math.abs(last.bbox[0] - bbox[2]) < 0.2 * last.size;
  if (atoms.slice(0, -1).some(onRow)) return atoms;
  return last.bbox[0] - Math.max(...atoms.slice(0, -1).map(({ bbox }) => bbox[2])) > -0.1 ? atoms.slice(0, -1) : atoms;
}

/** cellsOf parts rows into columns where a gap runs through all of them. */
function cellsOf(rows: readonly (readonly Atom[])[]): readonly (readonly (readonly Atom[])[])[] {
  const all = rows.flat().sort((a, b) => a.bbox[0] - b.bbox[0]);
  const size = all.reduce((most, atom) => Math.max(most, atom.size), 0);
  const cuts: number[] = [];
  let edge = Number.POSITIVE_INFINITY;
  for (const atom of all) {
    if (atom.bbox[0] - edge > columnGap * size) cuts.push((atom.bbox[0] + edge) / 2);
    edge = edge === Number.POSITIVE_INFINITY ? atom.bbox[2] : Math.max(edge, atom.bbox[2]);
  }
  return rows.map((row) =>
    [...cuts, Number.POSITIVE_INFINITY].map((cut, at) =>
      row.filter((atom) => middleOf(atom) < cut && middleOf(atom) >= (cuts[at - 1] ?? Number.NEGATIVE_INFINITY)),
    ),
  );
}

interface Grid {
  readonly opener: Atom;
  readonly closer: Atom | undefined;
  readonly cells: readonly (readonly (readonly Atom[])[])[];
  readonly body: string;
}

function environmentOf({ opener, closer, cells, body }: Grid): string {
  if (closer === undefined) return `\\begin{cases} ${body} \\end{cases}`;
  if (opener.latex === '(' && closer.latex === ')' && cells.length === 2 && cells.every((row) => row.length === 1))
    return `\\binom{${body.replace(' \\\\ ', '}{')}}`;
  const name = environments[`${opener.latex}${closer.latex}`];
  if (name !== undefined) return `\\begin{${name}} ${body} \\end{${name}}`;
  const columns = 'c'.repeat(cells[0]?.length ?? 1);
  return `\\left${opener.latex} \\begin{array}{${columns}} ${body} \\end{array} \\right${closer.latex}`;
}
