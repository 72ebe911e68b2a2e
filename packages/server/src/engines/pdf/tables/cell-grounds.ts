import type { Bbox } from '@docmill/document';
import { type Grid, gridBox, gridsOf } from './grid.ts';
import { mergeRulings, type Ruling } from './ruling.ts';

/** The grounds of cells end at the edges of columns, within so many points. */
const sameEdge = 3;
/** The ground of a row is at least this high, that of rows above or below the lines no higher, points. */
const lowest = 8;
const highest = 60;
/** An edge this close to a line says nothing new, points. */
const knownEdge = 4;
/** The edge of a row runs over this part of the table. */
const wholeRow = 0.9;
/** More grounds are not looked at. */
const mostGrounds = 3_000;
/** Grounds of neighbouring cells join within so many points. */
const joined = { gap: sameEdge, shortest: lowest };

/** withCellGrounds adds to a grid the edges of coloured cells that no line ends: of a head, of stripes, of a column of labels. */
export function withCellGrounds(grid: Grid, fills: readonly Bbox[]): Grid {
  if (fills.length > mostGrounds) return grid;
  const grounds = fills.filter((fill) => isCellGround(fill, grid));
  const edges = grounds.flatMap(([x0, y0, x1, y1]) => [y0, y1].map((at): Ruling => ({ at, from: x0, to: x1 })));
  const [left, , right] = gridBox(grid);
  const isKnown = ({ at }: Ruling) => grid.ys.some((y) => Math.abs(y - at) <= knownEdge);
  const lines = mergeRulings(edges, joined);
  // Labels on grounds of their own say nothing about the cells beside them, nor do the lines of a text that have one each.
  const isNew = (line: Ruling) =>
    !isKnown(line) && line.to - line.from > wholeRow * (right - left) && !isBetweenGrounds(line, grounds);
  if (!lines.some(isNew)) return grid;
  const across = lines.filter((line) => isKnown(line) || isNew(line));
  const down = grounds.flatMap(([x0, y0, x1, y1]) => [x0, x1].map((at): Ruling => ({ at, from: y0, to: y1 })));
  const { horizontal, vertical } = grid.rulings;
  const grids = gridsOf({
    horizontal: mergeRulings([...horizontal, ...across], joined),
    vertical: mergeRulings([...vertical, ...down], joined),
  });
  const [only] = grids;
  return only !== undefined && grids.length === 1 && only.xs.length === grid.xs.length ? only : grid;
}

function isBetweenGrounds({ at }: Ruling, grounds: readonly Bbox[]): boolean {
  const isNear = (y: number) => Math.abs(y - at) < sameEdge;
  return grounds.some(([, y0]) => isNear(y0)) && grounds.some(([, , , y1]) => isNear(y1));
}

/** isCellGround: it begins and ends at edges of columns, and lies in the grid or right above or below it. */
function isCellGround([x0, y0, x1, y1]: Bbox, grid: Grid): boolean {
  const [, top, , bottom] = gridBox(grid);
  if (y1 - y0 < lowest || y1 < top - sameEdge || y0 > bottom + sameEdge) return false;
  if (top - y0 > highest || y1 - bottom > highest) return false;
  const isEdge = (x: number) => grid.xs.some((at) => Math.abs(at - x) <= sameEdge);
  return isEdge(x0) && isEdge(x1);
}
