import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { column, makePdf } from '../fixtures/pdf-maker.ts';
import { dataFolder, startService } from './service.ts';

const root = resolve(import.meta.dirname, '../..');
const python = ['python3', '/usr/bin/python3'].find(
  (candidate) => spawnSync(candidate, ['-c', 'import requests'], { stdio: 'ignore' }).status === 0,
);
const paper = makePdf({
  pages: [
    {
      words: column({ lines: ['The mill stood at the river.'], x: 72, y: 700 }),
      images: [
        { x: 72, y: 400, width: 100, height: 100, pixels: { width: 30, height: 30 }, gray: new Uint8Array(900) },
      ],
    },
  ],
});

async function setup(t: TestContext) {
  const data = dataFolder(t);
  const path = join(data, 'paper.pdf');
  writeFileSync(path, paper);
  const { url } = await startService(t, { data });
  const run = async (command: string, args: readonly string[]) => {
    const child = spawn(command, args, { cwd: data, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    assert.equal(child.exitCode, 0, stderr + stdout);
    return stdout;
  };
  return { data, url, path, run };
}

test('a Python client of the service before this one runs unchanged and finds every field', async (t) => {
  assert.ok(python !== undefined, 'no Python with requests: npm run test:setup installs it');
  const { url, path, run } = await setup(t);
  const client = join(import.meta.dirname, 'clients/original_client.py');
  assert.equal((await run(python, [client, url, path])).trim(), 'every field was read');
});

test('the examples run as they stand', async (t) => {
  assert.ok(python !== undefined, 'no Python with requests: npm run test:setup installs it');
  const { data, url, path, run } = await setup(t);
  assert.match(await run(python, [join(root, 'examples/python/parse.py'), path, url]), /The mill stood at the river/);
  assert.match(await run(process.execPath, [join(root, 'examples/typescript/parse.ts'), path, url]), /The mill stood/);
  assert.match(await run('sh', [join(root, 'examples/curl/parse.sh'), path, url]), /^[0-9a-f-]{36} completed\n$/);
  assert.ok(existsSync(join(data, 'results.zip')));
});
