import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBell } from './wake.ts';

test('the first signal rings at once, those that follow it closely ring together', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const bell = createBell({ quiet: 10 });
  t.after(() => bell.close());
  let rings = 0;
  bell.listen(() => {
    rings += 1;
  });
  bell.later();
  assert.equal(rings, 1);
  bell.later();
  bell.later();
  assert.equal(rings, 1);
  t.mock.timers.tick(10);
  assert.equal(rings, 2);
  t.mock.timers.tick(10);
  assert.equal(rings, 2);
  bell.later();
  assert.equal(rings, 3);
});
