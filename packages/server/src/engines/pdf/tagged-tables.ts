import { type Bbox, unionBbox } from '@docmill/document';
import { isInside } from './figures/words.ts';
import type { PageFrame } from './page-frame.ts';
import { boundsOf, boxThrough, type PageObject } from './page-objects.ts';
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
    boxes.set(marked, known === undefined ? bbox : (unionBbox([known, bbox]) ?? bbox));
  }
  return tables.flatMap(({ rows, holdsParts, ...over }) => {
    const placed = rows.map((cells) => cells.map((cell) => placedCell(cell, boxes)));
    const bbox = unionBbox(
      placed.flatMap((cells) => cells.flatMap(({ bbox: box }) => (box === undefined ? [] : [box]))),
    );
    if (bbox === undefined) return [];
    const own = new Set(rows.flatMap((cells) => cells.flatMap(({ marks }) => marks)));
    const inside = texts.filter((text) => isInside(text.bbox, bbox));
    const foreign = inside.filter(({ marked }) => !own.has(marked)).length;
    return foreign > mostForeign * inside.length ? [] : [{ rows: placed, bbox, holdsParts, over }];
  });
}

interface MarkedText {
  readonly marked: number;
  readonly bbox: Bbox;
}

/** Texts of less width or height, points, are blanks. */
const leastInk = 0.1;

/** textsOf gives the boxes of texts, blanks left out. */
function textsOf(api: PdfiumApi, objects: readonly PageObject[], frame: PageFrame): readonly MarkedText[] {
  return objects.flatMap(({ handle, type, outer }) => {
    const bounds = type === 'text' ? boundsOf(api, handle) : undefined;
    if (bounds === undefined || bounds[3] - bounds[1] < leastInk || bounds[2] - bounds[0] < leastInk) return [];
    const marked = api.fpdf.FPDFPageObj_GetMarkedContentID(handle);
    return [{ marked, bbox: boxThrough(outer, bounds, frame) }];
  });
}

function placedCell({ isHead, rowSpan, columnSpan, marks }: TagCell, boxes: ReadonlyMap<number, Bbox>): TaggedCell {
  const bbox = unionBbox(marks.map((marked) => boxes.get(marked)).filter((box) => box !== undefined));
  return { isHead, rowSpan, columnSpan, ...(bbox === undefined ? {} : { bbox }) };
}
