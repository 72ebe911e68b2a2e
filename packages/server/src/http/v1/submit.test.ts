import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { builtInEngines } from '#capabilities';
import { AppError } from '#errors';
import { createIntake } from '#intake';
import { createSqliteQueue, type Queue } from '#queue';
import { uploadKeyOf } from '#results';
import { createLocalStorage } from '#storage';
import { createLog } from '#telemetry';
import { createHttpServer } from '../server.ts';
import { createStartTimes } from './start-times.ts';

/** The API on a real queue, whose `add` may be another. */
async function setup(t: TestContext, addOf: (queue: Queue) => Queue['add']) {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-submit-'));
  const real = await createSqliteQueue({ path: join(folder, 'queue.db'), policy: { maxRetries: 0, retryDelay: 0 } });
  const queue: Queue = { ...real, add: addOf(real) };
  const files = createLocalStorage({ root: join(folder, 'temp') });
  const outputs = createLocalStorage({ root: join(folder, 'output') });
  const app = await createHttpServer({
    queue,
    files,
    outputs,
    log: createLog({ level: 'silent', format: 'json' }),
    version: '0',
    intake: createIntake({ files, maxBytes: 1_000, maxUploads: 4 }),
    engines: builtInEngines,
    defaults: {},
    queueName: 'main',
    strictBackend: false,
    outputRoot: folder,
    returnImages: true,
    corsOrigins: [],
    limits: { fileBytes: 1_000, filesPerRequest: 4, queueLength: 100 },
    startTimes: createStartTimes(queue),
    cleanUp: async () => ({ deleted: 0, kept: 0, freed: 0 }),
    redocScript: () => Readable.from([]),
  });
  t.after(async () => {
    await app.close();
    await real.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const submit = async (key: string) => {
    const payload =
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nsome text\r\n--b--\r\n';
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'idempotency-key': key };
    return await app.inject({ method: 'POST', url: '/api/v1/tasks/submit', headers, payload });
  };
  const uploads = async () => {
    const keys: string[] = [];
    for await (const { key } of files.list('uploads')) keys.push(key);
    return keys;
  };
  return { real, submit, uploads };
}

const lost = () => new AppError('store_unavailable', { params: { reason: 'the answer was lost' }, retryable: true });

test('a file stays when the store took its job and the answer was lost, and the repeated submit joins that job', async (t) => {
  let broken = true;
  const { real, submit, uploads } = await setup(t, (queue) => async (jobs) => {
    const added = await queue.add(jobs);
    if (!broken) return added;
    broken = false;
    throw lost();
  });
  const refused = await submit('once');
  assert.equal(refused.statusCode, 503);
  assert.ok(refused.headers['retry-after'] !== undefined);
  const repeated = await submit('once');
  assert.equal(repeated.statusCode, 200);
  const [job, ...others] = (await real.list({ owner: 'local', limit: 10 })).jobs;
  assert.deepEqual(others, []);
  assert.equal(repeated.json().task_id, job?.id);
  assert.deepEqual(await uploads(), [uploadKeyOf(job?.id ?? '')]);
});

test('a file goes when its job is refused', async (t) => {
  const { submit, uploads } = await setup(t, () => async () => {
    throw new AppError('internal_error');
  });
  assert.equal((await submit('once')).statusCode, 500);
  assert.deepEqual(await uploads(), []);
});
