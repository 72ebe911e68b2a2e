import assert from 'node:assert/strict';
import { test } from 'node:test';
import { docmill } from '../e2e/docmill.ts';
import { faultFile } from '../e2e/faulty-engine.ts';
import { dataFolder, getTask, startService, submit, until, untilStatus } from '../e2e/service.ts';
import { freePort } from '../free-port.ts';
import { startServer } from './servers.ts';

test('a service whose Redis is not there says so, and goes to work when it comes; when it goes away again, answers are 503', async (t) => {
  const data = dataFolder(t);
  const port = await freePort();
  const service = await startService(t, {
    data,
    program: 'faulty',
    env: { REDIS_URL: `redis://:pw@127.0.0.1:${port}/2` },
  });
  const get = async (path: string) => await fetch(`${service.url}${path}`);
  assert.equal((await get('/livez')).status, 200);
  assert.equal((await get('/readyz')).status, 503);
  const sick = (await (await get('/api/v1/health')).json()) as { status: string; error: string };
  assert.equal(sick.status, 'unhealthy');
  assert.match(sick.error, /Redis/);
  const refused = await submit(service.url, { name: 'a.pdf', data: faultFile({ pages: 1 }) });
  assert.equal(refused.status, 503);
  const told = service.log.filter(({ message }) => String(message).startsWith('Redis cannot be reached'));
  assert.equal(told.length, 1);

  const server = await startServer('redis', { port: String(port), requirepass: 'pw' });
  t.after(() => server.close());
  await until('the service to be ready', async () => (await get('/readyz')).status === 200, 10_000);
  const { body } = await submit(service.url, { name: 'a.pdf', data: faultFile({ pages: 2 }) });
  assert.equal((await untilStatus(service.url, body.task_id, ['completed', 'failed'], 20_000)).status, 'completed');

  await server.kill();
  const away = await get(`/api/v1/tasks/${body.task_id}`);
  assert.deepEqual([away.status, away.headers.get('retry-after')], [503, '5']);
  await server.restart();
  await until('the service to be back', async () => (await get('/readyz')).status === 200, 10_000);
  assert.equal((await getTask(service.url, body.task_id)).status, 'completed');
});

test('jobs that run or end while Redis is away for longer than a lease complete in their first attempt', async (t) => {
  const data = dataFolder(t);
  const server = await startServer('redis', { appendfsync: 'always' });
  t.after(() => server.close());
  const env = { REDIS_URL: server.url };
  const api = await startService(t, { data, program: 'faulty', env: { ...env, EMBEDDED_WORKER: 'false' } });
  await startService(t, { data, program: 'faulty', command: 'worker', env });
  await startService(t, { data, program: 'faulty', command: 'worker', env });
  const begin = async (pages: number) => {
    const { body } = await submit(api.url, { name: 'a.pdf', data: faultFile({ pages, pageTime: 200 }) });
    await untilStatus(api.url, body.task_id, ['processing'], 10_000);
    return body.task_id;
  };
  const tasks = [await begin(100), await begin(30)];
  server.freeze();
  const frozen = Date.now();
  await until('the lease to be over', () => Date.now() - frozen > 12_000, 15_000);
  server.thaw();
  for (const task of tasks) {
    const answer = await untilStatus(api.url, task, ['completed', 'failed'], 40_000);
    assert.deepEqual([answer.status, answer.retry_count], ['completed', 0]);
  }
});

test('doctor tells how safe Redis keeps what was accepted', async (t) => {
  const data = dataFolder(t);
  const server = await startServer('redis', { appendonly: 'no', 'maxmemory-policy': 'allkeys-lru' });
  t.after(() => server.close());
  const look = async () => {
    const { stdout } = await docmill(data, ['doctor', '--json', 'redis', 'queue'], { REDIS_URL: server.url });
    return (JSON.parse(stdout) as { findings: { code: string; detail: string }[] }).findings;
  };
  const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);
  assert.deepEqual(codes(await look()), ['redis_ok', 'redis_not_durable', 'redis_evicts', 'queue_ok']);
  await server.close();
  const gone = await look();
  assert.deepEqual(codes(gone), ['redis_unreachable', 'redis_unreachable']);
  assert.match(gone[0]?.detail ?? '', /ECONNREFUSED/);

  const other = await startServer('valkey', { appendfsync: 'everysec' });
  t.after(() => other.close());
  const { stdout } = await docmill(data, ['doctor', 'redis'], { REDIS_URL: other.url });
  assert.match(stdout, /valkey 9/);
  assert.match(stdout, /the last 1 s of accepted tasks/);
});
