import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJobId, parseJobId } from './job-id.ts';

test('ids are UUIDs in the order of time, and no two are the same', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 0, 1) });
  const early = Array.from({ length: 100 }, createJobId);
  t.mock.timers.tick(1);
  const late = createJobId();
  assert.equal(new Set(early).size, 100);
  for (const id of early) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.ok(id < late);
  }
  assert.equal(Number.parseInt(late.replaceAll('-', '').slice(0, 12), 16), Date.UTC(2026, 0, 1) + 1);
});

test('an id from outside is read in either case, anything else is none', () => {
  const id = createJobId();
  assert.equal(parseJobId(id.toUpperCase()), id);
  assert.equal(parseJobId(`${id}0`), undefined);
});
