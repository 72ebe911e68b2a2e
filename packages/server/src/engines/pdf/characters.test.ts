import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characterOf } from './characters.ts';

test('places of the font Symbol are the signs that it shows, in its lower half as well', () => {
  const shown = (codes: readonly number[]) => codes.map((code) => characterOf(code, 'SymbolMT')).join('');
  assert.equal(shown([0xf02b, 0xf03d, 0xf028, 0xf029, 0xf032]), '+=()2');
  assert.equal(shown([0xf02d, 0xf022, 0xf040, 0xf061]), '−∀≅α');
});
