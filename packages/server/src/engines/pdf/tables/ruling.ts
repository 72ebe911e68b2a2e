/** Ruling is a straight line on the page: `at` is its y when horizontal, its x when vertical; points of the page as shown. */
export interface Ruling {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** Rulings are the lines of a page by direction. */
export interface Rulings {
  readonly horizontal: readonly Ruling[];
  readonly vertical: readonly Ruling[];
}

/** Lines nearer than this are one, as the two sides of a double line are. */
const sameLine = 2.2;
/** A cluster of neighbouring lines becomes no thicker than this. */
const thickest = 4;

/** MergeRule: pieces of one line that are no further apart than `gap` belong together; lines shorter than `shortest` are dropped. Points. */
export interface MergeRule {
  readonly gap: number;
  readonly shortest: number;
}

/** mergeRulings joins pieces of one line, as dashes are, and lines drawn twice. */
export function mergeRulings(rulings: readonly Ruling[], { gap, shortest }: MergeRule): readonly Ruling[] {
  const merged: Ruling[] = [];
  let cluster: Ruling[] = [];
  const flush = () => {
    merged.push(...joinPieces(cluster, gap));
    cluster = [];
  };
  for (const ruling of [...rulings].sort((a, b) => a.at - b.at)) {
    const [first, last] = [cluster[0], cluster.at(-1)];
    if (
      first !== undefined &&
      last !== undefined &&
      (ruling.at - last.at > sameLine || ruling.at - first.at > thickest)
    )
      flush();
    cluster.push(ruling);
  }
  flush();
  return merged.filter(({ from, to }) => to - from >= shortest);
}

function joinPieces(pieces: readonly Ruling[], gap: number): readonly Ruling[] {
  const joined: { weighted: number; length: number; from: number; to: number }[] = [];
  for (const { at, from, to } of [...pieces].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    const length = Math.max(0.01, to - from);
    if (last !== undefined && from <= last.to + gap) {
      last.weighted += at * length;
      last.length += length;
      last.to = Math.max(last.to, to);
    } else joined.push({ weighted: at * length, length, from, to });
  }
  return joined.map(({ weighted, length, from, to }) => ({ at: weighted / length, from, to }));
}

/** distinct gives the middles of groups of values that lie closer than `tolerance` to their neighbour, in rising order. */
export function distinct(values: readonly number[], tolerance: number): readonly number[] {
  const groups: number[][] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    const group = groups.at(-1);
    if (group === undefined || value - (group[0] ?? 0) > tolerance) groups.push([value]);
    else group.push(value);
  }
  return groups.map((group) => group.reduce((sum, value) => sum + value, 0) / group.length);
}
