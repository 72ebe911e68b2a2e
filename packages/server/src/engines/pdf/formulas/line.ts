import { type Atom, axisHeight, axisOf } from './atom.ts';
import { type Composing, compose } from './compose.ts';

/** Scripts are smaller than this, in sizes of their line. */
const scriptSize = 0.86;
/** What is off the line by more than this, in sizes, is a script. */
const offLine = 0.14;
/** A gap wider than this, in sizes, is meant. */
const quad = 0.95;
/** Brackets taller than this, in sizes, grow with what they hold. */
const grown = 1.35;

interface Level {
  /** y of the line's axis. */
  readonly axis: number;
  readonly size: number;
}

interface Item {
  readonly atom: Atom;
  readonly over: Atom[];
  readonly under: Atom[];
}

/** lineOf writes atoms of one row: each on the line, with its scripts. */
export function lineOf(atoms: readonly Atom[], state: Composing): string {
  const sorted = [...atoms].sort((a, b) => a.bbox[0] - b.bbox[0]);
  const level = levelOf(sorted);
  const items: Item[] = [];
  for (const atom of sorted) {
    const last = items.at(-1);
    const place = last !== undefined && isScriptBelow(atom, last) ? 'under' : placeOf(atom, level, last?.atom);
    if (place === 'on') items.push({ atom, over: [], under: [] });
    else if (last === undefined && isLeading(sorted, level)) {
      const [x, top, , bottom] = atom.bbox;
      const nothing = { ...atom, type: 'ord', latex: '{}', bbox: [x, top, x, bottom] } as const;
      items.push({ atom: nothing, over: place === 'over' ? [atom] : [], under: place === 'under' ? [atom] : [] });
    } else if (last === undefined) {
      state.doubts += 1;
      items.push({ atom, over: [], under: [] });
    } else last[place].push(atom);
  }
  return written(items, level.size, state);
}

/** A script of a script stands right behind it, by so many of its sizes. */
const closeScript = 0.2;

/** isScriptBelow: a script of what stands below the line, as the `p` of `u_{W^p}`, which may be as high as the line. */
function isScriptBelow(atom: Atom, { under }: Item): boolean {
  if (under.length === 0 || atom.axis !== undefined) return false;
  const size = under.reduce((most, one) => Math.max(most, one.size), 0);
  const edge = under.reduce((most, { bbox }) => Math.max(most, bbox[2]), Number.NEGATIVE_INFINITY);
  const highest = under.reduce((least, { baseline }) => Math.min(least, baseline), Number.POSITIVE_INFINITY);
  if (atom.size >= scriptSize * size || atom.bbox[0] - edge > closeScript * size) return false;
  return atom.bbox[0] > edge - closeScript * size && atom.baseline > highest - size;
}

/** isLeading: a script of nothing stands right before the first sign on the line, as in `_2F_1`. */
function isLeading(sorted: readonly Atom[], level: Level): boolean {
  const [first] = sorted;
  const at = sorted.findIndex((atom) => placeOf(atom, level, undefined) === 'on');
  const [before, next] = [sorted[at - 1], sorted[at]];
  if (first === undefined || before === undefined || next === undefined || at > 2) return false;
  return first.size < scriptSize * level.size && next.bbox[0] - before.bbox[2] < 0.25 * level.size;
}

/** levelOf finds the line that most of the larger atoms stand on; the leftmost of those where several have as many. */
function levelOf(atoms: readonly Atom[]): Level {
  const plain = atoms.filter(({ axis, type }) => axis === undefined && type !== 'punct');
  const size = atoms.reduce((most, atom) => Math.max(most, atom.size), 0);
  // Where all plain signs are small, they are scripts of a large one.
  const pool = plain.some((atom) => atom.size >= scriptSize * size) ? plain : atoms;
  const levels: { axis: number; weight: number }[] = [];
  for (const atom of pool) {
    if (atom.size < scriptSize * size) continue;
    const axis = axisOf(atom);
    const level = levels.find((one) => Math.abs(one.axis - axis) < 0.1 * size);
    if (level === undefined) levels.push({ axis, weight: atom.count });
    else level.weight += atom.count;
  }
  const best = levels.reduce(
    (most, level) => (level.weight > most.weight ? level : most),
    levels[0] ?? { axis: 0, weight: 0 },
  );
  return { axis: best.axis, size };
}

/** placeOf tells whether an atom stands on the line, or over or under it as a script of what is before it. */
function placeOf(atom: Atom, { axis, size }: Level, before: Atom | undefined): 'on' | 'over' | 'under' {
  if (atom.axis !== undefined) {
    const off = (axis - atom.axis) / size;
    if (Math.abs(off) < 0.25 || atom.bbox[3] - atom.bbox[1] > 1.6 * size) return 'on';
    return off > 0 ? 'over' : 'under';
  }
  const baseline = axis + axisHeight * size;
  const rise = (baseline - atom.baseline) / size;
  if (atom.size >= scriptSize * size && Math.abs(rise) < offLine) return 'on';
  if (atom.size < scriptSize * size && Math.abs(rise) < 0.04) return 'on';
  const tall = before?.axis !== undefined && before.bbox[3] - before.bbox[1] > grown * size;
  if (tall) return (atom.bbox[1] + atom.bbox[3]) / 2 < axis ? 'over' : 'under';
  return rise > 0 ? 'over' : 'under';
}

function written(items: readonly Item[], size: number, state: Composing): string {
  const pairs = pairsOf(items, size);
  const parts: string[] = [];
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at] as Item;
    const before = items[at - 1];
    if (before !== undefined && gapBetween(before, item) > quad * size) parts.push('\\quad');
    const text = textFrom(items, at);
    if (text !== undefined) {
      parts.push(text.latex);
      at = text.end - 1;
      continue;
    }
    parts.push(`${pairs.get(at) ?? ''}${plainOf(item.atom)}${scriptsOf(item, state)}`);
  }
  return joinedLatex(parts);
}

function gapBetween(before: Item, item: Item): number {
  const edge = [before.atom, ...before.over, ...before.under].reduce(
    (most, { bbox }) => Math.max(most, bbox[2]),
    -Infinity,
  );
  return item.atom.bbox[0] - edge;
}

function plainOf({ type, latex }: Atom): string {
  if (type === 'upright' && /^[A-Za-z]$/.test(latex)) return `\\mathrm{${latex}}`;
  return type === 'word' && !latex.startsWith('\\') ? `\\mathrm{${latex}}` : latex;
}

/** Words that stand beside each other, or that formulas are known for, are text. */
const linking =
  /^(if|otherwise|else|for|all|where|when|and|or|with|such|that|is|are|in|of|the|then|as|on|s\.?t|subject|to|not|even|odd|any|some|each|every)$/i;

function textFrom(items: readonly Item[], start: number): { latex: string; end: number } | undefined {
  const isWord = ({ atom: { type, latex } }: Item) =>
    (type === 'word' && !latex.startsWith('\\')) || (type === 'upright' && latex === 'a');
  let end = start;
  const words: string[] = [];
  for (let item = items[end]; item !== undefined && isWord(item); end += 1, item = items[end]) {
    if (end > start && item.atom.bbox[0] - (items[end - 1]?.atom.bbox[2] ?? 0) > quad * item.atom.size) break;
    words.push(item.atom.latex);
    if (item.over.length + item.under.length > 0) return undefined;
  }
  if (words.length === 0 || (words.length === 1 && !linking.test(words[0] ?? ''))) return undefined;
  const [lead, trail] = [start > 0 ? ' ' : '', end < items.length ? ' ' : ''];
  return { latex: `\\text{${lead}${words.join(' ')}${trail}}`, end };
}

function scriptsOf({ atom, over, under }: Item, state: Composing): string {
  // Nothing stands on the shoulder of a sign of equality, an operator or an opening bracket: something was taken for a script.
  const bears = !/^(rel|bin|open|punct)$/.test(atom.type) || over.length + under.length === 0;
  if (!bears && !over.every(({ latex }) => latex === '*' || /^'+$/.test(latex))) state.doubts += 1;
  const primes = over.filter(({ latex }) => /^'+$/.test(latex));
  const others = over.filter((one) => !primes.includes(one));
  const sub = under.length === 0 ? '' : `_{${compose(under, state)}}`;
  const high = others.length === 0 ? '' : compose(others, state);
  const prime = primes.map(({ latex }) => latex).join('');
  if (high === '') return `${prime}${sub}`;
  // After the limits of an operator a second script has no place.
  if (/[_^]\{/.test(atom.latex) && atom.type === 'limits') state.doubts += 1;
  return `${sub}^{${prime === '' ? '' : `${'\\prime '.repeat(prime.length)}`}${high}}`;
}

/** pairsOf finds tall brackets that belong together: `\left` and `\right` before both, by their place in the line. */
function pairsOf(items: readonly Item[], size: number): ReadonlyMap<number, string> {
  const pairs = new Map<number, string>();
  const open: number[] = [];
  items.forEach(({ atom }, at) => {
    const isTall = atom.bbox[3] - atom.bbox[1] > grown * size;
    if (!isTall || !['open', 'close', 'fence'].includes(atom.type)) return;
    const last = open.at(-1);
    const opener = last === undefined ? undefined : items[last]?.atom;
    const closes =
      atom.type === 'close' || (atom.type === 'fence' && opener?.type === 'fence' && opener.latex === atom.latex);
    if (closes && last !== undefined) {
      pairs.set(last, '\\left');
      pairs.set(at, '\\right');
      open.pop();
    } else if (atom.type === 'fence' && opener !== undefined && opener.type === 'open') {
      open.push(at);
    } else if (atom.type !== 'close') open.push(at);
  });
  return pairs;
}

/** joinedLatex joins parts with blanks where TeX needs them. `\alpha` `x` -> `\alpha x` */
function joinedLatex(parts: readonly string[]): string {
  let result = '';
  for (const part of parts) {
    if (part === '') continue;
    const blank = /\\[A-Za-z]+$/.test(result) && /^[A-Za-z]/.test(part);
    const operator =
      /^(\\[A-Za-z]+|[=<>+-])/.test(part) || /([=<>+,-]|\\quad|\\(?:pm|mp|times|cdot|leq|geq|neq|in|to))$/.test(result);
    result += result !== '' && (blank || operator) ? ` ${part}` : part;
  }
  return result
    .replace(/\s+/g, ' ')
    .replace(/\\int ?(?=\\int)/g, '\\i')
    .replace(/\\i(\\i)?\\int/g, (_, more) => (more === undefined ? '\\iint' : '\\iiint'))
    .trim();
}
