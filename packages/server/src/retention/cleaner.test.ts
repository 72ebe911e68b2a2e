import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createJobId, type JobResult, type NewJob } from '#jobs';
import { createSqliteQueue } from '#queue';
import { attemptFolderOf, attemptsOf, checkpointsOf, uploadKeyOf } from '#results';
import { createLocalStorage } from '#storage';
import { cleanOnce, createCleaner } from './cleaner.ts';
import { discardTree, discardWork, sweepCheckpoints } from './content.ts';

async function setup(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-retention-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = createLocalStorage({ root: join(folder, 'temp') });
  const outputs = createLocalStorage({ root: join(folder, 'output') });
  const queue = await createSqliteQueue({ path: join(folder, 'queue.db'), policy: { maxRetries: 0, retryDelay: 0 } });
  t.after(() => queue.close());
  const stores = { queue, files, outputs };
  const { clean } = createCleaner(stores);
  const addJob = async (batch?: NewJob): Promise<NewJob> => {
    const id = createJobId();
    const file = { name: 'a.txt', key: uploadKeyOf(id), bytes: 1, hash: 'h', format: 'txt' };
    const base = {
      id,
      kind: 'document',
      rootId: batch?.id ?? id,
      ...(batch === undefined ? {} : { parentId: batch.id }),
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
    await queue.add(batch === undefined ? [job] : [batch, job]);
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
  return { folder, files, outputs, queue, stores, clean, addJob, complete, keys };
}

const later = () => Date.now() + 60_000;

test('a result whose time is over goes with its attempts, its record stays and says so', async (t) => {
  const { queue, outputs, files, clean, addJob, complete, keys } = await setup(t);
  const done = await addJob();
  await complete(done);
  const open = await addJob();
  const items: string[] = [];
  const request = { outputsBefore: later(), tempBefore: later() };
  const dry = await clean({ ...request, dryRun: true });
  const report = await clean({ ...request, onItem: (item) => items.push(item.name) });
  assert.ok(items.includes(done.id));
  assert.deepEqual(dry, report, 'a dry run counts what would really go');
  assert.ok(report.freed > 0);
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
  assert.deepEqual(await clean({ outputsBefore: later() }), { deleted: 0, kept: 0, freed: 0 });
});

test('a result whose time is not over stays', async (t) => {
  const { outputs, stores, addJob, complete, keys } = await setup(t);
  await complete(await addJob());
  await cleanOnce(stores, { resultsKept: 60_000, tempKept: 60_000 });
  assert.equal((await keys(outputs)).length, 2);
});

test('the documents of a batch go with it', async (t) => {
  const { outputs, queue, clean, addJob, complete, keys } = await setup(t);
  const id = createJobId();
  const document = await addJob({
    id,
    kind: 'batch',
    rootId: id,
    index: 0,
    owner: 'local',
    queue: 'q',
    source: 'v1',
    engine: '',
    engineFingerprint: '',
    backend: 'pipeline',
    options: {},
    optionsVersion: 1,
    priority: 0,
    labels: {},
  });
  await complete(document);
  await clean({ outputsBefore: later() });
  assert.deepEqual(await keys(outputs), []);
  assert.ok((await queue.get('local', document.id))?.expiredAt !== undefined);
});

test('folders that no job owns go when all in them is old; plain files and the folders of live jobs stay', async (t) => {
  const { folder, outputs, clean, addJob, complete, keys } = await setup(t);
  const job = await addJob();
  await complete(job);
  for (const key of ['old/a/auto/a.md', 'mixed/a.md', 'mixed/b.md', 'note.txt']) await outputs.write(key, 'x');
  for (const key of ['old/a/auto/a.md', 'mixed/a.md', 'note.txt', `${job.id}/a/auto/a.md`])
    utimesSync(join(folder, 'output', key), 0, 0);
  const report = await clean({ outputsBefore: Date.now() - 60_000 });
  assert.deepEqual(report, { deleted: 1, kept: 2, freed: 1 });
  assert.ok((await keys(outputs)).includes('mixed/b.md') && (await keys(outputs)).includes('note.txt'));
  assert.ok((await keys(outputs)).includes(`${job.id}/a/auto/a.md`));
});

test('old uploads that no job came of, writes that broke off and foreign files go, new ones stay', async (t) => {
  const { folder, files, clean, keys } = await setup(t);
  const [old, fresh] = [createJobId(), createJobId()];
  for (const id of [old, fresh]) await files.write(uploadKeyOf(id), 'x');
  await files.write('earlier-service/upload.pdf', 'x');
  const broken = join(folder, 'temp', 'uploads', '.tmp-1-2');
  writeFileSync(broken, 'half');
  const aged = [join(folder, 'temp', uploadKeyOf(old)), broken, join(folder, 'temp', 'earlier-service/upload.pdf')];
  for (const path of aged) utimesSync(path, 0, 0);
  assert.deepEqual(await clean({ tempBefore: Date.now() - 60_000 }), { deleted: 3, kept: 1, freed: 6 });
  assert.deepEqual(await keys(files), [uploadKeyOf(fresh)]);
  assert.equal(existsSync(broken), false);
});

test('a failed job keeps its upload for a re-run, any other final one does not', async (t) => {
  const { files, stores, queue, addJob, keys } = await setup(t);
  const [failed, cancelled] = [await addJob(), await addJob()];
  await discardWork(stores, { id: failed.id, state: 'failed', claims: 2 });
  await queue.cancel('local', cancelled.id);
  const job = await queue.get('local', cancelled.id);
  assert.ok(job !== undefined);
  await discardTree(stores, job);
  assert.deepEqual(await keys(files), [uploadKeyOf(failed.id)]);
});

test('of a final job only the attempt that gave its result stays', async (t) => {
  const { outputs, stores, addJob, keys } = await setup(t);
  const [done, failed] = [await addJob(), await addJob()];
  for (const { id } of [done, failed])
    for (const claim of [1, 2, 3]) await outputs.write(`${attemptFolderOf(id, claim)}/a.md`, 'x');
  await discardWork(stores, { id: done.id, state: 'completed', claims: 3 });
  await discardWork(stores, { id: failed.id, state: 'failed', claims: 3 });
  assert.deepEqual(await keys(outputs), [`${attemptFolderOf(done.id, 3)}/a.md`]);
});

test('finished pages of jobs that are final are swept, those of open jobs stay', async (t) => {
  const { files, stores, queue, addJob, keys } = await setup(t);
  const [open, cancelled] = [await addJob(), await addJob()];
  await queue.cancel('local', cancelled.id);
  await sweepCheckpoints(stores);
  assert.deepEqual(
    (await keys(files)).filter((key) => key.startsWith('.checkpoints')),
    [`${checkpointsOf(open.id)}/text-1/0.json`],
  );
});
