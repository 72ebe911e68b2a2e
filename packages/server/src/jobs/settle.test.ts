import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createJobId } from './job-id.ts';
import { newRecord } from './new-record.ts';
import { rankOf } from './rank.ts';
import { attemptOf, type JobRecord } from './record.ts';
import { type AttemptEnd, settle } from './settle.ts';
import { canMove, edges, isFinal } from './state.ts';

const now = 1_000_000;

function jobOf(changes: Partial<JobRecord> = {}): JobRecord {
  const id = createJobId();
  const base = { id, kind: 'document', rootId: id, index: 0, owner: 'local', queue: 'main', source: 'v1' } as const;
  const options = { engine: 'pdf', engineFingerprint: 'pdf-1', backend: 'pipeline', options: {}, optionsVersion: 1 };
  return { ...newRecord({ ...base, ...options, priority: 0, labels: {} }, now), state: 'running', ...changes };
}

const settled = (job: JobRecord, end: AttemptEnd, maxRetries = 0) =>
  settle(job, end, { policy: { maxRetries, retryDelay: 300_000 }, now });
const failure = (retryable: boolean): AttemptEnd => ({
  type: 'failure',
  error: { code: 'task_timeout', params: {} },
  retryable,
});

test('a failure ends the job when no retry is allowed or none would help', () => {
  assert.equal(settled(jobOf(), failure(true), 0).state, 'failed');
  assert.equal(settled(jobOf(), failure(false), 9).state, 'failed');
});

test('a failure that may pass is tried again, later each time', () => {
  const first = settled(jobOf(), failure(true), 2);
  const second = settled(jobOf({ failures: 1 }), failure(true), 2);
  assert.deepEqual([first.state, first.failures], ['pending', 1]);
  assert.equal(first.state === 'pending' && first.availableAt, now + 300_000);
  assert.equal(second.state === 'pending' && second.availableAt, now + 600_000);
  assert.equal(settled(jobOf({ failures: 2 }), failure(true), 2).state, 'failed');
});

test('slot deaths and lost leases use no retry', () => {
  const death = settled(jobOf(), { type: 'slot_death', code: 'engine_crashed' });
  assert.deepEqual([death.state, death.failures, death.slotDeaths], ['pending', 0, { outside: 1 }]);
  const lost = settled(jobOf(), { type: 'lost_lease' });
  assert.deepEqual([lost.state, lost.failures, lost.lostLeases], ['pending', 0, 1]);
});

test('the second death outside pages quarantines with the code of what happened', () => {
  const ended = settled(jobOf({ slotDeaths: { outside: 1 } }), { type: 'slot_death', code: 'memory_limit' });
  assert.equal(ended.state === 'failed' && ended.error.code, 'memory_limit');
});

test('deaths are counted page by page: the second on one page gives it up, and the job goes on', () => {
  const elsewhere = settled(jobOf({ slotDeaths: { '3': 1 } }), {
    type: 'slot_death',
    code: 'engine_stalled',
    pageIndex: 4,
  });
  assert.deepEqual([elsewhere.state, elsewhere.failedPages], ['pending', []]);
  const again = settled(jobOf({ slotDeaths: { '3': 1 } }), {
    type: 'slot_death',
    code: 'engine_stalled',
    pageIndex: 3,
  });
  assert.deepEqual([again.state, again.failedPages], ['pending', [{ pageIndex: 3, code: 'engine_stalled' }]]);
});

test('the fifth lost lease quarantines', () => {
  assert.equal(settled(jobOf({ lostLeases: 3 }), { type: 'lost_lease' }).state, 'pending');
  const ended = settled(jobOf({ lostLeases: 4 }), { type: 'lost_lease' });
  assert.equal(ended.state === 'failed' && ended.error.code, 'worker_lost');
});

test('a shutdown changes no counter', () => {
  const job = jobOf({ failures: 1, lostLeases: 1, slotDeaths: { outside: 1 } });
  const ended = settled(job, { type: 'shutdown' });
  assert.deepEqual([ended.failures, ended.lostLeases, ended.slotDeaths], [1, 1, { outside: 1 }]);
  assert.equal(attemptOf(job), 4);
});

test('one step of priority is worth a minute of waiting, and priorities beyond 1000 count as 1000', () => {
  assert.equal(rankOf({ enqueuedAt: 60_000, priority: 1 }), rankOf({ enqueuedAt: 0, priority: 0 }));
  assert.equal(rankOf({ enqueuedAt: 0, priority: 1e9 }), rankOf({ enqueuedAt: 0, priority: 1_000 }));
  assert.ok(rankOf({ enqueuedAt: 0, priority: 0, rankDelay: 5 }) > rankOf({ enqueuedAt: 0, priority: 0 }));
});

test('nothing leaves a final state', () => {
  for (const state of ['completed', 'failed', 'cancelled'] as const) {
    assert.ok(isFinal(state));
    assert.deepEqual(edges[state], []);
  }
  assert.ok(canMove('waiting', 'pending') && !canMove('pending', 'completed'));
});
