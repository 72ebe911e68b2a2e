import type { Bbox } from '@docmill/document';
import { isRightToLeftPage, mirrorBox, mirrored } from './direction.ts';
import { readingOrder } from './order.ts';
import type { PdfPageContent, Segment, Solid } from './page-content.ts';
import { type Paragraph, type Part, partsOf } from './paragraphs.ts';

/** PageLayout is a page in reading order. `asides` are texts that run in another direction than the page. */
export interface PageLayout {
  readonly parts: readonly Part[];
  readonly asides: readonly Paragraph[];
}

/** LayoutOptions: `monoIsCode` is false where the whole text is set in a font of one width; default true. */
export interface LayoutOptions {
  readonly monoIsCode?: boolean;
}

type Angle = Segment['angle'];

/** layoutPage orders a page's content and joins its rows into paragraphs; a page whose text is turned is read as it stands upright. Pure. */
export function layoutPage(content: PdfPageContent, { monoIsCode = true }: LayoutOptions = {}): PageLayout {
  const main = mainAngle(content.segments);
  const parts = layoutTurned(content, { angle: main, solids: content.solids, monoIsCode });
  const others = ([0, 90, 180, 270] as const).filter((angle) => angle !== main);
  const asides = others.flatMap((angle) => layoutTurned(content, { angle, solids: [], monoIsCode }));
  return { parts, asides: asides.filter((part): part is Paragraph => part.type === 'paragraph') };
}

/** mainAngle gives the direction that most of the text runs in. */
function mainAngle(segments: readonly Segment[]): Angle {
  const weights = { 0: 0, 90: 0, 180: 0, 270: 0 };
  for (const { angle, runs } of segments) for (const { text } of runs) weights[angle] += text.length;
  return ([90, 180, 270] as const).reduce<Angle>((best, angle) => (weights[angle] > weights[best] ? angle : best), 0);
}

interface TurnedInput {
  readonly angle: Angle;
  readonly solids: readonly Solid[];
  readonly monoIsCode: boolean;
}

function layoutTurned(content: PdfPageContent, { angle, solids, monoIsCode }: TurnedInput): readonly Part[] {
  const segments = content.segments.filter((segment) => segment.angle === angle);
  if (segments.length === 0 && solids.length === 0) return [];
  const upright = turned({ ...content, segments, solids }, angle);
  const back = (part: Part): Part => ({ ...part, bbox: turnedBack(part.bbox, content, angle) });
  const flip = isRightToLeftPage(upright);
  const columns = readingOrder(flip ? mirrored(upright) : upright);
  const parts = columns.flatMap((column) => partsOf(column, { content: upright, monoIsCode }));
  const unflipped = flip ? parts.map((part) => ({ ...part, bbox: mirrorBox(part.bbox, upright.width) })) : parts;
  return angle === 0 ? unflipped : unflipped.map(back);
}

/** turned stands a page upright whose text runs at an angle (clockwise degrees). */
function turned(content: PdfPageContent, angle: Angle): PdfPageContent {
  if (angle === 0) return content;
  const across = angle === 180;
  return {
    ...content,
    width: across ? content.width : content.height,
    height: across ? content.height : content.width,
    segments: content.segments.map((segment) => ({
      ...segment,
      angle: 0,
      bbox: uprightBox(segment.bbox, content, angle),
      baseline: uprightBaseline(segment.baseline, content, angle),
    })),
    solids: content.solids.map((solid) => ({ ...solid, bbox: uprightBox(solid.bbox, content, angle) })),
    boxes: (content.boxes ?? []).map((box) => uprightBox(box, content, angle)),
  };
}

type PageSize = Pick<PdfPageContent, 'width' | 'height'>;

/** uprightBox gives a box as it stands when the page is turned so that text of an angle runs from left to right. */
export function uprightBox([x0, y0, x1, y1]: Bbox, { width, height }: PageSize, angle: Angle): Bbox {
  switch (angle) {
    case 90:
      return [y0, width - x1, y1, width - x0];
    case 180:
      return [width - x1, height - y1, width - x0, height - y0];
    case 270:
      return [height - y1, x0, height - y0, x1];
    default:
      return [x0, y0, x1, y1];
  }
}

function uprightBaseline(baseline: number, { width, height }: PageSize, angle: Angle): number {
  if (angle === 90) return width - baseline;
  return angle === 180 ? height - baseline : baseline;
}

function turnedBack([x0, y0, x1, y1]: Bbox, { width, height }: PageSize, angle: Angle): Bbox {
  switch (angle) {
    case 90:
      return [width - y1, x0, width - y0, x1];
    case 180:
      return [width - x1, height - y1, width - x0, height - y0];
    case 270:
      return [y0, height - x1, y1, height - x0];
    default:
      return [x0, y0, x1, y1];
  }
}
