import { type Bbox, unionBbox } from '@docmill/document';
import { isRightToLeft, mirrorBox } from '../direction.ts';
import type { Segment } from '../page-content.ts';
import type { FoundTable } from './draft.ts';
import type { PageRulings } from './page-rulings.ts';
import type { Ruling } from './ruling.ts';
import type { TaggedTable } from './tagged.ts';
import type { Word } from './words.ts';

/** Mirror turns a page over, so that the first column of a table written from right to left is its leftmost one, and tables back. */
export interface Mirror {
  words(words: readonly Word[]): readonly Word[];
  segments(segments: readonly Segment[]): readonly Segment[];
  rulings(rulings: PageRulings): PageRulings;
  tagged(tables: readonly TaggedTable[]): readonly TaggedTable[];
  /** A table of the mirrored page as it stands on the page itself: its first column is the last one from the left. */
  back(table: FoundTable): FoundTable;
}

/** mirrorOf gives the mirror for a page of a width in points. */
export function mirrorOf(width: number): Mirror {
  const box = (one: Bbox) => mirrorBox(one, width);
  const boxed = <Item extends { readonly bbox: Bbox }>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, bbox: box(item.bbox) }));
  return {
    words: boxed,
    segments: boxed,
    rulings: ({ horizontal, vertical, fills, shapes, limited }) => ({
      horizontal: horizontal.map(({ at, from, to }): Ruling => ({ at, from: width - to, to: width - from })),
      vertical: vertical.map((line) => ({ ...line, at: width - line.at })),
      fills: fills.map(box),
      shapes: shapes.map(box),
      limited,
    }),
    tagged: (tables) =>
      tables.map((table) => ({
        ...table,
        rows: table.rows.map((cells) =>
          cells.map((cell) => (cell.bbox === undefined ? cell : { ...cell, bbox: box(cell.bbox) })),
        ),
        bbox: box(table.bbox),
      })),
    back: ({ shape: { xs, ys, cells }, bbox, ...rest }) => ({
      shape: { xs: xs.map((x) => width - x).reverse(), ys, cells: cells.map((cell) => swapped(cell, xs.length - 1)) },
      bbox: box(bbox),
      ...rest,
    }),
  };
}

/** swapped counts the columns of a cell from the other side. */
export function swapped<Cell extends { readonly column: number; readonly columnEnd: number }>(
  cell: Cell,
  columns: number,
): Cell {
  return { ...cell, column: columns - cell.columnEnd, columnEnd: columns - cell.column };
}

/** Texts closer than this, in sizes, are one word. */
const touching = 0.2;

/** fromRight gives the texts of a line from right to left, those between in Latin letters from left to right; what touches is one text. */
export function fromRight(line: readonly Segment[]): readonly Segment[] {
  const groups: { texts: Segment[]; foreign: boolean }[] = [];
  for (const segment of line.toReversed()) {
    const foreign = !segment.runs.some(({ text }) => isRightToLeft(text));
    const group = groups.at(-1);
    if (group?.foreign === true && foreign) group.texts.push(segment);
    else groups.push({ texts: [segment], foreign });
  }
  const inOrder = groups.flatMap(({ texts, foreign }) => {
    if (!foreign) return texts;
    return /\p{L}/u.test(textOf(texts)) ? texts.reverse() : withSigns(texts);
  });
  return joinedTexts(inOrder);
}

function textOf(segments: readonly Segment[]): string {
  return segments.flatMap(({ runs }) => runs.map(({ text }) => text)).join('');
}

const mirrorImages: Readonly<Record<string, string>> = { '(': ')', ')': '(', '[': ']', ']': '[' };

/** withSigns mends numbers read from right to left: brackets are drawn as each other's mirror images, and a sign stands at the right, `)12(` and `12-`. */
function withSigns(segments: readonly Segment[]): readonly Segment[] {
  const swaps = /^[^([]*[)\]]/.test(textOf(segments));
  const mended = (text: string) =>
    (swaps ? text.replace(/[()[\]]/g, (sign) => mirrorImages[sign] ?? sign) : text).replace(
      /^(\s*)(\d[\d.,]*)([-+−])$/,
      '$1$3$2',
    );
  return segments.map((segment) => ({
    ...segment,
    runs: segment.runs.map((run) => ({ ...run, text: mended(run.text) })),
  }));
}

function joinedTexts(segments: readonly Segment[]): readonly Segment[] {
  const joined: Segment[] = [];
  for (const next of segments) {
    const last = joined.at(-1);
    const gap = last === undefined ? 0 : Math.max(last.bbox[0] - next.bbox[2], next.bbox[0] - last.bbox[2]);
    if (last !== undefined && gap < touching * next.size)
      joined[joined.length - 1] = {
        ...last,
        bbox: unionBbox([last.bbox, next.bbox]) ?? last.bbox,
        runs: [...last.runs, ...next.runs],
      };
    else joined.push(next);
  }
  return joined;
}
