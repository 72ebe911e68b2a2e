import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridsOf } from './grid.ts';

const across = (at: number, from = 0, to = 300) => ({ at, from, to });
const down = (at: number, from = 0, to = 60) => ({ at, from, to });

test('lines that meet make a grid of cells', () => {
  const [grid] = gridsOf({
    horizontal: [0, 20, 40, 60].map((y) => across(y)),
    vertical: [0, 100, 300].map((x) => down(x)),
  });
  assert.deepEqual(grid?.xs, [0, 100, 300]);
  assert.deepEqual(grid?.ys, [0, 20, 40, 60]);
  assert.equal(grid?.cells.length, 6);
});

test('a cell spans what no line parts', () => {
  const horizontal = [across(0), across(20), across(40, 100), across(60)];
  const vertical = [down(0), down(100), down(200, 20), down(300)];
  const [grid] = gridsOf({ horizontal, vertical });
  assert.deepEqual(
    grid?.cells.filter((cell) => cell.rowEnd - cell.row > 1 || cell.columnEnd - cell.column > 1),
    [
      { row: 0, rowEnd: 1, column: 1, columnEnd: 3 },
      { row: 1, rowEnd: 3, column: 0, columnEnd: 1 },
    ],
  );
});

test('places that make no rectangle are parted row by row', () => {
  const horizontal = [across(0), across(30, 0, 100), across(60)];
  const vertical = [down(0), down(100, 0, 30), down(300)];
  const [grid] = gridsOf({ horizontal, vertical });
  for (const cell of grid?.cells ?? []) assert.ok(cell.rowEnd > cell.row && cell.columnEnd > cell.column);
  const places = (grid?.cells ?? []).reduce(
    (sum, cell) => sum + (cell.rowEnd - cell.row) * (cell.columnEnd - cell.column),
    0,
  );
  assert.equal(places, 4);
});

test('a table open at its sides ends where its lines end', () => {
  const [grid] = gridsOf({ horizontal: [0, 20, 60].map((y) => across(y)), vertical: [down(100), down(200)] });
  assert.deepEqual(grid?.xs, [0, 100, 200, 300]);
});

test('boxes of a flow chart and the lines between them are no grid', () => {
  const boxes = [0, 130, 260].flatMap((x) => [0, 100, 200].map((y) => [x, y] as const));
  const horizontal = boxes.flatMap(([x, y]) => [across(y, x, x + 60), across(y + 40, x, x + 60)]);
  const vertical = boxes.flatMap(([x, y]) => [down(x, y, y + 40), down(x + 60, y, y + 40)]);
  const joints = boxes.flatMap(([x, y]) => (x < 260 ? [across(y + 20, x + 60, x + 130)] : []));
  const stems = boxes.flatMap(([x, y]) => (y < 200 ? [down(x + 30, y + 40, y + 100)] : []));
  assert.deepEqual(gridsOf({ horizontal: [...horizontal, ...joints], vertical: [...vertical, ...stems] }), []);
});

test('a row that the vertical lines leave out spans the columns above and below it', () => {
  const horizontal = [0, 20, 36, 56].map((y) => across(y));
  const vertical = [0, 100, 300].flatMap((x) => [down(x, 0, 20), down(x, 36, 56)]);
  const [grid, ...others] = gridsOf({ horizontal, vertical });
  assert.equal(others.length, 0);
  assert.deepEqual(
    grid?.cells.find((cell) => cell.row === 1),
    { row: 1, rowEnd: 2, column: 0, columnEnd: 2 },
  );
});

test('two tables below each other that share their outer lines only are two', () => {
  const levels = (from: number) => [0, 20, 40].map((y) => across(from + y));
  const outer = [0, 300].flatMap((x) => [down(x, 0, 40), down(x, 56, 96)]);
  const grids = (above: readonly number[], below: readonly number[]) =>
    gridsOf({
      horizontal: [...levels(0), ...levels(56)],
      vertical: [...outer, ...above.map((x) => down(x, 0, 40)), ...below.map((x) => down(x, 56, 96))],
    });
  assert.equal(grids([100, 200], [60, 120, 240]).length, 2);
  assert.equal(grids([100, 200], [100, 200]).length, 1);
});

test('a narrower table right below another one is one of its own, also where they share an edge', () => {
  const wide = { lines: [0, 20, 40].map((y) => across(y)), columns: [0, 100, 200, 300].map((x) => down(x, 0, 40)) };
  const narrow = (columns: readonly number[]) => ({
    lines: [44, 60, 80].map((y) => across(y, 150)),
    columns: columns.map((x) => down(x, 44, 80)),
  });
  const gridsWith = (below: ReturnType<typeof narrow>) =>
    gridsOf({ horizontal: [...wide.lines, ...below.lines], vertical: [...wide.columns, ...below.columns] });
  assert.equal(gridsWith(narrow([150, 240, 300])).length, 2);
  const shared = gridsWith({ ...narrow([150, 240]), lines: [60, 80].map((y) => across(y, 150)) });
  assert.deepEqual(
    shared.map(({ xs }) => xs.length),
    [4, 3],
  );
});

test('sums that stand below a table in lines of their own belong to it where its lines run on', () => {
  const horizontal = [0, 20, 40, 60, 80].map((y) => across(y, y > 40 ? 100 : 0));
  const vertical = [down(0, 0, 40), down(100, 0, 80), down(200, 0, 80), down(300, 0, 80)];
  assert.equal(gridsOf({ horizontal, vertical }).length, 1);
});
