import type { Ruling } from './ruling.ts';

/** Rulings that begin and end together, within so many points, belong to one table. */
const sameEnds = 6;

/** endsAsIn: two rulings begin and end together. */
export function endsAsIn(first: Ruling, ruling: Ruling): boolean {
  return Math.abs(first.from - ruling.from) <= sameEnds && Math.abs(first.to - ruling.to) <= sameEnds;
}

/** stacksOf groups rulings that begin and end together, from top to bottom; the largest stack first. */
export function stacksOf(horizontal: readonly Ruling[]): readonly (readonly Ruling[])[] {
  const stacks: Ruling[][] = [];
  for (const ruling of [...horizontal].sort((a, b) => a.at - b.at)) {
    if (ruling.to - ruling.from < 60) continue;
    const stack = stacks.find(([first]) => first !== undefined && endsAsIn(first, ruling));
    if (stack === undefined) stacks.push([ruling]);
    else stack.push(ruling);
  }
  takeParts(stacks);
  const lone = stacks.flatMap((stack) => stack.filter((_, at) => standsAlone(stack, at))).sort((a, b) => a.at - b.at);
  return stacks
    .sort((a, b) => b.length - a.length)
    .map((stack) => closed(stack, lone))
    .filter((stack) => stack.length > 1);
}

/** takeParts adds to a stack the rulings of another one inside it that leave out its first or last columns, where a cell goes on over several rows. */
function takeParts(stacks: Ruling[][]): void {
  for (const stack of stacks) {
    const [first, last] = [stack[0], stack.at(-1)];
    if (first === undefined || last === undefined || stack.length < 2) continue;
    for (const inner of stacks) {
      const [top, bottom] = [inner[0], inner.at(-1)];
      if (inner === stack || top === undefined || bottom === undefined) continue;
      const inside = top.at > first.at && bottom.at < last.at;
      const onOneSide = Math.abs(top.from - first.from) <= sameEnds !== Math.abs(top.to - first.to) <= sameEnds;
      const isPart = top.from >= first.from - sameEnds && top.to <= first.to + sameEnds;
      if (!inside || !onOneSide || !isPart || top.to - top.from < largePart * (first.to - first.from)) continue;
      stack.push(...inner.map(({ at }) => ({ at, from: first.from, to: first.to })));
      stack.sort((a, b) => a.at - b.at);
      inner.length = 0;
    }
  }
}

/** Rulings below one or two columns of several leave out less than this of a table. */
const largePart = 0.5;

/** Rulings of one extent that follow each other more closely than this, points, part the rows of a table of their own. */
const rowDistance = 40;

function standsAlone(stack: readonly Ruling[], index: number): boolean {
  const at = stack[index]?.at ?? 0;
  const [above, below] = [stack[index - 1]?.at ?? -rowDistance, stack[index + 1]?.at ?? Number.POSITIVE_INFINITY];
  return at - above > rowDistance && below - at > rowDistance;
}

/** closed adds to a stack the single rulings that run over it and further, between its own and next above and below: they close tables, and what lies beside them. */
function closed(stack: readonly Ruling[], lone: readonly Ruling[]): readonly Ruling[] {
  const [first, last] = [stack[0], stack.at(-1)];
  if (first === undefined || last === undefined) return stack;
  const { from, to } = first;
  const wider = lone.filter(
    (one) =>
      one.from <= from + sameEnds &&
      one.to >= to - sameEnds &&
      (Math.abs(one.from - from) <= sameEnds || Math.abs(one.to - to) <= sameEnds) &&
      one.to - one.from > to - from + sameEnds &&
      stack.every(({ at }) => Math.abs(at - one.at) > 4),
  );
  const above = wider.filter(({ at }) => at < first.at).slice(-1);
  const below = wider.filter(({ at }) => at > last.at).slice(0, 1);
  const between = wider.filter(({ at }) => at > first.at && at < last.at);
  const [foot] = below;
  // The names of groups of columns stand over rules that leave out the labels: the line below all names has the width of the table.
  const isGroups = stack.length === 1 && above.length === 0 && foot !== undefined && foot.at - last.at < rowDistance;
  const ends = isGroups ? foot : { from, to };
  return [...above, ...stack, ...between, ...below].map(({ at }) => ({ ...ends, at })).sort((a, b) => a.at - b.at);
}
