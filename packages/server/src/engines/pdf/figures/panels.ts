import { areaOf, type Bbox, intersectionArea } from '@docmill/document';
import type { Segment } from '../page-content.ts';
import type { PagePath } from '../paths.ts';
import type { PageSize } from './raster.ts';
import { isInside, lengthOf, wordsOf } from './words.ts';

/** Group is what is drawn close together. */
export interface Group {
  readonly paths: readonly PagePath[];
  readonly images: readonly Bbox[];
}

/** More frames than this, close together, are no panels. */
const mostPanels = 50;
/** Of more boxes, as in a pattern, none is looked at. */
const mostFrames = 500;
/** What is drawn in a panel, such as a sign of warning, takes less than this part of it. */
const mostDrawn = 0.3;
/** A panel with only a few words in it is at least this wide, as a part of the page. */
const wide = 0.4;
/** Names in a diagram have fewer words than a box of text. */
const proseWords = 12;
/** A ground and the line around it share this part of their area. */
const sameFrame = 0.8;
/** Text of so many letters outweighs a shape. */
const lettersOfShape = 12;
/** A border is no wider than this, points, and no wider than this part of what it goes around. */
const borderPoints = 14;
const borderShare = 0.3;

/** PanelInput is what stands on the page. */
export interface PanelInput extends PageSize {
  readonly segments: readonly Segment[];
  /** What is drawn as a bullet before a line of text. */
  readonly bullets?: ReadonlySet<PagePath>;
  /** Places of tables, whose words are none of the segments. */
  readonly taken?: readonly Bbox[];
}

/**
 * withoutPanels takes the frames and grounds of text off what is drawn close together: `undefined` when these are none, or when a drawing
 * stands in them. Frames that lines join, as in a flow chart, are a drawing.
 */
export function withoutPanels(
  { paths, images }: Group,
  { segments, width, bullets, taken = [] }: PanelInput,
): Group | undefined {
  const drawn = paths.filter(isFrame);
  if (drawn.length > mostFrames) return undefined;
  const holds = (path: PagePath) => (bbox: Bbox) => isInside(bbox, path.bbox);
  const frames = drawn.filter((path) => segments.some(({ bbox }) => holds(path)(bbox)) || taken.some(holds(path)));
  if (frames.length === 0 || frames.length > mostPanels || areNested(frames)) return undefined;
  const panels = new Set(frames);
  const isHeld = (bbox: Bbox) => frames.some((frame) => isInside(bbox, frame.bbox));
  const isRest = (path: PagePath) => !panels.has(path) && !isFrame(path) && bullets?.has(path) !== true;
  const rest = paths.filter((path) => isRest(path) && !isApart(path, frames));
  if (!rest.every(({ bbox }) => isHeld(bbox)) || !images.every(isHeld)) return undefined;
  const sum = (boxes: readonly Bbox[]) => boxes.reduce((all, bbox) => all + areaOf(bbox), 0);
  const shapes = rest.filter(({ kind }) => kind === 'shape').length;
  const held = segments.filter(({ bbox }) => isHeld(bbox));
  const isWide = frames.every(({ bbox }) => bbox[2] - bbox[0] >= wide * width);
  // Cards with a few words each, and nothing drawn between them, are text too.
  const isPlain = rest.length === 0 && images.length === 0;
  if (!(isPlain || isWide || frames.some(({ bbox }) => isWordy(bbox, held)))) return undefined;
  if (sum([...rest.map(({ bbox }) => bbox), ...images]) > mostDrawn * sum(frames.map(({ bbox }) => bbox)))
    return undefined;
  const isText = lettersOf(held) > lettersOfShape * shapes || (isPlain && taken.some(isHeld));
  return isText ? { paths: rest, images } : undefined;
}

/** A line that joins frames ends nearer to them than this, points. */
const joint = 3;

/** isApart: a rule near frames, as below a heading, that joins none of them. */
function isApart({ kind, bbox: [x0, y0, x1, y1] }: PagePath, frames: readonly PagePath[]): boolean {
  if (kind !== 'horizontal' && kind !== 'vertical') return false;
  const reached: Bbox = [x0 - joint, y0 - joint, x1 + joint, y1 + joint];
  return !frames.some(({ bbox }) => intersectionArea(bbox, reached) > 0);
}

/** isWordy: more is written in a frame than a name, though its lines may be short. */
function isWordy(frame: Bbox, segments: readonly Segment[]): boolean {
  const inside = segments.filter(({ bbox }) => isInside(bbox, frame));
  return inside.reduce((sum, segment) => sum + wordsOf(segment), 0) > proseWords;
}

/** areNested: frames stand in a larger one, as in a diagram or a form; the line around a ground is as large as it. */
function areNested(frames: readonly PagePath[]): boolean {
  return frames.some(({ bbox }) =>
    frames.some((other) => contains(other.bbox, bbox) && areaOf(bbox) < sameFrame * areaOf(other.bbox)),
  );
}

/** The shadow of a frame is as large as the frame, and stands out from it on one side. */
const shadow = 2;

function contains([X0, Y0, X1, Y1]: Bbox, [x0, y0, x1, y1]: Bbox): boolean {
  return x0 > X0 - shadow && y0 > Y0 - shadow && x1 < X1 + shadow && y1 < Y1 + shadow;
}

function lettersOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + lengthOf(segment), 0);
}

function isFrame({ kind, rounded }: PagePath): boolean {
  return kind === 'box' || rounded === true;
}

/** isBorder: everything is drawn along the edges, as dashes and ornaments around a text are. */
export function isBorder({ paths, images }: Group, [x0, y0, x1, y1]: Bbox): boolean {
  const reach = Math.min(borderPoints, borderShare * Math.min(x1 - x0, y1 - y0));
  const sides = { top: 0, bottom: 0, left: 0, right: 0 };
  for (const { bbox } of paths) {
    const at = {
      top: bbox[3] <= y0 + reach,
      bottom: bbox[1] >= y1 - reach,
      left: bbox[2] <= x0 + reach,
      right: bbox[0] >= x1 - reach,
    };
    if (!Object.values(at).some(Boolean)) return false;
    for (const side of ['top', 'bottom', 'left', 'right'] as const) if (at[side]) sides[side] += 1;
  }
  return images.length === 0 && Object.values(sides).every((count) => count > 0);
}

/** A box of text is at least so wide and tall, points, and no larger than this part of the page. */
const leastBox = { width: 60, height: 24, lines: 2 };
/** One line of so many words is text, too, in a box so many times taller than it. */
const roomyWords = 5;
const roomyBox = 4;
/** Lines of text have so many words; names and numbers in a diagram less. */
const wordsOfLine = 1.5;
const largestBox = 0.6;

/** BoxInput is what stands on the page, and where its tables and figures are. */
export interface BoxInput extends PanelInput {
  readonly paths: readonly PagePath[];
  readonly taken: readonly Bbox[];
}

/** textBoxes gives the frames and grounds that hold lines of text and nothing by half; of those in one another the outermost. */
export function textBoxes({ paths, segments, taken, width, height }: BoxInput): readonly Bbox[] {
  const frames = paths.filter(({ bbox: [x0, y0, x1, y1], ...path }) => {
    const fits = x1 - x0 >= leastBox.width && y1 - y0 >= leastBox.height;
    return fits && (path.kind === 'box' || path.rounded) && (x1 - x0) * (y1 - y0) <= largestBox * width * height;
  });
  if (frames.length > mostPanels) return [];
  const boxes = frames
    .map(({ bbox }) => bbox)
    .filter((box) => !taken.some((other) => intersectionArea(box, other) > 0));
  const found: Bbox[] = [];
  for (const box of boxes.sort((a, b) => areaOf(b) - areaOf(a)))
    if (!found.some((other) => isInside(box, other)) && holdsLines(box, segments)) found.push(box);
  return found;
}

function holdsLines(box: Bbox, segments: readonly Segment[]): boolean {
  const lines = new Set<number>();
  let [words, pieces, tallest] = [0, 0, 0];
  for (const segment of segments) {
    const { bbox, baseline } = segment;
    const shared = intersectionArea(bbox, box);
    if (shared <= 0) continue;
    if (shared < mostlyIn * areaOf(bbox)) {
      if (shared > (1 - mostlyIn) * areaOf(bbox)) return false;
    } else {
      lines.add(Math.round(baseline));
      words += wordsOf(segment);
      pieces += 1;
      tallest = Math.max(tallest, segment.size);
    }
  }
  const isRoomy = lines.size === 1 && words >= roomyWords && box[3] - box[1] > roomyBox * tallest;
  return (lines.size >= leastBox.lines || isRoomy) && words >= wordsOfLine * pieces;
}

/** Boxes of letters are taller than their ink. */
const mostlyIn = 0.6;
