import type { Box } from './context.ts';

/** Placed is anything with a place on the slide; undefined for what says none. */
export interface Placed {
  readonly box: Box | undefined;
}

/** Above this many shapes the order is from top to bottom simply: each cut looks at all of them. */
const maxCut = 400;
const maxDepth = 40;

/**
 * readingOrder sorts shapes as a person reads them: rows that a blank band parts from top to bottom, inside a row columns from left to
 * right, and so on. What has no place keeps its place after the others.
 */
export function readingOrder<Shape extends Placed>(shapes: readonly Shape[]): readonly Shape[] {
  const placed = shapes.filter(({ box }) => box !== undefined) as readonly (Shape & { readonly box: Box })[];
  const others = shapes.filter(({ box }) => box === undefined);
  return [...(placed.length > maxCut ? byTop(placed) : cut(placed, 0)), ...others];
}

type WithBox = { readonly box: Box };

function cut<Shape extends WithBox>(shapes: readonly Shape[], depth: number): readonly Shape[] {
  if (shapes.length < 2) return shapes;
  if (depth > maxDepth) return byTop(shapes);
  const rows = withHeadings(bands(shapes, down));
  if (rows.length > 1) return rows.flatMap((row) => cut(row, depth + 1));
  const columns = bands(shapes, across);
  return columns.length > 1 ? columns.flatMap((column) => cut(column, depth + 1)) : byTop(shapes);
}

type Side = (box: Box) => readonly [number, number];
const across: Side = ({ x0, x1 }) => [x0, x1];
const down: Side = ({ y0, y1 }) => [y0, y1];

/**
 * withHeadings joins a row of headings with the row of what they stand over, so that each is read with its own:
 *
 *     Before        After
 *     long text     long text
 */
function withHeadings<Shape extends WithBox>(rows: readonly (readonly Shape[])[]): readonly (readonly Shape[])[] {
  const found: (readonly Shape[])[] = [];
  for (const row of rows) {
    const above = found.at(-1);
    if (above !== undefined && areHeadings(above, row)) found[found.length - 1] = [...above, ...row];
    else found.push(row);
  }
  return found;
}

/** Headings stand one over each column, and are less than half as high as what is below. */
function areHeadings(above: readonly WithBox[], below: readonly WithBox[]): boolean {
  const columns = bands(above, across).length;
  if (columns < 2 || columns !== above.length || columns !== below.length) return false;
  if (bands([...above, ...below], across).length !== columns) return false;
  const heights = (row: readonly WithBox[]) => row.map(({ box }) => box.y1 - box.y0);
  return 2 * Math.max(...heights(above)) < Math.min(...heights(below));
}

/** bands parts shapes where nothing lies between them. Shapes that overlap by a tenth of the smaller one count as apart. */
function bands<Shape extends WithBox>(shapes: readonly Shape[], sideOf: Side): readonly (readonly Shape[])[] {
  const sorted = shapes.toSorted((a, b) => sideOf(a.box)[0] - sideOf(b.box)[0]);
  const found: Shape[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  let size = 0;
  for (const shape of sorted) {
    const [from, to] = sideOf(shape.box);
    const overlap = Math.min(size, to - from) / 10;
    if (from >= end - overlap) found.push([shape]);
    else found.at(-1)?.push(shape);
    if (to > end) {
      end = to;
      size = to - from;
    }
  }
  return found;
}

function byTop<Shape extends WithBox>(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.toSorted((a, b) => a.box.y0 - b.box.y0 || a.box.x0 - b.box.x0);
}
