import type { Ruling, Rulings } from './ruling.ts';

/** Lines of one direction that lie closer, points, are one edge of the grid. */
export const sameEdge = 4;
/** Right below a line, points, a table has ended. */
const below = 2;
/** Left or right edges of two tables differ by so much, points. */
const otherEdge = 24;

/** Among more lines none is looked for: they are a drawing. */
const mostLines = 400;

type Span = readonly [number, number];

/**
 * tablesBelow parts lines that meet where a table of another width begins right below another one: no line runs down from the one into the
 * other, but for an edge that both share.
 */
export function tablesBelow(rulings: Rulings): readonly Rulings[] {
  if (rulings.horizontal.length > mostLines) return [rulings];
  const lines = [...rulings.horizontal].sort((a, b) => a.at - b.at);
  const [above, under] = [spansUpTo(lines), spansUpTo(lines.toReversed()).toReversed()];
  // A table has two lines at least.
  for (let at = 1; at < lines.length - 2; at += 1) {
    const [line, next] = [lines[at] as Ruling, lines[at + 1] as Ruling];
    const [upper, lower] = [above[at] as Span, under[at + 1] as Span];
    const middle = line.at + below;
    if (next.at <= middle || !areApart(upper, lower)) continue;
    const crossing = rulings.vertical.filter(({ from, to }) => from < middle - 1 && to > middle + 1);
    if (!crossing.every((one) => isEdge(one.at, upper) && isEdge(one.at, lower))) continue;
    const rest = { horizontal: lines.slice(at + 1), vertical: clipped(rulings.vertical, middle - 1, 9999) };
    const first = { horizontal: lines.slice(0, at + 1), vertical: clipped(rulings.vertical, -9999, middle - 1) };
    return [first, ...tablesBelow(rest)];
  }
  return [rulings];
}

/** spansUpTo gives for each line how far it and those before it reach. */
function spansUpTo(lines: readonly Ruling[]): readonly Span[] {
  let [x0, x1] = [9999, -9999];
  return lines.map(({ from, to }): Span => {
    [x0, x1] = [Math.min(x0, from), Math.max(x1, to)];
    return [x0, x1];
  });
}

function areApart([x0, x1]: Span, [left, right]: Span): boolean {
  return Math.abs(x0 - left) > otherEdge || Math.abs(x1 - right) > otherEdge;
}

function isEdge(x: number, [from, to]: Span): boolean {
  return x < from + sameEdge || x > to - sameEdge;
}

function clipped(lines: readonly Ruling[], top: number, bottom: number): readonly Ruling[] {
  return lines
    .filter(({ from, to }) => from < bottom && to > top)
    .map((line) => ({ ...line, from: Math.max(line.from, top), to: Math.min(line.to, bottom) }));
}
