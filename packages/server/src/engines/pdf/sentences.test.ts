import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endsSentence } from './sentences.ts';

test('an address that is whole may end a sentence, one that was cut does not', () => {
  assert.equal(endsSentence('write to mill@rivers.org.'), true);
  assert.equal(endsSentence('see https://github.'), false);
});
