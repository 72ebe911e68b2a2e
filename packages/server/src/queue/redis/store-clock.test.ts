import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStoreClock } from './store-clock.ts';

test('slow answers change nothing that quick ones told, and a jump of the clock is followed', () => {
  let now = 1_000;
  const clock = createStoreClock(() => now);
  assert.equal(clock.deadline(50), 0);
  clock.heard(500_005, 990);
  assert.ok(clock.deadline(50) >= 500_050 && clock.deadline(50) <= 500_065);
  const known = clock.deadline(50);
  now += 3_000;
  clock.heard(500_100, 1_000);
  assert.equal(clock.deadline(50), known + 3_000);
  clock.heard(900_000, now - 2);
  assert.equal(clock.deadline(50), 900_050);
});
