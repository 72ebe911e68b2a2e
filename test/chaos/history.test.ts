import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { jobOf, request } from '../../packages/server/src/queue/conformance/world.ts';
import { createSqliteQueue } from '../../packages/server/src/queue/index.ts';
import { attemptFolderOf } from '../../packages/server/src/results/index.ts';
import { createLocalStorage } from '../../packages/server/src/storage/index.ts';
import { dataFolder } from '../e2e/service.ts';
import type { ChaosDocument } from './documents.ts';
import { checkHistory } from './history.ts';

/** A run of one healthy document that ended as it should. */
async function setup(t: TestContext) {
  const folder = dataFolder(t);
  const data = join(folder, 'data');
  const policy = { maxRetries: 0, retryDelay: 0 };
  const queue = await createSqliteQueue({ path: join(data, 'queue.db'), policy });
  const outputs = createLocalStorage({ root: join(data, 'output') });
  const job = jobOf({ idempotencyKey: 'chaos-0' });
  await queue.add([job]);
  const [leased] = await queue.claim(request);
  assert.ok(leased !== undefined);
  const attempt = attemptFolderOf(job.id, 1);
  const engine = { name: 'pdf', version: '1' };
  const artifact = {
    type: 'markdown',
    key: `${attempt}/a.md`,
    path: 'a/auto/a.md',
    mediaType: 'text/markdown',
    bytes: 4,
  };
  const manifestKey = `${attempt}/manifest.json`;
  await outputs.write(artifact.key, 'text');
  const result = { outcome: 'full', pages: 1, failedPages: [], warnings: [], engine } as const;
  const manifest = { ...result, version: 1, jobId: job.id, layoutFolder: 'a/auto', artifacts: [artifact] };
  await outputs.write(manifestKey, JSON.stringify(manifest));
  await queue.complete(leased.lease, { ...result, manifestKey, resultVersion: 1 });
  await outputs.publish(job.id, [{ from: artifact.key, to: artifact.path }]);
  await queue.projected(job.id);
  await queue.close();
  const document: ChaosDocument = { label: 'chaos-0', name: 'a.pdf', data: '', expected: 'completed', healthy: true };
  const db = () => new DatabaseSync(join(data, 'queue.db'));
  const change = (sql: string) => {
    const open = db();
    open.exec(sql);
    open.close();
  };
  const check = async (more: readonly (readonly [string, ChaosDocument])[] = []) => {
    const again = await createSqliteQueue({ path: join(data, 'queue.db'), policy });
    try {
      const acknowledged = new Map<string, ChaosDocument>([[job.id, document], ...more]);
      return (await checkHistory({ queue: again, data, acknowledged, outages: [], hurts: [] })).faults;
    } finally {
      await again.close();
    }
  };
  return { data, job, artifact, document, change, check };
}

test('a clean run has no faults', async (t) => {
  const { check } = await setup(t);
  assert.deepEqual(
    (await check()).map((fault) => fault.split('\n')[0]),
    [],
  );
});

test('a job that is missing, twice final, moved wrongly or claimed by an old token is found', async (t) => {
  const world = await setup(t);
  const { job, change, check, document } = world;
  assert.match((await check([['gone', document]])).join(), /lost \(gone\)/);
  change(`INSERT INTO event (job_id, at, type, data) VALUES ('${job.id}', 1, 'running', '{"claim":1}')`);
  const faults = (await check()).join('; ');
  assert.match(faults, /moved from completed to running/);
  assert.match(faults, /claim 1 after 1/);
  assert.match(faults, /its events end in running, its record in completed/);
  change(`INSERT INTO event (job_id, at, type, data) VALUES ('${job.id}', 1, 'failed', '{}')`);
  assert.match((await check()).join('; '), /2 terminal states/);
});

test('a wrong end, a healthy document called a crasher and a result that cannot be read are found', async (t) => {
  const { data, artifact, change, check } = await setup(t);
  writeFileSync(join(data, 'output', artifact.key), 'te');
  assert.match((await check()).join(), /is cut off/);
  change(`UPDATE job SET state = 'failed', result = NULL, error = '{"code":"engine_crashed","params":{}}'`);
  const faults = (await check()).join('; ');
  assert.match(faults, /ended as failed engine_crashed, expected completed/);
  assert.match(faults, /healthy, and called a crasher/);
});

test('uploads and checkpoints that belong to ended jobs are found', async (t) => {
  const { data, job, check } = await setup(t);
  mkdirSync(join(data, 'temp', 'uploads'), { recursive: true });
  mkdirSync(join(data, 'temp', '.checkpoints', job.id), { recursive: true });
  writeFileSync(join(data, 'temp', 'uploads', job.id), 'x');
  assert.deepEqual(
    (await check()).map((fault) => fault.split('\n')[0]),
    [`upload of completed job ${job.id} is left`, `checkpoints of completed job ${job.id} are left`],
  );
});
