import type { Bbox } from '@docmill/document';

/** Raster tells which parts of a page are drawn on, in cells of some points: any number of boxes costs one pass over them and one over the cells. */
export interface Raster {
  /** Number of the connected area that a place belongs to, from 0; -1 where nothing is drawn. */
  areaAt(x: number, y: number): number;
  readonly areas: number;
}

/** Edge of a cell, points. */
const cell = 4;
/** Cells of a page: more than a sheet of two metres needs none. */
const mostCells = 2_000_000;

/** PageSize in points. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** rasterOf marks boxes, grown by `reach` points on each side, and joins what touches. */
export function rasterOf(boxes: readonly Bbox[], reach: number, { width, height }: PageSize): Raster {
  const columns = Math.ceil(width / cell) + 1;
  const rows = Math.ceil(height / cell) + 1;
  if (!(columns * rows <= mostCells)) return { areaAt: () => -1, areas: 0 };
  const marks = marked(boxes, reach, { columns, rows });
  const { labels, areas } = labelled(marks, columns);
  const inside = (value: number, most: number) => Math.min(most - 1, Math.max(0, Math.floor(value / cell)));
  return { areaAt: (x, y) => labels[inside(y, rows) * columns + inside(x, columns)] ?? -1, areas };
}

interface Cells {
  readonly columns: number;
  readonly rows: number;
}

/** A table of differences, summed up along both axes, marks a box by its four corners. */
function marked(boxes: readonly Bbox[], reach: number, { columns, rows }: Cells): Int32Array {
  const stride = columns + 1;
  const sums = new Int32Array(stride * (rows + 1));
  const add = (row: number, column: number, value: number) => {
    const at = row * stride + column;
    sums[at] = (sums[at] as number) + value;
  };
  for (const [x0, y0, x1, y1] of boxes) {
    const left = Math.max(0, Math.floor((x0 - reach) / cell));
    const top = Math.max(0, Math.floor((y0 - reach) / cell));
    const right = Math.min(columns, Math.ceil((x1 + reach) / cell));
    const bottom = Math.min(rows, Math.ceil((y1 + reach) / cell));
    if (!(right > left && bottom > top)) continue;
    add(top, left, 1);
    add(top, right, -1);
    add(bottom, left, -1);
    add(bottom, right, 1);
  }
  const marks = new Int32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    let line = 0;
    for (let column = 0; column < columns; column += 1) {
      line += sums[row * stride + column] as number;
      const above = row === 0 ? 0 : (marks[(row - 1) * columns + column] as number);
      marks[row * columns + column] = above + line;
    }
  }
  return marks;
}

function labelled(marks: Int32Array, columns: number): { readonly labels: Int32Array; readonly areas: number } {
  const labels = new Int32Array(marks.length).fill(-1);
  const stack: number[] = [];
  let areas = 0;
  const reach = (next: number) => {
    if (next < 0 || next >= marks.length || (marks[next] as number) === 0 || labels[next] !== -1) return;
    labels[next] = areas;
    stack.push(next);
  };
  for (let start = 0; start < marks.length; start += 1) {
    if ((marks[start] as number) === 0 || labels[start] !== -1) continue;
    stack.push(start);
    labels[start] = areas;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const column = at % columns;
      reach(at - columns);
      reach(at + columns);
      if (column > 0) reach(at - 1);
      if (column < columns - 1) reach(at + 1);
    }
    areas += 1;
  }
  return { labels, areas };
}
