import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { AppError } from '#errors';
import type { JobId } from '#jobs';
import { jobOf, request } from '../conformance/world.ts';
import { queueConformance } from '../conformance.ts';
import { createClock } from './clock.ts';
import { commands, readySql } from './commands.ts';
import { createLedger } from './ledger.ts';
import { migrate, schemaVersion } from './schema.ts';
import { createSqliteQueue } from './sqlite-queue.ts';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-queue-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const paths = new WeakMap<object, string>();

queueConformance('sqlite', {
  async open(t, { times, maxRetries, retryDelay, again }) {
    const path = (again === undefined ? undefined : paths.get(again)) ?? join(folderOf(t), 'queue.db');
    const queue = await createSqliteQueue({ path, times, policy: { maxRetries, retryDelay } });
    paths.set(queue, path);
    t.after(() => queue.close());
    return queue;
  },
});

test('claims read the head of the partial index and nothing else', (t) => {
  const path = join(folderOf(t), 'queue.db');
  const db = new DatabaseSync(path);
  migrate(db, path);
  const plan = db
    .prepare(`EXPLAIN QUERY PLAN ${readySql}`)
    .all('q', 'pdf', 0, 1)
    .map((row) => String(row.detail));
  assert.deepEqual(plan, ['SEARCH job USING COVERING INDEX job_ready (queue=? AND engine=? AND alone=?)']);
  db.close();
});

test('a job of low priority ages past a stream of urgent ones, a minute of waiting a step', (t) => {
  const path = join(folderOf(t), 'queue.db');
  const db = new DatabaseSync(path);
  t.after(() => db.close());
  migrate(db, path);
  const policy = { maxRetries: 0, retryDelay: 0 };
  const clock = { now: () => 0, trustworthy: () => true };
  const ledger = createLedger({ db, clock, times: { lease: 1e9, heartbeat: 1e9 }, policy });
  const humble = jobOf();
  ledger.now = Date.UTC(2026, 0, 1);
  commands.add(ledger, [humble]);
  // Every half minute an urgent job comes, and every half minute one job is taken.
  for (let taken = 1; taken <= 30; taken += 1) {
    ledger.now += 30_000;
    commands.add(ledger, [jobOf({ priority: 5 })]);
    const [leased] = commands.claim(ledger, request);
    if (leased?.job.id !== humble.id) continue;
    assert.equal(taken, 10, 'five steps are worth five minutes');
    return;
  }
  assert.fail('it starved');
});

test('a database of a newer program is refused by name', async (t) => {
  const path = join(folderOf(t), 'queue.db');
  const db = new DatabaseSync(path);
  migrate(db, path);
  db.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
  db.close();
  await assert.rejects(createSqliteQueue({ path, policy: { maxRetries: 0, retryDelay: 0 } }), (error) => {
    assert.ok(error instanceof AppError);
    assert.equal(error.code, 'schema_too_new');
    assert.deepEqual(error.params, { file: path, found: schemaVersion + 1, known: schemaVersion });
    return true;
  });
});

test('a file that is no database is refused', async (t) => {
  const path = join(folderOf(t), 'queue.db');
  writeFileSync(path, 'this is not a database, however long it may be'.repeat(100));
  await assert.rejects(
    createSqliteQueue({ path, policy: { maxRetries: 0, retryDelay: 0 } }),
    (error) => error instanceof AppError && error.code === 'store_unavailable',
  );
});

test('what was acknowledged is there after kill -9', async (t) => {
  const path = join(folderOf(t), 'queue.db');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'adding-process.test-helper.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    acknowledged.push(line);
    if (acknowledged.length === 300) child.kill('SIGKILL');
  });
  await Promise.all([once(child, 'exit'), once(lines, 'close')]);
  const queue = await createSqliteQueue({ path, policy: { maxRetries: 0, retryDelay: 0 } });
  t.after(() => queue.close());
  const there = await Promise.all(acknowledged.map((id) => queue.get('local', id as JobId)));
  assert.equal(there.filter((job) => job?.state === 'pending').length, acknowledged.length);
});

test('after a jump of the clock nobody is declared dead for the time of a lease', () => {
  let [wall, monotonic] = [1_000_000, 0];
  const clock = createClock(10_000, { wall: () => wall, monotonic: () => monotonic });
  assert.equal(clock.trustworthy(), true);
  wall += 3_600_000;
  monotonic += 10;
  assert.equal(clock.trustworthy(), false);
  wall += 9_000;
  monotonic += 9_000;
  assert.equal(clock.trustworthy(), false);
  wall += 2_000;
  monotonic += 2_000;
  assert.equal(clock.trustworthy(), true);
});
