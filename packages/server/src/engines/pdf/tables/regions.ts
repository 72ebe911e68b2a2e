import { type Bbox, unionBbox } from '@docmill/document';
import type { Column } from '../order.ts';
import { areRows } from '../side-by-side.ts';
import { createSets } from './grid.ts';
import { columnAt } from './rows.ts';
import type { OpenTable } from './stacks.ts';
import { linesOf, type Word } from './words.ts';

/** Columns that share this part of their height, and stand no further apart (points), may be those of a table. */
const sharedHeight = 0.6;
const nextColumn = 60;
/** More columns on one page are not looked at together. */
const mostColumns = 200;
/** Lines of prose hold so many words, fill this part of their column, and are so many. */
const proseWords = 5;
const proseFill = 0.8;
const proseLines = 3;

/** besideEachOther gives the boxes around columns of text that stand side by side: what reads like columns may be the labels and the numbers of one table. */
export function besideEachOther(columns: readonly Column[]): readonly Bbox[] {
  if (columns.length < 2 || columns.length > mostColumns) return [];
  const sets = createSets(columns.length);
  columns.forEach((column, at) => {
    for (let other = 0; other < at; other += 1) if (areBeside(column, columns[other] as Column)) sets.join(at, other);
  });
  const groups = Map.groupBy(columns.keys(), (at) => sets.rootOf(at));
  return [...groups.values()].flatMap((group) => {
    const box = unionBbox(group.map((at) => (columns[at] as Column).bbox));
    return group.length < 2 || box === undefined ? [] : [box];
  });
}

function areBeside(one: Column, other: Column): boolean {
  const [a, b] = [one.bbox, other.bbox];
  const shared = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const gap = Math.max(a[0], b[0]) - Math.min(a[2], b[2]);
  if (gap <= 0 || gap >= nextColumn || shared <= sharedHeight * Math.min(a[3] - a[1], b[3] - b[1])) return false;
  const [short, long] = one.rows.length < other.rows.length ? [one.rows, other.rows] : [other.rows, one.rows];
  return areRows(short, long, short[0]?.items[0]?.segment?.size ?? 0);
}

/** holdsProse: a column of a would-be table is running text, whose lines fill it, or there are only two of them. */
export function holdsProse({ shape: { xs } }: OpenTable, words: readonly Word[]): boolean {
  if (xs.length < 4) return true;
  const byColumn = Map.groupBy(words, ({ bbox }) => columnAt(xs, (bbox[0] + bbox[2]) / 2));
  return [...byColumn.values()].some((own) => {
    const lines = linesOf(own);
    const widths = lines.map(({ bbox }) => bbox[2] - bbox[0]);
    const widest = widths.reduce((most, width) => Math.max(most, width), 0);
    const filled = widths.reduce((sum, width) => sum + width, 0) / (widest * lines.length);
    return lines.length >= proseLines && own.length >= proseWords * lines.length && filled >= proseFill;
  });
}
