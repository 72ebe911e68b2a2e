import { areaOf, type Bbox, intersectionArea, unionBbox } from '@docmill/document';
import { captionStart } from '../captions.ts';
import { isBullet, markerOf } from '../lines.ts';
import type { Segment } from '../page-content.ts';
import type { PagePath } from '../paths.ts';
import { isSubcaption } from '../subcaptions.ts';
import { captionedFigures } from './captioned.ts';
import { type Group, isBorder, type PanelInput, withoutPanels } from './panels.ts';
import { type PageSize, rasterOf } from './raster.ts';
import { withoutLongRules, withoutUnderlines } from './rules.ts';
import { isInside, isLabel, lengthOf, textAmong, textOf, wordsOf } from './words.ts';

/** FigureInput is what stands on a page besides its figures. */
export interface FigureInput extends PanelInput {
  readonly paths: readonly PagePath[];
  /** Places of raster images. */
  readonly images: readonly Bbox[];
  /** Tables: their lines are no drawings. */
  readonly taken: readonly Bbox[];
}

interface LabelledInput extends FigureInput {
  /** Short lines of paragraphs, which are no labels. */
  shortLines(): ReadonlySet<Segment>;
}

/** Parts of a drawing are nearer than twice this, points. */
const reach = 5;
/** Figures are at least this wide and tall, points. */
const smallest = 26;
/** What covers more of the page than this is its paper, or its frame. */
const paper = 0.72;
/** Labels stand this close to what they name, points. */
const labelReach = 13;
const axisReach = 30;
const white = 0xf8;

/** findFigures finds drawings: what is drawn with curves, slanted lines or many boxes, with the labels in and around it. */
export function findFigures(input: FigureInput): readonly Bbox[] {
  const parts = input.paths.filter((path) => isPart(path, input));
  const drawn = withoutUnderlines(parts, input.segments);
  // Rules and single boxes are found on most pages; only shapes, or many boxes, make a drawing.
  const boxes = drawn.filter(({ kind }) => kind === 'box').length;
  if (!drawn.some(({ kind }) => kind === 'shape') && boxes < fewestBoxes) return [];
  const images = input.images.filter((image) => !isPaper(image, input));
  const raster = rasterOf([...drawn.map(({ bbox }) => bbox), ...images], reach, input);
  const groups = Array.from({ length: raster.areas }, () => ({ paths: [] as PagePath[], images: [] as Bbox[] }));
  const middle = ([x0, y0, x1, y1]: Bbox): readonly [number, number] => [(x0 + x1) / 2, (y0 + y1) / 2];
  for (const path of drawn) groups[raster.areaAt(...middle(path.bbox))]?.paths.push(path);
  for (const image of images) groups[raster.areaAt(...middle(image))]?.images.push(image);
  let known: ReadonlySet<Segment> | undefined;
  // Most figures have nothing near that may be a label.
  const shortLines = () => {
    known ??= textAmong(input.segments);
    return known;
  };
  const found = groups.map((group) => figureOf(group, { ...input, shortLines })).filter((box) => box !== undefined);
  const places = [...found, ...input.images];
  return merged([...found, ...captionedFigures({ drawn, segments: input.segments, known: places })]);
}

/** So many boxes are a drawing, if they are empty, as the bars of a chart. */
const fewestBoxes = 3;

function isPart({ bbox, fill, stroke }: PagePath, { taken, width, height }: FigureInput): boolean {
  const [x0, y0, x1, y1] = bbox;
  if (!(x1 > 0 && y1 > 0 && x0 < width && y0 < height)) return false;
  if (stroke === undefined && fill !== undefined && isWhite(fill)) return false;
  if (isPaper(bbox, { width, height })) return false;
  return !taken.some((box) => isMostlyIn(bbox, box));
}

function isWhite(colour: number): boolean {
  return Math.min(colour >> 16, (colour >> 8) & 255, colour & 255) >= white;
}

function isPaper(bbox: Bbox, { width, height }: PageSize): boolean {
  return areaOf(bbox) > paper * width * height;
}

function isMostlyIn([x0, y0, x1, y1]: Bbox, box: Bbox): boolean {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return (
    x > box[0] - 3 &&
    x < box[2] + 3 &&
    y > box[1] - 3 &&
    y < box[3] + 3 &&
    areaOf([x0, y0, x1, y1]) < 1.5 * areaOf(box) + 60
  );
}

/** figureOf gives the place of a figure with its labels; undefined for rules, panels behind text, and images that stand alone. */
function figureOf(group: Group, input: LabelledInput): Bbox | undefined {
  const whole = withoutLongRules(group);
  const drawn = withoutPanels(whole, input);
  const core = coreOf(drawn ?? whole, input);
  if (core === undefined || core[2] - core[0] < smallest || core[3] - core[1] < smallest) return undefined;
  if (drawn !== undefined && input.segments.some(({ bbox }) => isInside(bbox, core))) return undefined;
  if (!isDrawing(drawn ?? whole, core, input)) return undefined;
  return withLabels(withStrokes(core, (drawn ?? whole).paths, input), input);
}

/** Of the thickness of a line half lies outside of its path, of thick ones so many points are taken. */
const thickest = 6;

/** withStrokes grows a figure by the thickness of the lines at its edges, so that its picture does not cut them. */
function withStrokes(core: Bbox, paths: readonly PagePath[], { width, height }: PageSize): Bbox {
  let [x0, y0, x1, y1] = core;
  for (const { stroke, thickness, bbox } of paths) {
    if (stroke === undefined) continue;
    const half = Math.min(thickest, thickness / 2);
    x0 = Math.min(x0, bbox[0] - half);
    y0 = Math.min(y0, bbox[1] - half);
    x1 = Math.max(x1, bbox[2] + half);
    y1 = Math.max(y1, bbox[3] + half);
  }
  return [Math.max(0, x0), Math.max(0, y0), Math.min(width, x1), Math.min(height, y1)];
}

function isDrawing({ paths, images }: Group, core: Bbox, input: FigureInput): boolean {
  const own = paths.filter((path) => input.bullets?.has(path) !== true);
  const shapes = own.filter(({ kind }) => kind === 'shape');
  if (images.length > 0 && !isMoreThanFrames(paths, images)) return false;
  if (
    shapes.length === 0 &&
    !areBars(
      own.filter(({ kind }) => kind === 'box'),
      input.segments,
    )
  )
    return false;
  if ((isPaper(core, input) && !isChart(core, input.segments)) || holdsProse(core, input.segments, shapes.length))
    return false;
  return !(isBorder({ paths, images }, core) && input.segments.some(({ bbox }) => isInside(bbox, core)));
}

/** So many numbers, most of all that is written there, are the scales of a chart. */
const fewestTicks = 6;

/** isChart: what is written in a drawing, and close around it, is most of it numbers, so that it may fill its page. */
function isChart(core: Bbox, segments: readonly Segment[]): boolean {
  const around: Bbox = [core[0] - axisReach, core[1] - axisReach, core[2] + axisReach, core[3] + axisReach];
  const labels = segments.filter(({ bbox }) => isInside(bbox, around));
  const ticks = labels.filter((label) => /^[-\u2212+]?[\d.,]+\s?%?$/.test(textOf(label).trim()));
  return ticks.length >= fewestTicks && ticks.length > 0.5 * labels.length;
}

function coreOf({ paths, images }: Group, { width, height }: PageSize): Bbox | undefined {
  const bbox = unionBbox([...paths.map((path) => path.bbox), ...images]);
  if (bbox === undefined) return undefined;
  return [Math.max(0, bbox[0]), Math.max(0, bbox[1]), Math.min(width, bbox[2]), Math.min(height, bbox[3])];
}

/** areBars: enough boxes with nothing written in them. */
function areBars(boxes: readonly PagePath[], segments: readonly Segment[]): boolean {
  if (boxes.length < fewestBoxes) return false;
  const empty = boxes.slice(0, 50).filter(({ bbox }) => !segments.some((segment) => isInside(segment.bbox, bbox)));
  return empty.length >= fewestBoxes;
}

/** isMoreThanFrames: something is drawn over or beside the images, not only frames and shadows around them. */
function isMoreThanFrames(paths: readonly PagePath[], images: readonly Bbox[]): boolean {
  const own = paths.filter(({ kind, bbox }) => {
    if (kind !== 'shape') return false;
    return !images.some((image) => intersectionArea(bbox, image) > 0.85 * Math.max(areaOf(bbox), areaOf(image)));
  });
  return own.length > 1;
}

/** holdsProse: running text stands on it, so it is a background; unless many `shapes` are drawn there. */
export function holdsProse(core: Bbox, segments: readonly Segment[], shapes = 0): boolean {
  const lines = segments.filter((segment) => isInside(segment.bbox, core) && !isLabel(segment));
  const letters = lines.reduce((sum, segment) => sum + lengthOf(segment), 0);
  return lines.length > 2 && letters > 12 * shapes;
}

/** withLabels grows a figure by the short texts that stand close around it; they may have further ones beside them. */
function withLabels(core: Bbox, { segments, shortLines }: LabelledInput): Bbox {
  const largest = largerThanText * usualSize(segments);
  const isName = (segment: Segment) => {
    const text = textOf(segment).trim();
    return isLabel(segment) && segment.size <= largest && captionStart(text) === undefined && !isItem(text);
  };
  const names = new Set(segments.filter(isName));
  const isCandidate = (label: Segment) => isNear(label, core) && !isInside(label.bbox, core);
  if (![...names].some(isCandidate)) return core;
  for (const line of shortLines()) names.delete(line);
  const isPartName = (segment: Segment) => isSubcaption(textOf(segment).trim());
  const labels = [...names].filter((segment) => !isPartName(segment));
  const prose = segments.filter((segment) => !names.has(segment));
  let box = core;
  for (let round = 0; round < 3; round += 1) {
    const near = labels.filter(
      (label) => isNear(label, box) && !isInside(label.bbox, box) && !isBesideProse(label.bbox, prose, box),
    );
    const next = unionBbox([box, ...near.map(({ bbox }) => bbox)]) ?? box;
    if (next.every((value, at) => value === box[at])) break;
    box = next;
  }
  return box;
}

function isItem(text: string): boolean {
  const mark = markerOf(text);
  return mark !== undefined && isBullet(mark);
}

/** Larger words beside a drawing are a heading. */
const largerThanText = 1.15;

/** usualSize gives the size that most letters of a page are set in. */
function usualSize(segments: readonly Segment[]): number {
  const letters = new Map<number, number>();
  for (const segment of segments) {
    const size = Math.round(2 * segment.size) / 2;
    letters.set(size, (letters.get(size) ?? 0) + lengthOf(segment));
  }
  return [...letters].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}

function isNear(label: Segment, box: Bbox): boolean {
  const { bbox, angle } = label;
  // Names of axes stand further off, in the middle of the axis.
  const [middleX, middleY] = [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2];
  const beside = middleY > box[1] && middleY < box[3] && Math.max(box[0] - bbox[2], bbox[0] - box[2]) < axisReach;
  if (beside && middleX < box[0] && (angle !== 0 || wordsOf(label) < 3)) return true;
  const x = Math.max(bbox[0], box[0]) - Math.min(bbox[2], box[2]);
  const y = Math.max(bbox[1], box[1]) - Math.min(bbox[3], box[3]);
  return (
    x < labelReach &&
    y < labelReach &&
    Math.max(x, y) > -Math.min(bbox[2] - bbox[0], bbox[3] - bbox[1]) &&
    (x < 0 || y < 0)
  );
}

/** The short last line of a paragraph, or a heading above one, belongs to the text: it begins where a line next to it does. */
function isBesideProse(label: Bbox, prose: readonly Segment[], box: Bbox): boolean {
  return prose.some(({ bbox, size }) => {
    if (isInside(bbox, box)) return false;
    const close = Math.max(bbox[1] - label[3], label[1] - bbox[3]) < 1.2 * size;
    return close && Math.abs(bbox[0] - label[0]) < 2.5 * size && bbox[2] > label[0];
  });
}

/** Figures whose places overlap are one. */
function merged(boxes: readonly Bbox[]): readonly Bbox[] {
  const result: Bbox[] = [];
  for (const box of [...boxes].sort((a, b) => a[1] - b[1]).slice(0, mostFigures)) {
    let whole = box;
    for (let at = result.length - 1; at >= 0; at -= 1) {
      const other = result[at] as Bbox;
      if (intersectionArea(other, whole) <= 0) continue;
      whole = unionBbox([other, whole]) ?? whole;
      result.splice(at, 1);
    }
    result.push(whole);
  }
  return result;
}

/** More drawings than this on one page are ornaments. */
const mostFigures = 200;

/** isIn tells whether the middle of a box lies in one of the figures. */
export function isIn(figures: readonly Bbox[], bbox: Bbox): boolean {
  return figures.some((figure) => isInside(bbox, figure));
}

/** belongsTo tells whether a text is a label of one of the figures. */
export function belongsTo(figures: readonly Bbox[], segment: Segment): boolean {
  return figures.length > 0 && captionStart(textOf(segment).trim()) === undefined && isIn(figures, segment.bbox);
}
