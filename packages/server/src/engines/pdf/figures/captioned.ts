import { type Bbox, intersectionArea, unionBbox } from '@docmill/document';
import { captionStart, isCaption } from '../captions.ts';
import type { Segment } from '../page-content.ts';
import type { PagePath } from '../paths.ts';
import { isInside, lengthOf, textOf, wordsOf } from './words.ts';

/** CaptionedInput is what is drawn on a page, what is written there, and the figures and images that are known. */
export interface CaptionedInput {
  readonly drawn: readonly PagePath[];
  readonly segments: readonly Segment[];
  readonly known: readonly Bbox[];
}

/** A drawing ends so near above its caption, points; between the two may stand labels. */
const captionGap = 60;
/** Labels stand so near above it, points. */
const labelGap = 15;
/** So many parts, so many of them with curves or slants, are a drawing. */
const fewestParts = 8;
const fewestShapes = 4;
/** It takes this part of its caption's width, and is so tall, points. */
const leastWidth = 0.6;
const leastHeight = 60;
/** Lines of prose have so many words, longer ones than rows of symbols have, in letters, stand no farther apart, in sizes, and take this part of the caption's width. */
const lineWords = 4;
const wordLength = 4;
const lineStep = 1.6;
const lineShare = 0.6;
/** What is drawn beside the caption's place, nearer to the rest than this, points, belongs to it. */
const besideGap = 12;
/** More captions of one page are none. */
const mostCaptions = 40;

/**
 * captionedFigures finds drawings that only their caption tells from text: boxes with words in them, and arrows between these, that stand
 * apart. All that is drawn above a figure's caption, up to the text above it, is the figure, if nothing there is known as one.
 */
export function captionedFigures({ drawn, segments, known }: CaptionedInput): readonly Bbox[] {
  const captions = segments.filter(isFigureCaption).slice(0, mostCaptions);
  return captions.flatMap((caption) => {
    const room = roomAbove(caption, segments);
    const core = widened(unionBbox(drawn.flatMap(({ bbox }) => (isInside(bbox, room) ? [bbox] : []))), { room, drawn });
    if (core === undefined) return [];
    const parts = drawn.filter(({ bbox }) => isInside(bbox, core));
    if (parts.length < fewestParts || parts.filter(({ kind }) => kind === 'shape').length < fewestShapes) return [];
    if (core[2] - core[0] < leastWidth * (room[2] - room[0]) || core[3] - core[1] < leastHeight) return [];
    if (room[3] - core[3] > captionGap || known.some((box) => intersectionArea(box, core) > 0)) return [];
    const labels = segments.filter(({ bbox }) => isInside(bbox, [core[0], core[1] - labelGap, core[2], room[3]]));
    return [unionBbox([core, ...labels.map(({ bbox }) => bbox)]) ?? core];
  });
}

/** widened grows a place by what is drawn close beside it. */
function widened(
  core: Bbox | undefined,
  { room, drawn }: { readonly room: Bbox; readonly drawn: readonly PagePath[] },
): Bbox | undefined {
  if (core === undefined) return undefined;
  const near: Bbox = [core[0] - besideGap, room[1], core[2] + besideGap, room[3]];
  const beside = drawn.filter(({ bbox }) => bbox[1] > room[1] && bbox[3] < room[3] && intersectionArea(bbox, near) > 0);
  const wider = unionBbox([core, ...beside.map(({ bbox }) => bbox)]) ?? core;
  return wider[0] < core[0] || wider[2] > core[2] ? widened(wider, { room, drawn }) : wider;
}

function isFigureCaption(segment: Segment): boolean {
  const text = textOf(segment).trim();
  return segment.angle === 0 && captionStart(text)?.kind === 'figure' && isCaption(text);
}

/** roomAbove gives the place above a caption's first line, as wide as that, up to the last line of prose above it. */
function roomAbove({ bbox: [x0, y0, x1] }: Segment, segments: readonly Segment[]): Bbox {
  const above = segments.filter(({ bbox, angle }) => angle === 0 && bbox[3] <= y0 && bbox[2] > x0 && bbox[0] < x1);
  const isWide = ({ bbox }: Segment) => bbox[2] - bbox[0] > lineShare * (x1 - x0);
  const prose = above.filter((line) => isWide(line) && isProse(line, above));
  return [x0, prose.reduce((lowest, { bbox }) => Math.max(lowest, bbox[3]), 0), x1, y0];
}

/** isProse: a line of words that another one stands right above, or below, at the same place. */
function isProse(line: Segment, segments: readonly Segment[]): boolean {
  if (wordsOf(line) < lineWords || lengthOf(line) < wordLength * wordsOf(line)) return false;
  const { baseline, bbox, size } = line;
  return segments.some((other) => {
    const step = Math.abs(other.baseline - baseline);
    return step > 0 && step < lineStep * size && Math.abs(other.bbox[0] - bbox[0]) < 2 * size;
  });
}
