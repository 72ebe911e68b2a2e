import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readingOrder } from './reading-order.ts';

const shape = (name: string, [x0, y0, x1, y1]: readonly [number, number, number, number]) => ({
  name,
  box: { x0, y0, x1, y1 },
});
const namesOf = (shapes: readonly { readonly name: string }[]) => shapes.map(({ name }) => name).join(' ');

test('rows come from top to bottom, columns inside a row from left to right', () => {
  const shapes = [
    shape('right', [60, 20, 100, 90]),
    shape('left-below', [0, 60, 50, 90]),
    shape('foot', [0, 92, 100, 100]),
    shape('left', [0, 20, 50, 50]),
    shape('head', [0, 0, 100, 10]),
  ];
  assert.equal(namesOf(readingOrder(shapes)), 'head left left-below right foot');
});

test('shapes that overlap a little are read as if they did not', () => {
  const shapes = [shape('b', [0, 48, 100, 90]), shape('a', [0, 0, 100, 50])];
  assert.equal(namesOf(readingOrder(shapes)), 'a b');
});

test('headings side by side are read with what stands below each, plain rows across', () => {
  const row = (names: string, from: number, to: number) =>
    [...names].map((name, at) => shape(name, [60 * at, from, 60 * at + 50, to]));
  assert.equal(namesOf(readingOrder([...row('ab', 10, 20), ...row('cd', 20, 90)])), 'a c b d');
  assert.equal(
    namesOf(readingOrder([...row('ab', 10, 20), ...row('cd', 22, 32), ...row('ef', 34, 44)])),
    'a b c d e f',
  );
});

test('a shape without a place comes last', () => {
  assert.equal(namesOf(readingOrder([{ name: 'x', box: undefined }, shape('a', [0, 0, 1, 1])])), 'a x');
});
