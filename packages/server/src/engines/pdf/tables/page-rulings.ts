import type { Bbox } from '@docmill/document';
import type { PagePath } from '../paths.ts';
import { mergeRulings, type Ruling, type Rulings } from './ruling.ts';

/** More lines than this in one direction are a drawing, not tables. */
const maxRulings = 3_000;
/** Lines shorter than this, points, part no cells. */
const shortest = 6;
/** Dashes stand this close; the pieces of a vertical line, drawn row by row, leave room for a double line between rows. */
const across = { gap: 3.5, shortest };
const down = { gap: 6, shortest };
const white = 0xfc;

/** PageRulings are the lines that may part cells, and the coloured areas of a page. */
export interface PageRulings extends Rulings {
  readonly fills: readonly Bbox[];
  /** Boxes of everything else that is drawn and larger than a sign. */
  readonly shapes: readonly Bbox[];
  /** The page has more lines than are looked at. */
  readonly limited: boolean;
}

/** rulingsOf takes the straight lines from what a page draws: rules and the edges of boxes; white ones only where they part coloured areas. */
export function rulingsOf(paths: readonly PagePath[]): PageRulings {
  const fills = paths.flatMap(({ kind, bbox, fill }) => (kind === 'box' && isSeen(fill) && !isDot(bbox) ? [bbox] : []));
  const shapes = paths.flatMap(({ kind, bbox }) => (kind === 'shape' && isLarge(bbox) ? [bbox] : []));
  const ground = groundOf(fills);
  const horizontal: Ruling[] = [];
  const vertical: Ruling[] = [];
  for (const path of paths) {
    if (horizontal.length > 20 * maxRulings || vertical.length > 20 * maxRulings) break;
    const { kind, bbox } = path;
    const dot = kind === 'box' && isDot(bbox);
    const colour = path.stroke ?? (kind === 'box' && !dot ? undefined : path.fill);
    if (colour === undefined || kind === 'shape' || (!isSeen(colour) && !ground(bbox))) continue;
    const [x0, y0, x1, y1] = bbox;
    if (dot) {
      horizontal.push({ at: (y0 + y1) / 2, from: x0, to: x1 });
      vertical.push({ at: (x0 + x1) / 2, from: y0, to: y1 });
    } else if (kind === 'horizontal') horizontal.push({ at: (y0 + y1) / 2, from: x0, to: x1 });
    else if (kind === 'vertical') vertical.push({ at: (x0 + x1) / 2, from: y0, to: y1 });
    else {
      horizontal.push({ at: y0, from: x0, to: x1 }, { at: y1, from: x0, to: x1 });
      vertical.push({ at: x0, from: y0, to: y1 }, { at: x1, from: y0, to: y1 });
    }
  }
  const merged = { horizontal: mergeRulings(horizontal, across), vertical: mergeRulings(vertical, down) };
  const limited = Math.max(merged.horizontal.length, merged.vertical.length) > maxRulings;
  return limited ? { horizontal: [], vertical: [], fills, shapes, limited } : { ...merged, fills, shapes, limited };
}

/** A box no larger than this, points, is a dot of a dotted line. */
const largestDot = 2.5;

function isDot([x0, y0, x1, y1]: Bbox): boolean {
  return Math.max(x1 - x0, y1 - y0) <= largestDot;
}

/** Shapes smaller than this in both directions, points, are signs. */
const smallest = 12;

function isLarge([x0, y0, x1, y1]: Bbox): boolean {
  return Math.max(x1 - x0, y1 - y0) > smallest;
}

/** Coloured cells leave so much room between them at most, points. */
const cellSpacing = 3.2;

/** fillEdges gives the edges of coloured areas as lines: the cells of a coloured head, the stripes of rows. */
export function fillEdges({ fills }: Pick<PageRulings, 'fills'>): Rulings {
  if (fills.length > maxRulings) return { horizontal: [], vertical: [] };
  const horizontal = fills.flatMap(([x0, y0, x1, y1]) => [y0, y1].map((at): Ruling => ({ at, from: x0, to: x1 })));
  const vertical = fills.flatMap(([x0, y0, x1, y1]) => [x0, x1].map((at): Ruling => ({ at, from: y0, to: y1 })));
  const close = { gap: cellSpacing, shortest };
  return { horizontal: mergeRulings(horizontal, close), vertical: mergeRulings(vertical, close) };
}

function isSeen(colour: number | undefined): boolean {
  if (colour === undefined) return false;
  return Math.min(colour >> 16, (colour >> 8) & 255, colour & 255) < white;
}

/** Bands of the page, so high in points, by which coloured areas are looked up, and how many of them a band remembers. */
const bandHeight = 40;
const mostInBand = 400;
const mostBands = 500;

/** groundOf tells whether a coloured area lies under the middle of a box. */
function groundOf(fills: readonly Bbox[]): (box: Bbox) => boolean {
  const bands = new Map<number, Bbox[]>();
  for (const fill of fills) {
    const last = Math.min(mostBands, Math.floor((fill[3] + 1) / bandHeight));
    for (let band = Math.max(0, Math.floor((fill[1] - 1) / bandHeight)); band <= last; band += 1) {
      const list = bands.get(band);
      if (list === undefined) bands.set(band, [fill]);
      else if (list.length < mostInBand) list.push(fill);
    }
  }
  return ([x0, y0, x1, y1]) => {
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const list = bands.get(Math.floor(y / bandHeight)) ?? [];
    return list.some((fill) => x > fill[0] - 1 && x < fill[2] + 1 && y > fill[1] - 1 && y < fill[3] + 1);
  };
}
