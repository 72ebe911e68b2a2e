import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRedisUrl } from './redis-url.ts';

const plain = { mode: 'single', tls: false, database: 0 } as const;

test('a plain address has a port and a database by default', () => {
  assert.deepEqual(parseRedisUrl('redis://cache'), { ...plain, nodes: [{ host: 'cache', port: 6379 }] });
  assert.deepEqual(parseRedisUrl('redis://[::1]:7000/3'), {
    ...plain,
    nodes: [{ host: '::1', port: 7000 }],
    database: 3,
  });
});

test('passwords are decoded, with or without a user', () => {
  const nodes = [{ host: 'h', port: 1 }];
  assert.deepEqual(parseRedisUrl('redis://:p%40ss%2F@h:1'), { ...plain, nodes, password: 'p@ss/' });
  assert.deepEqual(parseRedisUrl('rediss://me:pw@h:1'), { ...plain, tls: true, nodes, username: 'me', password: 'pw' });
});

test('sentinels name a master, clusters list nodes', () => {
  const nodes = [
    { host: 'a', port: 26379 },
    { host: 'b', port: 5 },
  ];
  assert.deepEqual(parseRedisUrl('redis+sentinel://:pw@a,b:5/docs/2'), {
    mode: 'sentinel',
    nodes,
    tls: false,
    password: 'pw',
    database: 2,
    sentinelName: 'docs',
  });
  assert.deepEqual(parseRedisUrl('rediss+cluster://a:1,b:2')?.mode, 'cluster');
});

test('what Redis cannot have is refused', () => {
  const wrong = [
    'http://host',
    'localhost:6379',
    'redis://',
    'redis://a,b',
    'redis://h/one',
    'redis://h:99999',
    'redis+sentinel://a',
    'redis+cluster://a/3',
    'redis://:p%ZZ@h',
    'redis://h/1/2',
  ];
  for (const url of wrong) assert.equal(parseRedisUrl(url), undefined, url);
});
