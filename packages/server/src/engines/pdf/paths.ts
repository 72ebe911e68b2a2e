import type { Bbox } from '@docmill/document';
import type { PageFrame } from './page-frame.ts';
import { boundsOf, boxThrough, type Matrix, matrixOf, multiply, type PageObject } from './page-objects.ts';
import type { PdfiumApi } from './pdfium.ts';

/**
 * PagePath is one figure of a path object: a rule (`horizontal`, `vertical`: a line, or a rectangle as thin as one), a `box` (an upright
 * rectangle), or a `shape` (anything else). Boxes are points of the page as shown.
 */
export interface PagePath {
  readonly kind: 'horizontal' | 'vertical' | 'box' | 'shape';
  readonly bbox: Bbox;
  /** Colour of the line, 0xRRGGBB; absent when no line is drawn. */
  readonly stroke?: number;
  /** Colour of the inside, 0xRRGGBB; absent when it is not filled, or cannot be seen. */
  readonly fill?: number;
  /** Thickness in points: of the line that is drawn, of a thin rectangle its height or width. */
  readonly thickness: number;
  /** Index of the path object on the page: figures of one object belong together. */
  readonly object: number;
  /** A shape that is a rectangle but for its round corners. */
  readonly rounded?: true;
}

/** A rectangle up to this thick, points, that is at least so many times longer, is a rule. */
const ruleThickness = 3;
const ruleRatio = 3;
/** An image that is a rule has at most so many pixels to a side. */
const rulePixels = 8;
/** A line may lean by this much, points, from end to end. */
const ruleLean = 0.7;
/** More segments than this in one object are not looked at, only their box; in one page none is looked at any more. */
const maxObjectSegments = 20_000;
const maxPageSegments = 300_000;
/** Segment types of fpdf_edit.h. */
const bezierTo = 1;
const moveTo = 2;

/** readPaths reads the lines, rectangles and shapes that a page draws. What is neither stroked nor filled (clips) is left out. */
export function readPaths(api: PdfiumApi, objects: readonly PageObject[], frame: PageFrame): readonly PagePath[] {
  const found: PagePath[] = [];
  let budget = maxPageSegments;
  objects.forEach(({ handle, type, outer }, object) => {
    if (type === 'image') found.push(...pictured(api, { handle, outer, frame, object, paint: { fill: 0, width: 0 } }));
    if (type === 'image' || type === 'text') return;
    if (type === 'shading') {
      found.push(...smallShading(api, { handle, outer, frame, object, paint: { fill: 0x808080, width: 0 } }));
      return;
    }
    const paint = paintOf(api, handle);
    if (paint.stroke === undefined && paint.fill === undefined) return;
    const count = api.path.countSegments(handle);
    if (!api.fpdf.FPDFPageObj_GetMatrix(handle, api.scratch)) return;
    const matrix = multiply(matrixOf(api.floats(api.scratch, 6)), outer);
    const input = { handle, frame, paint, object };
    if (count === 0 || count > maxObjectSegments || count > budget) found.push(...bounded(api, { ...input, outer }));
    else found.push(...figuresOf(api, { ...input, matrix, count }));
    budget -= Math.min(count, maxObjectSegments);
  });
  return found;
}

/** What is shaded and no larger, points, is a shape such as the bullets of slides; larger areas are grounds of any form. */
const largestShade = 12;

function smallShading(api: PdfiumApi, input: PathInput & { readonly outer: Matrix }): readonly PagePath[] {
  return bounded(api, input).filter(({ bbox }) => Math.max(bbox[2] - bbox[0], bbox[3] - bbox[1]) <= largestShade);
}

/** Paint is how a path is drawn: colours as in PagePath, the width of its line in points. */
export interface Paint {
  readonly stroke?: number;
  readonly fill?: number;
  readonly width: number;
}

/** paintOf tells how a path is painted; what is wholly transparent is not. */
function paintOf({ fpdf, scratch, int, floats }: PdfiumApi, handle: number): Paint {
  if (!fpdf.FPDFPath_GetDrawMode(handle, scratch, scratch + 4)) return { width: 0 };
  const [fills, strokes] = [int(scratch) !== 0, int(scratch + 4) !== 0];
  const width = strokes && fpdf.FPDFPageObj_GetStrokeWidth(handle, scratch) ? (floats(scratch, 1)[0] ?? 0) : 0;
  const colour = () => {
    if (int(scratch + 12) === 0) return undefined;
    return ((int(scratch) & 255) << 16) | ((int(scratch + 4) & 255) << 8) | (int(scratch + 8) & 255);
  };
  // A pattern has no colour to tell.
  const unknown = 0x808080;
  const at = [scratch, scratch + 4, scratch + 8, scratch + 12] as const;
  const stroke = !strokes ? undefined : fpdf.FPDFPageObj_GetStrokeColor(handle, ...at) ? colour() : unknown;
  const fill = !fills ? undefined : fpdf.FPDFPageObj_GetFillColor(handle, ...at) ? colour() : unknown;
  return { ...(stroke === undefined ? {} : { stroke }), ...(fill === undefined ? {} : { fill }), width };
}

interface PathInput {
  readonly handle: number;
  readonly frame: PageFrame;
  readonly paint: Paint;
  readonly object: number;
}

/** bounded gives the place of an object of which no more is looked at. */
function bounded(
  api: PdfiumApi,
  { handle, outer, frame, paint, object }: PathInput & { readonly outer: Matrix },
): readonly PagePath[] {
  const bounds = boundsOf(api, handle);
  if (bounds === undefined) return [];
  const { width: thickness, ...colours } = paint;
  return [{ kind: 'shape', bbox: boxThrough(outer, bounds, frame), ...colours, thickness, object }];
}

/** pictured gives the rule that an image of next to no pixels is: TeX's way to PostScript draws rules as such. Thin strips of pictures have more. */
function pictured(api: PdfiumApi, input: PathInput & { readonly outer: Matrix }): readonly PagePath[] {
  const { fpdf, scratch, int } = api;
  if (!fpdf.FPDFImageObj_GetImagePixelSize(input.handle, scratch, scratch + 4)) return [];
  if (Math.max(int(scratch), int(scratch + 4)) > rulePixels) return [];
  return bounded(api, input).flatMap((path): readonly PagePath[] => {
    const kind = thinKindOf(path.bbox);
    const [x0, y0, x1, y1] = path.bbox;
    return kind === undefined ? [] : [{ ...path, kind, thickness: Math.min(x1 - x0, y1 - y0) }];
  });
}

/** thinKindOf tells a box that is no thicker than `slack`, points, and much longer; undefined for others. */
function thinKindOf([x0, y0, x1, y1]: Bbox, slack = ruleThickness): 'horizontal' | 'vertical' | undefined {
  const [across, down] = [x1 - x0, y1 - y0];
  if (down <= slack && across > Math.max(ruleLean, ruleRatio * down)) return 'horizontal';
  return across <= slack && down > Math.max(ruleLean, ruleRatio * across) ? 'vertical' : undefined;
}

/** Figure is one subpath while it is read, in points of the page as shown. */
export interface Figure {
  readonly points: (readonly [number, number])[];
  /** Indexes of the points that straight lines lead to. */
  readonly straight: number[];
  curved: boolean;
}

function figuresOf(
  api: PdfiumApi,
  { handle, matrix, frame, paint, object, count }: PathInput & { readonly matrix: Matrix; readonly count: number },
): readonly PagePath[] {
  const { path, scratch } = api;
  const [a, b, c, d, e, f] = matrix;
  const thickness = paint.width * Math.sqrt(Math.abs(a * d - b * c));
  const found: PagePath[] = [];
  let figure: Figure = { points: [], straight: [], curved: false };
  const end = () => {
    const shaped = shapeOf(figure, { ...paint, width: thickness });
    if (shaped !== undefined) found.push({ ...shaped, object });
  };
  for (let index = 0; index < count; index += 1) {
    const segment = path.segment(handle, index);
    const type = path.segmentType(segment);
    if (type === moveTo) {
      end();
      figure = { points: [], straight: [], curved: false };
    } else if (type === bezierTo) figure.curved = true;
    else figure.straight.push(figure.points.length);
    path.segmentPoint(segment, scratch, scratch + 4);
    const floats = api.allFloats();
    const [x, y] = [floats[scratch >> 2] ?? 0, floats[(scratch >> 2) + 1] ?? 0];
    figure.points.push(frame.point(a * x + c * y + e, b * x + d * y + f));
  }
  end();
  return found;
}

/** boxOfPoints gives the box around points; that of nothing is empty. */
export function boxOfPoints(points: readonly (readonly [number, number])[]): Bbox {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  return points.length === 0 ? [0, 0, 0, 0] : [x0, y0, x1, y1];
}

/** shapeOf tells a rule from a box and from any other shape; undefined for less than a line. */
export function shapeOf(figure: Figure, { stroke, fill, width }: Paint): Omit<PagePath, 'object'> | undefined {
  const { points, curved } = figure;
  if (points.length < 2) return undefined;
  const bbox = boxOfPoints(points);
  const [x0, y0, x1, y1] = bbox;
  const [across, down] = [x1 - x0, y1 - y0];
  const colours = { ...(stroke === undefined ? {} : { stroke }), ...(fill === undefined ? {} : { fill }) };
  const upright = !curved && isUpright(points);
  const line = points.length === 2 || !(fill !== undefined || stroke === undefined);
  const slack = line ? ruleLean : ruleThickness;
  const thickness = fill === undefined || line ? width : Math.min(across, down) + (stroke === undefined ? 0 : width);
  const thin = upright || line ? thinKindOf(bbox, slack) : undefined;
  if (thin !== undefined) return { kind: thin, bbox, ...colours, thickness };
  if (upright && points.length > 3) return { kind: 'box', bbox, ...colours, thickness: width };
  const rounded = curved && isRounded(figure, bbox) ? ({ rounded: true } as const) : {};
  return { kind: 'shape', bbox, ...colours, thickness: width, ...rounded };
}

/** A rectangle with round corners has no more points than this: a browser makes a corner of eight curves. */
const mostCornerPoints = 200;

/** isRounded: two opposite sides are straight for half of their length at least; a circle has no straight sides. */
function isRounded({ points, straight }: Figure, [x0, y0, x1, y1]: Bbox): boolean {
  if (points.length > mostCornerPoints) return false;
  const sides = { top: 0, bottom: 0, left: 0, right: 0 };
  // The last side may be the one that closes the path.
  for (const at of [...straight, points.length]) {
    const [x, y] = points[at % points.length] ?? [0, 0];
    const [px, py] = points[at - 1] ?? [x, y];
    const [across, down] = [Math.abs(x - px), Math.abs(y - py)];
    if (down < ruleLean && Math.abs(y - y0) < ruleLean) sides.top += across;
    if (down < ruleLean && Math.abs(y - y1) < ruleLean) sides.bottom += across;
    if (across < ruleLean && Math.abs(x - x0) < ruleLean) sides.left += down;
    if (across < ruleLean && Math.abs(x - x1) < ruleLean) sides.right += down;
  }
  const half = (first: number, second: number, whole: number) => Math.min(first, second) >= 0.5 * whole;
  return half(sides.top, sides.bottom, x1 - x0) || half(sides.left, sides.right, y1 - y0);
}

/** isUpright: each side runs along one of the axes, so that four or five points make a rectangle. */
function isUpright(points: readonly (readonly [number, number])[]): boolean {
  if (points.length > 6) return false;
  return points.every(([x, y], at) => {
    const [px, py] = points[at - 1] ?? [x, y];
    return Math.abs(x - px) < ruleLean || Math.abs(y - py) < ruleLean;
  });
}
