import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { AppError } from '../../packages/server/src/errors/index.ts';
import { batchOf, jobOf, request, result, until } from '../../packages/server/src/queue/conformance/world.ts';
import { openRedisQueue, type Queue, type RedisQueueOptions } from '../../packages/server/src/queue/index.ts';
import { type RealServer, startServer } from './servers.ts';
import { addressOf } from './world.ts';

const times = { lease: 1_000, heartbeat: 300 };

async function setup(t: TestContext, options: Partial<RedisQueueOptions> = {}) {
  const server = await startServer('redis', { appendfsync: 'always' });
  t.after(() => server.close());
  const open = async (more: Partial<RedisQueueOptions> = {}) => await openOn(t, server, { ...options, ...more });
  return { server, open, queue: await open() };
}

async function openOn(t: TestContext, server: Pick<RealServer, 'port'>, options: Partial<RedisQueueOptions> = {}) {
  const policy = { maxRetries: 0, retryDelay: 0 };
  const queue = await openRedisQueue({ address: addressOf(server), policy, times, ...options });
  t.after(() => queue.close());
  await queue.reached();
  return queue;
}

async function refused(call: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await assert.rejects(
    call,
    (error) => error instanceof AppError && error.code === 'store_unavailable' && error.retryable,
  );
  return performance.now() - began;
}

async function claimOne(queue: Queue) {
  const [leased] = await queue.claim(request);
  assert.ok(leased !== undefined);
  return leased;
}

const usable = (queue: Queue) =>
  until(
    'the store to be back',
    async () =>
      await queue.ping().then(
        () => true,
        () => false,
      ),
  );

test('while Redis stands still calls fail in seconds, and what they asked for does not happen later', async (t) => {
  const { server, queue } = await setup(t);
  await queue.add([jobOf()]);
  server.freeze();
  const late = jobOf();
  assert.ok((await refused(queue.add([late]))) < 3_000);
  assert.ok((await refused(queue.list({ owner: 'local', limit: 1 }))) < 3_000);
  server.thaw();
  await usable(queue);
  assert.equal(await queue.get('local', late.id), undefined);
  assert.equal((await queue.counts('local')).pending, 1);
});

test('after a crash of Redis everything acknowledged is there, and the worker takes its lock again and completes', async (t) => {
  const { server, queue, open } = await setup(t);
  const other = await open();
  const jobs = Array.from({ length: 50 }, () => jobOf());
  for (const job of jobs) await queue.add([job]);
  const { lease } = await claimOne(queue);
  await server.kill();
  const killed = Date.now();
  assert.ok((await refused(queue.heartbeat([{ lease }]))) < 500);
  await until('the lock to run out', async () => Date.now() - killed > times.lease);
  await server.restart();
  await Promise.all([usable(queue), usable(other)]);
  // The first look after an outage declares nobody dead.
  assert.equal(await other.rescue(), 0);
  assert.deepEqual(await queue.heartbeat([{ lease }]), [true]);
  assert.equal(await queue.complete(lease, result), true);
  const counts = await queue.counts('local');
  assert.deepEqual([counts.pending, counts.completed], [49, 1]);
});

test('a worker that others gave up during an outage hears of it, and changes nothing', async (t) => {
  const { server, queue, open } = await setup(t);
  const job = jobOf();
  await queue.add([job]);
  const { lease } = await claimOne(queue);
  await server.kill();
  await server.restart();
  const other = await open();
  const lost = await until('the job to be given up', async () => {
    await other.rescue();
    const now = await other.get('local', job.id);
    return now?.state === 'pending' && now;
  });
  assert.equal(lost.lostLeases, 1);
  const second = await claimOne(other);
  await usable(queue);
  assert.deepEqual(await queue.heartbeat([{ lease }, { lease: second.lease }]), [false, true]);
  assert.equal(await queue.complete(lease, result), false);
  assert.equal(await other.complete(second.lease, result), true);
});

test('a completion whose answer was lost is not taken for a lost lease', async (t) => {
  const { server } = await setup(t);
  const relay = await startRelay(t, server.port);
  const queue = await openOn(t, relay);
  const job = jobOf();
  await queue.add([job]);
  const { lease } = await claimOne(queue);
  relay.swallow();
  await refused(queue.complete(lease, result));
  relay.reconnect();
  await usable(queue);
  assert.equal((await queue.get('local', job.id))?.state, 'completed');
  assert.equal(await queue.complete(lease, result), true, 'the same call again');
  assert.equal(await queue.complete(lease, result), false, 'final is final');
});

test('a job whose adder was told that it was not added is not there', async (t) => {
  const { server } = await setup(t);
  const relay = await startRelay(t, server.port);
  const queue = await openOn(t, relay);
  const kept = jobOf();
  await queue.add([kept]);
  const [batch, lone] = [batchOf(2), jobOf({ idempotencyKey: 'k' })];
  relay.swallow();
  await Promise.all([refused(queue.add(batch)), refused(queue.add([lone]))]);
  relay.reconnect();
  await until('them to be taken back', async () => {
    const counts = await queue.counts('local').catch(() => undefined);
    return counts?.pending === 1 && counts.cancelled === 0;
  });
  for (const { id } of [...batch, lone]) assert.equal(await queue.get('local', id), undefined);
  assert.equal((await queue.add([jobOf({ idempotencyKey: 'k' })])).added, true);
  assert.equal((await claimOne(queue)).job.id, kept.id);
});

test('a job that somebody joined is not taken back, though its adder was told that it was not added', async (t) => {
  const { server, queue: other } = await setup(t);
  const relay = await startRelay(t, server.port);
  const queue = await openOn(t, relay);
  const [joined, lone] = [jobOf({ idempotencyKey: 'k' }), jobOf()];
  relay.swallow();
  await Promise.all([refused(queue.add([joined])), refused(queue.add([lone]))]);
  assert.deepEqual(await other.add([jobOf({ idempotencyKey: 'k' })]), { id: joined.id, added: false });
  relay.reconnect();
  // They are taken back in their order.
  await until('the other one to be taken back', async () => (await other.get('local', lone.id)) === undefined);
  assert.equal((await claimOne(other)).job.id, joined.id);
});

test('a queue whose Redis is not there yet says so, and works as soon as it is', async (t) => {
  const { server } = await setup(t);
  await server.kill();
  const said: string[] = [];
  const log = { warn: (_: object, text: string) => said.push(text), info: (text: string) => said.push(text) };
  const policy = { maxRetries: 0, retryDelay: 0 };
  const queue = await openRedisQueue({ address: addressOf(server), policy, times, log: log as never });
  t.after(() => queue.close());
  await until('the word', async () => said.length > 0);
  assert.match(said[0] ?? '', /Redis cannot be reached/);
  assert.ok((await refused(queue.ping())) < 100);
  const woken = new Promise<void>((resolve) => queue.onWake(resolve));
  await server.restart();
  await Promise.all([queue.reached(), woken]);
  await queue.add([jobOf()]);
  assert.match(said.at(-1) ?? '', /back/);
  assert.equal(said.length, 2);
});

test('records of a newer program are refused by name', async (t) => {
  const { server, queue } = await setup(t);
  await queue.add([jobOf()]);
  const socket = createConnection(server.port, '127.0.0.1');
  socket.write('SET {docmill}:jobs:version 2\r\n');
  await once(socket, 'data');
  socket.destroy();
  await assert.rejects(openOn(t, server), (error) => error instanceof AppError && error.code === 'schema_too_new');
});

test('a connection that is cut while it listens again is made anew, and wakes as before', async (t) => {
  const { server, queue: other } = await setup(t);
  const relay = await startRelay(t, server.port);
  const queue = await openOn(t, relay);
  const allCut = relay.cutAt('subscribe', 3);
  relay.reconnect();
  await until('all to be cut', async () => allCut());
  await usable(queue);
  const woken = new Promise<void>((resolve) => queue.onWake(resolve));
  await other.add([jobOf()]);
  await woken;
});

/**
 * startRelay stands between a client and a server; `swallow` loses the answers, `reconnect` cuts what is connected and relays again, and
 * `cutAt` does so whenever a client says a word, as often as asked.
 */
async function startRelay(t: TestContext, port: number) {
  let mute = false;
  let cuts = { word: '', left: 0 };
  const sockets = new Set<Socket>();
  const relay = createServer((near) => {
    const far = createConnection(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (data) => {
      if (cuts.left > 0 && data.includes(cuts.word)) {
        cuts.left -= 1;
        near.destroy();
      } else far.write(data);
    });
    far.on('data', (data) => {
      if (!mute) near.write(data);
    });
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  t.after(() => {
    relay.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = relay.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    swallow() {
      mute = true;
    },
    cutAt(word: string, times: number) {
      cuts = { word, left: times };
      return () => cuts.left === 0;
    },
    reconnect() {
      mute = false;
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
  };
}
