import { type Bbox, unionBbox } from '@docmill/document';
import type { PageFrame } from './page-frame.ts';
import { boxThrough, type PageObject } from './page-objects.ts';
import type { PdfiumApi } from './pdfium.ts';
import type { TagCell, TagTable } from './table-tags.ts';
import type { TaggedCell, TaggedTable } from './tables/index.ts';

/** What stands in the region of a table beside what its tags name is this part of it at most. */
const mostForeign = 0.1;

/** PlaceInput is where tags are placed: the objects of a page. */
export interface PlaceInput {
  readonly objects: readonly PageObject[];
  readonly frame: PageFrame;
}

/** placedTables gives the tables that the tags of a page tell with the places of their cells, the inner ones first; those with other texts in between are left out. */
export function placedTables(
  api: PdfiumApi,
  tables: readonly TagTable[],
  { objects, frame }: PlaceInput,
): readonly TaggedTable[] {
  if (tables.length === 0) return [];
  const texts = textsOf(api, objects, frame);
  const boxes = new Map<number, Bbox>();
  for (const { marked, bbox } of texts) {
    const known = boxes.get(marked);
    boxes.set(marked, known === undefined ? bbox : joined(known, bbox));
  }
  return tables.flatMap(({ rows, holdsParts, ...over }) => {
    const placed = rows.map((cells) => cells.map((cell) => placedCell(cell, boxes)));
    const bbox = unionBbox(
      placed.flatMap((cells) => cells.flatMap(({ bbox: box }) => (box === undefined ? [] : [box]))),
    );
    if (bbox === undefined) return [];
    const own = new Set(rows.flatMap((cells) => cells.flatMap(({ marks }) => marks)));
    const inside = texts.filter((text) => isInside(bbox, text.bbox));
    const foreign = inside.filter(({ marked }) => !own.has(marked)).length;
    return foreign > mostForeign * inside.length ? [] : [{ rows: placed, bbox, holdsParts, over }];
  });
}

interface MarkedText {
  readonly marked: number;
  readonly bbox: Bbox;
}

/** textsOf gives the boxes of texts, blanks left out. */
function textsOf(
  { fpdf, scratch, floats }: PdfiumApi,
  objects: readonly PageObject[],
  frame: PageFrame,
): readonly MarkedText[] {
  return objects.flatMap(({ handle, type, outer }) => {
    if (type !== 'text') return [];
    if (!fpdf.FPDFPageObj_GetBounds(handle, scratch, scratch + 4, scratch + 8, scratch + 12)) return [];
    const [left = 0, bottom = 0, right = 0, top = 0] = floats(scratch, 4);
    if (top - bottom < 0.1 || right - left < 0.1) return [];
    const marked = fpdf.FPDFPageObj_GetMarkedContentID(handle);
    return [{ marked, bbox: boxThrough(outer, [left, bottom, right, top], frame) }];
  });
}

function placedCell({ isHead, rowSpan, columnSpan, marks }: TagCell, boxes: ReadonlyMap<number, Bbox>): TaggedCell {
  const bbox = unionBbox(marks.map((marked) => boxes.get(marked)).filter((box) => box !== undefined));
  return { isHead, rowSpan, columnSpan, ...(bbox === undefined ? {} : { bbox }) };
}

function joined(a: Bbox, b: Bbox): Bbox {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

function isInside([x0, y0, x1, y1]: Bbox, bbox: Bbox): boolean {
  const x = (bbox[0] + bbox[2]) / 2;
  const y = (bbox[1] + bbox[3]) / 2;
  return x > x0 && x < x1 && y > y0 && y < y1;
}
