import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadConfig } from '../../packages/server/src/config/index.ts';
import {
  batchOf,
  chunksOf,
  jobOf,
  parkingOf,
  request,
  result,
  until,
} from '../../packages/server/src/queue/conformance/world.ts';
import { openRedisQueue } from '../../packages/server/src/queue/index.ts';
import { freePort } from '../free-port.ts';
import { startSentinel, startServer } from './servers.ts';

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'docmill-redis-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** runTree opens the queue at an address as an operator writes it, and brings a batch and a document in chunks through it. */
async function runTree(t: TestContext, url: string) {
  const { config } = loadConfig({ env: { REDIS_URL: url }, folder: folderOf(t) });
  assert.ok(config.redis !== undefined);
  const queue = await openRedisQueue({ address: config.redis, policy: { maxRetries: 0, retryDelay: 0 } });
  t.after(() => queue.close());
  await queue.reached();
  const woken = new Promise<void>((resolve) => queue.onWake(resolve));
  const [batch, book] = [batchOf(2), jobOf()];
  await queue.add(batch);
  await queue.add([book]);
  await woken;
  let parked = false;
  await until('all to be done', async () => {
    for (const { lease, job } of await queue.claim({ ...request, limit: 4 })) {
      if (job.id === book.id && !parked) parked = await queue.park(lease, parkingOf(chunksOf(book.id, 2)));
      else await queue.complete(lease, result);
    }
    const counts = await queue.counts('local');
    return counts.completed === 3;
  });
  assert.equal((await queue.get('local', batch[0]?.id ?? book.id))?.state, 'completed');
  return queue;
}

test('a password and a database of its own', async (t) => {
  const server = await startServer('redis', { requirepass: 'p@ss/word' });
  t.after(() => server.close());
  await runTree(t, `redis://:p%40ss%2Fword@127.0.0.1:${server.port}/3`);
});

test('TLS, trusted by its certificate', async (t) => {
  const folder = folderOf(t);
  const [key, certificate, port] = [join(folder, 'key.pem'), join(folder, 'cert.pem'), await freePort()];
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '2'];
  const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', ...made, ...name], { stdio: 'ignore' });
  const tls = { 'tls-cert-file': certificate, 'tls-key-file': key, 'tls-ca-cert-file': certificate };
  const server = await startServer('redis', { ...tls, 'tls-port': String(port), 'tls-auth-clients': 'no' });
  t.after(() => server.close());
  const script = `
    const { openRedisQueue } = await import(${JSON.stringify(new URL('../../packages/server/src/queue/index.ts', import.meta.url))});
    const address = { mode: 'single', nodes: [{ host: '127.0.0.1', port: ${port} }], tls: true, database: 0 };
    const queue = await openRedisQueue({ address, policy: { maxRetries: 0, retryDelay: 0 } });
    await queue.reached();
    await queue.ping();
    await queue.close();
    console.log('reached');`;
  // What a process trusts is decided at its start.
  const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificate };
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, timeout: 20_000 });
  assert.equal(said.toString(), 'reached\n');
});

test('a cluster', async (t) => {
  const port = await freePort();
  const settings = { port: String(port), 'cluster-enabled': 'yes', 'cluster-announce-ip': '127.0.0.1' };
  const server = await startServer('redis', settings);
  t.after(() => server.close());
  execFileSync('redis-cli', ['-p', String(port), 'cluster', 'addslotsrange', '0', '16383']);
  await until('the cluster to stand', async () =>
    execFileSync('redis-cli', ['-p', String(port), 'cluster', 'info'])
      .toString()
      .includes('cluster_state:ok'),
  );
  await runTree(t, `redis+cluster://127.0.0.1:${port}`);
});

test('sentinels name the master, and the next one after it is gone', async (t) => {
  const [master, replica] = [await startServer('redis'), await startServer('redis')];
  t.after(() => Promise.all([master.close(), replica.close()]));
  execFileSync('redis-cli', ['-p', String(replica.port), 'replicaof', '127.0.0.1', String(master.port)]);
  const sentinel = await startSentinel(master.port);
  t.after(() => sentinel.close());
  const queue = await runTree(t, `redis+sentinel://127.0.0.1:${sentinel.port}/docs`);
  const asked = ['-p', String(sentinel.port), 'sentinel', 'replicas', 'docs'];
  await until('the replica to be known', async () =>
    execFileSync('redis-cli', asked).toString().includes('master-link-status\nok'),
  );
  await master.kill();
  await until(
    'the replica to take over',
    async () =>
      await queue.ping().then(
        () => true,
        () => false,
      ),
  );
  assert.equal((await queue.counts('local')).completed, 3);
});
