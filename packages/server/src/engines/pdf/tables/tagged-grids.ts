import type { Bbox } from '@docmill/document';
import { cellIndex } from './evidence.ts';
import { type Grid, gridBox } from './grid.ts';
import type { OpenTable } from './stacks.ts';
import { columnsOf, type TaggedTable } from './tagged.ts';

/** Texts may reach over the lines around their cells by so many points. */
const slack = 3;
/** The texts of a table fill this part of the width and height of its lines at least. */
const filled = 0.4;

/** gridOfTags gives the lines that stand around the texts of tagged cells, one cell for each: they show empty rows, and what spans them, where tags may not. */
export function gridOfTags(table: TaggedTable, grids: readonly Grid[]): OpenTable | undefined {
  const { rows, bbox, over } = table;
  const columns = columnsOf(table);
  const cells = rows.flat().flatMap(({ bbox: box, isHead }) => (box === undefined ? [] : [{ box, isHead }]));
  const around = grids.filter((grid) => grid.xs.length === columns + 1 && isAround(gridBox(grid), bbox));
  for (const grid of around) {
    const indexOf = cellIndex(grid);
    const places = cells.map(({ box }) => indexOf((box[0] + box[2]) / 2, (box[1] + box[3]) / 2));
    const fits = places.every((place, at) => {
      const cell = grid.cells[place];
      const box = cells[at]?.box;
      if (cell === undefined || box === undefined) return false;
      return isInside([grid.xs[cell.column], grid.ys[cell.row], grid.xs[cell.columnEnd], grid.ys[cell.rowEnd]], box);
    });
    if (!fits || new Set(places).size < places.length) continue;
    const bodyRows = places.flatMap((place, at) => (cells[at]?.isHead ? [] : [grid.cells[place]?.row ?? 0]));
    const headRows = bodyRows.reduce((least, row) => Math.min(least, row), grid.ys.length);
    const isKnown = headRows > 0 && headRows < grid.ys.length;
    return { shape: grid, bbox: gridBox(grid), over, ...(isKnown ? { headRows } : {}) };
  }
  return undefined;
}

function isAround(grid: Bbox, texts: Bbox): boolean {
  const share = (low: 0 | 1, high: 2 | 3) => (texts[high] - texts[low]) / (grid[high] - grid[low]);
  return isInside(grid, texts) && share(0, 2) > filled && share(1, 3) > filled;
}

function isInside([x0 = 0, y0 = 0, x1 = 0, y1 = 0]: readonly (number | undefined)[], box: Bbox): boolean {
  return box[0] > x0 - slack && box[1] > y0 - slack && box[2] < x1 + slack && box[3] < y1 + slack;
}
