/**
 * Bbox is a rectangle `[x0, y0, x1, y1]` in page points (1/72 inch), origin at the top left, x to the right, y down.
 */
export type Bbox = readonly [x0: number, y0: number, x1: number, y1: number];

/** unionBbox gives the smallest rectangle that holds all of `boxes`; undefined for none. */
export function unionBbox(boxes: readonly Bbox[]): Bbox | undefined {
  const first = boxes[0];
  if (first === undefined) return undefined;
  let [x0, y0, x1, y1] = first;
  for (const box of boxes) {
    x0 = Math.min(x0, box[0]);
    y0 = Math.min(y0, box[1]);
    x1 = Math.max(x1, box[2]);
    y1 = Math.max(y1, box[3]);
  }
  return [x0, y0, x1, y1];
}

/** areaOf gives the area of a box in square points; 0 for an empty or reversed one. */
export function areaOf(box: Bbox): number {
  return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]);
}

/** intersectionArea gives the area that two boxes share, in square points. */
export function intersectionArea(a: Bbox, b: Bbox): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}
