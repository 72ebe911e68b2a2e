import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '@docmill/document';
import { CellBudget } from '../cell-budget.ts';
import { delimitedTable } from './delimited.ts';

function rowsOf(text: string, { format = 'csv' as const, maxTableCells = 1_000 } = {}) {
  const budget = new CellBudget({ maxTableCells });
  const [table] = delimitedTable(text, format, budget);
  const rows = table?.rows.map(({ cells }) => cells.map(({ content }) => textOf(content))) ?? [];
  return { rows, warnings: budget.warnings };
}

test('values are parted by the mark that is in every row as often', () => {
  assert.deepEqual(rowsOf('1,5;2,5\n3,5;4,5').rows, [
    ['1,5', '2,5'],
    ['3,5', '4,5'],
  ]);
  assert.deepEqual(rowsOf('a\tb, c\n1\t2').rows[0], ['a', 'b, c']);
  assert.deepEqual(rowsOf('a|b\n1|2').rows[1], ['1', '2']);
  assert.deepEqual(rowsOf('sep=|\na,x|b\n').rows, [['a,x', 'b']]);
});

test('values in quotation marks keep marks and line ends', () => {
  assert.deepEqual(rowsOf('a;b\r\n"x; y\r\nz";"q ""r"""').rows[1], ['x; y\nz', 'q "r"']);
  assert.deepEqual(rowsOf("a,b\n'x, y',2\n'z',3").rows[1], ['x, y', '2']);
  assert.deepEqual(rowsOf('a,b\n"say \\"hi\\", ok",2').rows[1], ['say "hi", ok', '2']);
});

test('a quotation mark that is never closed is a character', () => {
  assert.deepEqual(rowsOf('a,b\n"x,1\n2,3').rows, [
    ['a', 'b'],
    ['"x', '1'],
    ['2', '3'],
  ]);
});

test('what passes the limit of cells is left out with a warning that names it', () => {
  const long = rowsOf('a,b\n'.repeat(100), { maxTableCells: 20 });
  assert.equal(long.rows.length, 10);
  assert.equal(long.warnings[0]?.params?.limit, 'MAX_TABLE_CELLS');
  const wide = rowsOf(`${'x,'.repeat(5_000)}x\n1,2`, { maxTableCells: 20 });
  assert.equal(wide.rows[0]?.length, 10);
  assert.equal(wide.warnings.length, 1);
});
