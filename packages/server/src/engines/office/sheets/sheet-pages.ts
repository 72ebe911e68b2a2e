import type { Block, Page, Warning } from '@docmill/document';
import { AppError } from '#errors';
import type { CellBudget } from '../../cell-budget.ts';
import type { ReaderInput } from '../reader.ts';
import { gridOf } from './grid.ts';
import { regionsOf } from './regions.ts';
import type { Sheet } from './sheet.ts';
import { blockOfRegion } from './tables.ts';

/** PagesContext is what the pages of a workbook share. */
export interface PagesContext {
  readonly input: ReaderInput;
  readonly budget: CellBudget;
}

/** sheetPages makes a page of each sheet, in order; a sheet is read only when its turn comes. Throws `too_many_pages`. */
export function sheetPages<Source>(
  sources: readonly Source[],
  read: (source: Source) => Sheet,
  { input: { limits, signal, onProgress }, budget }: PagesContext,
): { readonly pages: readonly Page[]; readonly warnings: readonly Warning[] } {
  if (sources.length > limits.maxPages)
    throw new AppError('too_many_pages', { params: { pages: sources.length, limit: limits.maxPages } });
  const pages = sources.map((source, index): Page => {
    signal.throwIfAborted();
    const page: Page = { index, kind: 'sheet', blocks: blocksOf(read(source), budget) };
    onProgress(index + 1, sources.length);
    return page;
  });
  // A workbook of empty sheets is an empty file.
  const isEmpty = pages.every(({ blocks }) => blocks.length <= 1);
  return { pages: isEmpty ? pages.map((page) => ({ ...page, blocks: [] })) : pages, warnings: budget.warnings };
}

interface Placed {
  readonly row: number;
  readonly column: number;
  readonly blocks: readonly Block[];
}

/** The name of a sheet is its title; tables, pictures and charts follow by their place, comments at the end. */
function blocksOf(sheet: Sheet, budget: CellBudget): readonly Block[] {
  const tables = regionsOf(gridOf(sheet)).flatMap(({ items, box }): readonly Placed[] => {
    const block = blockOfRegion({ items, box }, budget);
    const place = items[0]?.cell;
    return block === undefined || place === undefined
      ? []
      : [{ row: place.row, column: place.column, blocks: [block] }];
  });
  const placed = [...tables, ...sheet.floating].sort((a, b) => a.row - b.row || a.column - b.column);
  const name = sheet.name.trim();
  const title: readonly Block[] =
    name === '' ? [] : [{ type: 'title', level: 2, content: [{ type: 'text', text: name }] }];
  return [...title, ...placed.flatMap(({ blocks }) => blocks), ...sheet.notes];
}
