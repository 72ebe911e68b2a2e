import type { Bbox } from '@docmill/document';
import type { Glyph } from '../glyphs.ts';
import type { PageRulings } from './page-rulings.ts';
import type { Ruling } from './ruling.ts';

/** PageSize in points. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** Turn lays a page so that text of one direction runs from left to right, and boxes back to where they stand. */
export interface Turn {
  glyph(glyph: Glyph): Glyph;
  rulings(rulings: PageRulings): PageRulings;
  back(box: Bbox): Bbox;
}

/** turnOf gives the turn for text of a direction. */
export function turnOf(angle: Glyph['angle'], { width, height }: PageSize): Turn {
  // The letters of a ligature share one box, and go on doing so.
  let last: { readonly box: Bbox; readonly turned: Bbox } | undefined;
  switch (angle) {
    case 0:
      return { glyph: (glyph) => glyph, rulings: (rulings) => rulings, back: (box) => box };
    case 90:
      // Text runs down the page, its next line stands to the left.
      return {
        glyph: (glyph) => ({ ...glyph, angle: 0, bbox: turned(glyph.bbox, quarter), baseline: width - glyph.baseline }),
        rulings: ({ horizontal, vertical, fills, shapes, limited }) => ({
          horizontal: vertical.map((one) => ({ ...one, at: width - one.at })),
          vertical: horizontal.map((one) => ({ at: one.at, from: width - one.to, to: width - one.from })),
          fills: fills.map(quarter),
          shapes: shapes.map(quarter),
          limited,
        }),
        back: ([x0, y0, x1, y1]) => [width - y1, x0, width - y0, x1],
      };
    case 270:
      return {
        glyph: (glyph) => ({ ...glyph, angle: 0, bbox: turned(glyph.bbox, threeQuarters) }),
        rulings: ({ horizontal, vertical, fills, shapes, limited }) => ({
          horizontal: vertical.map((one) => ({ at: one.at, ...backwards(one, height) })),
          vertical: horizontal.map((one) => ({ ...one, at: height - one.at })),
          fills: fills.map(threeQuarters),
          shapes: shapes.map(threeQuarters),
          limited,
        }),
        back: ([x0, y0, x1, y1]) => [y0, height - x1, y1, height - x0],
      };
    case 180:
      return {
        glyph: (glyph) => ({ ...glyph, angle: 0, bbox: turned(glyph.bbox, half), baseline: height - glyph.baseline }),
        rulings: ({ horizontal, vertical, fills, shapes, limited }) => ({
          horizontal: horizontal.map((one) => ({ at: height - one.at, ...backwards(one, width) })),
          vertical: vertical.map((one) => ({ at: width - one.at, ...backwards(one, height) })),
          fills: fills.map(half),
          shapes: shapes.map(half),
          limited,
        }),
        back: half,
      };
  }

  function turned(box: Bbox, turn: (box: Bbox) => Bbox): Bbox {
    if (last?.box !== box) last = { box, turned: turn(box) };
    return last.turned;
  }
  function quarter([x0, y0, x1, y1]: Bbox): Bbox {
    return [y0, width - x1, y1, width - x0];
  }
  function threeQuarters([x0, y0, x1, y1]: Bbox): Bbox {
    return [height - y1, x0, height - y0, x1];
  }
  function half([x0, y0, x1, y1]: Bbox): Bbox {
    return [width - x1, height - y1, width - x0, height - y0];
  }
}

function backwards({ from, to }: Ruling, length: number): { readonly from: number; readonly to: number } {
  return { from: length - to, to: length - from };
}
