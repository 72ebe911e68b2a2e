import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isValue } from './words.ts';

test('numbers with their signs, units and marks are values', () => {
  for (const text of [
    '12',
    '1,234.5',
    '(587)',
    '-1.74',
    '−3',
    '91.4%',
    '$ 3,400',
    '€12',
    '2.998*',
    '0.15–0.3',
    'n/a',
    '–',
    '62d',
    '5 kg',
    '+4',
  ])
    assert.ok(isValue(text), text);
});

test('words are no values, with or without numbers', () => {
  for (const text of ['Rye', 'Table 3', 'GeForce GTX 680', 'Total 2020', 'Year 1', 'a', ''])
    assert.ok(!isValue(text), text);
});
