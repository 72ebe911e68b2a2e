import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compoundsIn, joined } from './inlines.ts';

test('a hyphen at the end of a line is undone, but for words that are written with one', () => {
  assert.equal(joined('a water-', 'wheel turns'), 'a water');
  for (const next of ['the-shelf', 'of-fit', 'and-pinion'])
    assert.equal(joined('some off-', `${next} parts`), 'some off-');
  const compounds = new Set(compoundsIn('a paired-catchment study'));
  const wording = { compounds, unparted: new Set<string>() };
  assert.equal(joined('which needs paired-', 'catchments here', wording), 'which needs paired-');
});

test('an address goes on in the next line without a blank', () => {
  assert.equal(joined('see https://mill.org/weirs', '/north for'), 'see https://mill.org/weirs');
  assert.equal(joined('see https://mill.', 'org/weirs for'), 'see https://mill.');
  assert.equal(joined('see https://mill.org/north-', 'weirs/1'), 'see https://mill.org/north-');
  assert.equal(joined('see https://mill.org/weirs.', 'the miller'), 'see https://mill.org/weirs. ');
  assert.equal(joined('rye', '/oats'), 'rye ');
});

test('a number with a hyphen goes on with a number or a capital, not with a word', () => {
  assert.equal(joined('the form 737-', '31 of'), 'the form 737-');
  assert.equal(joined('mail to 9-', 'ANM'), 'mail to 9-');
  assert.equal(joined('a 2-', 'to 3-fold rise'), 'a 2- ');
});
