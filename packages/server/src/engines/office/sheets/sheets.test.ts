import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '@docmill/document';
import { CellBudget } from '../../cell-budget.ts';
import { gridOf } from './grid.ts';
import { regionsOf } from './regions.ts';
import { type Area, areaOf, placeOf, type Sheet } from './sheet.ts';
import { blockOfRegion } from './tables.ts';

/** sheetOf draws a sheet: a row a line, a cell a letter, a blank where there is none. */
function sheetOf(drawing: string, more: Partial<Sheet> = {}): Sheet {
  const cells = drawing
    .split('\n')
    .flatMap((line, row) =>
      [...line].flatMap((text, column) =>
        text === ' ' ? [] : [{ row, column, content: [{ type: 'text' as const, text }] }],
      ),
    );
  return { name: '', cells, merged: [], hiddenRows: [], hiddenColumns: [], floating: [], notes: [], ...more };
}

function shown(sheet: Sheet): readonly string[] {
  const budget = new CellBudget({});
  return regionsOf(gridOf(sheet)).map((region) => {
    const block = blockOfRegion(region, budget);
    if (block?.type === 'text') return textOf(block.content);
    if (block?.type !== 'table') return '';
    const titles = (block.captions ?? []).map(({ content }) => `${textOf(content)}: `).join('');
    const rows = block.rows.map(({ cells }) =>
      cells
        .map(
          (cell) => `${textOf(cell.content) || '_'}${cell.columnSpan ?? ''}${cell.rowSpan ? `v${cell.rowSpan}` : ''}`,
        )
        .join(''),
    );
    return titles + rows.join(' ');
  });
}

const merge = (reference: string) => areaOf(reference) as Area;

test('names of cells are read', () => {
  assert.deepEqual(placeOf('XFD1048576'), { row: 1_048_575, column: 16_383 });
  assert.deepEqual(areaOf('$B$2:A1'), { row: 0, column: 0, lastRow: 1, lastColumn: 1 });
  assert.equal(areaOf('A:A'), undefined);
});

test('islands of cells are tables of their own, and those that touch by a corner only as well', () => {
  assert.deepEqual(shown(sheetOf('ab xy\ncd zw')), ['ab cd', 'xy zw']);
  assert.deepEqual(shown(sheetOf('ab\ncd\n\nxy\nzw')), ['ab cd', 'xy zw']);
  assert.deepEqual(shown(sheetOf('ab\ncd\n  xy\n  zw')), ['ab cd', 'xy zw']);
});

test('a cell among blanks within the frame of a table, or along its side, is one of the table', () => {
  assert.deepEqual(shown(sheetOf('abc\nd\ne x')), ['abc d__ e_x']);
  assert.deepEqual(shown(sheetOf('ab\nc y\nde')), ['ab_ c_y de_']);
});

test('a cell alone is a line, one above a table its title', () => {
  assert.deepEqual(shown(sheetOf('t\n\nab\ncd')), ['t', 'ab cd']);
  assert.deepEqual(shown(sheetOf('t\nab\ncd')), ['t: ab cd']);
  assert.deepEqual(shown(sheetOf('t\n ab\nccd')), ['t__ _ab ccd']);
});

test('merged cells span, and what lies under them does not show', () => {
  assert.deepEqual(shown(sheetOf('axb\ncde', { merged: [merge('A1:B1')] })), ['a2b cde']);
  assert.deepEqual(shown(sheetOf('ab\nxd\nef', { merged: [merge('A1:A2')] })), ['av2b d ef']);
});

test('hidden rows and columns are skipped and part nothing', () => {
  assert.deepEqual(shown(sheetOf('abc\ndef\nghi', { hiddenRows: [[1, 1]], hiddenColumns: [[1, 1]] })), ['ac gi']);
  assert.deepEqual(shown(sheetOf('ab\n\ncd', { hiddenRows: [[1, 1]] })), ['ab cd']);
  assert.deepEqual(shown(sheetOf('ab\n d\nef', { merged: [merge('A1:A2')], hiddenRows: [[0, 0]] })), ['ad ef']);
});

test('cells at the ends of a sheet with all between them merged take no time and no room', () => {
  const text = (row: number, column: number, word: string) => ({
    row,
    column,
    content: [{ type: 'text' as const, text: word }],
  });
  const cells = [text(0, 0, 'a'), text(9, 1, 'm'), text(1_048_575, 16_383, 'z')];
  assert.deepEqual(shown(sheetOf('', { cells, merged: [merge('B10:XFC1048570')] })), ['a', 'm', 'z']);
});
