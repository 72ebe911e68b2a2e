import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createJobId, type JobResult, type NewJob } from '#jobs';
import { createSqliteQueue } from '#queue';
import { attemptsOf, checkpointsOf, uploadKeyOf } from '#results';
import { createLocalStorage } from '#storage';
import { createLog } from '#telemetry';
import { createCleaner, discardWork } from './retention.ts';

async function setup(t: TestContext, kept: { resultsKept: number; tempKept: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-retention-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = createLocalStorage({ root: join(folder, 'temp') });
  const outputs = createLocalStorage({ root: join(folder, 'output') });
  const queue = await createSqliteQueue({ path: join(folder, 'queue.db'), policy: { maxRetries: 0, retryDelay: 0 } });
  t.after(() => queue.close());
  const log = createLog({ level: 'silent', format: 'json' });
  const cleaner = createCleaner({ queue, files, outputs, log, ...kept });
  const addJob = async (): Promise<NewJob> => {
    const id = createJobId();
    const file = { name: 'a.txt', key: uploadKeyOf(id), bytes: 1, hash: 'h', format: 'txt' };
    const base = {
      id,
      kind: 'document',
      rootId: id,
      index: 0,
      owner: 'local',
      queue: 'q',
      source: 'v1',
      engine: 'text',
    } as const;
    const job: NewJob = {
      ...base,
      engineFingerprint: 'text-1',
      backend: 'pipeline',
      file,
      options: {},
      optionsVersion: 1,
      priority: 0,
      labels: {},
    };
    await files.write(uploadKeyOf(id), 'x');
    await files.write(`${checkpointsOf(id)}/text-1/0.json`, '{}');
    await queue.add([job]);
    return job;
  };
  const complete = async (job: NewJob) => {
    const [leased] = await queue.claim({ workerId: 'w', queue: 'q', engines: ['text'], limit: 1, idle: true });
    assert.equal(leased?.job.id, job.id);
    const result: JobResult = {
      manifestKey: 'm',
      resultVersion: 1,
      outcome: 'full',
      failedPages: [],
      warnings: [],
      engine: { name: 'text', version: '1' },
      pages: 1,
    };
    await queue.complete(leased.lease, result);
    await outputs.write(`${attemptsOf(job.id)}/1/manifest.json`, '{}');
    await outputs.write(`${job.id}/a/auto/a.md`, 'x');
  };
  const keys = async (storage: typeof files) =>
    (await Array.fromAsync(storage.list(''))).map((object) => object.key).sort();
  return { folder, files, outputs, queue, cleaner, addJob, complete, keys };
}

test('a result whose time is over goes with its attempts, its record stays and says so', async (t) => {
  const { queue, outputs, files, cleaner, addJob, complete, keys } = await setup(t, {
    resultsKept: -60_000,
    tempKept: 0,
  });
  const done = await addJob();
  await complete(done);
  const open = await addJob();
  const report = await cleaner.clean();
  assert.equal(report.results, 1);
  assert.deepEqual(await keys(outputs), []);
  assert.deepEqual(
    (await keys(files)).filter((key) => key.includes(done.id)),
    [],
  );
  assert.equal(
    (await keys(files)).filter((key) => key.includes(open.id)).length,
    2,
    'an open job keeps its upload and checkpoints',
  );
  assert.ok((await queue.get('local', done.id))?.expiredAt !== undefined);
});

test('a result whose time is not over stays', async (t) => {
  const { outputs, cleaner, addJob, complete, keys } = await setup(t, { resultsKept: 60_000, tempKept: 60_000 });
  await complete(await addJob());
  assert.equal((await cleaner.clean()).results, 0);
  assert.equal((await keys(outputs)).length, 2);
});

test('old uploads that no job came of go, new ones stay', async (t) => {
  const { folder, files, cleaner, keys } = await setup(t, { resultsKept: 0, tempKept: 60_000 });
  const [old, fresh] = [createJobId(), createJobId()];
  for (const id of [old, fresh]) await files.write(uploadKeyOf(id), 'x');
  utimesSync(join(folder, 'temp', uploadKeyOf(old)), 0, 0);
  assert.equal((await cleaner.clean()).uploads, 1);
  assert.deepEqual(await keys(files), [uploadKeyOf(fresh)]);
});

test('a failed job keeps its upload for a re-run, any other final one does not', async (t) => {
  const { files, addJob, keys } = await setup(t, { resultsKept: 0, tempKept: 0 });
  const [failed, cancelled] = [await addJob(), await addJob()];
  await discardWork(files, { id: failed.id, state: 'failed' });
  await discardWork(files, { id: cancelled.id, state: 'cancelled' });
  assert.deepEqual(await keys(files), [uploadKeyOf(failed.id)]);
});
